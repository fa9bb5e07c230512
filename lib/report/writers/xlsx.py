"""The evidence workbook: the register of figures, and one sheet of rows for each.

No cell can become a formula or a link, whatever a customer is called: texts are written as
texts. In each sheet of rows the first line holds the headings and every further line is one
row, so that other programs read it without knowing us.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from lib.foreign.own import EVIDENCE
from lib.locale import msg, render
from lib.report.blocks import Report
from lib.report.evidence_sheet import HEADINGS, PLAIN_HEADINGS
from lib.report.figures import UNITS, Figure
from lib.report.recipe import Recipe
from lib.report.text import clean
from lib.report.writers.cells import (
    OPTIONS,
    Cell,
    cell_of,
    column_cells,
    for_print,
    safe,
    write_cell,
)
from lib.report.writers.package import timeless
from lib.report.writers.xlsx_charts import ChartSheet

_WIDEST, _NARROWEST = 60, 8
_ROWS_MEASURED = 200  # enough to see how wide a column is
_SHEET = msg("Figures")
_SHEET_COLUMN = 12
_REGISTER_WIDTHS = (24, 30, 14, 16, 12, 9, 44, 10, 16, 26, 10, 9, 26, 26, 9, 14, 14, 8)


def write(report: Report) -> bytes:
    """Return the workbook. The same report gives the same bytes."""
    out = BytesIO()
    options = {
        "constant_memory": True,  # a row is written and forgotten: evidence may be long
        **OPTIONS,
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
        self._head_link = book.add_format(
            {"bold": True, "bg_color": "#EEF5F4", "bottom": 2, "bottom_color": "#0F766E",
             "font_color": "#0F766E", "underline": 1}
        )  # fmt: skip
        register = render(_SHEET, report.lang)
        self._places = {
            figure.id: f"internal:'{register}'!A{line}"
            for line, figure in enumerate(report.register, 2)
        }
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self._top = book.add_format({"valign": "top"})
        self._link = book.add_format({"font_color": "#0F766E", "underline": 1, "valign": "top"})

    def write(self) -> None:
        """Write the register first, then the charts, then each sheet of rows once."""
        self._register()
        ChartSheet(self._book, self._report, self._head, self._link).write(self._places)
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
                    write_cell(
                        sheet,
                        (line, column),
                        cell_of(cell) if known else None,
                        self._wrap,
                        self._day,
                    )

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
        columns = [column_cells(figure.rows[name]) for name in figure.rows.columns]
        for place, (name, cells) in enumerate(zip(names, columns, strict=True)):
            sheet.set_column(place, place, _width(name, cells))
        self._headings(sheet, names)
        if names:  # the first heading leads back to the register
            back = self._places[figure.id]
            sheet.write_url(0, 0, back, self._head_link, safe(clean(names[0])))
        for line, row in enumerate(zip(*columns, strict=True), 1):
            for place, value in enumerate(row):
                write_cell(sheet, (line, place), value, day=self._day)
        if names:
            sheet.autofilter(0, 0, max(figure.n, 1), len(names) - 1)

    def _headings(self, sheet: Any, names: Iterable[str]) -> None:  # noqa: ANN401
        for column, name in enumerate(names):
            sheet.write_string(0, column, safe(clean(name)), self._head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for_print(sheet)


def _recipe(recipe: Recipe | None) -> tuple[str | None, ...]:
    """Return a recipe in three cells; blank without one, or where it needs no column."""
    if recipe is None:
        return (None, None, None)
    return (recipe.how, recipe.column or None, recipe.flag or None)


def _width(name: str, cells: list[Cell]) -> int:
    longest = max([len(name), *(len(str(cell)) for cell in cells[:_ROWS_MEASURED])])
    return min(max(longest + 2, _NARROWEST), _WIDEST)
