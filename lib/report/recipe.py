"""How a figure's value follows from its rows, so that anybody can work it out again."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lib.locale import Message, msg

How = Literal["rows", "distinct", "sum", "mean", "max", "part", "ratio"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way from rows to a value.

    `rows`: how many; `distinct`: how many different values of `column`; `sum`, `mean`, `max`
    of `column`; `part`: the sum of `column` (of the rows themselves when it is empty) where
    `flag` is true, divided by that of all rows; `ratio`: the sum of `column` divided by the
    sum of `flag`.
    """

    how: How
    column: str = ""
    flag: str = ""

    def applied(self, rows: pd.DataFrame) -> float | None:
        """Return the value that the rows give; None when nothing in them is known."""
        return _WAYS[self.how](self, rows)

    def in_words(self) -> Message:
        """Say how the value is worked out from the rows."""
        names = {"column": self.column, "flag": self.flag}
        part = (
            msg("“{column}” of the rows with “{flag}” as a share of all", **names)
            if self.column
            else msg("share of the rows with “{flag}”", **names)
        )
        return {
            "rows": msg("number of rows"),
            "distinct": msg("number of different values of “{column}”", **names),
            "sum": msg("sum of “{column}”", **names),
            "mean": msg("mean of “{column}”", **names),
            "max": msg("largest “{column}”", **names),
            "ratio": msg("sum of “{column}” divided by sum of “{flag}”", **names),
            "part": part,
        }[self.how]


ROWS = Recipe("rows")


def _known(rows: pd.DataFrame, column: str) -> list[float]:
    return [float(value) for value in rows[column].dropna()]


def _sum(recipe: Recipe, rows: pd.DataFrame) -> float | None:
    values = _known(rows, recipe.column)
    return math.fsum(values) if values or rows.empty else None  # exact: order cannot matter


def _mean(recipe: Recipe, rows: pd.DataFrame) -> float | None:
    values = _known(rows, recipe.column)
    return math.fsum(values) / len(values) if values else None


def _part(recipe: Recipe, rows: pd.DataFrame) -> float | None:
    weights = rows[recipe.column] if recipe.column else pd.Series(1.0, index=rows.index)
    weights = weights.astype("float64").fillna(0.0)
    whole = math.fsum(weights)
    chosen = rows[recipe.flag].astype("boolean").fillna(value=False).astype("bool")
    return math.fsum(weights[chosen]) / whole if whole else None


def _ratio(recipe: Recipe, rows: pd.DataFrame) -> float | None:
    whole = math.fsum(_known(rows, recipe.flag))
    return math.fsum(_known(rows, recipe.column)) / whole if whole else None


_WAYS: Mapping[How, Callable[[Recipe, pd.DataFrame], float | None]] = {
    "rows": lambda _, rows: float(len(rows)),
    "distinct": lambda recipe, rows: float(rows[recipe.column].nunique()),
    "sum": _sum,
    "mean": _mean,
    "max": lambda recipe, rows: max(_known(rows, recipe.column), default=None),
    "part": _part,
    "ratio": _ratio,
}
