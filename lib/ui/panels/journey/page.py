"""The page as a whole: one part of it at a time."""

from collections.abc import Callable, Mapping

from lib.locale import Message, msg
from lib.ui import filters
from lib.ui.panels.journey import blanks, pairs, stage_team, walks
from lib.ui.panels.segments import journey

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "matrix": (msg("Stage and team"), stage_team.show),
    "blank": (msg("Blank points"), blanks.show),
    "double": (msg("Said twice"), pairs.duplicates),
    "apart": (msg("Said differently"), pairs.contradictions),
    "walks": (msg("Walk-throughs"), walks.show),
    "moves": (msg("Stage movement"), journey.show),
}


def show() -> None:
    """Draw the part that the address names."""
    titles = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch("view", msg("Part of the page"), titles)][1]()
