"""The page as a whole: load files, look at matches, look at the history."""

import streamlit as st

from lib.locale import msg
from lib.ui import components, state
from lib.ui.panels import matches
from lib.ui.panels.imports import history, rehearsal, templates, uploads
from lib.ui.wording import say, shown

_VIEW = "view"
_LOAD, _MATCHES, _HISTORY = "load", "matches", "history"
_VIEWS = {
    _LOAD: msg("Load files"),
    _MATCHES: msg("Which company is meant"),
    _HISTORY: msg("Import history"),
}


def show() -> None:
    """Draw the part that the address names."""
    loaded = state.desk().data.days() is not None
    view = _chosen() if loaded else _LOAD
    match view:
        case "matches":
            matches.show()
        case "history":
            history.show()
        case _:
            _load(loaded=loaded)


def _chosen() -> str:
    key = "import_view"
    asked = (*state.chosen(_VIEW), _LOAD)[0]
    st.session_state[key] = asked if asked in _VIEWS else _LOAD
    st.segmented_control(
        say("Part of the page"),
        list(_VIEWS),
        format_func=lambda view: shown(_VIEWS[view]),
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: state.choose(_VIEW, (st.session_state[key],)),
    )
    return str(st.session_state[key])


def _load(*, loaded: bool) -> None:
    if not loaded:
        components.no_data("table", link=False)
    uploads.box()
    rehearsal.committed()
    if uploads.files():
        rehearsal.show()
    templates.show()
