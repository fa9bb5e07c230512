"""The members of a segment as a workbook: the accounts, and a sheet that says what they are.

Texts are written as texts: no name of a customer becomes a formula or a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from lib.report.text import clean
from lib.report.writers.package import timeless
from lib.report.writers.xlsx import safe

_NARROW, _WIDE = 14, 32
_LABEL_WIDTH, _TEXT_WIDTH = 26, 90


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class MemberList:
    """What the workbook holds; `definition` are labels with what they say."""

    title: str
    day: date
    sheets: tuple[str, str]
    rows: pd.DataFrame
    definition: Sequence[tuple[str, str]]


def write(found: MemberList) -> bytes:
    """Return the workbook; the headings of `rows` are those of its first sheet."""
    out = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        created = datetime.combine(found.day, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": clean(found.title), "created": created})
        _accounts(book, found)
        _definition(book, found)
    return timeless(out.getvalue())


def _accounts(book: Any, found: MemberList) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet = book.add_worksheet(found.sheets[0])
    head = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for place, name in enumerate(found.rows.columns):
        sheet.set_column(place, place, _WIDE if place == 1 else _NARROW)
        sheet.write_string(0, place, safe(clean(str(name))), head)
    sheet.freeze_panes(1, 0)
    columns = [found.rows[name].tolist() for name in found.rows.columns]
    for line, row in enumerate(zip(*columns, strict=True), 1):
        for place, value in enumerate(row):
            _cell(sheet, (line, place), value, day)


def _cell(sheet: Any, place: tuple[int, int], value: object, day: object) -> None:  # noqa: ANN401
    """Write a value as what it is; nothing for what is unknown."""
    match value:
        case bool():
            sheet.write_boolean(*place, value)
        case str():
            sheet.write_string(*place, safe(clean(value)))
        case datetime() if not pd.isna(value):
            sheet.write_datetime(*place, value.replace(tzinfo=None), day)
        case int() | float() if not pd.isna(value):
            sheet.write_number(*place, value)


def _definition(book: Any, found: MemberList) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(found.sheets[1])
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _TEXT_WIDTH, book.add_format({"text_wrap": True}))
    for line, (label, text) in enumerate(found.definition):
        sheet.write_string(line, 0, safe(clean(label)), book.add_format({"bold": True}))
        sheet.write_string(line, 1, safe(clean(text)))
