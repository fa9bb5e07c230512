"""The page as a whole: load files, look at matches, look at the history."""

from lib.locale import msg
from lib.ui import components, filters, state
from lib.ui.panels import matches
from lib.ui.panels.imports import history, rehearsal, templates, uploads

_LOAD = "load"
_VIEWS = {
    _LOAD: msg("Load files"),
    "matches": msg("Which company is meant"),
    "history": msg("Import history"),
}


def show() -> None:
    """Draw the part that the address names."""
    loaded = state.desk().data.days() is not None
    view = filters.switch("view", msg("Part of the page"), _VIEWS) if loaded else _LOAD
    match view:
        case "matches":
            matches.show()
        case "history":
            history.show()
        case _:
            _load(loaded=loaded)


def _load(*, loaded: bool) -> None:
    if not loaded:
        components.no_data("table", link=False)
    uploads.box()
    rehearsal.committed()
    if uploads.files():
        rehearsal.show()
    templates.show()
