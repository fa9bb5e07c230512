"""Walk-throughs: entering one, those on record, what they found by stage and team and over time."""

import pandas as pd
import streamlit as st

from lib.desk import About
from lib.locale import Count, Message, msg, msgs
from lib.touchpoints import walks as core
from lib.touchpoints.rules import FINDINGS
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import notes
from lib.ui.panels.journey import walk_form, words
from lib.ui.units import COUNT
from lib.ui.wording import say


def show() -> None:
    """Draw the part."""
    rows = state.desk().touchpoints.walked(state.day())
    components.finding(_finding(rows))
    walk_form.show(rows)
    if rows.empty:
        components.empty(
            msg(
                "Go a customer's way once, from the first call to the next renewal, and record"
                " each touchpoint: who was there, what came twice, how long it took."
            ),
            "table",
        )
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        _over_time(rows)
    with right:
        _cells(rows)
    _list(rows)
    st.subheader(say("Context notes"), anchor=False)
    notes.show(About(segment=state.segment(), metric="touchpoints"))


def _finding(rows: pd.DataFrame) -> Message:
    if rows.empty:
        return msg("No walk-through is on record yet.")
    n_walks, found = rows["walk"].nunique(), core.by_cell(rows)
    n_wrong = int(found["n"].sum())
    if not n_wrong:
        return msgs(
            "{n} walk-through met {met} touchpoints, all of them fine.",
            "{n} walk-throughs met {met} touchpoints, all of them fine.",
            n_walks,
            met=Count(len(rows)),
        )
    worst = found.sort_values("n", ascending=False, kind="stable").iloc[0]
    return msgs(
        "{n} walk-through met {met} touchpoints, {wrong} of them not fine; most often"
        " '{finding}' at '{stage}' ({times} of {walked}).",
        "{n} walk-throughs met {met} touchpoints, {wrong} of them not fine; most often"
        " '{finding}' at '{stage}' ({times} of {walked}).",
        n_walks,
        met=Count(len(rows)),
        wrong=Count(n_wrong),
        finding=FINDINGS[str(worst["finding"])],
        stage=words.STAGE_NAMES[str(worst["stage"])],
        times=Count(int(worst["n"])),
        walked=Count(int(worst["n_walked"])),
    )


def _over_time(rows: pd.DataFrame) -> None:
    months = core.over_time(rows)
    wrong = {name: title for name, title in FINDINGS.items() if name != "fine"}
    drawn = {name: title for name, title in wrong.items() if months[name].any()}
    heading = charts.Heading(
        msg("What walk-throughs found, month by month"),
        msg(
            "Touchpoints by finding in months with a walk-through · n = {n} touchpoints",
            n=str(len(rows)),
        ),
    )
    charts.show(
        charts.lines(heading, months, charts.Trend(time="month", series=drawn, unit=COUNT)),
        "walk_findings",
    )


def _cells(rows: pd.DataFrame) -> None:
    st.markdown(f"**{say('By stage and team')}**")
    found = core.by_cell(rows)
    tables.table(
        found,
        {
            "stage": tables.named(msg("Journey stage"), words.SHORT_NAMES),
            "function": tables.named(msg("Team"), words.teams(found["function"])),
            "finding": tables.named(msg("What was found"), FINDINGS),
            "n": tables.number(msg("Times")),
            "n_walked": tables.number(
                msg("Of touchpoints"), help=msg("All touchpoints of that stage and team walked.")
            ),
        },
        "walk_cells",
        empty=msg("All touchpoints were fine."),
    )


def _list(rows: pd.DataFrame) -> None:
    st.subheader(say("Walk-throughs on record"), anchor=False)
    counts = {str(name): int(n) for name, n in rows["finding"].value_counts().items()}
    seen = {name: title for name, title in FINDINGS.items() if name in counts}
    wanted = filters.pills("finding", msg("What was found"), seen, counts)
    filters.clear(("finding",))
    listed = rows[rows["finding"].isin(wanted)] if wanted else rows
    chosen = tables.table(
        listed,
        {
            "walked_on": tables.day(msg("Day")),
            "walk": tables.text(msg("Walk-through")),
            "stage": tables.named(msg("Journey stage"), words.SHORT_NAMES),
            "team": tables.text(msg("Team")),
            "touchpoint": tables.text(msg("Touchpoint")),
            "finding": tables.named(msg("What was found"), FINDINGS),
            "minutes": tables.number(msg("Minutes")),
            "note": tables.text(msg("What was seen"), wide=True),
        },
        "walks",
        choose="account_id",
    )
    if chosen is not None and chosen != "nan":
        state.open_account(chosen)
