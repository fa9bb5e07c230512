"""A chart of a segment with its context notes: read below it, written in place."""

from functools import partial

import streamlit as st

from lib.desk import About
from lib.locale import msgs
from lib.ui import charts, state
from lib.ui.charts import Chart
from lib.ui.panels import notes
from lib.ui.wording import md_escape, said, say


def show(chart: Chart, key: str, segment: str | None = None) -> None:
    """Draw a chart; notes on it are kept under its `key` in the segment of the page.

    `segment`: another rule that the chart is about.
    """
    about = About(segment=segment or state.segment(), metric=key)
    found = notes.texts(state.desk().notes.on(about))
    charts.show(chart, key, partial(_box, key, about, len(found)))
    for text in found:
        st.caption(f":material/sticky_note_2: {md_escape(text)}")


@st.fragment
def _box(key: str, about: About, n_notes: int) -> None:
    """Draw the box in which notes are read and written; it is filled only while it is open."""
    title = said(msgs("{n} note", "{n} notes", n_notes)) if n_notes else say("Add a note")
    box = st.popover(title, type="tertiary", key=f"notes_{key}", on_change="rerun")
    if box.open:
        with box:
            notes.show(about)
