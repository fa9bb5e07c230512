"""The report to be read: text at reading width, and beside each section what it needs."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import msgs
from lib.report.blocks import Block, Bullets, Paragraph, Section, gap
from lib.ui import state
from lib.ui.panels import blocks
from lib.ui.panels.reports import comments, prose, words
from lib.ui.wording import said, say

_TEXT_AND_MARGIN = (5, 2)


def show(stored: StoredReport) -> None:
    """Draw what to look at first, then every section."""
    rows = state.desk().report_comments.all(stored.report_id)
    _to_do(stored, rows)
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


def _to_do(stored: StoredReport, comments_on: pd.DataFrame) -> None:
    """Say what there is to look at before others read it, each section one press away."""
    asked = comments_on[comments_on["state"] == "open"].groupby("section").size().to_dict()
    here = {section.key for section in stored.report.sections}
    waiting = ({point.section for point in stored.points} | set(asked)) & here
    if not waiting:
        st.caption(say("Nothing in the texts needs a look: every figure in them is live."))
        return
    with st.container(border=True, gap="small", key="report_points"):
        n = len(waiting)
        st.markdown(f"**{said(msgs('{n} section to look at', '{n} sections to look at', n))}**")
        for section in stored.report.sections:
            if section.key in waiting:
                _waiting(stored, section, int(asked.get(section.key, 0)))


def _waiting(stored: StoredReport, section: Section, n_comments: int) -> None:
    found = [said(point.message) for point in stored.points if point.section == section.key]
    if n_comments:
        found.append(said(msgs("{n} open comment.", "{n} open comments.", n_comments)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        title = words.told(section.title, stored.lang)
        st.markdown(
            f"[{title}](#{_anchor(section.key)}) · {gap(state.language()).join(found)}",
            width="stretch",
        )
        st.button(
            say("Open the section"),
            key=f"point_{section.key}",
            type="tertiary",
            on_click=words.go,
            kwargs={"section": section.key},
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
            if point.section == section.key and point.code != "moved":  # said by each figure
                st.caption(f"{words.CODES[point.code]} {said(point.message)}")
        for sentence in _moved(stored, section.key):
            st.caption(sentence)


def _moved(stored: StoredReport, key: str) -> Iterator[str]:
    drift = stored.drift.get(key)
    for moved in drift.moved if drift else ():
        yield said(words.moved(moved, stored.lang))
