"""What changed in the period and why: customers won, lost, grown, shrunk, newly on alert."""

import pandas as pd
import streamlit as st

from lib.desk.book.news import WHAT
from lib.locale import Message, joined, msg, msgs
from lib.model import Period
from lib.ui import components, filters, state, tables
from lib.ui.panels import notes
from lib.ui.units import money
from lib.ui.wording import say


def show(rule: str, period: Period, currency: str | None) -> None:
    """Draw the sentence and the table, which can be narrowed to one kind of change."""
    rows = state.desk().news.of(rule, period, state.language())
    st.subheader(say("What changed, and why"), anchor=False)
    components.finding(_finding(rows), "finding_changes")
    counts = {name: int((rows["what"] == name).sum()) for name in WHAT}
    there = {name: title for name, title in WHAT.items() if counts[name]}
    chosen = filters.pills("changed", msg("Kind of change"), there, counts) if there else ()
    mine = rows[rows["what"].isin(chosen)] if chosen else rows
    state.open_account(
        tables.table(
            notes.beside(mine),
            {
                "account_name": tables.text(msg("Account")),
                "what": tables.named(msg("Change"), WHAT),
                "change": tables.number(msg("Change of ARR"), money(currency)),
                "arr": tables.number(msg("ARR"), money(currency)),
                "why": tables.text(msg("What the data say of why")),
                notes.COLUMN: tables.note(),
            },
            "changes",
            choose="account_id",
            empty=msg("No customer's ARR changed in the period, and no signal newly fired."),
        )
    )


def _finding(rows: pd.DataFrame) -> Message:
    counts = rows["what"].value_counts()

    def n(name: str) -> int:
        return int(counts.get(name, 0))

    said = [
        msgs("{n} customer left", "{n} customers left", n("churned")),
        msgs("{n} was won", "{n} were won", n("new") + n("returned")),
        msgs("{n} bought more", "{n} bought more", n("expansion")),
        msgs("{n} bought less", "{n} bought less", n("contraction")),
        msgs("{n} is newly on alert", "{n} are newly on alert", n("signal")),
    ]
    return msg("{changes}.", changes=joined(said))
