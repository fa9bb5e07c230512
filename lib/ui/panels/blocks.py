"""A report on the screen: its blocks, and the formats in which it can be taken away."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from lib.locale import msg, render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Table
from lib.report.text import plain
from lib.ui import tables
from lib.ui.panels.drawn import drawn
from lib.ui.wording import md_escape, said

KINDS = {
    ".docx": msg("Word report"),
    ".pptx": msg("Slides"),
    ".xlsx": msg("Evidence workbook"),
    ".html": msg("Web page"),
    ".pdf": msg("PDF"),
    ".md": msg("Text (Markdown)"),
}
MIMES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".pdf": "application/pdf",
    ".md": "text/markdown",
}

_ROLES = {"heading": "**{}**", "quote": "> {}"}


def downloads(stem: str, exported: Callable[[str], bytes], key: str) -> None:
    """Draw a button for each format; `exported` makes the file of an ending when asked for."""
    with st.container(horizontal=True):
        for ending, title in KINDS.items():
            st.download_button(
                said(title),
                data=partial(exported, ending),
                file_name=f"{stem}{ending}",
                mime=MIMES[ending],
                key=f"{key}_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def show(report: Report, block: Block, key: str) -> None:
    """Draw one block; `key` tells it from every other on the page."""
    register, lang = report.register, report.lang
    match block:
        case Paragraph():
            words = md_escape(block.text(register, lang))
            st.markdown(_ROLES.get(block.role, "{}").format(words))
        case Bullets():
            lines = (f"- {md_escape(line)}" for line in block.texts(register, lang))
            st.markdown("\n".join(lines))
        case Table():
            st.caption(md_escape(plain(block.caption, register, lang)))
            numbers = [render(c.heading, lang) for c in block.columns if c.align == "number"]
            tables.plain(block.frame(register, lang), key, numbers)
        case Chart():
            st.markdown(f"**{md_escape(plain(block.title, register, lang))}**")
            st.caption(md_escape(plain(block.subtitle, register, lang)))
            st.image(drawn(block, register, lang), width="stretch")
