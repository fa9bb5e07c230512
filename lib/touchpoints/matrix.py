"""Stage × team: whom each function met, how often, and where it was expected and missing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.model.frames import records
from lib.touchpoints.rules import BLANK_DAYS, EXPECTED, TEAMS, UNKNOWN
from lib.touchpoints.stages import NAMES

ANY = "any"  # the column of all teams together
_LEAST_SHARE = 0.5
_Size = tuple[int, int, float]
_NOBODY: _Size = (0, 0, math.nan)


@dataclass(frozen=True, eq=False)
class Spent:
    """Days that accounts spent in each stage inside of the window and what is covered.

    `days`: accounts × stages. `known_functions`: those of which the files hold a touch.
    """

    days: pd.DataFrame
    arr: pd.Series
    known_functions: frozenset[str]

    def there(self, stage: str) -> int:
        """Return how many accounts were in a stage for a day or more."""
        return int((self.days[stage] > 0).sum()) if stage in self.days else 0

    def long(self, stage: str) -> pd.Index:
        """Return who spent long enough in a stage to be missed there."""
        return self.days.index[(self.days[stage] >= BLANK_DAYS).to_numpy()]


def matrix(touches: pd.DataFrame, spent: Spent, also: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return one row a stage and function, then `any` function, in order of stages and teams.

    `touches`: those that reached somebody, with `stage` (NaN unknown). `also`: functions that
    have a column though the files hold no touch of theirs. Columns: `stage`, `function`,
    `n_accounts` (met there), `share` (of those who were in the stage), `n_touches`,
    `median_days` (between two touches of one account there; NaN with none), `n_spent` (accounts
    that were in the stage for `BLANK_DAYS` or more), `n_missed` and `arr_missed` (of these, not
    met there; NaN for a team of which the files hold nothing), `expected`, and `state`: blank (a
    team that is at work elsewhere met nobody, while customers together spent `BLANK_DAYS` or
    more in the stage), thin (expected, and fewer than half of those who spent long there were
    met), met, none.
    """
    met = touches.assign(stage=touches["stage"].fillna(UNKNOWN))
    both = pd.concat([met, met.assign(function=ANY)], ignore_index=True)
    sizes = _sizes(both)
    columns = (*_functions(frozenset(touches["function"]) | also), ANY)
    return pd.DataFrame(
        [
            _cell((stage, function), sizes.get((stage, function), _NOBODY), both, spent)
            for stage in (*NAMES, UNKNOWN)
            for function in columns
        ]
    )


def missed(touches: pd.DataFrame, spent: Spent, stage: str, function: str) -> pd.Index:
    """Return who was in a stage for long and was not met there by a function (or anybody)."""
    if stage == UNKNOWN:
        return spent.days.index[:0]
    mine = touches[touches["stage"].eq(stage)]
    if function != ANY:
        mine = mine[mine["function"].eq(function)]
    return spent.long(stage).difference(pd.Index(mine["account_id"].unique()))


def _functions(found: frozenset[str]) -> Sequence[str]:
    """Return the functions of the columns: ours in their order, others by name, unknown last."""
    seen = found | {name for names in EXPECTED.values() for name in names}
    own = [name for name in TEAMS if name in seen and name != UNKNOWN]
    other = sorted(seen - set(TEAMS))
    return (*own, *other, *([UNKNOWN] if UNKNOWN in seen else []))


def _sizes(touches: pd.DataFrame) -> dict[tuple[str, str], _Size]:
    """Return accounts, touches and the median pause of each cell that has any."""
    cells = touches.sort_values(["stage", "function", "account_id", "number"], kind="stable")
    keys = ["stage", "function", "account_id"]
    pause = cells.groupby(keys)["number"].diff()
    groups = cells.assign(pause=pause).groupby(["stage", "function"])
    found = groups.agg(
        n_accounts=("account_id", "nunique"),
        n_touches=("account_id", "size"),
        median_days=("pause", "median"),
    )
    return {
        (str(row["stage"]), str(row["function"])): (
            int(row["n_accounts"]), int(row["n_touches"]), float(row["median_days"])
        )
        for row in records(found.reset_index())
    }  # fmt: skip


def _cell(
    at: tuple[str, str], size: _Size, touches: pd.DataFrame, spent: Spent
) -> dict[str, object]:
    stage, function = at
    n_accounts, n_touches, pause = size
    expected = _expected(stage, function, spent)
    told = function in spent.known_functions | {ANY}
    long = spent.long(stage) if stage != UNKNOWN else spent.days.index[:0]
    gone = missed(touches, spent, stage, function) if told else long[:0]
    return {
        "stage": stage,
        "function": function,
        "n_accounts": n_accounts,
        "share": n_accounts / max(spent.there(stage), n_accounts, 1),
        "n_touches": n_touches,
        "median_days": pause,
        "n_spent": len(long),
        "n_missed": len(gone) if told else np.nan,
        "arr_missed": float(spent.arr.reindex(gone).sum(min_count=min(len(gone), 1)))
        if told
        else np.nan,
        "expected": expected,
        "state": "blank"
        if not n_touches and _at_work(function, stage, spent)
        else _state(expected, n_touches > 0, len(long), len(gone)),
    }


def _expected(stage: str, function: str, spent: Spent) -> bool:
    return function in EXPECTED.get(stage, ()) and function in spent.known_functions


def _at_work(function: str, stage: str, spent: Spent) -> bool:
    """Say whether somebody could have been met there by a team that works at all."""
    named = function in spent.known_functions - {UNKNOWN}
    return named and stage in spent.days and bool(spent.days[stage].sum() >= BLANK_DAYS)


def _state(expected: bool, met: bool, n_long: int, n_missed: int) -> str:  # noqa: FBT001 - facts
    if expected and n_missed and n_long - n_missed < _LEAST_SHARE * n_long:
        return "thin"
    return "met" if met else "none"
