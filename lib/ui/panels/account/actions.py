"""Actions of reports that concern one account."""

import streamlit as st

from lib.locale import msgs
from lib.ui import state
from lib.ui.panels import one_action
from lib.ui.wording import said, say


def show(account_id: str) -> None:
    """Draw them, what is overdue first; nothing without any."""
    rows = state.desk().actions.of_account(account_id, state.language())
    if rows.empty:
        return
    st.subheader(say("Actions of reports"), anchor=False)
    late = int((rows["state"] == "overdue").sum())
    if late:
        st.caption(said(msgs("{n} action is overdue.", "{n} actions are overdue.", late)))
    one_action.rows(rows)
    one_action.restore()
