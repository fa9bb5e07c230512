"""What two teams brought one customer: the same twice, or different things; side by side."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
import streamlit as st

from lib.desk.voice.touchpoints import View
from lib.locale import Message, Text, msg
from lib.model.frames import records
from lib.touchpoints.contradictions import KINDS
from lib.touchpoints.rules import (
    APART_DAYS,
    APART_WHY,
    NEAR_DAYS,
    NEAR_WHY,
    SAME_WHY,
)
from lib.ui import components, state, tables
from lib.ui.panels.journey import words
from lib.ui.units import money
from lib.ui.wording import said, say

What = Literal["duplicates", "contradictions"]
_HOW: Mapping[str, Text] = {
    "text": msg("nearly the same text"),
    "topic": msg("same kind and title"),
    **KINDS,
}


def duplicates() -> None:
    """Draw what came twice."""
    days = words.window()
    view = words.view(days)
    if words.nothing_known(view):
        return
    components.finding(words.double_finding(view))
    _reasons(NEAR_DAYS, (NEAR_WHY, SAME_WHY))
    _table(view.duplicates, "duplicates", days, view)
    st.caption(
        say(
            "Replies (Re:, 回复, or begun by the customer), one person's own follow-up, talk in one"
            " thread and internal notes are no duplicates. Touches that hang together count once."
        )
    )
    _walked(view, "duplicate")


def contradictions() -> None:
    """Draw what was told differently."""
    days = words.window()
    view = words.view(days)
    if words.nothing_known(view):
        return
    components.finding(words.apart_finding(view))
    _reasons(APART_DAYS, (APART_WHY,))
    _table(view.contradictions, "contradictions", days, view)
    st.caption(
        say(
            "To be read side by side: the rules see yes against no, other dates and other figures"
            " on the same matter, and cannot know which holds. Plans change, and both may have"
            " been right on their day."
        )
    )
    _walked(view, "contradiction")


def _reasons(days: int, why: tuple[Text, ...]) -> None:
    text: Message = msg("Within {days} days.", days=str(days))
    st.caption(" ".join(said(part) for part in (text, *why)))


def _table(rows: pd.DataFrame, what: What, days: int, view: View) -> None:
    listed = rows.assign(
        id=rows["episode"].astype("str"),
        teams=rows["teams"].str.replace("|", ", "),
        about=rows["what"].str.replace("\n", " ↔ "),
    )
    chosen = tables.table(
        listed,
        {
            "account_name": tables.text(msg("Account")),
            "about": tables.text(msg("About"), wide=True),
            "teams": tables.text(msg("Teams")),
            "first": tables.day(msg("First")),
            "last": tables.day(msg("Latest")),
            "how": tables.named(msg("Why it is listed"), _HOW),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "stage": tables.named(msg("Journey stage"), words.SHORT_NAMES),
        },
        what,
        choose="id",
        empty=msg("None in this period."),
    )
    if chosen is not None:
        _side_by_side(records(rows[rows["episode"] == int(chosen)])[0], what, days, view)
    elif len(rows):
        st.caption(say("Choose a row to read both texts side by side."))


def _side_by_side(row: dict[str, object], what: What, days: int, view: View) -> None:
    for column, side in zip(st.columns(2, gap="large"), ("one", "other"), strict=True):
        with column, st.container(border=True):
            words.side(row, side)
    touches = state.desk().touchpoints.touches_of(view.day, days, what, int(str(row["episode"])))
    tables.table(
        touches.assign(account_name=str(row["account_name"])),
        words.touch_columns(),
        f"{what}_touches",
    )
    if st.button(say("Open the account"), key=f"open_{what}", type="tertiary"):
        state.open_account(str(row["account_id"]))


def _walked(view: View, finding: str) -> None:
    st.subheader(say("What walk-throughs found"), anchor=False)
    tables.table(
        view.walked[view.walked["finding"].eq(finding)],
        {
            "walked_on": tables.day(msg("Day")),
            "stage": tables.named(msg("Journey stage"), words.STAGE_NAMES),
            "team": tables.text(msg("Team")),
            "touchpoint": tables.text(msg("Touchpoint")),
            "note": tables.text(msg("What was seen"), wide=True),
        },
        f"walked_{finding}",
        empty=msg("No walk-through found any."),
    )
