"""Does a difference hold within strata (scoring.md 5.3), and from what does a change come."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Message, msg
from lib.metrics.intervals import Floats
from lib.metrics.standardised import Cells, Change, Standardised, standardised, taken_apart
from lib.segments.compare.facts import Facts
from lib.segments.compare.sides import Side

Codes: TypeAlias = npt.NDArray[np.intp]

TITLES: Mapping[str, Message] = {
    "contract_months": msg("contract length"),
    "tenure_years": msg("years as a customer"),
    "employees": msg("company size"),
    "plan": msg("plan"),
    "industry": msg("industry"),
    "region": msg("region"),
}
_BANDS: Mapping[str, tuple[float, ...]] = {
    "contract_months": (2.0, 13.0, 25.0),
    "tenure_years": (1.0, 2.0, 4.0),
    "employees": (50.0, 250.0, 1000.0),
}


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """Codes of one stratifier by account (-1: unknown) today and a year ago; what they mean."""

    name: str
    codes: Codes
    past: Codes
    labels: tuple[str, ...]


Parts: TypeAlias = tuple[Change, list[str]] | None
Strata = tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What one stratifier says of a difference."""

    by: str
    found: Standardised


def strata(facts: Facts, earlier: Facts | None = None) -> Strata:
    """Return every stratifier of which anything is known; `earlier` are the facts a year ago.

    What became of customers is judged within the strata that they were in then.
    """
    found = []
    for name in TITLES:
        values = [_column(part, name, facts.ids) for part in (facts, earlier or facts)]
        made = _banded(name, values) if name in _BANDS else _named(name, values)
        if len(made.labels) > 1:
            found.append(made)
    return tuple(found)


def _column(facts: Facts, name: str, ids: pd.Index) -> pd.Series:
    return (facts.use if name in facts.use else facts.book)[name].reindex(ids)


def _banded(name: str, values: list[pd.Series]) -> Stratum:
    edges = _BANDS[name]
    codes = [
        np.where(part.isna(), -1, np.searchsorted(edges, part.to_numpy(np.float64), side="right"))
        for part in values
    ]
    ends = [f"< {edges[0]:g}", *(f"{a:g} – {b:g}" for a, b in pairwise(edges))]
    return Stratum(name, codes[0], codes[1], (*ends, f"≥ {edges[-1]:g}"))


def _named(name: str, values: list[pd.Series]) -> Stratum:
    both = pd.concat(values)
    codes, labels = pd.factorize(both.where(both.notna() & both.ne("")), sort=True)
    n = len(values[0])
    return Stratum(name, codes[:n], codes[n:], tuple(map(str, labels)))


def checked(
    sides: tuple[Side, Side], place: int, strata: Strata, asked: frozenset[str]
) -> tuple[Check, ...]:
    """Return what each stratifier says of the difference in one measure."""
    measure = sides[0].measures.all[place]
    found = []
    for stratum in strata:
        if stratum.name == (measure.field or measure.key) or stratum.name in asked:
            continue  # within equal values there is nothing left to compare
        if len(stratum.codes) != len(sides[0].measures.ids):
            continue  # strata of one day say nothing of accounts on two
        said = standardised(_cells(sides, place, stratum), shares=measure.form == "share")
        if said is not None:
            found.append(Check(stratum.name, said))
    return tuple(found)


def _cells(sides: tuple[Side, Side], place: int, stratum: Stratum) -> Cells:
    """Return the sums of two groups in each stratum."""
    top, bottom, n = zip(*(_sums(side, place, stratum) for side in sides), strict=True)
    return Cells(top, bottom, n)


def _sums(side: Side, place: int, stratum: Stratum) -> tuple[Floats, Floats, Floats]:
    top, bottom = side.column(place)
    asked = stratum.past if side.measures.past[place] else stratum.codes
    known = (asked >= 0) & (bottom > 0)
    width = len(stratum.labels)
    parts = (top[known], bottom[known], np.ones(int(known.sum())))
    first, second, n = (np.bincount(asked[known], part, width).astype(np.float64) for part in parts)
    return first, second, n


def labels_of(facts: Facts, name: str) -> pd.Series:
    """Return which stratum every account is in, as text; NaN where it is unknown."""
    values = _column(facts, name, facts.ids)
    stratum = _banded(name, [values]) if name in _BANDS else _named(name, [values])
    texts = pd.Series([*stratum.labels, None], dtype="object").iloc[stratum.codes]
    return texts.set_axis(facts.ids)


def change_of(sides: tuple[Side, Side], key: str, labels: tuple[pd.Series, pd.Series]) -> Parts:
    """Take the change of a rate of a group between two days apart; the earlier day first."""
    dates = []
    for side, label in zip(sides, labels, strict=True):
        place = [m.key for m in side.measures.all].index(key)
        top, bottom = side.column(place)
        values = pd.Series(np.where(bottom > 0, top, np.nan), side.measures.ids)
        dates.append((values, label.reindex(values.index)))
    return change(dates[0], dates[1])


def change(before: tuple[pd.Series, pd.Series], after: tuple[pd.Series, pd.Series]) -> Parts:
    """Take the change of a rate apart by stratum; each date is (0 or 1, label) by account.

    Accounts of which the value is unknown are left out; an unknown label is a stratum "".
    None when nobody is left at either date.
    """
    parts = [_counted(*date) for date in (before, after)]
    labels = sorted(set(parts[0].index) | set(parts[1].index))
    k0, n0, k1, n1 = (
        part.reindex(labels)[name].fillna(0.0).to_numpy(dtype=np.float64)
        for part in parts
        for name in ("k", "n")
    )
    made = taken_apart((k0, n0), (k1, n1))
    return None if made is None else (made, labels)


def _counted(values: pd.Series, labels: pd.Series) -> pd.DataFrame:
    known = values.notna()
    groups = values[known].groupby(labels[known].fillna("").astype("str"))
    return pd.DataFrame({"k": groups.sum(), "n": groups.size()})
