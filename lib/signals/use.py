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
def weekly_use(snapshot: Snapshot) -> Use:
    """Return what every account did in each of the last complete weeks."""
    grid = Grid.of_weeks(snapshot.day)
    everything, logins = (usage_rows(snapshot, event, grid) for event in (ANY, LOGIN))
    user_days, unnamed = everything.sums("users"), _unnamed_weeks(snapshot, everything, grid)
    n_logins, n_events = logins.sums("events"), everything.sums("events")
    unit = _units(user_days, unnamed, n_logins, n_events)
    chosen = unit[:, None]
    counts = np.select(
        [chosen == USERS, chosen == LOGINS],
        [np.where(unnamed, np.nan, user_days), n_logins],
        n_events,
    )
    known = known_columns(snapshot, "usage", grid)
    rows = np.where(chosen == LOGINS, logins.table(), everything.table())
    return Use(grid, known, np.where(known, counts, np.nan), unit, rows, _monthly(snapshot))


def _unnamed_weeks(snapshot: Snapshot, everything: Rows, grid: Grid) -> Bools:
    """Weeks in which people must have been at work, but no row says who."""
    named = everything.table(~np.isnan(everything.measures["users"])) > 0
    at_work = inside(snapshot, cube(snapshot).nameless, grid).table() > 0
    return ~named & at_work


def _units(user_days: Floats, unnamed: Bools, logins: Floats, events: Floats) -> Ints:
    active = (user_days > 0).sum(axis=1)
    nameless = unnamed.sum(axis=1)
    names_people = (active > 0) & (nameless <= _UNNAMED_SHARE * (active + nameless))
    choices = [names_people, (logins > 0).any(axis=1), (events > 0).any(axis=1)]
    return np.select(choices, [USERS, LOGINS, EVENTS], USERS)


def _monthly(snapshot: Snapshot) -> Bools:
    rows = cube(snapshot).rows[ANY]
    days = pd.date_range(end=pd.Timestamp(snapshot.day), periods=HISTORY_DAYS, freq="D")
    at = rows.day - (days[0] - pd.Timestamp(0)).days
    n = np.bincount(rows.place, minlength=len(snapshot.account_ids))
    edges = [
        np.bincount(rows.place, edge[at], len(snapshot.account_ids)) == n
        for edge in (days.is_month_start, days.is_month_end)
    ]
    return (n >= _MONTHLY_ROWS) & (edges[0] | edges[1])
