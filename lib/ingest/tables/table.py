"""Rows of fields to `Sheet`s: where each table stands, its header, and what is none of its rows."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from lib.errors import DeskError
from lib.ingest.answers import HEADER_ROW
from lib.ingest.bulk import held_column, text_column
from lib.ingest.even_rows import EvenRows
from lib.ingest.issues import Issue, Question, note
from lib.ingest.reading.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from lib.ingest.sheet import Reject, Sheet, rejects_frame
from lib.ingest.tables.blocks import pieces
from lib.ingest.tables.doubles import Doubles
from lib.ingest.tables.grid import Origin, Rows, is_blank
from lib.ingest.tables.header import LOOKED_AT, Head, head, no_head, unique_names
from lib.ingest.tables.ragged import Placed, fitted
from lib.ingest.tables.structure import (
    Outside,
    Texts,
    filled_down,
    groups_down,
    listed,
    remarks,
)
from lib.ingest.tables.totals import subtotals
from lib.ingest.tables.wrapped import all_unwrapped
from lib.locale import msg, msgs

__all__ = ["Origin", "is_blank", "tables"]

_FAR_TOO_WIDE = 4 * MAX_COLUMNS
_NAMED = 8  # headings


def tables(origin: Origin, rows: Rows) -> tuple[Sheet, ...]:
    """Return the tables that the rows hold, in order; none when nothing stands under a header.

    Raises DeskError when there are more columns than any real table has, or when rows of a
    table have another number of fields than its header.
    """
    widest = max(map(len, rows[:LOOKED_AT]), default=0)
    if widest > _FAR_TOO_WIDE:  # not worth looking for a header in
        raise _too_wide(origin, widest)
    parts = pieces(origin, rows)
    found = [sheet for part, grid in parts if (sheet := _sheet(origin, part, grid)) is not None]
    if len(found) == 1:
        return tuple(found)
    return tuple(replace(s, sheet=_name(origin, n)) for n, s in enumerate(found, 1))


def _name(origin: Origin, n: int) -> str | None:
    """Return the name of the n-th table in one worksheet or text."""
    if n == 1:
        return origin.sheet
    return f"table {n}" if origin.sheet is None else f"{origin.sheet} #{n}"


def _head(origin: Origin, part: Origin, grid: Rows) -> Head:
    if origin.header_row == 0:
        return no_head(grid[:LOOKED_AT])
    said = None if origin.header_row is None else origin.header_row - part.first_row
    if said is not None and not 0 <= said < len(grid):
        said = None
    return head(grid, part.merged, said)


def _sheet(origin: Origin, part: Origin, grid: Rows) -> Sheet | None:
    if not grid:
        return None
    top = _head(origin, part, grid)
    found = Outside.of(grid, top)
    if (is_blank(top.headings) and top.last >= 0) or not found.body.rows:
        return None
    if len(found.headings) > MAX_COLUMNS:
        raise _too_wide(part, len(found.headings))
    body, rejects = fitted(part, found.headings, found.body, grid)
    return _made(part, top, found, body, rejects)


def _made(part: Origin, top: Head, found: Outside, body: Placed, rejects: list[Reject]) -> Sheet:
    cells, headings, n_down = _cells(part, found.headings, body, top)
    cells, of_formulas = (cells, ()) if part.delimiter is None else all_unwrapped(cells)
    amid = subtotals(cells)
    left_out = {**found.left_out, **{int(body.places[n]): why for n, why in amid.items()}}
    places = body.places
    if amid:
        kept = np.setdiff1d(np.arange(len(cells)), list(amid))
        cells, places = cells.iloc[kept].reset_index(drop=True), places[kept]
    cells, n_grouped = groups_down(cells)
    doubles = Doubles(part.title, headings, cells)
    said = remarks(part, found, left_out)
    return Sheet(
        file=part.file,
        sheet=part.sheet,
        header=tuple(found.headings),
        header_row=part.first_row + top.last,
        cells=doubles.cells,
        row_numbers=part.first_row + places.astype("int64"),
        encoding=part.encoding,
        delimiter=part.delimiter,
        certain=part.certain,
        hidden=part.hidden,
        n_sheets=part.n_sheets,
        issues=(
            *part.issues,
            *said,
            *of_formulas,
            *_filled_down_issue(n_down + n_grouped),
            *(Issue("field_count", "error", r[0], None, r[2], r[3]) for r in rejects),
            *doubles.issues,
            *_long_cells(doubles.cells),
        ),
        questions=(*_header_question(part, top), *(doubles.questions if top.last >= 0 else ())),
        rejects=rejects_frame(rejects),
        titles=found.titles,
        left_out=tuple(sorted(part.first_row + place for place in left_out)),
    )


def _cells(
    part: Origin, headings: Sequence[str], body: Placed, top: Head
) -> tuple[pd.DataFrame, dict[str, str], int]:
    """Return the columns by unique names, their headings, and how many cells merging filled.

    Columns without heading and content are dropped.
    """
    names = unique_names(headings)
    columns = _columns(body.rows, len(headings))
    n_down = filled_down(columns, body.places, part.merged, top.last)
    kept = [n for n, cells in enumerate(columns) if headings[n] or not is_blank(listed(cells))]
    table = {names[n]: _held(columns[n]) for n in kept}
    return pd.DataFrame(table), {names[n]: headings[n] for n in kept}, n_down


def _columns(rows: Rows, width: int) -> list[Texts]:
    if isinstance(rows, EvenRows):
        return list(rows.columns[:width])
    return list(islice(zip(*rows, strict=False), width))


def _held(column: Texts) -> ExtensionArray:
    return held_column(column) if isinstance(column, pa.Array) else text_column(column)


def _filled_down_issue(n: int) -> list[Issue]:
    if n == 0:
        return []
    message = msgs(
        "{n} cell lies under a merged one and was given its text.",
        "{n} cells lie under merged ones and were given their text.",
        n,
    )
    return [note("merged_cells", "info", message)]


def _header_question(part: Origin, top: Head) -> tuple[Question, ...]:
    if len(top.options) < 2:  # noqa: PLR2004 - one row is no choice
        return ()
    rows = tuple(str(part.first_row + place) for place in top.options)
    message = msg(
        "{title} has headings in two rows; row {row} fits best, read as {names}.",
        title=part.title,
        row=rows[0],
        names=", ".join(top.headings[:_NAMED]),
    )
    remedy = msg("Answer {key} with the row that holds the headings.", key=HEADER_ROW)
    return (Question(HEADER_ROW, message, rows, None, remedy, HEADER_ROW),)


def _long_cells(cells: pd.DataFrame) -> list[Issue]:
    lengths = [pc.max(pc.binary_length(pa.array(cells[name]))).as_py() for name in cells.columns]
    if max(lengths, default=0) <= MAX_CELL_CHARACTERS:  # so many bytes are no more characters
        return []
    longest = max(int(cells[name].str.len().max()) for name in cells.columns)
    if longest <= MAX_CELL_CHARACTERS:
        return []
    message = msg("A cell holds more characters than Excel allows; it was kept whole.")
    return [note("long_cell", "warning", message)]


def _too_wide(origin: Origin, width: int) -> DeskError:
    return DeskError(
        "too_large",
        msg(
            "{title} has {n} columns; no more than {most} can be taken in.",
            title=origin.title,
            n=str(width),
            most=str(MAX_COLUMNS),
        ),
        msg("Export only the columns that are needed."),
    )
