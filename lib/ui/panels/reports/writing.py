"""One section being written: the text, beside it how it reads, below it what helps to finish it."""

from functools import partial

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import msg
from lib.report.blocks import Bullets, Paragraph, Section
from lib.report.edits import own_blocks
from lib.ui import state
from lib.ui.panels import blocks
from lib.ui.panels.reports import clash, comments, drifted, history, picker, prose, words
from lib.ui.panels.reports.box import Box
from lib.ui.wording import md_escape, said, say

_BOX_PX = 460


def show(stored: StoredReport, key: str) -> None:
    """Draw the section `key` to be written."""
    box = Box(stored, key)
    _head(stored, key)
    drifted.show(stored, box)
    if box.clash:
        clash.show(stored, box)
    writing, reading = st.columns(2, gap="medium")
    with writing:
        _text(stored, box)
    with reading:
        _preview(stored, box)
    picking, past = st.columns(2, gap="medium")
    with picking:
        picker.show(stored, box)
    with past:
        st.subheader(say("Comments"), anchor=False)
        comments.show(stored, key, state.desk().report_comments.all(stored.report_id))
        history.show(stored, box)
    _rest(stored, stored.report.section(key))


def _head(stored: StoredReport, key: str) -> None:
    keys = [section.key for section in stored.report.sections]
    place = keys.index(key)
    with st.container(horizontal=True, vertical_alignment="center", key="section_head"):
        _step(say("Back to the report"), None, ":material/arrow_back:", "back")
        st.space("stretch")
        if place:
            _step(
                _title(stored, keys[place - 1]), keys[place - 1], ":material/chevron_left:", "prev"
            )
        if place + 1 < len(keys):
            _step(
                _title(stored, keys[place + 1]), keys[place + 1], ":material/chevron_right:", "next"
            )
    st.subheader(_title(stored, key), anchor=False)
    st.caption(words.told(stored.report.title, stored.lang))


def _title(stored: StoredReport, key: str) -> str:
    return md_escape(words.section_title(stored, key))


def _step(title: str, section: str | None, icon: str, key: str) -> None:
    st.button(title, icon=icon, type="tertiary", key=f"go_{key}", on_click=words.go,
              kwargs={"section": section})  # fmt: skip


def _text(stored: StoredReport, box: Box) -> None:
    st.caption(
        say(
            "Figures stand as names in braces and stay live. “### ” begins a heading, “- ” an item,"
            " “> ” a quotation; a blank line begins a paragraph."
        )
    )
    st.text_area(
        say("Text of the section"),
        key=box.key,
        height=_BOX_PX,
        label_visibility="collapsed",
        on_change=box.save,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("Save"), type="primary", key="save_text", on_click=box.save)
        if box.section in stored.written:
            st.button(say("Bring the draft back"), key="take_draft", on_click=box.take_draft)
        st.caption(_kept(stored, box), width="content")


def _kept(stored: StoredReport, box: Box) -> str:
    written = stored.written.get(box.section)
    if written is None:
        return say("The draft stands. What you write is saved when you leave the box.")
    return say(
        "Saved as version {version} by {author}, {day}.",
        version=str(written.version),
        author=written.author,
        day=written.at.date(),
    )


def _preview(stored: StoredReport, box: Box) -> None:
    st.caption(say("How it reads. Press a figure to see what it means and where it comes from."))
    texts = [b for b in own_blocks(box.text) if isinstance(b, (Paragraph, Bullets))]
    with st.container(border=True, height=_BOX_PX, key="preview"):
        prose.show(stored.report, texts, f"preview_{box.section}")
    for point in stored.points:
        if point.section == box.section and point.code in {"unknown_figure", "typed_number"}:
            st.caption(f"{words.CODES[point.code]} {said(point.message)}")


def _rest(stored: StoredReport, section: Section) -> None:
    """Draw the tables and charts that stand in the section, for one who writes about them."""
    rest = [b for b in section.blocks if not isinstance(b, (Paragraph, Bullets))]
    if rest:
        st.subheader(said(msg("Tables and charts of this section")), anchor=False)
    draw = partial(blocks.show, stored.report)
    for place, block in enumerate(rest):
        draw(block, f"rest_{section.key}_{place}")
