"""The page as a whole: one part of it at a time."""

from collections.abc import Callable, Mapping

from lib.locale import Message, msg
from lib.ui import filters
from lib.ui.panels.files import anomalies, gaps, invalid, plan, template

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "complete": (msg("Completeness"), gaps.show),
    "gaps": (msg("Contradictions and anomalies"), anomalies.show),
    "plan": (msg("Completion plan"), plan.show),
    "invalid": (msg("Invalid customers"), invalid.show),
    "template": (msg("Template"), template.show),
}


def show() -> None:
    """Draw the part that the address names."""
    titles = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch("view", msg("Part of the page"), titles)][1]()
