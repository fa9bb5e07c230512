"""The page as a whole: one part of it at a time."""

from collections.abc import Callable, Mapping

from lib.locale import Message, msg
from lib.ui import filters, state
from lib.ui.panels.interviews import findings, guide, plan, talks, unheard

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "plan": (msg("Sampling plan"), plan.show),
    "talks": (msg("Conversations"), talks.show),
    "findings": (msg("Findings by question"), findings.show),
    "unheard": (msg("Who was not heard"), unheard.show),
    "guide": (msg("Question guide"), guide.show),
}


def show() -> None:
    """Draw the part that the address names."""
    state.days()
    titles = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch("view", msg("Part of the page"), titles)][1]()
