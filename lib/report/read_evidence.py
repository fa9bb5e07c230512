"""The evidence workbook read back: its register, and the rows of each sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, cast

import pandas as pd
import python_calamine as calamine

from lib.errors import DeskError
from lib.locale import LANGUAGES, Language, msg, render
from lib.report.evidence_sheet import HEADINGS, PLAIN_HEADINGS
from lib.report.figures import UNITS, Definition, Figure, Style

_NAMES = (
    "id", "name", "value", "shown", "unit", "currency", "definition", "definition_version",
    "period", "filter", "batches", "rows", "sheet", "in_words",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """A workbook that was opened: its sheets by name, the first of which holds the register."""

    book: calamine.CalamineWorkbook

    @property
    def names(self) -> Sequence[str]:
        """The names of its sheets, in order."""
        return cast("Sequence[str]", self.book.sheet_names)

    def cells(self, name: str) -> list[list[Any]]:
        """Return the cells of a sheet, row by row; an empty one is an empty text."""
        return cast("list[list[Any]]", self.book.get_sheet_by_name(name).to_python())

    def rows(self, name: str) -> pd.DataFrame | None:
        """Return the rows of a sheet below its headings, as they are; None without the sheet."""
        if name not in self.names:
            return None
        head, *lines = self.cells(name) or [[]]
        known = [[None if cell == "" else cell for cell in line] for line in lines]
        return pd.DataFrame(known, columns=[str(cell) for cell in head], dtype=object)


def book_of(content: bytes) -> Book:
    """Return an evidence workbook; DeskError when the bytes are none."""
    try:
        return Book(calamine.CalamineWorkbook.from_filelike(BytesIO(content)))
    except calamine.CalamineError as error:
        raise _no_evidence() from error


def _no_evidence() -> DeskError:
    return DeskError(
        "no_evidence",
        msg("This file is no evidence workbook of a report."),
        msg("Choose the .zip of a published version, or its evidence workbook."),
    )


def register_of(book: Book) -> list[dict[str, Any]]:
    """Return the figures on the first sheet, as `lib.report.frozen.figures_of` has them."""
    rows = book.rows(book.names[0]) if book.names else None
    if rows is None or not set(PLAIN_HEADINGS) <= set(rows.columns):
        raise _no_evidence()
    for lang in LANGUAGES:
        named = dict(zip((render(h, lang) for h in HEADINGS), _NAMES, strict=True))
        if set(named) <= set(rows.columns):
            found = rows.rename(columns=named).to_dict("records")
            return [_figure(row, lang) for row in found]
    raise _no_evidence()


def _figure(row: Mapping[Any, Any], lang: Language) -> dict[str, Any]:
    units = {render(word, lang): unit for unit, word in UNITS.items()}
    recipe = {name: row[name] or "" for name in ("how", "column", "flag")}
    return {
        "id": str(row["id"]),
        "value": row["value"],
        "shown": str(row["shown"]),
        "unit": units.get(str(row["unit"]), "number"),
        "currency": row["currency"],
        "rows": int(row["rows"] or 0),
        "sheet": str(row["sheet"]),
        "digits": int(row["digits"] or 0),
        "recipe": recipe if recipe["how"] else None,
        "lang": lang,
    }


STYLES: tuple[Style, ...] = ("", "abs", "signed")


def shown_again(figure: Mapping[str, Any], lang: Language, style: Style = "") -> str:
    """Return the value of a frozen figure as readers of a language write it."""
    made = Figure(
        definition=_definition(figure["unit"], int(figure["digits"])),
        value=figure["value"],
        rows=pd.DataFrame(),
        period="",
        filter="",
        currency=figure["currency"],
    )
    return made.shown(lang, style)


@cache
def _definition(unit: Any, digits: int) -> Definition:  # noqa: ANN401 - a unit as it was frozen
    return Definition(id="again", name=msg("Figure"), text=msg("Figure"), unit=unit, digits=digits)
