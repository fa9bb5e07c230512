"""The inner loop: how long an answer takes, where demands lie, per theme and feature.

Never per person. An open demand says that an answer takes at least as long as it waits, so
the median is that of Kaplan and Meier: leaving open ones out would make us look quick.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Count, Message, Number, msg, msgs

AGES: Mapping[str, Message] = {
    "month": msg("up to 30 days"),
    "quarter": msg("31 to 90 days"),
    "half": msg("91 to 180 days"),
    "older": msg("more than 180 days"),
    "unknown": msg("unknown since when"),
}
_AGE_ENDS = (30, 90, 180)
_HALF = 0.5
_Z = 1.959964  # two-sided 95 %
LEAST = 10  # of fewer demands only the numbers are said (scoring.md 5.2)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Days from intake to answer.

    `n_answered` have an answer with a day, `n_waiting` are open without one, `n_untold` have
    no day of intake, or ended without a day of answer: nothing can be said of them. `median`
    counts the waiting ones for as long as they wait; None while it cannot be told: fewer than
    10 demands, or less than half are answered within the longest wait. `low` and `high` are
    its 95 % interval, None where it is open. `longest_wait`: of the waiting ones.
    """

    n_answered: int
    n_waiting: int
    n_untold: int
    median: float | None
    low: float | None
    high: float | None
    longest_wait: float | None

    @property
    def n(self) -> int:
        """How many demands the median stands on."""
        return self.n_answered + self.n_waiting


def cycle(rows: pd.DataFrame) -> Cycle:
    """Return how long answers take, of rows of the register."""
    days = rows["days_open"]
    told = days.notna()
    answered = told & rows["answered_on"].notna()
    waiting = told & ~answered
    waits = days[waiting]
    median, low, high = _median(days[told].to_numpy(), answered[told].to_numpy(dtype=bool))
    return Cycle(
        n_answered=int(answered.sum()),
        n_waiting=int(waiting.sum()),
        n_untold=int((~told).sum()),
        median=median,
        low=low,
        high=high,
        longest_wait=float(waits.max()) if len(waits) else None,
    )


def _median(days: Floats, answered: npt.NDArray[np.bool_]) -> tuple[float | None, ...]:
    """Return the Kaplan-Meier median of the time to an answer, and its 95 % interval."""
    if len(days) < LEAST or not answered.any():
        return None, None, None
    times = np.unique(days[answered])
    at_risk = len(days) - np.searchsorted(np.sort(days), times, side="left")
    events = np.bincount(np.searchsorted(times, days[answered]), minlength=len(times))
    left: Floats = np.cumprod(1 - events / at_risk, dtype=np.float64)
    spread = _spread(left, events, at_risk)
    # Log-minus-log bands stay within 0 and 1; the larger power gives the lower band.
    lower, upper = left ** np.exp(_Z * spread), left ** np.exp(-_Z * spread)
    lower, upper = np.where(left > 0, lower, 0.0), np.where(left > 0, upper, 0.0)
    return tuple(_first(times, band <= _HALF) for band in (left, lower, upper))


def _spread(left: Floats, events: npt.NDArray[np.int64], at_risk: npt.NDArray[np.int64]) -> Floats:
    """Return the standard error of log(-log S) by Greenwood; 0 where S is 0 or 1."""
    inner = (left > 0) & (left < 1)
    terms = events / np.maximum(at_risk * (at_risk - events), 1)
    safe = np.where(inner, left, _HALF)
    return np.where(inner, np.sqrt(np.cumsum(terms)) / np.abs(np.log(safe)), 0.0)


def _first(times: Floats, reached: npt.NDArray[np.bool_]) -> float | None:
    return float(times[np.argmax(reached)]) if reached.any() else None


def lying(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return where open demands lie: `state, age` (of `AGES`), `n` demands, `n_accounts`."""
    left = rows[rows["is_open"]]
    ages = age(left, day)
    keys = left.assign(state=left["state"].fillna("unknown"), age=ages)
    cells = keys.groupby(["state", "age"]).agg(
        n=("row_key", "size"), n_accounts=("account_id", "nunique")
    )
    return cells.reset_index()


def age(rows: pd.DataFrame, day: date) -> pd.Series:
    """Return for each demand how long ago it was raised, as one of `AGES`."""
    days = (pd.Timestamp(day) - rows["raised_on"]).dt.days
    names = list(AGES)
    steps = [days.isna(), *(days <= end for end in _AGE_ENDS)]
    found = np.select(steps, ["unknown", *names[:3]], "older")
    return pd.Series(found, index=rows.index, dtype="str")


def by(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the loop of each theme or feature, the one with most overdue first.

    `value` (NaN: unknown), `n` demands, `n_accounts` (each once), `n_open, n_overdue,
    n_answered, n_waiting, median, longest_wait`.
    """
    found = []
    for value, mine in rows.groupby(column, dropna=False):
        took = cycle(mine)
        found.append(
            {
                "value": value,
                "n": len(mine),
                "n_accounts": mine["account_id"].nunique(),
                "n_open": int(mine["is_open"].sum()),
                "n_overdue": int(mine["overdue"].sum()),
                "n_answered": took.n_answered,
                "n_waiting": took.n_waiting,
                "median": np.nan if took.median is None else took.median,
                "longest_wait": np.nan if took.longest_wait is None else took.longest_wait,
            }
        )
    names = ["value", "n", "n_accounts", "n_open", "n_overdue", "n_answered", "n_waiting",
             "median", "longest_wait"]  # fmt: skip
    table = pd.DataFrame(found, columns=names)
    order = ["n_overdue", "n_open", "n"]
    return table.sort_values(order, ascending=False, kind="stable").reset_index(drop=True)


def words(found: Cycle) -> Message:
    """Say how long an answer takes, and how many still wait."""
    if not found.n:
        return msg("How long an answer takes is unknown: no demand has a day of intake.")
    if found.median is None:
        return _untold_words(found)
    return msg(
        "Half of the demands are answered within {median} (95% interval {low} to {high});"
        " {waiting}.",
        median=msgs("{n} day", "{n} days", round(found.median)),
        low=Number(0.0 if found.low is None else found.low),
        high=msg("unknown") if found.high is None else Number(found.high),
        waiting=_waiting_words(found),
    )


def _untold_words(found: Cycle) -> Message:
    return msg(
        "How long half of the demands take to be answered cannot be told yet: {answered} of"
        " {n} are answered; {waiting}.",
        answered=Count(found.n_answered),
        n=Count(found.n),
        waiting=_waiting_words(found),
    )


def _waiting_words(found: Cycle) -> Message:
    if found.longest_wait is None:
        return msg("none is still waiting")
    return msgs(
        "{n} of {all} is still waiting, for {longest}",
        "{n} of {all} are still waiting, the longest for {longest}",
        found.n_waiting,
        all=Count(found.n),
        longest=msgs("{n} day", "{n} days", round(found.longest_wait)),
    )
