"""How the book is made up: areas by one field, or maturity × motivation; colour is risk."""

import pandas as pd
import streamlit as st

from lib.desk.book.overview import Overview
from lib.locale import Message, Share, msg
from lib.profile import bant, maturity
from lib.ui import charts, filters, state
from lib.ui.panels import charted, fields
from lib.ui.units import COUNT, money
from lib.ui.wording import said, say

_GRID = "grid"
_DARKEST = 0.25  # an expected loss of so much of the ARR is drawn as dark as can be
_LOSS = msg("Share of ARR expected to be lost")


def show(overview: Overview, rule: str) -> None:
    """Draw the map; its colour is the risk where that is known, else what is on alert."""
    st.subheader(say("Segment map"), anchor=False)
    options = {**fields.BY, _GRID: msg("Maturity × motivation")}
    by = filters.switch("by", msg("Broken down by"), options)
    chances = state.desk().risk.scores(overview.day)["probability"].astype("float64")
    risks = chances if chances.notna().any() else None
    if by == _GRID:
        _grid(overview, rule, risks)
    else:
        _areas(overview, rule, (by, risks))
    if risks is None:
        st.caption(say("No risk is known; the colour is the share of ARR with a signal on alert."))


def _areas(overview: Overview, rule: str, asked: tuple[str, pd.Series | None]) -> None:
    by, risks = asked
    rows = state.desk().overviews.made_up(rule, overview.day, by, risks)
    risk = "arr_on_alert_share" if risks is None else "loss_share"
    charted.show(
        charts.treemap(
            charts.Heading(
                _riskiest(rows, by, risk) or fields.makeup_finding(rows, by), _what(overview, risks)
            ),
            rows,
            charts.Parts(
                label="value",
                title=fields.BY[by],
                value="arr",
                value_title=msg("ARR"),
                unit=money(overview.currency),
                risk=risk,
                risk_title=_title(risks),
                darkest=1.0 if risks is None else _DARKEST,
                names=fields.names(by),
            ),
        ),
        "makeup",
    )
    if by == "tag":
        st.caption(say("An account with two tags stands in both; totals count it once."))


def _riskiest(rows: pd.DataFrame, by: str, risk: str) -> Message | None:
    """Say where most ARR lies and where the risk is highest; None where nothing is known."""
    known = rows[rows["value"].notna() & rows[risk].notna() & (rows["arr"] > 0)]
    if len(known) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    top = known.sort_values(risk, ascending=False, kind="stable").iloc[0]
    values = {"part": fields.called(by, top["value"]), "share": Share(float(top[risk]))}
    most = fields.makeup_finding(rows, by)
    if risk == "loss_share":
        return msg("{most}. The risk is highest in {part}: {share} of its ARR may be lost",
                   most=most, **values)  # fmt: skip
    return msg("{most}. {part} has the largest share on alert: {share} of its ARR",
               most=most, **values)  # fmt: skip


def _grid(overview: Overview, rule: str, risks: pd.Series | None) -> None:
    rows = state.desk().overviews.grid(rule, overview.day, risks)
    n_both = int(rows.loc[rows[["maturity_level", "bant_level"]].notna().all(axis=1),
                          "n_accounts"].sum())  # fmt: skip
    finding = msg(
        "Maturity and motivation are both known of {n} of {all} customers",
        n=COUNT.value(n_both) or "0",
        all=COUNT.value(int(rows["n_accounts"].sum())) or "0",
    )
    charted.show(
        charts.bubbles(
            charts.Heading(finding, _what(overview, risks)),
            rows,
            charts.Grid(
                across="bant_level",
                across_title=msg("Motivation"),
                across_order=bant.LEVELS,
                up="maturity_level",
                up_title=msg("Maturity"),
                up_order=maturity.LEVELS,
                size="arr",
                size_title=msg("ARR"),
                unit=money(overview.currency),
                risk="risk",
                risk_title=_title(risks),
                darkest=1.0 if risks is None else _DARKEST,
            ),
        ),
        "maturity_motivation",
    )
    st.caption(said(msg("The number in a bubble counts customers; its area is their ARR.")))


def _title(risks: pd.Series | None) -> Message:
    return msg("Share of ARR on alert") if risks is None else _LOSS


def _what(overview: Overview, risks: pd.Series | None) -> Message:
    return msg(
        "Area: ARR · {unit} · darker: {risk} · {period} · n = {n}",
        unit=overview.currency or msg("currency not named"),
        risk=_title(risks),
        period=overview.period.label,
        n=COUNT.value(overview.month.accounts_end) or "0",
    )
