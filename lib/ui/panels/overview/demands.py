"""Demands whose answer is overdue: one line, which leads to the list."""

from datetime import date

import streamlit as st

from lib.demand.board import answers_due
from lib.ui import state
from lib.ui.wording import said, say

_PAGE = "pages/demands.py"


def show(rule: str, day: date) -> None:
    """Draw the line; nothing when nothing is due."""
    words = answers_due(state.desk().demands.view(rule, day).members, day)
    if words is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="demands_due"):
        st.caption(said(words), width="content")
        st.page_link(
            _PAGE,
            label=say("What to answer this month"),
            query_params={**state.carried(), "view": "loop"},
        )
