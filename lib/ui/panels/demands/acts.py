"""Acting on demands: what was done is said where it was done, and can be undone."""

from collections.abc import Callable, Mapping

import streamlit as st

from lib.errors import DeskError
from lib.locale import Text, msg
from lib.model.frames import records
from lib.ui import components, state
from lib.ui.panels.demands import fields
from lib.ui.panels.files.words import author
from lib.ui.wording import said, say

_DONE = "demand_done"


def tried(done: Text, act: Callable[[], Callable[[], object]]) -> bool:
    """Act; `act` returns what takes it back. What is refused is said, and False returned."""
    try:
        undo = act()
    except DeskError as error:
        st.toast(components.problem_words(error))
        return False
    st.session_state[_DONE] = (done, undo)
    return True


def changed(row_key: str, changes: Mapping[str, object], done: Text) -> bool:
    """Change fields of a demand; nothing is entered where they are so already.

    A browser that is quicker than the page sends a choice twice: one entry is enough, or
    undoing the last would leave the first.
    """
    rows = state.desk().demands.register(state.day())
    present = records(rows[rows["row_key"] == row_key])
    if present and not fields.changed(present[0], changes):
        return True

    def act() -> Callable[[], object]:
        entries = state.desk().demand_entries
        batch = entries.change(row_key, changes, author())
        return lambda: entries.undo(batch)

    return tried(done, act)


def undo() -> None:
    """Say what was done last, and offer to take it back."""
    last = st.session_state.get(_DONE)
    if last is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="demand_undo_row"):
        st.caption(said(last[0]), width="content")
        st.button(say("Undo"), key="undo_demand", type="tertiary", on_click=_take_back)


def _take_back() -> None:
    last = st.session_state.pop(_DONE, None)
    if last is None:
        return  # sent twice: it is taken back already
    done, take_back = last
    if back(take_back):
        st.toast(said(msg("Undone: {what}", what=done)))


def back(take_back: Callable[[], object]) -> bool:
    """Take something back; what is refused is said, and False returned."""
    try:
        take_back()
    except DeskError as error:
        st.toast(components.problem_words(error))
        return False
    return True
