"""What stands around and between the rows of a table, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.ingest.issues import Issue, note
from lib.ingest.names.headings import SIZES, normalised
from lib.ingest.tables.grid import Origin, Row, Rows, filled, is_comment
from lib.ingest.tables.header import Head, unique_names
from lib.ingest.tables.places import beginning, picked, same
from lib.ingest.tables.places import filled as filled_places
from lib.ingest.tables.ragged import Placed
from lib.ingest.tables.totals import outside
from lib.ingest.tables.under_header import is_explanation, is_units
from lib.ingest.values.shapes import looks_like_value
from lib.locale import Message, msg, msgs

_MOST_SAID = 20
_TECHNICAL = ("do not modify",)
_SHOWN_CHARACTERS = 60
_TITLES = 20
_SEVERAL = 2
_COMMENTS = "#/"
_GROUPED = ("↑", "↓")

Merged = Sequence[tuple[int, int, int, int]]
Texts: TypeAlias = pa.Array | Sequence[str]


@dataclass(frozen=True)
class Outside:
    """The rows of a table, apart from what stands around them.

    `headings` are the header's, with the unit that a row under it names. `left_out` gives
    for each row that is none of the table's own why; `titles` are the texts above it.
    """

    headings: tuple[str, ...]
    body: Placed
    left_out: Mapping[int, Message]
    titles: tuple[str, ...]

    @classmethod
    def of(cls, grid: Rows, top: Head) -> "Outside":
        """Part the rows under a header into those of the table and all others."""
        heading = grid[top.last] if top.last >= 0 else None
        places = filled_places(grid, top.last + 1)
        left_out: dict[int, Message] = {}
        if heading is not None:
            _leave_out_between(grid, places, heading, left_out)
        headings = top.headings
        if heading is not None and len(places) > 1:
            headings = _under_header(grid, int(places[0]), headings, left_out)
        places = np.setdiff1d(places, list(left_out)) if left_out else places
        body = Placed(picked(grid, places), places)
        gaps = np.flatnonzero(np.diff(places) > 1) + 1
        ends = outside(body.rows, frozenset(map(int, gaps)), len(headings))
        left_out |= {int(places[n]): why for n, why in ends.items()}
        if ends:
            body = body.only(np.setdiff1d(np.arange(len(places)), list(ends)))
        return cls(headings, body, left_out, _titles(grid, top))


def _titles(grid: Rows, top: Head) -> tuple[str, ...]:
    """Return the texts above the header, but for lines drawn with signs."""
    found = [cell for row in grid[: max(top.first, 0)] for cell in filled(row)]
    return tuple([cell for cell in found if any(map(str.isalnum, cell))][:_TITLES])


def _leave_out_between(
    grid: Rows, places: np.ndarray, heading: Row, left_out: dict[int, Message]
) -> None:
    """Leave out what repeats the headings, and comment lines between the rows."""
    cells = filled(heading)
    if len(cells) < _SEVERAL:
        return
    for n in beginning(grid, places, _COMMENTS):
        if len(filled(grid[n])) == 1 and is_comment(grid[n]):
            left_out[n] = msg("a comment")
    if not any(map(looks_like_value, cells)):
        left_out |= dict.fromkeys(same(grid, places, heading), msg("the headings again"))


def _under_header(
    grid: Rows, place: int, headings: tuple[str, ...], left_out: dict[int, Message]
) -> tuple[str, ...]:
    """Leave out a row of units or explanations, and add the sizes that it names to the headings."""
    row, width = grid[place], len(filled(headings))
    if is_units(row, width):
        left_out[place] = msg("units of the columns")
        return tuple(
            _with_unit(h, c) for h, c in zip(headings, _padded(row, headings), strict=True)
        )
    if is_explanation(row, width):
        left_out[place] = msg("what the columns mean")
    return headings


def _padded(row: Row, headings: Sequence[str]) -> list[str]:
    return [*row[: len(headings)], *[""] * (len(headings) - len(row))]


def _with_unit(heading: str, cell: str) -> str:
    unit = cell.strip("()[]（）【】 ")
    return f"{heading} ({unit})" if normalised(unit) in SIZES and heading else heading


def listed(column: Texts) -> list[str]:
    """Return the cells of a column one by one."""
    return column.to_pylist() if isinstance(column, pa.Array) else list(column)


def filled_down(columns: list[Texts], places: np.ndarray, merged: Merged, first: int) -> int:
    """Fill what merged cells below row `first` say into each of their rows; return how many.

    A merged cell says its text for every row that it spans, in its first column.
    """
    changed: dict[int, list[str]] = {}
    n_filled = 0
    for top, left, bottom, _ in merged:
        if top <= first or bottom <= top or left >= len(columns):
            continue
        begin, end = (int(n) for n in np.searchsorted(places, [top, bottom + 1]))
        if begin < end and places[begin] == top:
            column = changed[left] if left in changed else listed(columns[left])
            changed[left] = column
            blank = [n for n in range(begin + 1, end) if not column[n].strip()]
            for n in blank:
                column[n] = column[begin]
            n_filled += len(blank)
    for left, column in changed.items():
        columns[left] = column
    return n_filled


def groups_down(cells: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Fill a group's name, said in its first row only, into its other rows; return how many.

    Salesforce marks the columns by which a report is grouped with an arrow.
    """
    n_filled = 0
    for name in cells.columns:
        if name.rstrip().endswith(_GROUPED):
            said = cells[name].where(cells[name].str.strip() != "")
            filled_in = said.ffill()
            n_filled += int((said.isna() & filled_in.notna()).sum())
            cells = cells.assign(**{name: filled_in.fillna("").astype("str")})
    return cells, n_filled


def remarks(part: Origin, found: Outside, left_out: Mapping[int, Message]) -> list[Issue]:
    """Tell which rows were left out and why, and which hidden columns were used."""
    said = [
        Issue("left_out", "info", part.first_row + place, None, None, _left_out(place, part, why))
        for place, why in sorted(left_out.items())[:_MOST_SAID]
    ]
    if len(left_out) > _MOST_SAID:
        message = msgs(
            "{n} more row was left out in the same way.",
            "{n} more rows were left out in the same way.",
            len(left_out) - _MOST_SAID,
        )
        said.append(note("left_out", "info", message))
    if found.titles:
        text = found.titles[0][:_SHOWN_CHARACTERS]
        said.append(
            note(
                "titles",
                "info",
                msg("What stands above the header ('{text}') is no row.", text=text),
            )
        )
    names = unique_names(found.headings)
    hidden = [names[c] for c in sorted(part.hidden_columns) if c < len(names)]
    hidden = [name for name in hidden if not normalised(name).startswith(_TECHNICAL)]
    if hidden:
        message = msg("Hidden columns were read as well: {names}.", names=", ".join(hidden))
        said.append(note("hidden_columns", "info", message))
    return said


def _left_out(place: int, part: Origin, why: Message) -> Message:
    return msg("Row {row} was left out: {why}.", row=str(part.first_row + place), why=why)
