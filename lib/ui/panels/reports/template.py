"""The company's Word template: shown, replaced, taken back."""

import streamlit as st

from lib.errors import DeskError
from lib.locale import msg
from lib.ui import components, state
from lib.ui.panels import blocks
from lib.ui.panels.reports import words
from lib.ui.wording import say, shown


def show() -> None:
    """Draw where the company's Word template is loaded, and what holds now."""
    area = state.desk().report_layouts
    st.subheader(say("Word template of the company"), anchor=False)
    content = area.word_template()
    if content is None:
        st.caption(
            say("None is loaded: Word files carry the desk's own styles. A template brings yours.")
        )
    else:
        _standing(content)
    file = st.file_uploader(
        say("Word file (.docx) with your styles, header and footer"), type=["docx"],
        key="word_template",
    )  # fmt: skip
    if file is not None and st.button(say("Use this template"), key="keep_template"):
        _keep(file.getvalue())


def _standing(content: bytes) -> None:
    area = state.desk().report_layouts
    rows = area.word_template_versions()
    newest = rows[rows["undone_at"].isna()].iloc[0]
    st.caption(
        say("In use since {day}, {author}.", day=newest["changed_at"].date(),
            author=str(newest["author"]))
    )  # fmt: skip
    with st.container(horizontal=True):
        st.download_button(
            say("Download the template"),
            data=content,
            file_name=f"{shown(msg('template'))}.docx",
            mime=blocks.MIMES[".docx"],
            key="download_template",
            on_click="ignore",
        )
        st.button(
            say("Take it back"),
            key="undo_template",
            on_click=_undo,
            args=(int(newest["template_id"]),),
        )


def _keep(content: bytes) -> None:
    try:
        state.desk().report_layouts.keep_word_template(content, words.author())
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()


def _undo(template_id: int) -> None:
    try:
        state.desk().report_layouts.undo_word_template(template_id)
    except DeskError as error:  # a second press, or somebody else was faster
        st.toast(components.problem_words(error))
