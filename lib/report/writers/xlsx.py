"""The evidence workbook: the register of figures, and one sheet of rows for each.

No cell can become a formula or a link, whatever a customer is called: texts are written as
texts. In each sheet of rows the first line holds the headings and every further line is one
row, so that other programs read it without knowing us.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from io import BytesIO
from math import inf
from typing import Any

import pandas as pd
import xlsxwriter

from lib.foreign.own import EVIDENCE
from lib.locale import msg, render
from lib.report.blocks import Report
from lib.report.figures import MARKS, UNITS, Figure
from lib.report.recipe import Recipe
from lib.report.text import clean
from lib.report.writers.package import timeless

LONGEST_TEXT = 32_767  # letters that a cell can hold
_CUT = " …"
_NOT_IN_XML = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{MARKS}\ud800-\udfff\ufffe\uffff]")
_WIDEST, _NARROWEST = 60, 8
_ROWS_MEASURED = 200  # enough to see how wide a column is
Cell = str | bool | float | datetime | None
_SHEET = msg("Figures")
HEADINGS = (
    msg("Figure"),
    msg("Name"),
    msg("Value"),
    msg("Shown as"),
    msg("Unit"),
    msg("Currency"),
    msg("What it means"),
    msg("Version of the definition"),
    msg("Period"),
    msg("Filter"),
    msg("Batches"),
    msg("Number of rows"),
    msg("Sheet"),
    msg("How the value follows from the rows"),
)
_SHEET_COLUMN = 12
# For programs that recompute and show again: the same in every language.
PLAIN_HEADINGS = ("how", "column", "flag", "digits")
_REGISTER_WIDTHS = (24, 30, 14, 16, 12, 9, 44, 10, 16, 26, 10, 9, 26, 26, 9, 14, 14, 8)


def write(report: Report) -> bytes:
    """Return the workbook. The same report gives the same bytes."""
    out = BytesIO()
    options = {
        "constant_memory": True,  # a row is written and forgotten: evidence may be long
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        day = datetime.combine(report.as_of, time(), UTC).replace(tzinfo=None)
        book.set_properties(
            {
                "title": clean(render(report.title, report.lang)),
                "author": "Demand Insight Desk",
                "category": EVIDENCE,
                "comments": report.rules_version,
                "created": day,
            }
        )
        _Workbook(book, report).write()
    return timeless(out.getvalue())


class _Workbook:
    """Writes one report's evidence into one workbook."""

    def __init__(self, book: Any, report: Report) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self._book = book
        self._report = report
        self._head = book.add_format(
            {"bold": True, "bg_color": "#EEF5F4", "bottom": 2, "bottom_color": "#0F766E"}
        )
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self._top = book.add_format({"valign": "top"})
        self._link = book.add_format({"font_color": "#0F766E", "underline": 1, "valign": "top"})

    def write(self) -> None:
        """Write the register first, then each sheet of rows once."""
        self._register()
        written: set[str] = set()
        for figure in self._report.register:
            if figure.sheet.casefold() not in written:
                written.add(figure.sheet.casefold())
                self._rows(figure)

    def _register(self) -> None:
        sheet = self._book.add_worksheet(render(_SHEET, self._report.lang))
        for column, width in enumerate(_REGISTER_WIDTHS):
            sheet.set_column(column, column, width)
        words = [render(heading, self._report.lang) for heading in HEADINGS]
        self._headings(sheet, [*words, *PLAIN_HEADINGS])
        for line, figure in enumerate(self._report.register, 1):
            for column, value in enumerate(self._described(figure)):
                if column == _SHEET_COLUMN:
                    target = f"internal:'{figure.sheet}'!A1"
                    sheet.write_url(line, column, target, self._link, figure.sheet)
                else:
                    cell = clean(value) if isinstance(value, str) else value
                    known = cell is not None
                    self._cell(sheet, (line, column), _cell(cell) if known else None, self._wrap)

    def _described(self, figure: Figure) -> tuple[object, ...]:
        lang, definition = self._report.lang, figure.definition
        return (
            figure.id,
            render(figure.name, lang),
            figure.value,
            figure.shown(lang),
            render(UNITS[figure.unit], lang),
            figure.currency if figure.unit == "currency" else None,
            render(definition.text, lang),
            definition.version,
            figure.period,
            figure.filter,
            ", ".join(str(batch) for batch in figure.batches),
            figure.n,
            figure.sheet,
            render(definition.recipe.in_words(), lang) if definition.recipe else None,
            *_recipe(definition.recipe),
            definition.digits,
        )

    def _rows(self, figure: Figure) -> None:
        sheet = self._book.add_worksheet(figure.sheet)
        names = [str(name) for name in figure.rows.columns]
        columns = [_cells(figure.rows[name]) for name in figure.rows.columns]
        for place, (name, cells) in enumerate(zip(names, columns, strict=True)):
            sheet.set_column(place, place, _width(name, cells))
        self._headings(sheet, names)
        for line, row in enumerate(zip(*columns, strict=True), 1):
            for place, value in enumerate(row):
                self._cell(sheet, (line, place), value)
        if names:
            sheet.autofilter(0, 0, max(figure.n, 1), len(names) - 1)

    def _headings(self, sheet: Any, names: Iterable[str]) -> None:  # noqa: ANN401
        for column, name in enumerate(names):
            sheet.write_string(0, column, safe(clean(name)), self._head)
        sheet.freeze_panes(1, 0)

    def _cell(self, sheet: Any, place: tuple[int, int], value: object, form: Any = None) -> None:  # noqa: ANN401
        """Write a value as what it is; nothing for what is unknown, never a formula."""
        match value:
            case None:
                return
            case str():
                sheet.write_string(*place, value, form)
            case bool():
                sheet.write_boolean(*place, value, form)
            case datetime():
                sheet.write_datetime(*place, value, self._day)
            case _:
                sheet.write_number(*place, value, form)


def _recipe(recipe: Recipe | None) -> tuple[str | None, ...]:
    """Return a recipe in three cells; blank without one, or where it needs no column."""
    if recipe is None:
        return (None, None, None)
    return (recipe.how, recipe.column or None, recipe.flag or None)


def _cells(values: pd.Series) -> list[Cell]:
    """Return a column as cells hold it; None for what is unknown."""
    known = values.notna().tolist()
    seen: dict[object, Cell] = {}
    cells: list[Cell] = []
    for value, is_known in zip(values.tolist(), known, strict=True):
        if not is_known:
            cells.append(None)
            continue
        if value not in seen:
            seen[value] = _cell(value)
        cells.append(seen[value])
    return cells


def _cell(value: object) -> Cell:
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


def _width(name: str, cells: list[Cell]) -> int:
    longest = max([len(name), *(len(str(cell)) for cell in cells[:_ROWS_MEASURED])])
    return min(max(longest + 2, _NARROWEST), _WIDEST)
