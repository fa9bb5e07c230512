"""Where one table ends and another begins, in a sheet or a text that holds several."""

from collections.abc import Iterator, Sequence

from lib.ingest.names.headings import is_known, normalised
from lib.ingest.tables.grid import Origin, Row, Rows, filled, is_blank, is_comment
from lib.ingest.tables.header import LOOKED_AT, header_index
from lib.ingest.tables.places import empty
from lib.ingest.values.shapes import looks_like_value

_MOST_GAPS = 200  # a text with more blank rows than this is merely spaced out
_MOST_TABLES = 20
_SEVERAL, _WIDE = 2, 3
_TITLE_ROWS = 12
_UNDER_HEADER = 6  # rows that tell what stands under headings

Piece = tuple[Origin, Rows]


def pieces(origin: Origin, rows: Rows) -> list[Piece]:
    """Part the grid into pieces of one table each, titles with the table under them."""
    said = None if not origin.header_row else origin.header_row - origin.first_row
    if origin.header_row == 0:
        return [(origin, rows)]
    starts = [0, *_starts(rows, said or 0)]
    found: list[Piece] = []
    for top, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        part = rows if len(starts) == 1 else rows[top:end]
        found += _sides(origin.cut(top, height=end - top), part)
    return found


def _starts(rows: Rows, after: int) -> Iterator[int]:
    """Yield each row, below row `after`, from which on another table stands."""
    begun, n_found = 0, 0
    for gap, first in _gaps(rows):
        if first <= after or n_found == _MOST_TABLES:
            continue
        before = rows[begun : min(gap, begun + 2 * LOOKED_AT)]
        if _is_table(before) and _begins_table(rows, first, before):
            yield first
            begun, n_found = first, n_found + 1


def _gaps(rows: Rows) -> list[tuple[int, int]]:
    """Return where blank rows or comments begin inside the grid, and the next filled row."""
    found: list[tuple[int, int]] = []
    bare = empty(rows)
    if not bare:
        return found
    begun, last = bare[0], bare[0]
    for n in [*bare[1:], len(rows) + 1]:
        if n != last + 1:
            if last + 1 < len(rows):
                found.append((begun, last + 1))
            begun = n
        last = n
    return found if len(found) <= _MOST_GAPS else []


def _is_table(rows: Rows) -> bool:
    """Say whether rows are a table of their own, and not titles or a list of remarks."""
    at = header_index(rows)
    under = [row for row in rows[at + 1 : at + 1 + _UNDER_HEADER] if not is_blank(row)]
    if not rows or not under:
        return False
    heading = filled(rows[at])
    if sum(map(is_known, heading)) >= _SEVERAL:
        return True
    return len(heading) >= _WIDE and len(under) >= _SEVERAL


def _begins_table(rows: Rows, first: int, before: Rows) -> bool:
    """Say whether a header other than the one before stands at `first`, perhaps under titles."""
    old = before[header_index(before)]
    at = _after_titles(rows, first)
    if at is None or at + 1 >= len(rows):
        return False
    new, under = rows[at], rows[at + 1]
    heading = filled(new)
    if len(heading) < _SEVERAL or any(map(looks_like_value, heading)) or is_blank(under):
        return False
    if [c.strip() for c in new] == [c.strip() for c in old]:
        return at > first and _titled(rows[first:at])
    known = sum(map(is_known, heading))
    if known >= _SEVERAL and known * 2 >= len(heading):
        return True
    titled = any(map(is_comment, rows[first:at])) or len(heading) != len(filled(old))
    return titled and _differs(new, before) and any(map(looks_like_value, filled(under)))


def _titled(rows: Rows) -> bool:
    return any(not is_blank(row) for row in rows)


def _after_titles(rows: Rows, first: int) -> int | None:
    """Return the first row of several cells, behind comments and titles of one cell."""
    for n in range(first, min(first + _TITLE_ROWS, len(rows))):
        if not is_comment(rows[n]) and len(filled(rows[n])) >= _SEVERAL:
            return n
    return None


def _differs(row: Row, before: Rows) -> bool:
    """Say whether a row has words where the rows of the table before have numbers or days."""
    under = before[header_index(before) + 1 :][:_UNDER_HEADER]
    for place, cell in enumerate(row):
        values = [r[place] for r in under if place < len(r) and r[place].strip()]
        if cell.strip() and values and all(map(looks_like_value, values)):
            return True
    return False


def _sides(origin: Origin, rows: Rows) -> list[Piece]:
    """Part tables that stand side by side, with a blank column between them."""
    at = header_index(rows)
    groups = list(_columns(rows[: at + LOOKED_AT], at)) if rows else []
    if len(groups) < _SEVERAL or not _are_apart(rows, at, groups):
        return [(origin, rows)]
    if any(row[end].strip() for _, end in groups[:-1] for row in rows if end < len(row)):
        return [(origin, rows)]
    return [(origin.cut(0, left), [row[left:end] for row in rows]) for left, end in groups]


def _columns(rows: Rows, at: int) -> Iterator[tuple[int, int]]:
    """Yield the columns from one blank column to the next, as the first rows show them."""
    width = max(map(len, rows[: at + _UNDER_HEADER]))
    empty = [c for c in range(width) if not any(r[c].strip() for r in rows if c < len(r))]
    left = 0
    for end in [*empty, width]:
        if end > left:
            yield left, end
        left = end + 1


def _are_apart(rows: Rows, at: int, groups: Sequence[tuple[int, int]]) -> bool:
    """Say whether groups of columns are tables: each has headings, which repeat, or its own end."""
    headings = [filled(rows[at][left:end]) for left, end in groups]
    if any(len(h) < _SEVERAL or any(map(looks_like_value, h)) for h in headings):
        return False
    known = [{normalised(cell) for cell in h if is_known(cell)} for h in headings]
    if any(one & other for n, one in enumerate(known) for other in known[:n]):
        return True
    depths = [_depth(rows[at + 1 :], left) for left, _ in groups]
    return None not in depths and len(set(depths)) > 1


def _depth(rows: Rows, column: int) -> int | None:
    """Return how many rows a column fills from its top; None when it has gaps or is short."""
    cells = [bool(row[column].strip()) if column < len(row) else False for row in rows]
    n = sum(cells)
    return n if n >= _SEVERAL and all(cells[:n]) else None
