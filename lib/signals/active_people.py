"""How many different people were active in four weeks: account × window.

The store counts them, since no sum of days can. Where it could not (exports that count
people by day), the busiest day is the least, and the user-days the most, there may have been.
"""

from dataclasses import dataclass

import numpy as np

from lib.model import Snapshot
from lib.model.periods import DAYS_A_WEEK
from lib.model.usage import in_order_of_days
from lib.signals.counts import Bools, Floats
from lib.signals.cube import places
from lib.signals.holidays import Days
from lib.signals.once import once_a_snapshot
from lib.signals.season import season
from lib.signals.tenure import in_tenure
from lib.signals.use import USERS, weekly_rows, weekly_use

WINDOWS = 10  # of four weeks; the last ends with the last complete week
WEEKS_A_WINDOW = 4
_LEAST_ORDINARY = 2  # of four weeks: who comes at all comes in two
_LEAST_NAMED = 3  # windows in which people were counted, so that none in another means nobody


@dataclass(frozen=True, eq=False, slots=True)
class People:
    """Account × window: `counted`, `busiest` and `user_days`, NaN where unknown.

    `busiest` is only read for accounts whose people are not counted.
    `firsts` and `lasts` are the windows' days; `known` says which the export covers,
    `ordinary` which have two weeks or more outside holidays, and `tenured` which lie wholly
    after the account's first day. `first_weeks` are the windows' first columns of the weeks'
    grid; `top_days` are days on which the most active person was there.
    """

    firsts: Days
    lasts: Days
    first_weeks: np.ndarray
    known: Bools
    counted: Floats
    busiest: Floats
    user_days: Floats
    top_days: Floats
    ordinary: Bools
    tenured: Bools


@once_a_snapshot
def people_windows(snapshot: Snapshot) -> People:
    """Return how many people each account had in each of the last windows of four weeks."""
    use = weekly_use(snapshot)
    first_weeks = use.grid.n - WEEKS_A_WINDOW * np.arange(WINDOWS, 0, -1)
    known = _all(use.known[None, :], first_weeks)[0]
    readable = _all(~np.isnan(use.counts), first_weeks) & (use.unit == USERS)[:, None]
    user_days = np.where(readable, _sums(np.nan_to_num(use.counts), first_weeks), np.nan)
    firsts = use.grid.starts[first_weeks]
    lasts = firsts + (WEEKS_A_WINDOW * DAYS_A_WEEK - 1)
    counted, top_days = _counted(snapshot, lasts)
    named = ((counted > 0).sum(axis=1) >= _LEAST_NAMED)[:, None]
    # Nobody was counted, but rows name people: then these were counts by day.
    odd = (counted == 0) & (user_days > 0)
    counted = np.where(readable & named & ~odd, counted, np.nan)
    known_people = ~np.isnan(counted[:, -1])
    return People(
        firsts=firsts,
        lasts=lasts,
        first_weeks=first_weeks,
        known=known,
        counted=counted,
        busiest=np.where(readable, _busiest(snapshot, first_weeks, ~known_people), np.nan),
        user_days=user_days,
        top_days=np.where(np.isnan(counted), np.nan, top_days),
        ordinary=_sums(~season(snapshot).slow, first_weeks) >= _LEAST_ORDINARY,
        tenured=_all(in_tenure(snapshot, use.grid), first_weeks),
    )


def _counted(snapshot: Snapshot, lasts: Days) -> tuple[Floats, Floats]:
    whole = in_order_of_days(snapshot.usage.people)
    shape = len(snapshot.account_ids), len(lasts)
    users, top_days = np.zeros(shape), np.zeros(shape)
    days = whole["day"].to_numpy()
    edges = lasts.astype(days.dtype)
    first, after = np.searchsorted(days, edges), np.searchsorted(days, edges, side="right")
    for column, (begin, end) in enumerate(zip(first, after, strict=True)):
        rows = whole.iloc[begin:end]
        place = places(snapshot, rows["account_id"])
        mine = place >= 0
        users[place[mine], column] = rows["users"].to_numpy()[mine]
        top_days[place[mine], column] = rows["top_days"].to_numpy()[mine]
    return users, top_days


def _busiest(snapshot: Snapshot, first_weeks: np.ndarray, asked: Bools) -> Floats:
    """Return the people of each window's busiest day, for the accounts asked about; else 0."""
    rows = weekly_rows(snapshot)
    n = rows.n_accounts
    found = np.zeros(n * WINDOWS)
    if asked.any():
        inside = np.flatnonzero((rows.column >= first_weeks[0]) & asked[rows.place])
        window = (rows.column[inside] - first_weeks[0]) // WEEKS_A_WINDOW
        cell = rows.place[inside].astype(np.int64) * WINDOWS + window
        np.maximum.at(found, cell, np.nan_to_num(rows.measures["users"][inside]))
    return found.reshape(n, WINDOWS)


def _sums(values: Floats | Bools, first_weeks: np.ndarray) -> Floats:
    chosen = values[:, first_weeks[0] :].astype(np.float64)
    return chosen.reshape(len(values), WINDOWS, WEEKS_A_WINDOW).sum(axis=2)


def _all(values: Bools, first_weeks: np.ndarray) -> Bools:
    return _sums(values, first_weeks) == WEEKS_A_WINDOW
