"""How far use fell, where it is only known by month: the last two months against six before.

The season is what holidays leave of a month's working days.
"""

from dataclasses import replace

import numpy as np

from lib.model import Snapshot
from lib.signals.counts import Bools, Floats
from lib.signals.decline import Decline, Windows, compared
from lib.signals.months import (
    BASE_MONTHS,
    LEAST_BASE_MONTHS,
    RECENT_MONTHS,
    WEEKS_A_MONTH,
    Months,
    monthly_use,
)
from lib.signals.once import once_a_snapshot
from lib.signals.seats import fewer_seats


@once_a_snapshot
def monthly_decline(snapshot: Snapshot) -> Decline:
    """Compare every account's recent months with its own baseline; levels are by week."""
    months = monthly_use(snapshot)
    chosen = month_windows(months, RECENT_MONTHS)
    found = compared(
        months.counts,
        months.working,
        chosen,
        fewer_seats(months.seats, chosen.recent, chosen.base),
    )
    return replace(
        found,
        level=found.level / WEEKS_A_MONTH,
        enough_recent=found.n_recent == RECENT_MONTHS,
    )


def month_windows(months: Months, n_recent: int) -> Windows:
    """Return the recent months and the six directly before, as far as the account is with us."""
    n, n_months = months.counts.shape
    age = np.broadcast_to(n_months - 1 - np.arange(n_months), (n, n_months))
    before = (age >= n_recent) & (age < n_recent + BASE_MONTHS)
    base = before & months.tenured
    return Windows(np.full(n, n_recent), age < n_recent, base, base.sum(axis=1))


def short_base(found: Decline) -> Bools:
    """Say of each account whether fewer than four months of baseline are known."""
    return found.n_base < LEAST_BASE_MONTHS


def monthly_confidence(found: Decline) -> Floats:
    """Return 0 to 1: how much was expected, and how many months of baseline are known."""
    return np.minimum(1, found.expected / 20) * np.minimum(1, found.n_base / BASE_MONTHS)
