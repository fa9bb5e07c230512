"""Two groups of accounts against each other, in everything that is known of them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.metrics.differences import (
    SEEN,
    chance_of_means,
    chance_of_rates,
    could_see_rates,
    resampled,
    stands_out,
)
from lib.metrics.intervals import Floats, newcombe_ends
from lib.segments.compare.measures import Measure
from lib.segments.compare.sides import Side, aligned, overlapping
from lib.segments.compare.simpson import Check, Strata, checked

LEAST = 10  # scoring.md 5.2: fewer have a number, no rate
LEAST_COMPARED = 30
LEAST_EVENTS = 5
_ENDS = (2.5, 97.5)
_ORDER = ("stands_out", "no_difference", "not_compared", "by_rule", "too_few")
_SAME = (frozenset({"signal", "worst", "n_alerts", "n_watch"}), frozenset({"arr", "arr_a_seat"}))
_RATINGS = ("maturity_", "bant_")


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """`rows`: one a measure, what differs most first; `measures` by their keys.

    Columns: `key, n, n_other, value, value_other, difference, low, high, relative, relative_low,
    relative_high, chance, could_see, state`. `relative` is the difference as a share of the
    other group's value, for means. `state`: `stands_out`; `no_difference` (compared, not clear);
    `not_compared` (10 to 29 accounts, or fewer than 5 cases: interval, no ranking); `too_few`
    (fewer than 10: only n); `by_rule` (differs by definition: the rule asks for it). `checks`: for
    each measure that stands out, what the strata say. `both`: accounts in both groups.
    """

    measures: Mapping[str, Measure]
    rows: pd.DataFrame
    n_compared: int
    checks: Mapping[str, tuple[Check, ...]] = field(default_factory=dict)
    both: int = 0

    @property
    def found(self) -> pd.DataFrame:
        """The rows that stand out."""
        return self.rows[self.rows["state"] == "stands_out"]

    def row(self, key: str) -> dict[Hashable, Any]:
        """Return the row of a measure."""
        return self.rows[self.rows["key"] == key].to_dict("records")[0]


def profile(first: Side, second: Side, asked: frozenset[str], strata: Strata = ()) -> Profile:
    """Compare two groups in every measure; `asked` are fields that a rule asks for.

    Groups that share accounts, or are the same accounts on two days, are compared account by
    account: by resampling both together, and not as if they were strangers.
    """
    sides = aligned(first, second)
    measures = sides[0].measures.all
    rows = _table(sides)
    rows["state"] = _states(measures, rows, asked)
    compared = rows["state"].eq("compared").to_numpy()
    found = stands_out(np.where(compared, rows["chance"].to_numpy(), np.nan))
    found &= (rows["low"] > 0).to_numpy() | (rows["high"] < 0).to_numpy()
    rows["state"] = rows["state"].mask(found, "stands_out").replace("compared", "no_difference")
    checks = {
        measures[place].key: checked(sides, int(place), strata, asked)
        for place in np.flatnonzero(found)
    }
    return Profile(
        {m.key: m for m in measures},
        _ordered(rows),
        int(compared.sum()),
        checks,
        len(first.group.now.intersection(second.group.now)),
    )


def _table(sides: tuple[Side, Side]) -> pd.DataFrame:
    measures = sides[0].measures
    rates = np.array([m.is_rate for m in measures.all], dtype=np.bool_)
    parts = [side.weighed() for side in sides]
    n = [(bottom > 0).sum(axis=0).astype(np.float64) for _, bottom in parts]
    sums = [(top.sum(axis=0), bottom.sum(axis=0)) for top, bottom in parts]
    value = [_over(top, bottom) for top, bottom in sums]
    rows = pd.DataFrame(
        {
            "key": [m.key for m in measures.all],
            "n": n[0], "n_other": n[1], "value": value[0], "value_other": value[1],
            "difference": value[0] - value[1],
            "cases": np.where(rates, np.minimum(sums[0][0], sums[1][0]), np.inf),
            **dict.fromkeys(("relative", "relative_low", "relative_high"), np.nan),
        }
    )  # fmt: skip
    k = [np.where(rates, np.clip(top, 0, m), 0.0) for (top, _), m in zip(sums, n, strict=True)]
    _judge_rates(rows, (k[0], n[0]), (k[1], n[1]))
    shared = overlapping(sides[0].group, sides[1].group)[measures.past.astype(np.intp)]
    _judge_means(rows, np.flatnonzero(~rates | shared), parts)
    rows.loc[rates, ["relative", "relative_low", "relative_high"]] = np.nan
    return rows


def _over(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)


def _judge_rates(
    rows: pd.DataFrame, first: tuple[Floats, Floats], second: tuple[Floats, Floats]
) -> None:
    rows["low"], rows["high"] = newcombe_ends(first, second)
    rows["chance"] = chance_of_rates(first, second)
    rows["could_see"] = could_see_rates(first, second)


def _judge_means(
    rows: pd.DataFrame, places: npt.NDArray[np.intp], parts: list[tuple[Floats, Floats]]
) -> None:
    """Judge measures by resampling accounts, each drawn for both groups at once."""
    if not places.size:
        return
    tops, bottoms = (np.hstack([part[n][:, places] for part in parts]) for n in (0, 1))
    inside = bottoms.any(axis=1)  # the others weigh nothing and cost time
    draws = resampled(tops[inside], bottoms[inside])
    first, second = draws[:, : len(places)], draws[:, len(places) :]
    known = ~np.isnan(first - second).any(axis=0)
    spread = np.where(known, np.nan_to_num(first - second).std(axis=0), np.nan)
    mine = rows.loc[places]
    least = mine[["n", "n_other"]].min(axis="columns").to_numpy()
    rows.loc[places, "chance"] = chance_of_means(mine["difference"].to_numpy(), spread, least)
    rows.loc[places, "could_see"] = SEEN * spread
    rows.loc[places, ["low", "high"]] = _between(first - second).T
    rows.loc[places, "relative"] = _relative(
        mine["value"].to_numpy(), mine["value_other"].to_numpy()
    )
    rows.loc[places, ["relative_low", "relative_high"]] = _between(_relative(first, second)).T


def _relative(first: Floats, second: Floats) -> Floats:
    return np.divide(first, second, out=np.full(first.shape, np.nan), where=second > 0) - 1


def _between(draws: Floats) -> Floats:
    """Return the ends of the middle 95 % of the draws; NaN where a draw held nobody."""
    ordered = np.percentile(np.nan_to_num(draws), _ENDS, axis=0)
    return np.where(np.isnan(draws).any(axis=0), np.nan, ordered)


def _states(measures: tuple[Measure, ...], rows: pd.DataFrame, asked: frozenset[str]) -> pd.Series:
    least = rows[["n", "n_other"]].min(axis="columns")
    by_rule = np.array([_asked_for(m, asked) for m in measures], dtype=np.bool_)
    states = np.select(
        [least < LEAST, by_rule, (least < LEAST_COMPARED) | (rows["cases"] < LEAST_EVENTS)],
        ["too_few", "by_rule", "not_compared"],
        "compared",
    )
    return pd.Series(states, index=rows.index, dtype="str")


def _asked_for(measure: Measure, asked: frozenset[str]) -> bool:
    """Say whether the rule itself asks for it, or for what it is a part or another name of."""
    name = measure.field or measure.key
    for family in _SAME:
        if name in family and family & asked:
            return True
    return name in asked or any(
        name.startswith(part) and any(a.startswith(part) for a in asked) for part in _RATINGS
    )


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Put what stands out first, by the difference in units of what could be seen.

    What is not compared is not ranked: it stays in the order of the measures.
    """
    place = rows["state"].map({state: n for n, state in enumerate(_ORDER)})
    size = rows["difference"].abs() / rows["could_see"].where(rows["could_see"] > 0)
    ranked = rows["state"].isin(_ORDER[:2])
    keyed = rows.assign(place=place, size=-size.fillna(0.0).where(ranked, 0.0))
    ordered = keyed.sort_values(["place", "size"], kind="stable")
    return ordered.drop(columns=["place", "size", "cases"]).reset_index(drop=True)
