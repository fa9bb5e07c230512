"""Windows of days that end where the usage export ends, close to the day asked for."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.model import Snapshot
from lib.signals.counts import Bools
from lib.signals.cube import cube
from lib.signals.weeks import Grid, known_columns, last_known_day

WINDOW_DAYS = 14
_LATE_DAYS = 6  # exports that are loaded once a week end at most six days back
_LEAST_KNOWN = 12  # of 14 days


@dataclass(frozen=True, eq=False, slots=True)
class DayWindow:
    """`base` days and then 14 recent ones. `known` says which are; `covered` if enough are."""

    grid: Grid
    base: int
    known: Bools
    covered: bool

    @property
    def recent(self) -> slice:
        """The recent days as columns of the grid."""
        return slice(self.base, self.grid.n)

    @property
    def recent_from(self) -> date:
        """The first recent day."""
        return Grid.of_days(self.grid.last, WINDOW_DAYS).first


def day_window(snapshot: Snapshot, base_days: int) -> DayWindow:
    """Return the last 14 days that usage exports cover, and `base_days` before them.

    They end at most six days before the snapshot's day; otherwise nothing is covered.
    """
    last = last_known_day(snapshot, "usage")
    late = last is None or (snapshot.day - last).days > _LATE_DAYS
    grid = Grid.of_days(snapshot.day if late or last is None else last, base_days + WINDOW_DAYS)
    known = known_columns(snapshot, "usage", grid)
    covered = not late and int(np.count_nonzero(known[base_days:])) >= _LEAST_KNOWN
    return DayWindow(grid, base_days, known, covered)


def records(snapshot: Snapshot, event: str) -> Bools:
    """Say for whom the usage export records an event: else its absence means nothing."""
    return cube(snapshot).recorded(event)
