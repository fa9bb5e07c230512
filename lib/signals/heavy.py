"""Whether one person could make a whole fall: usage is kept by account and day, not by person."""

import numpy as np

from lib.model import ANY, Snapshot
from lib.model.periods import DAYS_A_WEEK
from lib.signals.counts import Bools, Floats
from lib.signals.decline import BASE_WEEKS, Decline
from lib.signals.use import USERS, weekly_use
from lib.signals.weeks import Grid, Rows, usage_rows


def one_could_explain(snapshot: Snapshot, found: Decline, asked: Bools) -> Bools:
    """Say of the accounts asked about whether one person could make their fall of user-days.

    One person makes at most one user-day a day. So the weekly fall is at most the days on
    which anybody came, and the busiest day lost at most one person.
    """
    use = weekly_use(snapshot)
    weeks = np.maximum(found.n_recent, 1)
    lost = (found.expected - found.seen) / weeks
    possible = asked & (use.unit == USERS) & (lost <= DAYS_A_WEEK) & ~use.monthly
    at = np.flatnonzero(possible)
    if not len(at):
        return possible
    days = _daily_people(snapshot, use.grid, at)
    age = np.arange(days.shape[1])[::-1]
    n_recent = found.recent_weeks[at, None] * DAYS_A_WEEK
    recent = age < n_recent
    base = ~recent & (age < n_recent + BASE_WEEKS * DAYS_A_WEEK)
    active_days = (np.where(base, days, 0) > 0).sum(axis=1) / np.maximum(found.n_base[at], 1)
    fewer = _busiest(days, base) - _busiest(days, recent)
    possible[at] = (lost[at] <= active_days + _SLACK) & (fewer <= 1)
    return possible


_SLACK = 0.5  # of a day a week: others come and go a little as well
_BUSY = 0.9  # of the days with use: one day with a guest is no measure


def _daily_people(snapshot: Snapshot, weeks: Grid, at: np.ndarray) -> Floats:
    grid = Grid.of_days(weeks.last, weeks.n * weeks.width)
    rows = usage_rows(snapshot, ANY, grid)
    place = np.full(rows.n_accounts, -1)
    place[at] = np.arange(len(at))
    mine = place[rows.place] >= 0
    measures = {name: values[mine] for name, values in rows.measures.items()}
    kept = Rows(
        len(at), grid, place[rows.place[mine]].astype(np.int32), rows.column[mine], measures
    )
    return kept.sums("users")


def _busiest(days: Floats, chosen: Bools) -> Floats:
    """Return how many people a busy day has: nine of ten days with use have no more."""
    used = np.where(chosen & (days > 0), days, np.nan)
    ordered = np.sort(used, axis=1)
    n = (~np.isnan(used)).sum(axis=1)
    place = np.maximum(np.ceil(_BUSY * n).astype(np.int64) - 1, 0)
    return np.where(n > 0, ordered[np.arange(len(days)), place], 0.0)
