"""The season index: how much everybody does in a week, against their own quarter before.

The index is a median over at least 15 busy accounts, to a twentieth, and it is 1 unless
clearly more accounts moved one way than the other. So it says no more than so few accounts
can tell, and accounts with little use never move it; nor does one that came alone
(`company`).
"""

from dataclasses import dataclass

import numpy as np

from lib.model import Snapshot
from lib.signals.company import in_company
from lib.signals.counts import Bools, Floats, quantile_of_known
from lib.signals.holidays import (
    GROUPS,
    around_holidays,
    holiday_groups,
    holiday_weeks,
    holidays,
)
from lib.signals.once import once_a_snapshot
from lib.signals.use import Use, weekly_use

TRAILING_WEEKS = 12
PANEL_ACCOUNTS = 15
PANEL_LEVEL = 5.0  # a week; below that, ratios of two small counts say nothing
_LEAST_KNOWN = 8
_LOW, _HIGH = 0.15, 2.0  # beyond that it is not a season
_STEPS = 20
_CLEARLY = 2.0  # standard deviations of a sign test: else the median's own noise moved it
QUIET = 0.5  # a week in which everybody does less than half counts as holiday


@dataclass(frozen=True, eq=False, slots=True)
class Season:
    """`index` is account × week, 1 where nothing is known. `portfolio` is the index of all.

    `left_out` are weeks in and around holidays of accounts whose group is too small to have
    its own index: nobody can say how deep their dip should be, so they are not used at all.
    `holiday` are weeks that count as holiday, by calendar or by index; `slow` are those and
    the weeks around them, in which not to be there is nobody's sign.
    """

    index: Floats
    left_out: Bools
    holiday: Bools
    slow: Bools
    portfolio: Floats


@once_a_snapshot
def season(snapshot: Snapshot) -> Season:
    """Return the season of each account's holiday group over the weeks of `weekly_use`."""
    use = weekly_use(snapshot)
    groups = holiday_groups(snapshot)
    changes = _changes(use)
    changes[~in_company(snapshot)] = np.nan
    portfolio = _index(changes)
    index = np.ones_like(use.counts)
    left_out = np.zeros(use.counts.shape, dtype=bool)
    holiday = np.zeros(use.counts.shape, dtype=bool)
    slow = np.zeros(use.counts.shape, dtype=bool)
    for group in GROUPS:
        members = groups == group
        own = _index(changes[members])
        first, last = use.grid.first, use.grid.last
        free = holiday_weeks(use.grid.starts, holidays(group, first, last))
        dip = holiday_weeks(use.grid.starts, around_holidays(group, first, last))
        best = np.where(np.isnan(own), portfolio, own)
        index[members] = np.where(np.isnan(best), 1.0, best)
        left_out[members] = dip & np.isnan(own)
        holiday[members] = free | (best < QUIET)
        slow[members] = free | dip | (best < QUIET)
    return Season(index, left_out, holiday, slow, portfolio)


def _changes(use: Use) -> Floats:
    """Return account × week: the week over the account's own median of the 12 before.

    NaN where the account is no member of the panel: unknown, too new or too little used.
    """
    changes = np.full(use.counts.shape, np.nan)
    for week in range(TRAILING_WEEKS, use.grid.n):
        before = use.counts[:, week - TRAILING_WEEKS : week]
        known = (~np.isnan(before)).sum(axis=1) >= _LEAST_KNOWN
        level = np.where(known, quantile_of_known(before, 0.5), np.nan)
        busy = level >= PANEL_LEVEL
        changes[busy, week] = use.counts[busy, week] / level[busy]
    return changes


def _index(changes: Floats) -> Floats:
    """Return the median of each week's changes; NaN with fewer accounts than a panel needs."""
    if not len(changes):
        return np.full(changes.shape[1], np.nan)
    n = (~np.isnan(changes)).sum(axis=0)
    one_way = np.abs((changes > 1).sum(axis=0) - (changes < 1).sum(axis=0))
    middle = np.clip(quantile_of_known(changes.T, 0.5), _LOW, _HIGH)
    index = np.where(one_way >= _CLEARLY * np.sqrt(n), np.round(middle * _STEPS) / _STEPS, 1.0)
    return np.where(n >= PANEL_ACCOUNTS, index, np.nan)
