"""Which numbers of a table follow from the rows behind it: a value, a count, a sum, a share.

Tables are put together in many ways, so this asks less than a figure's recipe does: that the
number, at the digits it is shown with, is a value of the rows, or a count or sum of those of a
group, of those that a column marks, or of all; as it is, as a percentage, or in a larger unit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

NUMBER = re.compile(r"\d[\d.,]*")
_MOST_GROUPS = 60  # values of a column by which a table may be put together
_MOST_KEYS, _MOST_ROWS = 6, 50_000
_UNITS = (1.0, 100.0, 1e-3, 1e-4, 1e-6, 1e-8, 1e-9)  # as it is, percent, thousands, 万, …
_SLACK = 1e-9


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Return the numbers of texts as they are written.

    >>> sorted(numbers_in(["ARR of $1,234.50.", "2 of 3"]))
    ['1,234.50', '2', '3']
    """
    return {number.rstrip(".,") for text in texts for number in NUMBER.findall(text)}


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """What stands behind a table: the numbers of its texts and days, and values to compare."""

    written: frozenset[str]
    amounts: np.ndarray

    def gives(self, number: str) -> bool:
        """Say whether a number, as it is written, follows from the rows."""
        return number in self.written or self._is_near(number)

    def _is_near(self, number: str) -> bool:
        plain = number.replace(",", "")
        if plain.count(".") > 1:
            return False
        digits = len(plain.partition(".")[2])
        half = 0.5 * 10.0**-digits + _SLACK
        wanted = float(plain)
        return any(bool((np.abs(self.amounts * unit - wanted) <= half).any()) for unit in _UNITS)


NOTHING = Behind(frozenset(), np.array([], dtype=float))


def behind(rows: pd.DataFrame, members: float = 0, named: int = 0) -> Behind:
    """Return what stands behind a table with these rows.

    A count may be shown as a share of the `members`, or as how many there are besides the
    `named` ones.
    """
    known = rows.infer_objects()
    cells = {cell for name in rows for cell in rows[name].dropna() if not isinstance(cell, float)}
    found = [float(v) for name in _numbers(known) for v in known[name].dropna().unique()]
    values = np.abs(np.array([*found, *_totals(known)], dtype=float))
    shares = values / members if members else values[:0]
    whole = values[values == np.floor(values)] - named
    written = numbers_in(text for cell in cells for text in _texts(cell))
    return Behind(frozenset(written), np.unique(np.concatenate([values, shares, whole])))


def _numbers(rows: pd.DataFrame) -> list[str]:
    return [str(name) for name in rows.select_dtypes(["number", "bool"]).columns]


def _texts(cell: object) -> tuple[str, ...]:
    if isinstance(cell, date):
        return (str(cell.year), str(cell.month), str(cell.day))
    return (str(cell),)


def _totals(rows: pd.DataFrame) -> Iterator[float]:
    """Count and add up all rows, the rows that a column marks, and the rows of each group.

    Those of one customer are also taken once: its ARR may stand in several rows.
    """
    yield float(len(rows))
    amounts = rows[_numbers(rows)].fillna(0).to_numpy(dtype=float)
    yield from amounts.sum(axis=0)
    marks = (amounts != 0).astype(float)
    yield from marks.sum(axis=0)
    yield from (marks.T @ amounts).ravel()
    if len(rows) > _MOST_ROWS:
        return
    counted = {str(name): rows[name].nunique() for name in rows}
    keys = [name for name, n in counted.items() if 1 < n <= _MOST_GROUPS][:_MOST_KEYS]
    for by in [*combinations(keys, 1), *combinations(keys, 2)]:
        yield from _of_groups(rows, list(by))
        if "account_id" in rows:
            yield from _of_groups(rows.drop_duplicates([*by, "account_id"]), list(by))


def _of_groups(rows: pd.DataFrame, by: list[str]) -> Iterator[float]:
    groups = rows.groupby(by, dropna=False, sort=False)
    yield from (float(n) for n in groups.size())
    yield from (float(total) for total in groups.sum(numeric_only=True).to_numpy(dtype=float).flat)
