"""Small files made in memory, for tests of the importer."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from lib.ingest import Parsed, Sheet, parsed, recognised, sheets
from lib.locale import render

DATA = Path(__file__).parents[3] / "shared" / "data"
Rows = Sequence[Sequence[object]]  # texts, numbers, days, flags, None for an empty cell


def shared(folder: str) -> Path:
    """Return a folder of real files, or skip the test with the reason."""
    path = DATA / folder
    if not path.is_dir():
        pytest.skip(f"{path} is not here: real third-party files are kept beside the project")
    return path


def workbook(tables: Mapping[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    """Return an XLSX with one sheet a table."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for r, row in enumerate(rows):
            _fill(sheet, r, row)
    book.close()
    return file.getvalue()


def _fill(sheet: xlsxwriter.worksheet.Worksheet, r: int, row: Sequence[object]) -> None:
    for c, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(r, c, cell)
        elif cell is not None:
            sheet.write(r, c, cell)


def only(file: str, content: bytes | str) -> Sheet:
    """Return the one sheet of a file."""
    found = sheets(file, content.encode() if isinstance(content, str) else content)
    assert len(found) == 1
    return found[0]


def taken(
    file: str,
    content: bytes | str,
    as_kind: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> Parsed:
    """Return a one-sheet file, read, recognised and parsed."""
    sheet = only(file, content)
    return parsed(sheet, recognised(sheet, as_kind, answers), answers)


def fields(file: str, content: bytes | str, as_kind: str | None = None) -> dict[str, str | None]:
    """Return what each column of a one-sheet file is taken for."""
    return {m.column: m.field for m in recognised(only(file, content), as_kind).mapping}


def codes(result: Parsed) -> set[str]:
    """Return the codes of everything that was remarked on."""
    return {issue.code for issue in result.issues}


def reasons(result: Parsed) -> list[tuple[int, str | None, str]]:
    """Return row, column and reason of each rejected row, in English."""
    rejects = result.rejects
    return [
        (row, None if pd.isna(column) else column, render(reason, "en"))
        for row, column, reason in zip(
            rejects["source_row"], rejects["column"], rejects["reason"], strict=True
        )
    ]
