"""Two writers of one section: both texts, and the choice between them."""

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import msg
from lib.report.moved import differences
from lib.ui.panels.reports import fates
from lib.ui.panels.reports.box import Box
from lib.ui.wording import said, say


def show(stored: StoredReport, box: Box) -> None:
    """Say that somebody else has saved meanwhile, and let the writer choose."""
    written = stored.written.get(box.section)
    who = (
        msg("{author} has saved this section meanwhile. Nothing is lost: choose what stands.",
            author=written.author)
        if written
        else msg("The draft was brought back meanwhile. Nothing is lost: choose what stands.")
    )  # fmt: skip
    with st.container(border=True, key="clash"):
        st.warning(said(who))
        found = differences(box.newest.text, box.text)
        theirs, mine = st.columns(2)
        with theirs:
            st.markdown(f"**{say('Theirs')}**")
            fates.show(stored, found, "removed")
        with mine:
            st.markdown(f"**{say('Mine')}**")
            fates.show(stored, found, "added")
        with st.container(horizontal=True):
            st.button(say("Keep theirs"), key="keep_theirs", on_click=box.keep_theirs)
            st.button(say("Keep mine"), key="keep_mine", on_click=box.keep_mine)
            st.button(say("Keep the sentences of both"), key="keep_both", on_click=box.keep_both)
