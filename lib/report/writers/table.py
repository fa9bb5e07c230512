"""One table as a workbook, for people who work through a list. No cell can become a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from lib.locale import Language, Text, render
from lib.report.text import clean
from lib.report.writers.cells import OPTIONS, Cell, column_cells, for_print, safe, write_cell
from lib.report.writers.package import timeless

_WIDEST, _NARROWEST = 60, 8
_LABEL_WIDTH, _TEXT_WIDTH = 26, 90


@dataclass(frozen=True, slots=True)
class Sheet:
    """The name of the sheet, its headings, and the rows: texts, numbers, days; blank is blank."""

    name: Text
    headings: Sequence[Text]
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True)
class About:
    """A second sheet that says what the table is: labels with what they say, title and day."""

    name: Text
    lines: Sequence[tuple[str, str]]
    title: str
    day: date


def workbook(sheet: Sheet, lang: Language, about: About | None = None) -> bytes:
    """Return the workbook: headings in the first line, one row a line, texts written as texts."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {**OPTIONS, "constant_memory": True}) as book:
        _rows(book, sheet, lang)
        if about is not None:
            created = datetime.combine(about.day, time(), UTC).replace(tzinfo=None)
            book.set_properties({"title": clean(about.title), "created": created})
            _told(book, about, lang)
    return timeless(out.getvalue())


def _rows(book: Any, sheet: Sheet, lang: Language) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page = book.add_worksheet(render(sheet.name, lang)[:31])
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    headings = [safe(clean(render(title, lang))) for title in sheet.headings]
    columns = [column_cells(sheet.rows[name]) for name in sheet.rows.columns]
    for place, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
        page.set_column(place, place, _width(heading, cells))
        page.write_string(0, place, heading, bold)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    for_print(page)
    for line, row in enumerate(zip(*columns, strict=True), 1):
        for place, value in enumerate(row):
            write_cell(page, (line, place), value, day=day)


def _width(heading: str, cells: list[Cell]) -> int:
    longest = max([len(heading), *(len(cell) for cell in cells if isinstance(cell, str))])
    return min(max(longest, _NARROWEST), _WIDEST)


def _told(book: Any, about: About, lang: Language) -> None:  # noqa: ANN401
    page = book.add_worksheet(render(about.name, lang)[:31])
    page.set_column(0, 0, _LABEL_WIDTH)
    page.set_column(1, 1, _TEXT_WIDTH, book.add_format({"text_wrap": True}))
    bold = book.add_format({"bold": True})
    for line, (label, text) in enumerate(about.lines):
        page.write_string(line, 0, safe(clean(label)), bold)
        page.write_string(line, 1, safe(clean(text)))
