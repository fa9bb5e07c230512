"""Tables as files, the same bytes every time: no clock, fixed line ends, fixed dates."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

_CREATED = datetime(2026, 11, 2, tzinfo=UTC)
_WIDTH = 16


def write_csv(
    table: pd.DataFrame, path: Path, *, encoding: str = "utf-8", separator: str = ","
) -> None:
    """Write a table as text, days as 2026-10-31."""
    text = table.to_csv(index=False, lineterminator="\n", sep=separator, date_format="%Y-%m-%d")
    path.write_bytes(text.encode(encoding))


def write_xlsx(table: pd.DataFrame, path: Path, sheet: str) -> None:
    """Write a table as a workbook with one sheet: header in bold, days as real dates."""
    write_sheet([list(table.columns), *table.to_numpy(dtype=object).tolist()], path, sheet)


def write_sheet(
    rows: list[list[Any]], path: Path, sheet: str, *, header: int = 0, title: str = ""
) -> None:
    """Write rows of cells; `header` is the place of the header row, `title` a merged row above."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": _CREATED, "comments": "Synthetic sample data"})
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        width = max(len(row) for row in rows)
        page.set_column(0, width - 1, _WIDTH)
        page.freeze_panes(header + 1, 0)
        for number, row in enumerate(rows):
            style = bold if number == header else None
            for place, value in enumerate(row):
                _write_cell(page, (number, place), value, (style, day, moment))
        if title:
            page.merge_range(0, 0, 0, width - 1, title, bold)


def _write_cell(
    page: Any,  # noqa: ANN401 -- xlsxwriter has no types
    at: tuple[int, int],
    value: object,
    styles: tuple[object, object, object],
) -> None:
    plain, day, moment = styles
    if value is None or value is pd.NA or value is pd.NaT or value == "" or value != value:  # noqa: PLR0124
        return
    if isinstance(value, pd.Timestamp):
        page.write_datetime(*at, value.to_pydatetime(), moment)
    elif isinstance(value, date):
        page.write_datetime(*at, value, day)
    elif isinstance(value, str):
        page.write_string(*at, value, plain)
    else:
        page.write_number(*at, value, plain)
