"""Follow-ups of the segment's customers whose day has passed."""

import pandas as pd
import streamlit as st

from lib.desk.churn.followups import PURPOSES
from lib.locale import msg, msgs
from lib.ui import state, tables
from lib.ui.panels import notes
from lib.ui.wording import said, say


def show(rows: pd.DataFrame) -> None:
    """Draw them, oldest first; one sentence when there are none."""
    if rows.empty:
        st.caption(say("No follow-up on these customers is overdue."))
        return
    st.subheader(say("Overdue follow-ups"), anchor=False)
    st.caption(said(msgs("{n} follow-up is overdue.", "{n} follow-ups are overdue.", len(rows))))
    state.open_account(
        tables.table(
            notes.beside(rows),
            {
                "account_name": tables.text(msg("Account")),
                "purpose": tables.named(msg("About"), PURPOSES),
                "what": tables.text(msg("What will be done"), wide=True),
                "due_on": tables.day(msg("Due")),
                notes.COLUMN: tables.note(),
            },
            "overdue",
            choose="account_id",
        )
    )
