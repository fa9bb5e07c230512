"""The report to be read: text at reading width, and beside each section what it needs."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from lib.desk.reports import StoredReport
from lib.locale import msgs
from lib.report.blocks import Block, Bullets, Paragraph, Section
from lib.report.edits import Problem
from lib.ui import state
from lib.ui.panels import blocks
from lib.ui.panels.reports import comments, prose, words
from lib.ui.wording import md_escape, said, say

_TEXT_AND_MARGIN = (5, 2)


def show(stored: StoredReport) -> None:
    """Draw what to look at first, then every section."""
    _to_do(stored)
    rows = state.desk().report_comments.all(stored.report_id)
    for section in stored.report.sections:
        text, margin = st.columns(_TEXT_AND_MARGIN, gap="large")
        with text:
            st.subheader(words.told(section.title, stored.lang), anchor=_anchor(section.key))
            for place, chunk in enumerate(_chunks(section)):
                _chunk(stored, chunk, f"{section.key}_{place}")
        with margin:
            _margin(stored, section)
            comments.show(stored, section.key, rows)


def _anchor(key: str) -> str:
    return f"section-{key}"


def _to_do(stored: StoredReport) -> None:
    """Say what there is to look at before others read it, each one press away."""
    if not stored.points:
        st.caption(say("Nothing in the texts needs a look: every figure in them is live."))
        return
    with st.container(border=True, key="report_points"):
        n = len(stored.points)
        st.markdown(
            f"**{said(msgs('{n} thing to look at', '{n} things to look at', n))}**"
        )  # fmt: skip
        for place, point in enumerate(stored.points):
            _point(stored, point, place)


def _point(stored: StoredReport, point: Problem, place: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        title = md_escape(words.section_title(stored, point.section))
        st.markdown(
            f"[{title}](#{_anchor(point.section)}) · {said(point.message)}", width="stretch"
        )
        st.button(
            say("Look at it"),
            key=f"point_{place}",
            type="tertiary",
            on_click=words.go,
            kwargs={"section": point.section},
        )


def _chunks(section: Section) -> Iterator[Sequence[Block]]:
    """Return a section's blocks, texts that follow one another together."""
    for texts, chunk in groupby(section.blocks, key=lambda b: isinstance(b, (Paragraph, Bullets))):
        if texts:
            yield list(chunk)
        else:
            yield from ([block] for block in chunk)


def _chunk(stored: StoredReport, chunk: Sequence[Block], key: str) -> None:
    texts = [block for block in chunk if isinstance(block, (Paragraph, Bullets))]
    if texts:
        prose.show(stored.report, texts, key)
    else:
        blocks.show(stored.report, chunk[0], key)


def _margin(stored: StoredReport, section: Section) -> None:
    """Say whose words these are, and offer to change them."""
    with st.container(key=f"margin_{section.key}", gap="small"):
        st.button(
            say("Edit"),
            icon=":material/edit:",
            key=f"edit_{section.key}",
            on_click=words.go,
            kwargs={"section": section.key},
        )
        written = stored.written.get(section.key)
        if written is None:
            st.caption(say("Drafted by the rules"))
        else:
            st.caption(
                say(
                    "Own words, version {version}: {author}, {day}",
                    version=str(written.version),
                    author=written.author,
                    day=written.at.date(),
                )
            )
        for point in stored.points:
            if point.section == section.key:
                st.caption(f"{words.CODES[point.code]} {said(point.message)}")
        for sentence in _moved(stored, section.key):
            st.caption(sentence)


def _moved(stored: StoredReport, key: str) -> Iterator[str]:
    drift = stored.drift.get(key)
    for moved in drift.moved if drift else ():
        yield said(words.moved(moved, stored.lang))
