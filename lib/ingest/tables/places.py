"""Where rows stand that are of some sort: asked of each row of a text, of a worksheet at once."""

from collections.abc import Sequence

import numpy as np

from lib.ingest.even_rows import EvenRows
from lib.ingest.tables.grid import Row, Rows


def empty(rows: Rows) -> list[int]:
    """Return the places of rows without a single character."""
    if isinstance(rows, EvenRows):
        return [int(n) for n in rows.empty]
    return [n for n, row in enumerate(rows) if not row or not (row[0] or any(row))]


def filled(rows: Rows, start: int) -> np.ndarray:
    """Return the places, from `start` on, of rows that hold more than blanks."""
    if isinstance(rows, EvenRows):
        return rows.filled[rows.filled >= start]
    places = (
        n
        for n in range(start, len(rows))
        if (row := rows[n]) and (row[0].strip() or any(map(str.strip, row)))
    )
    return np.fromiter(places, dtype="int64")


def same(rows: Rows, places: np.ndarray, row: Row) -> list[int]:
    """Return those of some places where a row stands again."""
    if isinstance(rows, EvenRows):
        return _among(rows.same_as(row), places)
    return [n for n in places.tolist() if rows[n] == row]


def beginning(rows: Rows, places: np.ndarray, signs: str) -> list[int]:
    """Return those of some places where the first cell begins with one of some signs."""
    if isinstance(rows, EvenRows):
        return _among(rows.beginning(signs), places)
    begins = {*signs}
    return [n for n in places.tolist() if rows[n][0][:1] in begins]


def picked(rows: Rows, places: Sequence[int] | np.ndarray) -> Rows:
    """Return the rows at some places."""
    if isinstance(rows, EvenRows):
        return rows.taken(places)
    return [rows[n] for n in places]


def _among(found: np.ndarray, places: np.ndarray) -> list[int]:
    """Return those that were found, mostly none, which are among many places."""
    return [int(n) for n in found[np.isin(found, places)]]
