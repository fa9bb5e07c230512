"""The page as a whole: the saved segments, and one part of it at a time."""

from collections.abc import Callable, Mapping

from lib.locale import Message, msg
from lib.ui import filters
from lib.ui.panels.segments import average, compare, members, profile, suggested

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "members": (msg("Members"), members.show),
    "profile": (msg("How they differ"), profile.show),
    "compare": (msg("Compare two"), compare.show),
    "average": (msg("Hidden groups"), average.show),
    "suggested": (msg("Suggested"), suggested.show),
}


def show() -> None:
    """Draw the part that the address names."""
    if len(_PARTS) == 1:
        members.show()
        return
    titles = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch("view", msg("Part of the page"), titles)][1]()
