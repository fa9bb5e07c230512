"""Marks that our own CSV files and workbooks carry, taken off when they come back."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lib.ingest.issues import Issue, note
from lib.ingest.names.mapping import Mapped
from lib.ingest.sheet import Sheet
from lib.ingest.values.cells import Cells
from lib.locale import LANGUAGES, Message, msg, msgs, render
from lib.model.formulas import MARK, is_escaped, may_run, unescaped

REJECTED_ROW = msg("Row in the file")
REJECTED_WHY = msg("What is wrong")


def is_ours(heading: str) -> bool:
    """Say whether the column is one that only our workbook of rejected rows has."""
    ours = {render(m, lang) for m in (REJECTED_ROW, REJECTED_WHY) for lang in LANGUAGES}
    return heading in ours


def without_own_columns(sheet: Sheet, mapping: Sequence[Mapped]) -> tuple[Mapped, ...]:
    """Leave out what our workbook of rejected rows says beside the rows."""
    ours = {column for column in sheet.columns if is_ours(column)}
    if len(ours) < len((REJECTED_ROW, REJECTED_WHY)):
        return tuple(mapping)
    reason: Message = msg("This column only says why the row was rejected.")
    return tuple(Mapped(m.column, None, 1.0, reason) if m.column in ours else m for m in mapping)


def without_marks(
    sheet: Sheet, mapping: tuple[Mapped, ...]
) -> tuple[Sheet, tuple[Mapped, ...], tuple[Issue, ...]]:
    """Take off the apostrophes that keep a spreadsheet from running texts.

    Only a delimited file can need them, and only one in which no text could run is taken
    for such: elsewhere an apostrophe is part of the text.
    """
    if sheet.delimiter is None:
        return sheet, mapping, ()
    cells = {column: sheet.distinct(column) for column in sheet.columns}
    marked = {column: n for column, each in cells.items() if (n := _marked(each))}
    if not marked or any(_could_run(each) for each in cells.values()):
        return sheet, mapping, ()
    bare = {column: _bare(each) if column in marked else each for column, each in cells.items()}
    mapping = tuple(
        replace(m, field=f"custom.{unescaped(m.custom)}") if m.custom else m for m in mapping
    )
    return replace(sheet, _distinct=bare), mapping, (_remark(sum(marked.values())),)


def _marked(cells: Cells) -> int:
    """Return how many rows hold a text behind an apostrophe of ours."""
    if f"\0{MARK}" not in "\0" + "\0".join(cells.texts):  # no text begins with one
        return 0
    places = [n for n, t in enumerate(cells.texts) if t.startswith(MARK) and is_escaped(t)]
    return int(cells.counts[places].sum())


def _could_run(cells: Cells) -> bool:
    return any(not t.startswith(MARK) and may_run(t) for t in cells.texts if t)


def _bare(cells: Cells) -> Cells:
    texts = np.array([unescaped(text) for text in cells.texts], dtype=object)
    return replace(cells, texts=texts)


def _remark(n: int) -> Issue:
    message = msgs(
        "An apostrophe that keeps {n} text from running in spreadsheets was taken off.",
        "Apostrophes that keep {n} texts from running in spreadsheets were taken off.",
        n,
    )
    return note("apostrophes", "info", message)
