"""Context notes where they belong: read, written, taken away, brought back."""

import streamlit as st

from lib.desk import About
from lib.errors import DeskError
from lib.locale import msg
from lib.ui import components, state
from lib.ui.downloads import file_stem
from lib.ui.wording import said, say, shown


def show(about: About) -> None:
    """Show the notes on something, and a place to write another."""
    key = file_stem(about.target)
    for row in state.desk().notes.on(about).to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(row["text"], width="stretch")
            st.caption(
                said(msg("{author}, {day}", author=row["author"], day=row["written_at"].date())),
                width="content",
            )
            st.button(
                say("Remove"),
                key=f"remove_note_{row['note_id']}",
                type="tertiary",
                on_click=_remove,
                args=(int(row["note_id"]),),
            )
    _restore()
    with st.form(f"note_{key}", clear_on_submit=True, border=False):
        text = st.text_area(
            say("Context note"),
            key=f"note_text_{key}",
            placeholder=say("What explains this, in neutral words"),
            height=80,
        )
        if st.form_submit_button(say("Add the note")):
            _add(about, text)


def _add(about: About, text: str) -> None:
    try:
        state.desk().notes.add(about, text, shown(msg("this desk")))
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()


def _remove(note_id: int) -> None:
    state.desk().notes.remove(note_id)
    st.session_state["removed_note"] = note_id


def _restore() -> None:
    removed = st.session_state.get("removed_note")
    if removed is not None:
        st.button(say("Undo: bring the note back"), on_click=_bring_back, args=(removed,))


def _bring_back(note_id: int) -> None:
    state.desk().notes.restore(note_id)
    st.session_state.pop("removed_note", None)
