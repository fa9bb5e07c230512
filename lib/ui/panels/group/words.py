"""What roles, stances and findings are called."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.group import deals
from lib.locale import Message, Text, msg
from lib.model.frames import TAG_SEPARATOR, tags_of
from lib.ui import tables
from lib.ui.units import COUNT, money
from lib.ui.wording import said, shown

ROLES: Mapping[str, Message] = {
    "decision_maker": msg("decision maker"),
    "influencer": msg("influencer"),
    "end_user": msg("end user"),
}
STANCES: Mapping[str, Message] = {
    "champion": msg("champion"),
    "supporter": msg("supporter"),
    "neutral": msg("neutral"),
    "sceptic": msg("sceptic"),
    "opponent": msg("opponent"),
}


def labelled(values: pd.Series, names: Mapping[str, Text]) -> list[str]:
    """Return each cell's tags by their names, still "a|b"."""
    return [
        TAG_SEPARATOR.join(shown(names.get(value, value)) for value in cell)
        for cell in tags_of(values)
    ]


def show_deals(rows: pd.DataFrame, currency: str | None, *, with_account: bool) -> str | None:
    """Draw open deals and renewals with what they hang on; return the account chosen."""
    account = {"account_name": tables.text(msg("Account"))} if with_account else {}
    shown_rows = rows.assign(labels=labelled(rows["findings"], deals.SHORT))
    chosen = tables.table(
        shown_rows,
        {
            **account,
            "what": tables.named(msg("What comes up"), deals.KINDS),
            "due_on": tables.day(msg("Due")),
            "days_left": tables.number(msg("Days left"), COUNT),
            "amount": tables.number(msg("Amount"), money(currency)),
            "n_people": tables.number(msg("People known")),
            "n_heard": tables.number(msg("People heard")),
            "labels": tables.tags(msg("What it hangs on")),
        },
        "group_deals",
        choose="account_id" if with_account else None,
        empty=msg("No deal is open and no term ends within 180 days."),
    )
    met = {tag for cell in tags_of(rows["findings"]) for tag in cell}
    if met:
        st.caption(" · ".join(said(text) for tag, text in deals.FINDINGS.items() if tag in met))
    return chosen
