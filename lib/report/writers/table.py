"""One table as a workbook, for people who work through a list. No cell can become a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd
import xlsxwriter

from lib.locale import Language, Text, render
from lib.report.writers.package import timeless
from lib.report.writers.xlsx import safe

_WIDEST, _NARROWEST = 60, 8
_DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The name of the sheet, its headings, and the rows: texts, numbers, days; blank is blank."""

    name: Text
    headings: Sequence[Text]
    rows: pd.DataFrame


def workbook(sheet: Sheet, lang: Language) -> bytes:
    """Return the workbook: headings in the first line, one row a line, texts written as texts."""
    out = BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(render(sheet.name, lang)[:31])
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": _DAY})
        for place, (title, name) in enumerate(zip(sheet.headings, sheet.rows.columns, strict=True)):
            heading = safe(render(title, lang))
            page.write_string(0, place, heading, bold)
            width = _column(page, place, sheet.rows[name], day)
            page.set_column(place, place, min(max(width, len(heading), _NARROWEST), _WIDEST))
        page.freeze_panes(1, 0)
    return timeless(out.getvalue())


def _column(
    page: "xlsxwriter.worksheet.Worksheet", place: int, values: pd.Series, day: object
) -> int:
    """Write one column; return how wide its longest text is."""
    widest = 0
    for line, value in enumerate(values.tolist(), start=1):
        if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
            continue
        if isinstance(value, pd.Timestamp):
            page.write_datetime(line, place, value.to_pydatetime(), day)
        elif isinstance(value, int | float):
            page.write_number(line, place, value)
        else:
            text = safe(str(value))
            page.write_string(line, place, text)
            widest = max(widest, len(text))
    return widest
