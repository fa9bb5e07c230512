"""Rows with more or fewer fields than the header: filled up where certain, else refused."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.errors import DeskError
from lib.ingest.answers import RAGGED
from lib.ingest.even_rows import EvenRows
from lib.ingest.sheet import Reject
from lib.ingest.tables.grid import Origin, Row, Rows, is_blank
from lib.ingest.tables.places import picked
from lib.ingest.values.shapes import looks_like_value
from lib.locale import msg, msgs

_NAMED = 5
_SHOWN_CHARACTERS = 60
_SAMPLE = 400  # full rows that tell what a column holds
_OF_ONE_SORT = 0.9


@dataclass(frozen=True)
class Placed:
    """Rows and the places in the grid where they stand."""

    rows: Rows
    places: np.ndarray

    def only(self, which: Sequence[int] | np.ndarray) -> "Placed":
        """Return some of the rows."""
        return Placed(picked(self.rows, which), self.places[which])


def fitted(
    origin: Origin, headings: Sequence[str], body: Placed, grid: Sequence[Row]
) -> tuple[Placed, list[Reject]]:
    """Return rows of one width, and rejects where the user said that misfits may stay out.

    A row may go on in blanks, may lack fields that the header leaves blank at its end,
    and may lack fields that others leave blank too. Raises DeskError naming the lines of
    all other misfits.
    """
    width = len(headings)
    if isinstance(body.rows, EvenRows) and body.rows.width == width:
        return body, []
    lengths = np.fromiter(map(len, body.rows), dtype="int64", count=len(body.rows))
    if (lengths == width).all():
        return body, []
    least = max((n for n, heading in enumerate(headings, 1) if heading), default=0)
    longer = np.flatnonzero(lengths > width).tolist()
    long = [n for n in longer if not is_blank(body.rows[n][width:])]
    short = np.flatnonzero(lengths < least)
    if len(short) and not long and _only_blanks_are_missing(body.rows, lengths, short, width):
        short = short[:0]
    misfits = sorted({*long, *short})
    if misfits and (origin.ragged != "set_aside" or len(misfits) == len(body.rows)):
        raise _does_not_fit(origin, width, body.only(misfits), grid)
    fitting = sorted(set(range(len(body.rows))) - set(misfits))
    kept = body.only(fitting)
    rows = [_filled_up(row, width) for row in kept.rows]
    return Placed(rows, kept.places), [_reject(origin, body, n, width) for n in misfits]


def _filled_up(row: Row, width: int) -> Row:
    return row if len(row) == width else [*row[:width], *[""] * (width - len(row))]


def _only_blanks_are_missing(
    rows: Sequence[Row], lengths: np.ndarray, short: np.ndarray, width: int
) -> bool:
    """Say whether it is certain that short rows merely lack blanks at their end.

    Programs leave such fields away. It is certain when full rows leave each missing field
    blank as well, when what is given is of the same sort as in full rows, and when the
    last row, which may be torn, is no shorter than some other.
    """
    full = [rows[n] for n in np.flatnonzero(lengths >= width)[:_SAMPLE]]
    shortest = int(lengths[short].min())
    if not full or not all(any(not row[c].strip() for row in full) for c in range(shortest, width)):
        return False
    if short[-1] == len(rows) - 1 and not (lengths[short[:-1]] == lengths[short[-1]]).any():
        return False
    values = [_share_of_values(full, c) for c in range(width)]
    return all(_is_alike(rows[n], values) for n in short)


def _share_of_values(full: Sequence[Row], column: int) -> float:
    cells = [bare for row in full if (bare := row[column].strip())]
    return sum(map(looks_like_value, cells)) / len(cells) if cells else 0.5


def _is_alike(row: Row, values: Sequence[float]) -> bool:
    """Say whether no field holds words where values stand in full rows, or the other way round."""
    if not row or not row[0].strip():
        return False
    pairs = [(cell.strip(), share) for cell, share in zip(row, values, strict=False)]
    return all(
        looks_like_value(cell) if share >= _OF_ONE_SORT else share > 0 or not looks_like_value(cell)
        for cell, share in pairs
        if cell
    )


def _reject(origin: Origin, body: Placed, n: int, width: int) -> Reject:
    row = body.rows[n]
    reason = msgs(
        "The row has {n} field, the header has {width}.",
        "The row has {n} fields, the header has {width}.",
        len(row),
        width=str(width),
    )
    return origin.first_row + int(body.places[n]), None, " | ".join(row)[:_SHOWN_CHARACTERS], reason


def _does_not_fit(origin: Origin, width: int, misfits: Placed, grid: Sequence[Row]) -> DeskError:
    lines = [_line(origin, grid, int(place)) for place in misfits.places[:_NAMED]]
    named = ", ".join(
        f"{line} ({len(row)})" for line, row in zip(lines, misfits.rows, strict=False)
    )
    if len(misfits.rows) > _NAMED:
        named += ", …"
    message = msgs(
        "{title}: {n} row does not have {width} fields as its header has; line (fields): {named}.",
        "{title}: {n} rows do not have {width} fields as their header has; line (fields): {named}.",
        len(misfits.rows),
        title=origin.title,
        width=str(width),
        named=named,
    )
    remedy = msg(
        "Mend these lines, or answer {key} with {answer} to leave them out.",
        key=RAGGED,
        answer="set_aside",
    )
    return DeskError("ragged", message, remedy)


def _line(origin: Origin, grid: Sequence[Row], place: int) -> int:
    """Return the line of the text on which a row begins: cells may hold line breaks."""
    breaks = sum(cell.count("\n") for row in grid[:place] for cell in row)
    return origin.first_row + place + breaks
