"""The page as a whole: one part of it at a time."""

from collections.abc import Callable, Mapping

from lib.locale import Message, msg
from lib.ui import filters, state
from lib.ui.panels.month import procedure, steps

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "steps": (msg("Steps"), steps.show),
    "procedure": (msg("Working procedure (SOP)"), procedure.show),
}


def show() -> None:
    """Draw the part that the address names."""
    state.days()
    titles = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch("view", msg("Part of the page"), titles)][1]()
