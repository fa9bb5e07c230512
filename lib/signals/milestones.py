"""What a new account has reached since its first day: first use, a core action, half its seats."""

from dataclasses import dataclass

import numpy as np

from lib.model import ANY, Snapshot
from lib.model.usage import in_order_of_days
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import LOGIN, EventRows, cube, places
from lib.signals.features import features
from lib.signals.holidays import Days
from lib.signals.seats import seats_on
from lib.signals.tenure import stated_starts
from lib.signals.use import USERS, weekly_use
from lib.signals.weeks import Grid, days_after, known_columns, last_known_day

HALF = 0.5
_LATE_DAYS = 6  # exports that are loaded once a week end at most six days back
_REACH = 182  # days back: further than a new account's first day can lie


@dataclass(frozen=True, eq=False, slots=True)
class Milestones:
    """One value an account. Rows count from `begin`, `age` are days since then without holidays.

    A milestone is 1 reached, 0 not reached, -1 when the data cannot tell. `covered` says for
    whom the export covers every day since the first.
    """

    start: Days
    begin: Days
    age: Ints
    covered: Bools
    first_use: Ints
    core_action: Ints
    half_seats: Ints
    n_rows: Ints


def milestones(snapshot: Snapshot) -> Milestones:
    """Return what each account with a stated first day reached up to the snapshot's day."""
    start = stated_starts(snapshot)
    grid = Grid.of_days(snapshot.day, _REACH)
    since = np.where(np.isnat(start), grid.starts[0], np.maximum(start, grid.starts[0]))
    use, rows = weekly_use(snapshot), cube(snapshot).rows(ANY)
    # Counts of months stand on the first of the month in which the account began.
    begin = np.where(use.monthly, since.astype("datetime64[M]").astype(since.dtype), since)
    mine = _since(rows, begin)
    people = np.nan_to_num(rows.measures["users"]) > 0
    anybody = _any(rows, mine & people, len(start)) | _login(snapshot, begin)
    nameless = _any(rows, mine & ~people, len(start)) & (use.unit != USERS)
    return Milestones(
        start=start,
        begin=begin,
        age=days_after(snapshot, grid, np.ones(grid.n, dtype=bool), since),
        covered=_covered(snapshot, grid, since, use.monthly),
        first_use=np.where(anybody | nameless, 1, 0),
        core_action=_core_action(snapshot, begin),
        half_seats=_half_seats(snapshot, rows, mine),
        n_rows=np.bincount(rows.place[mine], minlength=len(start)),
    )


def _since(rows: EventRows, begin: Days) -> Bools:
    return rows.day >= begin.astype("datetime64[D]").astype(np.int64)[rows.place]


def _any(rows: EventRows, chosen: Bools, n: int) -> Bools:
    return np.bincount(rows.place[chosen], minlength=n) > 0


def _login(snapshot: Snapshot, begin: Days) -> Bools:
    rows = cube(snapshot).rows(LOGIN)
    return _any(rows, _since(rows, begin), len(begin))


def _core_action(snapshot: Snapshot, begin: Days) -> Ints:
    rows, _, _ = cube(snapshot).features()
    done = _any(rows, _since(rows, begin), len(begin))
    return np.select([done, features(snapshot).recorded], [1, 0], -1)


def _half_seats(snapshot: Snapshot, rows: EventRows, mine: Bools) -> Ints:
    """Compare the most people seen in four weeks, and what there can have been, with the seats."""
    n = len(snapshot.account_ids)
    seats = seats_on(snapshot, np.array([snapshot.day], dtype="datetime64[D]"))[:, 0]
    users = np.nan_to_num(rows.measures["users"])
    busiest, most = np.zeros(n), np.bincount(rows.place[mine], users[mine], n)
    np.maximum.at(busiest, rows.place[mine], users[mine])
    counted = _most_counted(snapshot, n)
    seen = np.fmax(busiest, counted)
    possible = np.where(np.isnan(counted), most, seen)
    unknown = np.isnan(seats) | (weekly_use(snapshot).unit != USERS)
    return np.select([unknown, seen >= HALF * seats, possible < HALF * seats], [-1, 1, 0], -1)


def _most_counted(snapshot: Snapshot, n: int) -> Floats:
    whole = in_order_of_days(snapshot.usage.people)
    first = np.datetime64(snapshot.day, "D") - _REACH
    days = whole["day"].to_numpy()
    rows = whole.iloc[int(np.searchsorted(days, first.astype(days.dtype))) :]
    place = places(snapshot, rows["account_id"])
    mine = place >= 0
    most = np.full(n, -1.0)
    np.maximum.at(most, place[mine], rows["users"].to_numpy()[mine])
    return np.where(most < 0, np.nan, most)


def _covered(snapshot: Snapshot, grid: Grid, since: Days, monthly: Bools) -> Bools:
    """Say for whom no day since the first is unknown; counts of months end with the last month."""
    last = last_known_day(snapshot, "usage")
    if last is None:
        return np.zeros(len(since), dtype=bool)
    known = known_columns(snapshot, "usage", grid)
    known[grid.n - _LATE_DAYS :] |= (snapshot.day - last).days <= _LATE_DAYS
    unknown = np.append(0, (~known).cumsum())
    whole = unknown[-1] == unknown[grid.column(since)]
    return np.asarray(whole | (monthly & (last >= snapshot.day)))
