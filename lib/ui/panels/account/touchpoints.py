"""One account's touchpoints: a time line by team, runs without anybody, what came twice."""

import pandas as pd
import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.desk.voice.touchpoints import OfOne
from lib.locale import Message, msg, msgs
from lib.model.frames import records
from lib.profile.journey import STAGES
from lib.touchpoints.rules import BLANK_DAYS
from lib.ui import charts, components, state, tables
from lib.ui.panels.journey import words
from lib.ui.wording import say, shown

_WINDOW = 365


def show(card: AccountCard) -> None:
    """Draw the part."""
    found = state.desk().touchpoints.of_one(card.account_id, card.day, _WINDOW)
    components.finding(_finding(found), key="finding_touchpoints")
    if not found.touches.empty:
        _lanes(card, found)
    for rows, title in (
        (found.duplicates, say("Two teams brought the same")),
        (found.contradictions, say("Two teams told different things: read side by side")),
    ):
        if len(rows):
            st.subheader(title, anchor=False)
            for row in records(rows):
                _pair(row)
    st.subheader(say("Touches on record"), anchor=False)
    columns = words.touch_columns()
    del columns["account_name"]
    tables.table(
        found.touches.iloc[::-1],
        {**columns, "body": tables.text(msg("Text"), wide=True)},
        "account_touches",
        empty=msg("No touch of the last twelve months is on file."),
    )


def _finding(found: OfOne) -> Message:
    if found.touches.empty:
        return msg("No touch of the last twelve months is on file.")
    met = found.touches[found.touches["met"]]
    return msgs(
        "{n} team met them in the last twelve months; {pauses}. Stage now: {stage}.",
        "{n} teams met them in the last twelve months; {pauses}. Stage now: {stage}.",
        int(met["function"].nunique()),
        pauses=_pauses(found.blanks),
        stage=STAGES[found.stage] if found.stage else msg("unknown"),
    )


def _pauses(blanks: pd.DataFrame) -> Message:
    if blanks.empty:
        return msg("never {days} days without anybody", days=str(BLANK_DAYS))
    row = records(blanks)[0]
    return msgs(
        "nobody did for {n} day, from {first} to {last}",
        "nobody did for {n} days, from {first} to {last}",
        int(row["days"]),
        first=row["first"].date(),
        last=row["last"].date(),
    )


def _drawn_finding(blanks: pd.DataFrame) -> Message:
    if blanks.empty:
        return msg("Touches of each team, beside the use of the product")
    days = int(blanks["days"].max())
    return msgs("Nobody met them for {n} day", "Nobody met them for {n} days", days)


def _lanes(card: AccountCard, found: OfOne) -> None:
    touches = found.touches
    names = list(touches["function"].value_counts().index)
    marks = pd.DataFrame(
        {
            "day": touches["day"],
            "lane": touches["function"],
            "text": [_mark(row) for row in records(touches)],
        }
    )
    usage = card.usage.rename(columns={"events": "value"})
    drawn = usage[usage["week"] >= touches["day"].min()] if len(usage) else usage
    windows = tuple(
        charts.Window(row["first"].date(), row["last"].date(), msg("Met by nobody"))
        for row in records(found.blanks)
    )
    charts.show(
        charts.timeline(
            charts.Heading(
                _drawn_finding(found.blanks),
                msg(
                    "Uses a week, and touches by team, up to {day} · shaded: met by nobody for"
                    " {days} days or more · n = {n} touches",
                    day=card.day,
                    days=str(BLANK_DAYS),
                    n=str(len(touches)),
                ),
            ),
            charts.Story(
                usage=drawn,
                usage_title=msg("Uses a week"),
                marks=marks,
                windows=windows,
                lanes={str(name): words.team(str(name)) for name in names},
            ),
        ),
        "account_touchpoints",
    )


def _mark(row: dict[str, object]) -> str:
    kind = words.TOUCHES.get(str(row["type"]), str(row["type"]))
    title = row["subject"] if isinstance(row["subject"], str) else ""
    met = "" if row["met"] else f" ({shown(msg('nobody reached'))})"
    return f"{shown(kind)}: {title}{met}" if title else f"{shown(kind)}{met}"


def _pair(row: dict[str, object]) -> None:
    for column, side in zip(st.columns(2, gap="large"), ("one", "other"), strict=True):
        with column, st.container(border=True):
            words.side(row, side)
