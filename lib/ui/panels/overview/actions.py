"""Actions of reports on the segment's customers whose day has passed."""

import pandas as pd
import streamlit as st

from lib.locale import msg, msgs
from lib.ui import state, tables
from lib.ui.wording import said, say

_PAGE = "pages/reports.py"


def show(rows: pd.DataFrame) -> None:
    """Draw them, what is due longest first; a choice opens the report. Nothing without any."""
    if rows.empty:
        return
    st.subheader(say("Overdue actions"), anchor=False)
    st.caption(
        said(
            msgs(
                "{n} action of a report is overdue.", "{n} actions of reports are overdue.",
                len(rows),
            )
        )
    )  # fmt: skip
    chosen = tables.table(
        rows.assign(report=rows["report_id"].astype("str")),
        {
            "what": tables.text(msg("Action"), wide=True),
            "owner": tables.text(msg("Owner")),
            "due_on": tables.day(msg("Due")),
            "n_accounts": tables.number(msg("Customers")),
            "segment": tables.named(msg("Segment"), {state.ALL: msg("All customers")}),
            "period": tables.text(msg("Month")),
        },
        "overdue_actions",
        choose="report",
    )
    if chosen is not None:
        st.switch_page(_PAGE, query_params={**state.carried(), "report": chosen})
