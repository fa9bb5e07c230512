"""Which row holds the headings, and what to call each column."""

from collections import Counter
from collections.abc import Sequence
from itertools import count

import numpy as np

from lib.ingest.headings import is_known
from lib.ingest.limits import HEADER_ROWS
from lib.ingest.values.shapes import looks_like_value

_LABEL_CHARACTERS = 80
_ENOUGH_LABELS = 0.8
_ENOUGH_WIDTH = 0.6

Rows = Sequence[Sequence[str]]


def header_index(rows: Rows) -> int:
    """Return the index of the header among `rows`, the first rows of a table.

    It is the row with the most known headings if that is two or more; else the first row
    of labels that is nearly as wide as the rows under it; else the first that is not blank.
    """
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    first = filled[:HEADER_ROWS]
    known = [sum(map(is_known, cells)) if _is_labels(cells) else 0 for cells in first]
    if known and max(known) > 1:
        return int(np.argmax(known))
    widths = Counter(len(cells) for cells in filled if cells)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    wide = (n for n, c in enumerate(first) if len(c) >= _ENOUGH_WIDTH * usual and _is_labels(c))
    blank = (n for n, cells in enumerate(first) if cells)
    return next(wide, next(blank, 0))


def _is_labels(cells: Sequence[str]) -> bool:
    labels = [c for c in cells if len(c) <= _LABEL_CHARACTERS and not looks_like_value(c)]
    return bool(cells) and len(labels) >= _ENOUGH_LABELS * len(cells)


def unique_names(headings: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column: its heading, numbered when blank or met before.

    >>> unique_names(["id", "mrr", "mrr", ""])
    ('id', 'mrr', 'mrr (2)', 'column 4')
    """
    names: dict[str, None] = {}
    for place, heading in enumerate(headings, 1):
        base = " ".join(heading.split()) or f"column {place}"
        tries = (base if n == 1 else f"{base} ({n})" for n in count(1))
        names[next(name for name in tries if name not in names)] = None
    return tuple(names)
