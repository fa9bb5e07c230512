"""Figures and their register: a number together with its definition, its rows and its source.

A text never holds a number. It holds a reference (`Ref`) to a figure of the register, and
the number is put in when the text is shown, in the language of the reader.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from lib.errors import DefinitionError
from lib.locale import Count, Language, Message, Money, Number, Share, msg, render
from lib.locale.render import shown
from lib.report.recipe import ROWS, Recipe

Unit = Literal["accounts", "rows", "days", "count", "number", "currency", "share", "points", "day"]
Style = Literal["", "abs", "signed"]

UNITS: Mapping[str, Message] = {
    "accounts": msg("customers"),
    "rows": msg("rows"),
    "days": msg("days"),
    "count": msg("count"),
    "number": msg("number"),
    "currency": msg("amount"),
    "share": msg("share"),
    "points": msg("percentage points"),
    "day": msg("day"),
}
MARKS = "\ue000\ue001"  # private-use characters; cleaned out of all data, so only a Ref has them
UNKNOWN = msg("unknown")
_ID = re.compile(r"[A-Za-z][\w.\-]*", re.ASCII)


class Ref(str):
    """A place in a text where a figure's value goes. `n` is the value, for choosing a plural."""

    __slots__ = ("figure_id", "n")
    figure_id: str
    n: int

    @classmethod
    def to(cls, figure: "Figure", style: Style = "") -> "Ref":
        """Return a reference to `figure`: as it is, without its sign, or always with it."""
        mark = f"{MARKS[0]}{figure.id}{':' + style if style else ''}{MARKS[1]}"
        ref = cls(mark)
        ref.figure_id = figure.id
        known = isinstance(figure.value, (int, float)) and math.isfinite(figure.value)
        ref.n = round(abs(float(figure.value))) if known and figure.value is not None else 0
        return ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means, apart from any data. `of` and `when` say what it is counted over."""

    id: str
    name: Message
    text: Message
    unit: Unit = "accounts"
    version: str = "1"
    recipe: Recipe | None = ROWS
    digits: int = 0
    of: Literal["segment", "start", "cohort", "before", "rest", "book", "account", "setting"] = (
        "segment"
    )
    when: Literal["day", "start", "period", "before"] = "day"

    def __post_init__(self) -> None:
        """Refuse an id that could not be written into a text as `{id}`."""
        if _ID.fullmatch(self.id) is None:
            raise DefinitionError(f"A figure's id must be like 'arr_end'. Got {self.id!r}.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """One number of a report. `value` is None when unknown, and `reason` then says why.

    Shares and percentage points are held as fractions (0.05), amounts in `currency`, days
    as ISO text. `period` and `filter` are words in the report's language. `rows` are the
    rows it was made of, with `batch_id`, `file`, `sheet` and `source_row` where they come
    from a file; they stand in `sheet` of the evidence workbook.
    """

    definition: Definition
    value: float | int | str | None
    rows: pd.DataFrame
    period: str
    filter: str
    currency: str | None = None
    batches: tuple[int, ...] = ()
    sheet: str = ""
    reason: Message | None = None

    @property
    def id(self) -> str:
        """The stable, readable name by which texts refer to it."""
        return self.definition.id

    @property
    def name(self) -> Message:
        """What it is called."""
        return self.definition.name

    @property
    def unit(self) -> Unit:
        """What it is counted in."""
        return self.definition.unit

    @property
    def n(self) -> int:
        """How many rows it was made of."""
        return len(self.rows)

    def shown(self, lang: Language, style: Style = "") -> str:
        """Return the value as readers of `lang` write it."""
        if self.value is None:
            return render(UNKNOWN, lang)
        if isinstance(self.value, str):
            return shown(date.fromisoformat(self.value), lang)
        value = abs(self.value) if style == "abs" else self.value
        text = self._number(float(value), lang)
        return f"+{text}" if style == "signed" and value > 0 else text

    def _number(self, value: float, lang: Language) -> str:
        digits = self.definition.digits
        match self.unit:
            case "currency":
                return shown(Money(value, self.currency), lang)
            case "share":
                return shown(Share(value, digits), lang)
            case "points":
                return shown(Number(100 * value, digits), lang)
            case "number":
                return shown(Number(value, digits), lang)
            case _:
                return shown(Count(round(value)), lang)

    def recomputed(self) -> float | None:
        """Return the value that the rows give by the recipe; None without a recipe."""
        return self.definition.recipe.applied(self.rows) if self.definition.recipe else None

    def summary(self, lang: Language) -> dict[str, Any]:
        """Return the figure with the keys of `report --json`."""
        return {
            "id": self.id,
            "name": render(self.name, lang),
            "value": self.value,
            "unit": self.unit,
            "currency": self.currency if self.unit == "currency" else None,
            "reason": render(self.reason, lang) if self.reason else None,
            "definition": render(self.definition.text, lang),
            "definition_version": self.definition.version,
            "period": self.period,
            "filter": self.filter,
            "batches": list(self.batches),
            "rows": self.n,
            "sheet": self.sheet,
        }


def plain_value(value: object) -> float | int | str | None:
    """Return a number or day as plain Python holds it; None for NaN, NaT and None."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, (pd.Timestamp, date)):
        return value.isoformat()[:10]
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return str(value)
