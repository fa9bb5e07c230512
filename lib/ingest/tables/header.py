"""Which rows hold the headings, and what to call each column."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise

import numpy as np

from lib.ingest.names.headings import is_known, normalised
from lib.ingest.reading.limits import HEADER_ROWS
from lib.ingest.shapes.periods import spelled, step_of
from lib.ingest.tables.grid import Range, Row, Rows, filled, is_blank, is_comment
from lib.ingest.values.shapes import looks_like_value

LOOKED_AT = 3 * HEADER_ROWS  # rows that tell how wide the table is
_LABEL_CHARACTERS = 80
_GROUP_CHARACTERS = 30
_ENOUGH_LABELS = 0.8
_ENOUGH_WIDTH = 0.6
_SEVERAL = 2
_SAYS_SOMETHING = re.compile(r"[:：]|\d{3}")  # `Exported by: …`, `as of 2026`: no group of columns


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of each column, and the rows from `first` to `last` that they stand in.

    `options` are the rows that might as well be the header; more than one means that it
    must be asked. Without any header `last` is -1.
    """

    first: int
    last: int
    headings: tuple[str, ...]
    options: tuple[int, ...] = ()


def head(rows: Rows, merged: Sequence[Range] = (), said: int | None = None) -> Head:
    """Return the header of a table; `said` is the row that the user named."""
    at = header_index(rows) if said is None else said
    before = _under(rows, at - 1, merged) if at else None
    grouped = _under(rows, at, merged) or before or _over(rows, at, merged)
    if grouped is None:
        return Head(at, at, tuple(cell.strip() for cell in rows[at]))
    return Head(grouped.first, grouped.last, grouped.headings) if said is not None else grouped


def no_head(rows: Rows) -> Head:
    """Return the header of a table that has none: every column is blank."""
    return Head(-1, -1, ("",) * max(map(len, rows), default=0))


def header_index(rows: Rows) -> int:
    """Return the index of the header among `rows`, the first rows of a table.

    It is the row with the most known headings if that is two or more; else the first row
    of labels that is nearly as wide as the rows under it; else the first that is not blank.
    """
    cells = [[] if is_comment(row) else filled(row) for row in rows[:LOOKED_AT]]
    places = [n for n, row in enumerate(cells) if row]
    first = places[:HEADER_ROWS]
    known = [_n_known(cells[n]) for n in first]
    if known and max(known) > 1:
        return first[int(np.argmax(known))]
    widths = Counter(len(cells[n]) for n in places)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    wide = (n for n in first if len(cells[n]) >= _ENOUGH_WIDTH * usual and _is_labels(cells[n]))
    return next(wide, next(iter(first), 0))


def _n_known(cells: Sequence[str]) -> int:
    """Return how many cells of a row are headings that we know, among them periods in a row."""
    if _is_labels(cells):
        return sum(map(is_known, cells))
    days = [found.first for cell in cells if (found := spelled(cell)) is not None]
    rising = all(a < b for a, b in pairwise(days))
    others = [cell for cell in cells if spelled(cell) is None]
    if len(days) < _SEVERAL or len(days) < len(others) or not rising or step_of(days) is None:
        return 0
    return len(days) if others and not any(map(looks_like_value, others)) else 0


def _is_labels(cells: Sequence[str]) -> bool:
    labels = [c for c in cells if len(c) <= _LABEL_CHARACTERS and not looks_like_value(c)]
    return bool(cells) and len(labels) >= _ENOUGH_LABELS * len(cells)


def _padded(row: Row, width: int) -> list[str]:
    return [cell.strip() for cell in row[:width]] + [""] * (width - len(row))


def _over(rows: Rows, at: int, merged: Sequence[Range]) -> Head | None:
    """Take the row over the headings for groups of them, if it is one.

    It is when ranges of it are merged over several columns, but not over all, or when
    two or more short labels stand in it with blanks to their right.
    """
    if at == 0:
        return None
    names = _padded(rows[at], len(rows[at]))
    over = _padded(rows[at - 1], len(names))
    labels = [cell for cell in over if cell]
    wide = [(c1, c2) for r1, c1, r2, c2 in merged if r1 == r2 == at - 1 and c1 < c2]
    parts = [(c1, c2) for c1, c2 in wide if c2 - c1 + 1 < len(names)]
    if not _are_groups(labels, len(filled(names))) or not (parts or _has_gaps(over)):
        return None
    if len(labels) < _SEVERAL and over[0]:  # a title that reaches over some columns only
        return None
    groups = _spread(over, parts, merged=bool(wide))
    down = any(r1 <= at - 1 and r2 == at and c1 == c2 for r1, c1, r2, c2 in merged)
    headings = combined(groups, names)
    sure = down or _adds(headings, names)
    options = () if sure else (at, at - 1)
    return Head(at - 1, at, headings, options)


def _are_groups(labels: Sequence[str], n_names: int) -> bool:
    short = all(
        (len(c) <= _GROUP_CHARACTERS and not _SAYS_SOMETHING.search(c))
        or re.fullmatch(r"\d{4}年?", c)
        for c in labels
    )
    return bool(labels) and short and len(labels) < n_names


def _has_gaps(over: Sequence[str]) -> bool:
    """Say whether each of several labels is followed by blanks, as groups of columns are."""
    starts = [n for n, cell in enumerate(over) if cell]
    gaps = [b - a for a, b in zip(starts, [*starts[1:], len(over)], strict=True)]
    return len(starts) >= _SEVERAL and sum(gap > 1 for gap in gaps) >= _SEVERAL


def _under(rows: Rows, at: int, merged: Sequence[Range]) -> Head | None:
    """Take the row under the headings for parts of them, if it fills just their blanks.

    `Account`, `Contract`, blank over blank, `Start`, `End`.
    """
    if at + 2 >= len(rows):
        return None
    width = max(len(rows[at]), len(rows[at + 1]))
    over, under = _padded(rows[at], width), _padded(rows[at + 1], width)
    parts = filled(under)
    if len(parts) < _SEVERAL or len(parts) == width or not _is_labels(parts):
        return None
    if not _complete_each_other(over, under) or is_blank(rows[at + 2]):
        return None
    wide = [(c1, c2) for r1, c1, r2, c2 in merged if r1 == r2 == at and c1 < c2]
    groups = _spread(over, wide, merged=bool(wide), only=under)
    return Head(at, at + 1, combined(groups, under))


def _complete_each_other(over: Sequence[str], under: Sequence[str]) -> bool:
    """Say whether one of both is filled everywhere, and both only where a group begins."""
    if not any(u and not o for o, u in zip(over, under, strict=True)):
        return False
    places = range(len(over))
    return all(
        (over[n] or under[n])
        and not (over[n] and under[n] and (n + 1 == len(over) or over[n + 1] or not under[n + 1]))
        for n in places
    )


def _spread(
    over: Sequence[str],
    parts: Sequence[tuple[int, int]],
    *,
    merged: bool,
    only: Sequence[str] | None = None,
) -> list[str]:
    """Return the group of each column: over merged columns, or up to the next group."""
    groups = list(over)
    if merged:
        for c1, c2 in parts:
            groups[c1 : c2 + 1] = [over[c1]] * (min(c2, len(over) - 1) - c1 + 1)
        return groups
    for n in range(1, len(groups)):
        if not groups[n] and (only is None or (only[n] and only[n - 1])):
            groups[n] = groups[n - 1]
    return groups


def combined(groups: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return group and name as one heading, or the name alone where that is better known."""
    times = Counter(normalised(name) for name in names if name)
    return tuple(
        _one(group, name, alone=times[normalised(name)] == 1)
        for group, name in zip(groups, names, strict=True)
    )


def _one(group: str, name: str, *, alone: bool) -> str:
    between = " " if (group[-1:] + name[:1]).isascii() else ""
    both = f"{group}{between}{name}".strip()
    if alone and is_known(name) and not is_known(both):
        return name
    return both


def _adds(headings: Sequence[str], names: Sequence[str]) -> bool:
    """Say whether the groups are needed: names repeat without them, or are less known."""
    bare = [normalised(name) for name in names if name]
    if len(set(bare)) < len(bare):
        return True
    return sum(map(is_known, headings)) > sum(map(is_known, names))


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
