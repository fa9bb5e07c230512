"""Values as cells of a workbook hold them. No text becomes a formula or a link."""

import re
from datetime import date, datetime, time
from math import inf
from typing import Any

import pandas as pd

from lib.report.figures import MARKS

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_TEXT = 32_767  # letters that a cell can hold
_CUT = " …"
_A4 = 9  # as Excel numbers paper
_NOT_IN_XML = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{MARKS}\ud800-\udfff\ufffe\uffff]")
Cell = str | bool | float | datetime | None


def write_cell(
    sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
    place: tuple[int, int],
    value: object,
    form: object = None,
    day: object = None,
) -> None:
    """Write a value as what it is; nothing for what is unknown, never a formula."""
    match value:
        case None:
            return
        case str():
            sheet.write_string(*place, value, form)
        case bool():
            sheet.write_boolean(*place, value, form)
        case datetime():
            sheet.write_datetime(*place, value, day)
        case _:
            sheet.write_number(*place, value, form)


def for_print(sheet: Any) -> None:  # noqa: ANN401
    """Set a sheet to be printed across, no wider than a page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def column_cells(values: pd.Series) -> list[Cell]:
    """Return a column as cells hold it; None for what is unknown."""
    known = values.notna().tolist()
    seen: dict[object, Cell] = {}
    cells: list[Cell] = []
    for value, is_known in zip(values.tolist(), known, strict=True):
        if not is_known:
            cells.append(None)
            continue
        if value not in seen:
            seen[value] = cell_of(value)
        cells.append(seen[value])
    return cells


def cell_of(value: object) -> Cell:
    """Return a value as a cell holds it: what Excel has no form for becomes text."""
    match value:
        case bool():
            return value
        case int() | float() if abs(value) != inf:
            return value
        case pd.Timestamp():
            return value.to_pydatetime().replace(tzinfo=None)
        case datetime():
            return value.replace(tzinfo=None)
        case date():
            return datetime.combine(value, time())
        case _:
            return safe(str(value))


def safe(text: str) -> str:
    """Return a text that a cell can hold, cut with a mark when too long; all else stays.

    Rows are evidence: what the source wrote, spaces, line breaks and unseen signs too, can be
    loaded again as it was. Only what XML cannot hold goes.
    """
    cleaned = _NOT_IN_XML.sub("", text)
    if len(cleaned) <= LONGEST_TEXT:
        return cleaned
    return cleaned[: LONGEST_TEXT - len(_CUT)] + _CUT
