"""The rows of a file that stayed out, as a workbook to mend and load again."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from lib.ingest.reading.limits import MAX_CELL_CHARACTERS
from lib.ingest.rows.own_exports import REJECTED_ROW, REJECTED_WHY, without_marks
from lib.ingest.rows.sizes import title_with_size
from lib.ingest.sheet import Sheet
from lib.locale import Language, Message, msg, render
from lib.model.frames import records

Clear = Mapping[str, Mapping[str, str]]
_LONGEST_NAME = 31  # letters of a worksheet's name
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDTH, _WIDE = 18, 48
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEADINGS = (REJECTED_ROW, REJECTED_WHY)


def rejected_workbook(
    sheet: Sheet, rejects: pd.DataFrame, lang: Language, clear: Clear | None = None
) -> bytes:
    """Return an XLSX with exactly the rejected rows: where, what is wrong, and all their texts.

    Headings and texts are those of the file, every cell is text, and the first two columns
    are skipped when the workbook is loaded. `clear` (`Parsed.clear`) rewrites texts that only
    the rest of the file made clear: `01/02/2026`, alone, could be read the other way round.
    A title that says in what the amounts are stands above the headings again.
    """
    sheet, _, _ = without_marks(sheet, ())
    why = {int(row["source_row"]): row for row in records(rejects)}
    places = {int(row): place for place, row in enumerate(sheet.row_numbers)}
    columns = {name: _texts(sheet, name, (clear or {}).get(name, {})) for name in sheet.columns}
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        title = title_with_size(sheet)
        page = _page(book, sheet, [render(heading, lang) for heading in _HEADINGS], title)
        for line, row in enumerate(sorted(why), 2 if title else 1):
            page.write_number(line, 0, row)
            told = [_reason(why[row])]
            if row in places:
                cells = {name: texts[places[row]] for name, texts in columns.items()}
                told += _written(page, line, cells)
            page.write_string(line, 1, " ".join(render(each, lang) for each in told))
    return out.getvalue()


def _page(book: Any, sheet: Sheet, own: list[str], title: str) -> Any:  # noqa: ANN401 - xlsxwriter has no types
    name = (sheet.sheet or PurePath(sheet.file).stem).translate(_FORBIDDEN).strip(" '")
    page = book.add_worksheet(name[:_LONGEST_NAME] or None)
    page.set_column(0, len(sheet.columns) + 1, _WIDTH, book.add_format({"num_format": "@"}))
    page.set_column(1, 1, _WIDE)
    top = 1 if title else 0
    page.freeze_panes(top + 1, len(own))
    if title:
        page.write_string(0, 0, title)
    for place, heading in enumerate([*own, *sheet.columns]):
        page.write_string(top, place, heading, book.add_format({"bold": True}))
    return page


def _texts(sheet: Sheet, column: str, clear: Mapping[str, str]) -> np.ndarray:
    cells = sheet.distinct(column)
    return np.array([clear.get(t, t) for t in cells.texts], dtype=object)[cells.codes]


def _written(page: Any, line: int, cells: Mapping[str, str]) -> list[Message]:  # noqa: ANN401
    """Write a row's texts; return which are too long for a cell and so were left out."""
    too_long = []
    for place, (name, text) in enumerate(cells.items(), len(_HEADINGS)):
        if len(text) > MAX_CELL_CHARACTERS:
            too_long.append(msg("'{column}' is too long for a cell.", column=name))
        elif text:
            page.write_string(line, place, text)
    return too_long


def _reason(reject: Mapping[str, Any]) -> Message:
    reason: Message = reject["reason"]
    if pd.isna(reject["column"]):
        return reason
    return msg("{column}: {reason}", column=str(reject["column"]), reason=reason)
