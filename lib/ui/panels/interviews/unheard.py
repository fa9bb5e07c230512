"""Who of the segment was not heard: in words with ARR, and every account of it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.interviews.candidates import HEARD
from lib.locale import Message, msg
from lib.ui import components, filters, state, tables
from lib.ui.panels.interviews.words import LEVELS, STAGES
from lib.ui.units import money
from lib.ui.wording import say, shown

_CHOICES: Mapping[str, Message] = {
    "never_interviewed": msg("Never interviewed"),
    "quiet": msg("Neither interviewed nor heard in 90 days"),
    "everybody": msg("All members"),
}
_QUIET = ("never", "silent")


def show() -> None:
    """Draw the part."""
    text, rows = state.desk().interviews.unheard(state.segment(), state.day())
    components.finding(text)
    which = filters.switch("who", msg("Which accounts"), _CHOICES)
    if which != "everybody":
        rows = rows[rows["interviewed_on"].isna()]
    if which == "quiet":
        rows = rows[rows["heard"].isin(_QUIET)]
    currency = state.desk().data.snapshot(state.day()).currency
    chosen = tables.table(
        rows.assign(last=[_day(day) for day in rows["interviewed_on"]]).reset_index(drop=True),
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(currency)),
            "maturity_level": tables.named(msg("Maturity"), LEVELS),
            "journey_stage": tables.named(msg("Journey stage"), STAGES),
            "heard": tables.named(msg("Heard"), HEARD),
            "last_heard_on": tables.day(msg("Last two-way contact")),
            "last": tables.text(msg("Last interview")),
        },
        "unheard",
        choose="account_id",
        empty=msg("There is none."),
    )
    st.caption(
        say(
            "A two-way contact is a call or meeting held, or a message of theirs; an interview is"
            " a conversation by the guide."
        )
    )
    state.open_account(chosen)


def _day(day: Any) -> str:  # noqa: ANN401 - a day, or NaT
    return shown(msg("never")) if pd.isna(day) else shown(day.date())
