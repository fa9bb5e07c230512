"""The page as a whole: one part of it at a time."""

from collections.abc import Callable, Mapping

from lib.locale import Message, msg
from lib.ui import filters
from lib.ui.panels.demands import board, breaks, conflicts, gap, loop, product, table, themes

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "board": (msg("Board"), board.show),
    "table": (msg("Register"), table.show),
    "themes": (msg("Themes"), themes.show),
    "loop": (msg("Inner loop"), loop.show),
    "gap": (msg("Demand gap"), gap.show),
    "conflicts": (msg("Conflicts"), conflicts.show),
    "breaks": (msg("Breaks and promises"), breaks.show),
    "product": (msg("Map of the product"), product.show),
}


def show() -> None:
    """Draw the part that the address names."""
    titles = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch("view", msg("Part of the page"), titles)][1]()
