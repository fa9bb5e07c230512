"""Two groups of customers beside one another: what differs, how surely, and the rows behind."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk.segmentation.comparing import Compared
from lib.locale import Message, Text, msg
from lib.segments.compare.wording import (
    STATES,
    check_words,
    could_see,
    difference,
    worst_check,
    worth,
)
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.units import Unit, money
from lib.ui.wording import said, say, shown

_MOST_DRAWN = 16
_DRAWN = ("stands_out", "no_difference")


def show(compared: Compared, names: tuple[Text, Text], what: Text) -> None:
    """Draw a comparison; `names` are the groups', `what` says what is compared, and when."""
    rows = _told(compared)
    drawn = rows[rows["state"].isin(_DRAWN)]
    left, right = st.columns(2, gap="large")
    with left:
        _chart(drawn[drawn["form"] == "share"], what, "points")
    with right:
        _chart(drawn[drawn["form"] != "share"], what, "amounts")
    _warnings(compared)
    _table(rows, names)
    _closer(compared, names)


def _told(compared: Compared) -> pd.DataFrame:
    """Return the rows of a profile with what pages show of them, in the reader's language."""
    rows = compared.profile.rows
    said_of = [_words(compared, row) for row in rows.to_dict("records")]
    return pd.concat([rows, pd.DataFrame(said_of, index=rows.index)], axis="columns").assign(
        clear=rows["state"].eq("stands_out")
    )


def _words(compared: Compared, row: Mapping[Hashable, Any]) -> dict[str, str | None]:
    measure, currency = compared.profile.measures[row["key"]], compared.currency
    titled = {"title": shown(measure.title), "form": measure.form}
    if row["state"] == "too_few":
        return {**titled, "mine": None, "others": None, "between": None, "told": ""}
    mine, others = (worth(measure, row[name], currency) for name in ("value", "value_other"))
    low, high = (difference(measure, row[name], currency) for name in ("low", "high"))
    there = row["low"] == row["low"]  # not NaN
    return {
        **titled,
        "mine": shown(mine),
        "others": shown(others),
        "between": shown(msg("{low} to {high}", low=low, high=high)) if there else None,
        "told": shown(msg("{value} against {other}", value=mine, other=others)),
    }


def _chart(rows: pd.DataFrame, what: Text, kind: str) -> None:
    """Draw the differences of one unit, the largest first on either side of none."""
    points = kind == "points"
    value, low, high = (
        ("difference", "low", "high")
        if points
        else ("relative", "relative_low", "relative_high")
    )  # fmt: skip
    known = rows[rows[value].notna()].head(_MOST_DRAWN).sort_values(value, ascending=False)
    if known.empty:
        return
    n, clear = len(known), int(known["clear"].sum())
    unit = msg("percentage points") if points else msg("percent of the others' value")
    charted.show(
        charts.differences(
            charts.Heading(
                _headline(n, clear, points=points),
                msg("{what}, in {unit}; lines are 95 % intervals, grey is no clear difference",
                    what=what, unit=unit),
            ),
            known,
            charts.Differences(
                label="title", title=msg("What is compared"), value=value, low=low, high=high,
                clear="clear", told="told", points=points,
            ),
        ),
        f"differences_{kind}",
    )  # fmt: skip
    if len(rows) > len(known):
        more = len(rows) - len(known)
        st.caption(say("{n} more without a clear difference stand in the table.", n=str(more)))


def _headline(n: int, clear: int, *, points: bool) -> Message:
    if points:
        return msg("Shares: {clear} of {n} differ clearly", clear=str(clear), n=str(n))
    return msg("Amounts: {clear} of {n} differ clearly", clear=str(clear), n=str(n))


def _warnings(compared: Compared) -> None:
    """Say of which differences the strata tell another story."""
    for key, checks in compared.profile.checks.items():
        worst = worst_check(checks)
        if worst is not None:
            measure = compared.profile.measures[key]
            words = said(check_words(measure, worst, compared.currency))
            st.warning(f"**{said(measure.title)}** · {words}")


def _table(rows: pd.DataFrame, names: tuple[Text, Text]) -> None:
    tables.table(
        rows,
        {
            "title": tables.text(msg("What is compared")),
            "mine": tables.text(names[0]),
            "others": tables.text(names[1]),
            "between": tables.text(
                msg("Difference (95 % interval)"),
                help=msg("Shares: Newcombe's interval; amounts: customers drawn a thousand times."),
            ),
            "state": tables.named(msg("Judgement"), STATES),
            "n": tables.number(msg("n")),
            "n_other": tables.number(msg("n of the others")),
        },
        "differences",
    )


def _closer(compared: Compared, names: tuple[Text, Text]) -> None:
    """Offer one measure with its definition, what strata say of it, and its rows."""
    titles = {key: m.title for key, m in compared.profile.measures.items()}
    key = filters.select("measure", msg("Look closer at"), titles)
    if key is None:
        st.caption(say("Choose a line to see its definition and the customers behind it."))
        return
    measure = compared.profile.measures[key]
    row = compared.profile.row(key)
    st.markdown(f"**{said(measure.title)}** · {said(measure.meaning)}")
    if row["state"] == "no_difference":
        st.caption(said(could_see(measure, row["could_see"], compared.currency)))
    for check in compared.profile.checks.get(key, ()):
        st.caption(said(check_words(measure, check, compared.currency)))
    book = state.desk().data.book(state.day())
    called = book["account_name"].fillna(book.index.to_series())
    unit = {"share": Unit("share"), "money": money(compared.currency)}.get(
        measure.form, Unit("number", digits=1)
    )
    state.open_account(
        tables.table(
            compared.rows_behind(key, called),
            {
                "account_name": tables.text(msg("Account")),
                "side": tables.named(msg("Group"), {"first": names[0], "second": names[1]}),
                "value": tables.number(measure.title, unit),
            },
            "behind",
            choose="account_id",
        )
    )


def too_small(compared: Compared) -> None:
    """Say why nothing is known of a year before, where that is so."""
    if compared.then is None:
        components.unknown(
            msg("Churn, NRR and GRR need data of twelve months before, and the data begin later.")
        )
