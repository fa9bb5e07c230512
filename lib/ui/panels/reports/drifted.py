"""What changed under a text since it was written, and the choice to keep it or take the draft."""

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import msgs
from lib.report.moved import Drift, Moved, differences
from lib.ui.panels.reports import fates, figure, words
from lib.ui.panels.reports.box import Box
from lib.ui.wording import said, say


def show(stored: StoredReport, box: Box) -> None:
    """Draw the figures that moved and the draft that says otherwise; nothing when none did."""
    drift = stored.drift.get(box.section)
    if not drift:
        return
    with st.container(border=True, key="drift"):
        _figures(stored, drift)
        if drift.stale:
            _drafts(stored, drift, box.section)
        with st.container(horizontal=True):
            st.button(
                say("My text still holds"), type="primary", key="confirm", on_click=box.confirm
            )
            st.button(say("Take the draft"), key="take_new_draft", on_click=box.take_draft)


def _figures(stored: StoredReport, drift: Drift) -> None:
    n = len(drift.moved)
    if not n:
        return
    title = msgs(
        "{n} figure has moved since the text was written.",
        "{n} figures have moved since the text was written.",
        n,
    )
    st.markdown(f"**{said(title)}** {say('The wording stayed, the number follows the data.')}")
    for moved in drift.moved:
        _line(stored, moved)


def _line(stored: StoredReport, moved: Moved) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(said(words.moved(moved, stored.lang)), width="content")
        if moved.now is not None:
            st.button(
                say("See the figure"),
                type="tertiary",
                key=f"moved_{moved.figure_id}",
                on_click=figure.open_,
                args=(moved.figure_id,),
            )


def _drafts(stored: StoredReport, drift: Drift, section: str) -> None:
    st.markdown(f"**{say('The draft of this section says something else now.')}**")
    found = differences(drift.draft_was, drift.draft_now)
    then, now = st.columns(2)
    with then:
        st.caption(say("The draft on which the text was written"))
        fates.show(stored, found, "removed", stored.written[section].basis.figures)
    with now:
        st.caption(say("The draft from today's data"))
        fates.show(stored, found, "added")
