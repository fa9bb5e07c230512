"""Data quality: what the loaded files contradict each other in, with the rows."""

import streamlit as st

from lib.locale import msg, msgs
from lib.ui import components, state, tables
from lib.ui.wording import said, say

_ROWS_AT_MOST = 2000


def show() -> None:
    """Draw the whole page."""
    state.days()
    findings = state.desk().quality.findings()
    if not findings:
        components.finding(msg("The loaded files do not contradict each other."))
        return
    components.finding(
        msgs(
            "The loaded files contradict each other, or have gaps, in {n} way.",
            "The loaded files contradict each other, or have gaps, in {n} ways.",
            len(findings),
        )
    )
    for finding in findings:
        with st.container(border=True):
            st.markdown(said(finding.message))
            box = st.expander(
                said(msgs("Show {n} row", "Show {n} rows", len(finding.rows))),
                on_change="rerun",
                key=f"finding_{finding.code}",
            )
            if box.open:
                with box:
                    if len(finding.rows) > _ROWS_AT_MOST:
                        st.caption(say("The first {n} rows.", n=str(_ROWS_AT_MOST)))
                    tables.plain(finding.rows.head(_ROWS_AT_MOST), finding.code)
