"""How much each account used the product in each week, in the best unit its rows allow.

Active user-days (one person on one day is 1) do not grow with a script or with logging in
ten times a day. Where rows name no people, logins are counted; where there are no logins,
events of any kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.model import ANY, Snapshot
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import HISTORY_DAYS, LOGIN, cube
from lib.signals.once import once_a_snapshot
from lib.signals.weeks import Grid, Rows, inside, known_columns, usage_rows

USERS, LOGINS, EVENTS = 0, 1, 2
UNIT_NAMES = ("users", "logins", "events")
UNIT_EVENTS = (ANY, LOGIN, ANY)
UNITS: Mapping[str, Message] = {
    "users": msg("active user-days"),
    "logins": msg("logins"),
    "events": msg("events of use"),
}
_UNNAMED_SHARE = 0.25  # more weeks than that without names: the export does not name people
_MONTHLY_ROWS = 3  # days of use, all on the first (or last) of a month: counts of months
_MONTHS = HISTORY_DAYS // 28


@dataclass(frozen=True, eq=False, slots=True)
class Use:
    """`counts` is account × week, NaN where unknown; `known` says which weeks the export covers.

    `unit` indexes `UNIT_NAMES`. `rows` counts the cube's rows of the unit's event, week by
    week. `monthly` accounts have nothing but monthly totals, which no week can be read from.
    """

    grid: Grid
    known: Bools
    counts: Floats
    unit: Ints
    rows: Floats
    monthly: Bools


@once_a_snapshot
def weekly_rows(snapshot: Snapshot) -> Rows:
    """Return the cube's rows of everything in the last complete weeks."""
    return usage_rows(snapshot, ANY, Grid.of_weeks(snapshot.day))


@once_a_snapshot
def weekly_use(snapshot: Snapshot) -> Use:
    """Return what every account did in each of the last complete weeks."""
    rows = weekly_rows(snapshot)
    grid = rows.grid
    user_days, unnamed = rows.sums("users"), _unnamed_weeks(snapshot, rows, grid)
    named = _names_people(user_days, unnamed)
    counts, n_rows = np.where(unnamed, np.nan, user_days), rows.table()
    unit = np.full(len(counts), USERS)
    nameless = ~named & (n_rows.sum(axis=1) > 0)
    if nameless.any():
        logins, events = usage_rows(snapshot, LOGIN, grid), rows.sums("events")
        by_login = nameless & (logins.sums("events") > 0).any(axis=1)
        unit = np.select([by_login, nameless], [LOGINS, EVENTS], USERS)
        counts[nameless] = events[nameless]
        counts[by_login] = logins.sums("events")[by_login]
        n_rows[by_login] = logins.table()[by_login]
    known = known_columns(snapshot, "usage", grid)
    return Use(grid, known, np.where(known, counts, np.nan), unit, n_rows, _monthly(snapshot))


def _unnamed_weeks(snapshot: Snapshot, everything: Rows, grid: Grid) -> Bools:
    """Weeks in which people must have been at work, but no row says who."""
    named = everything.table(~np.isnan(everything.measures["users"])) > 0
    at_work = inside(snapshot, cube(snapshot).nameless(), grid).table() > 0
    return ~named & at_work


def _names_people(user_days: Floats, unnamed: Bools) -> Bools:
    active = (user_days > 0).sum(axis=1)
    nameless = unnamed.sum(axis=1)
    return (active > 0) & (nameless <= _UNNAMED_SHARE * (active + nameless))


def _monthly(snapshot: Snapshot) -> Bools:
    rows, n = cube(snapshot).rows(ANY), len(snapshot.account_ids)
    n_days = np.bincount(rows.place, minlength=n)
    few = (n_days >= _MONTHLY_ROWS) & (n_days <= _MONTHS)
    chosen = few[rows.place]
    place, day = rows.place[chosen], pd.to_datetime(rows.day[chosen], unit="D")
    edges = [
        np.bincount(place, edge, n) == n_days for edge in (day.is_month_start, day.is_month_end)
    ]
    return few & (edges[0] | edges[1])
