"""Is use falling? What signals of requests and exports ask before they speak."""

from dataclasses import dataclass

import numpy as np

from lib.model import Snapshot
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.decline import LEAST_BASE_WEEKS, decline
from lib.signals.once import once_a_snapshot
from lib.signals.season import season
from lib.signals.silence import silence
from lib.signals.tenure import NEW_WEEKS, in_tenure, tenure_weeks
from lib.signals.use import weekly_use

UNKNOWN, STABLE, FALLING = -1, 0, 1
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
    found, use = decline(snapshot), weekly_use(snapshot)
    quiet = silence(use.counts, season(snapshot).holiday, in_tenure(snapshot, use.grid))
    readable = found.enough_recent & ~use.monthly & ~is_new(snapshot)
    measured = readable & (found.n_base >= LEAST_BASE_WEEKS) & (found.expected >= LEAST_EXPECTED)
    rhythmic = readable & quiet.evaluated
    falls = (measured & (found.drop >= FALL)) | (rhythmic & (quiet.severity >= 1))
    state = np.select([falls, measured | rhythmic], [FALLING, STABLE], UNKNOWN)
    return Falling(state, np.where(measured, found.drop, np.nan))


def is_new(snapshot: Snapshot) -> Bools:
    """Say of each account whether it is with us for less than a quarter."""
    return tenure_weeks(snapshot, weekly_use(snapshot).grid.last) < NEW_WEEKS
