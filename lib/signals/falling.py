"""Is use falling? What signals of requests and exports ask before they speak."""

from dataclasses import dataclass

import numpy as np

from lib.model import Snapshot
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.decline import LEAST_BASE_WEEKS, Decline, decline
from lib.signals.monthly import monthly_decline, short_base
from lib.signals.months import monthly_use
from lib.signals.once import once_a_snapshot
from lib.signals.season import season
from lib.signals.silence import Silence, silence
from lib.signals.tenure import NEW_WEEKS, in_tenure, tenure_weeks
from lib.signals.use import weekly_use

UNKNOWN, STABLE, FALLING = -1, 0, 1
SILENCE_BASE_MONTHS = 12
_LEAST_MONTHS = 4
FALL = 0.25  # a quarter less than expected (scoring.md 3.8)
LEAST_EXPECTED = 10.0  # with fewer events expected, one more or less decides everything


@dataclass(frozen=True, eq=False, slots=True)
class Falling:
    """`state` is 1 falling, 0 stable, -1 unknown; `drop` is NaN where it cannot be judged."""

    state: Ints
    drop: Floats


@once_a_snapshot
def falling(snapshot: Snapshot) -> Falling:
    """Judge each account's use by its drop and by its silence; one of them is enough to know."""
    use = weekly_use(snapshot)
    found, quiet = decline(snapshot), weekly_silence(snapshot)
    weekly = _judged(found, quiet, found.n_base >= LEAST_BASE_WEEKS, ~use.monthly)
    if not use.monthly.any():
        return _known(weekly, is_new(snapshot))
    by_month = monthly_decline(snapshot)
    monthly = _judged(by_month, monthly_silence(snapshot), ~short_base(by_month), use.monthly)
    whole = Falling(
        np.where(use.monthly, monthly.state, weekly.state),
        np.where(use.monthly, monthly.drop, weekly.drop),
    )
    return _known(whole, is_new(snapshot))


def _known(found: Falling, new: Bools) -> Falling:
    return Falling(np.where(new, UNKNOWN, found.state), np.where(new, np.nan, found.drop))


def _judged(found: Decline, quiet: Silence, based: Bools, mine: Bools) -> Falling:
    readable = found.enough_recent & mine
    measured = readable & based & (found.expected >= LEAST_EXPECTED)
    rhythmic = readable & quiet.evaluated
    falls = (measured & (found.drop >= FALL)) | (rhythmic & (quiet.severity >= 1))
    state = np.select([falls, measured | rhythmic], [FALLING, STABLE], UNKNOWN)
    return Falling(state, np.where(measured, found.drop, np.nan))


@once_a_snapshot
def weekly_silence(snapshot: Snapshot) -> Silence:
    """Judge for how many weeks each account has not used the product at all."""
    use = weekly_use(snapshot)
    return silence(use.counts, season(snapshot).slow, in_tenure(snapshot, use.grid))


@once_a_snapshot
def monthly_silence(snapshot: Snapshot) -> Silence:
    """Judge for how many months each account known by month has not used it at all."""
    months = monthly_use(snapshot)
    nowhere = np.zeros(months.counts.shape, dtype=bool)
    return silence(months.counts, nowhere, months.tenured, SILENCE_BASE_MONTHS, _LEAST_MONTHS)


def is_new(snapshot: Snapshot) -> Bools:
    """Say of each account whether it is with us for less than a quarter."""
    return tenure_weeks(snapshot, weekly_use(snapshot).grid.last) < NEW_WEEKS
