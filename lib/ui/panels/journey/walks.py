"""Walk-throughs: entering one, those on record, what they found by stage and team and over time."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.locale import Count, Message, msg, msgs
from lib.model.frames import records
from lib.touchpoints import walks as core
from lib.touchpoints.rules import FINDINGS
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.journey import walk_form, words
from lib.ui.wording import month_short, say, shown


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
    _over_time(rows)
    _cells(rows)
    _list(rows)


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
    """Draw finding × month: a line between two far walks would invent what was between."""
    months = core.over_time(rows)
    n_walked = {row["month"]: int(row["n_walked"]) for row in records(months)}
    drawn = months.assign(
        month=months["month"].dt.strftime("%Y-%m"),
        lines=[shown(Count(n)) if n else "" for n in months["n"]],
        told=[_told(row) for row in records(months)],
    )
    heading = charts.Heading(
        msg("What walk-throughs found, month by month"),
        msg(
            "Touchpoints that were not fine, by finding and month with a walk-through; shaded by"
            " their share of all walked · n = {n} touchpoints",
            n=str(len(rows)),
        ),
    )
    grid = charts.Heat(
        up="finding",
        up_names={name: title for name, title in FINDINGS.items() if name != "fine"},
        across="month",
        across_names={
            f"{day:%Y-%m}": msg("{month} (n={n})", month=month_short(day), n=str(n))
            for day, n in n_walked.items()
        },
        share="share",
        lines="lines",
        told="told",
        frames=(),
        data={
            "month": msg("Month"),
            "finding": msg("What the walk found"),
            "n": msg("Times"),
            "n_walked": msg("Of touchpoints"),
        },
        row_px=38,
    )
    charted.show(charts.heat(heading, drawn, grid), "walk_findings")


def _told(row: Mapping[str, Any]) -> str:
    return shown(
        msg(
            "{finding}: {n} of {m} touchpoints",
            finding=FINDINGS[str(row["finding"])],
            n=Count(int(row["n"])),
            m=Count(int(row["n_walked"])),
        )
    )


def _cells(rows: pd.DataFrame) -> None:
    st.subheader(say("By stage and team"), anchor=False)
    found = core.by_cell(rows)
    tables.table(
        found,
        {
            "stage": tables.named(msg("Journey stage"), words.SHORT_NAMES),
            "function": tables.named(msg("Team"), words.teams(found["function"])),
            "finding": tables.named(msg("What the walk found"), FINDINGS),
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
    wanted = filters.pills("finding", msg("What the walk found"), seen, counts)
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
            "finding": tables.named(msg("What the walk found"), FINDINGS),
            "minutes": tables.number(msg("Minutes")),
            "note": tables.text(msg("What was seen"), wide=True),
        },
        "walks",
        choose="account_id",
    )
    if chosen is not None and chosen != "nan":
        state.open_account(chosen)
