"""Motivation × capability of a segment, and what customers that grew had in common."""

import pandas as pd
import streamlit as st

from lib.desk.segmentation.ideals import Grid, Learnt
from lib.locale import Message, Share, Text, msg, msgs
from lib.profile.bant import LEVELS as WILL
from lib.profile.fit import FITS, PLAYS
from lib.profile.maturity import LEVELS
from lib.segments.fields import FIELDS
from lib.segments.ideal import STATES, Ideal
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted, fields
from lib.ui.units import COUNT, SHARE, money
from lib.ui.wording import said, say, shown

_MOST_DRAWN = 16
_SHOWN_STATES = ("above", "below", "no_difference", "few")


def show() -> None:
    """Draw the grid of the segment, then the profile of the book."""
    ideals, day = state.desk().ideals, state.day()
    grid = ideals.grid(state.segment(), day)
    components.finding(grid.finding)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _grid(grid)
    with right:
        _fits(grid)
    st.subheader(say("What customers that grew had in common"), anchor=False)
    with st.spinner(say("Comparing the customers of twelve months ago with today…")):
        learnt = ideals.learnt(day)
    components.finding(learnt.finding, "finding_ideal")
    if learnt.found is not None:
        _marks(learnt.found, learnt)
    _accounts(grid, learnt)


def _grid(grid: Grid) -> None:
    if grid.cells.empty:
        return
    n = int(grid.cells["n_accounts"].sum())
    charted.show(
        charts.bubbles(
            charts.Heading(
                _headline(grid),
                msg("Area: ARR, colour: share on alert, number: customers · n = {n}", n=str(n)),
            ),
            grid.cells,
            charts.Grid(
                across="maturity_level",
                across_title=msg("Maturity"),
                across_order=LEVELS,
                up="bant_level",
                up_title=msg("Motivation"),
                up_order=WILL,
                size="arr",
                size_title=msg("ARR"),
                unit=money(grid.currency),
                risk="on_alert",
            ),
        ),
        "fit_grid",
    )


def _headline(grid: Grid) -> Message:
    known = grid.fits.dropna(subset=["fit"])
    if known.empty:
        return msg("Nobody's place on the grid is known yet")
    most = known.sort_values("n_accounts", kind="stable").iloc[-1]
    return msgs(
        "The largest known group: {n} {fit}",
        "The largest known group: {n} {fit}s",
        int(most["n_accounts"]),
        fit=FITS[str(most["fit"])],
    )


def _fits(grid: Grid) -> None:
    st.markdown(f"**{say('In figures')}**")
    tables.table(
        grid.fits,
        {
            "fit": tables.named(msg("Group"), FITS),
            "n_accounts": tables.number(msg("Accounts"), COUNT),
            "arr": tables.number(msg("ARR"), money(grid.currency)),
            "on_alert": tables.bar(msg("On alert")),
        },
        "fits",
    )
    with st.expander(say("What the groups mean")):
        for key, title in FITS.items():
            st.markdown(f"**{said(title)}** · {said(PLAYS[key])}")
        st.caption(
            say(
                "Able: medium or high maturity. Willing: warm or hot motivation. An immature"
                " customer is non-ideal however much it wants. Unknown is not low."
            )
        )


def _marks(found: Ideal, learnt: Learnt) -> None:
    rows = found.rows[found.rows["state"].isin(_SHOWN_STATES)]
    place = rows["state"].map({state: place for place, state in enumerate(_SHOWN_STATES)})
    rows = rows.assign(place=place).sort_values("place", kind="stable")
    drawn = _drawn(rows)
    base = float(found.cohort["grew"].mean())
    if not drawn.empty:
        charted.show(
            charts.differences(
                charts.Heading(
                    _marks_headline(found),
                    msg(
                        "Share that stayed and grew, against {base} of all (n = {n}, from {then});"
                        " 95 % intervals, grey is no clear difference",
                        base=Share(base),
                        n=str(len(found.cohort)),
                        then=learnt.then or state.day(),
                    ),
                ),
                drawn,
                charts.Differences(
                    label="title", title=msg("Mark"), value="value", low="least", high="most",
                    clear="clear", told="told", points=False,
                ),
            ),
            "ideal_marks",
        )  # fmt: skip
    tables.table(
        rows.assign(title=[shown(title) for title in rows["title"]]),
        {
            "title": tables.text(msg("Mark")),
            "n": tables.number(msg("Customers then")),
            "grew": tables.number(msg("Of them grew")),
            "rate": tables.number(msg("Share that grew"), SHARE),
            "low": tables.number(msg("Lower end"), SHARE),
            "high": tables.number(msg("Upper end"), SHARE),
            "state": tables.named(msg("Judgement"), STATES),
        },
        "marks",
    )
    _method(found)


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the marks to draw: those that differ, then the largest others."""
    clear = rows["state"].isin(("above", "below"))
    told = [
        shown(
            msgs("{rate} of {n} customer", "{rate} of {n} customers", int(n), rate=Share(float(r)))
        )
        for n, r in zip(rows["n"], rows["rate"], strict=True)
    ]
    known = rows.assign(
        clear=clear,
        value=rows["lift"] - 1,
        least=rows["lift_low"] - 1,
        most=rows["lift_high"] - 1,
        told=told,
    )[rows["state"] != "few"]
    first = known.sort_values(["clear", "n"], ascending=[False, False], kind="stable")
    return first.head(_MOST_DRAWN).sort_values("value", ascending=False, kind="stable")


def _marks_headline(found: Ideal) -> Message:
    compared = found.rows["state"].isin(("above", "below", "no_difference"))
    clear = found.rows["state"].isin(("above", "below"))
    if not clear.any():
        return msg("None of {n} marks tells growing customers apart", n=str(int(compared.sum())))
    return msg(
        "{clear} of {n} marks tell growing customers apart",
        clear=str(int(clear.sum())),
        n=str(int(compared.sum())),
    )


def _method(found: Ideal) -> None:
    st.caption(
        say(
            "Grown: still a customer after twelve months, with more ARR. Each mark is read as it"
            " was known then. Compared from 30 customers on both sides, with 5 of each outcome; of"
            " many comparisons only what remains after Benjamini and Hochberg is called different."
            " It shows what went together, not what causes growth."
        )
    )
    for leak in found.left_out:
        st.caption(
            say("Left out: {column}. {reason}", column=_named(leak.column), reason=leak.reason)
        )


def _named(column: str) -> Text:
    return FIELDS[column].title if column in FIELDS else column.removeprefix("custom.")


def _accounts(grid: Grid, learnt: Learnt) -> None:
    st.subheader(say("Accounts"), anchor=False)
    present = {key: FITS[key] for key in grid.fits["fit"].dropna()}
    chosen = filters.pills("fit", msg("Group"), present)
    filters.clear(("fit",))
    rows = grid.accounts[grid.accounts["fit"].isin(chosen)] if chosen else grid.accounts
    columns = {
        "account_name": tables.text(msg("Account")),
        "fit": tables.named(msg("Group"), FITS),
        "maturity_level": tables.named(msg("Maturity"), LEVELS),
        "bant_level": tables.named(msg("Motivation"), WILL),
        "arr": tables.number(msg("ARR"), money(grid.currency)),
        "met": tables.number(msg("Marks of growth")),
        "worst": tables.grades(msg("Signals"), fields.GRADES),
    }
    if learnt.found is None or not learnt.found.wanted:
        del columns["met"]
    met = learnt.met["met"].reindex(rows["account_id"]).to_numpy()
    state.open_account(
        tables.table(
            rows.assign(met=met),
            columns,
            "fit_accounts",
            choose="account_id",
            empty=msg("No account matches the rule on this day."),
        )
    )
