"""Account × week (or day) matrices of what was loaded, and which columns are known.

A column is known when the export covers all its days and none of them looks like a gap: a
day on which the portfolio all but stands still, though it is no holiday. Unknown is NaN.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pandas as pd

from lib.model import ANY, KINDS, Coverage, Snapshot
from lib.model.periods import DAYS_A_WEEK, last_full_week_end
from lib.signals.company import in_company
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import HISTORY_DAYS, EventRows, Places, cube
from lib.signals.holidays import GROUPS, Days, group_places, holidays
from lib.signals.once import once_a_snapshot
from lib.signals.placed import placed

WEEKS = 52  # 8 recent weeks, 26 of baseline, 12 for the season's own baseline, and some slack
_GAP_SHARE = 0.1  # fewer active accounts than a tenth of the usual: the export, not the customers
_GAP_WEEKS = 8
_GAP_KNOWN_WEEKS = 4
_GAP_LEAST = 10  # with fewer accounts a day, a still day is nothing to wonder at
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Grid:
    """`n` columns of `width` days each; the first column begins on `first`."""

    first: date
    n: int
    width: int

    @classmethod
    def of_weeks(cls, day: date, n: int = WEEKS) -> "Grid":
        """Return the last `n` complete weeks (Monday to Sunday) up to `day`."""
        return cls(last_full_week_end(day) - timedelta(days=DAYS_A_WEEK * n - 1), n, DAYS_A_WEEK)

    @classmethod
    def of_days(cls, last: date, n: int) -> "Grid":
        """Return the `n` days that end with `last`."""
        return cls(last - timedelta(days=n - 1), n, 1)

    @property
    def last(self) -> date:
        """The last day of the last column."""
        return self.first + timedelta(days=self.n * self.width - 1)

    @property
    def starts(self) -> Days:
        """First day of each column."""
        return np.datetime64(self.first, "D") + np.arange(self.n) * np.timedelta64(self.width, "D")

    def column(self, days: Days) -> Ints:
        """Return the column of each day; negative or beyond `n` outside the grid."""
        return (days.astype("datetime64[D]") - np.datetime64(self.first, "D")).astype(
            np.int64
        ) // self.width


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Rows of one kind inside a grid: `place` is the account's position, `column` the grid's."""

    n_accounts: int
    grid: Grid
    place: Places
    column: Ints
    measures: Mapping[str, Floats] = field(default_factory=dict)

    def table(self, values: Floats | Bools | None = None) -> Floats:
        """Return account × column sums of `values`, NaN as nothing; counts of rows without."""
        weights = None if values is None else np.where(np.isnan(values), 0.0, values)
        cell = self.place.astype(np.int64) * self.grid.n + self.column
        sums = np.bincount(cell, weights, self.n_accounts * self.grid.n).astype(np.float64)
        return sums.reshape(self.n_accounts, self.grid.n)

    def per_account(self, values: Bools | None = None) -> Ints:
        """Return how many rows each account has; only those for which `values` is true."""
        chosen = self.place if values is None else self.place[values]
        return np.bincount(chosen, minlength=self.n_accounts)

    def sums(self, measure: str) -> Floats:
        """Return account × column sums of a measure.

        Rounded, since sums of fractions depend on the order of rows in their last bits.
        """
        sums = self.table(self.measures[measure])
        return np.round(sums, 6) if measure == "quantity" else sums


def usage_rows(snapshot: Snapshot, event: str, grid: Grid) -> Rows:
    """Return the cube's rows of an event inside the grid (at most 60 weeks back)."""
    return inside(snapshot, cube(snapshot).rows(event), grid)


def inside(snapshot: Snapshot, rows: EventRows, grid: Grid) -> Rows:
    """Return those of the rows that lie inside the grid."""
    first = (grid.first - _EPOCH).days
    chosen = (rows.day >= first) & (rows.day <= (grid.last - _EPOCH).days)
    column = (rows.day[chosen] - first) // grid.width
    measures = {name: values[chosen] for name, values in rows.measures.items()}
    return Rows(len(snapshot.account_ids), grid, rows.place[chosen], column, measures)


def table_rows(snapshot: Snapshot, kind: str, grid: Grid) -> Rows:
    """Return the rows of a table inside the grid, by the day on which they happened."""
    rows = snapshot.table(kind)
    at = rows[KINDS[kind].day or ""]
    end = pd.Timestamp(grid.last) + timedelta(days=1)
    place = placed(snapshot, kind)
    chosen = ((at >= pd.Timestamp(grid.first)) & (at < end)).to_numpy() & (place >= 0)
    column = grid.column(at.to_numpy()[chosen])
    return Rows(len(snapshot.account_ids), grid, place[chosen], column)


def known_columns(snapshot: Snapshot, kind: str, grid: Grid) -> Bools:
    """Say of each column whether all its days are covered and none is a suspected gap."""
    days = pd.date_range(grid.first, grid.last, freq="D")
    known = _coverage(snapshot, kind).mask(days) & ~np.isin(
        days.to_numpy().astype("datetime64[D]"), gap_days(snapshot, kind)
    )
    return np.asarray(known.reshape(grid.n, grid.width).all(axis=1))


def days_after(snapshot: Snapshot, grid: Grid, chosen: Bools, since: Days) -> Ints:
    """Return how many chosen days of a grid of days come after each account's day.

    Holidays of its group do not count.
    """

    def counted(group: str) -> Ints:
        free = np.isin(grid.starts, holidays(group, grid.first, grid.last))
        return np.asarray((chosen & ~free).cumsum(), dtype=np.int64)

    by_account = group_places(snapshot)
    sums = np.stack([counted(group) for group in GROUPS])
    return sums[by_account, -1] - sums[by_account, grid.column(since)]


def covered_days(snapshot: Snapshot, kind: str, days: pd.DatetimeIndex) -> Bools:
    """Say of each day whether the kind's exports speak of it."""
    return np.asarray(_coverage(snapshot, kind).mask(days))


def last_known_day(snapshot: Snapshot, kind: str) -> date | None:
    """Return the last day up to the snapshot's that the kind's exports cover."""
    return _coverage(snapshot, kind).until(snapshot.day).last


def gap_days(snapshot: Snapshot, kind: str) -> Days:
    """Return days inside the coverage on which the export seems to have a hole."""
    return _GAPS[kind](snapshot) if kind in _GAPS else np.array([], dtype="datetime64[D]")


@once_a_snapshot
def _usage_gaps(snapshot: Snapshot) -> Days:
    rows, grid = cube(snapshot).rows(ANY), _gap_grid(snapshot)
    chosen = (rows.measures["events"] > 0) & in_company(snapshot)[rows.place]
    active = np.bincount(rows.day[chosen] - (grid.first - _EPOCH).days, minlength=grid.n)
    return _suspected(snapshot, "usage", active)


@once_a_snapshot
def _ticket_gaps(snapshot: Snapshot) -> Days:
    rows = table_rows(snapshot, "tickets", _gap_grid(snapshot))
    cells = rows.place.astype(np.int64) * rows.grid.n + rows.column
    asking = pd.unique(cells[in_company(snapshot)[rows.place]]) % rows.grid.n
    return _suspected(snapshot, "tickets", np.bincount(asking, minlength=rows.grid.n))


_GAPS: MappingProxyType[str, Callable[[Snapshot], Days]] = MappingProxyType(
    {"usage": _usage_gaps, "tickets": _ticket_gaps}
)


def _gap_grid(snapshot: Snapshot) -> Grid:
    return Grid.of_days(snapshot.day, HISTORY_DAYS)


def _suspected(snapshot: Snapshot, kind: str, n_active: Ints) -> Days:
    """Compare each day's number of active accounts with its weekday in the weeks before.

    Accounts are counted, not their use: one big customer who leaves makes no gap.
    """
    grid = _gap_grid(snapshot)
    if n_active.max(initial=0) < _GAP_LEAST:
        return grid.starts[:0]
    days = pd.date_range(grid.first, grid.last, freq="D")
    covered = _coverage(snapshot, kind).mask(days)
    excused = np.isin(
        grid.starts, np.concatenate([holidays(g, grid.first, grid.last) for g in GROUPS])
    )
    usual = np.where(covered, n_active, np.nan)
    found = []
    for i in range(_GAP_WEEKS * DAYS_A_WEEK, grid.n):
        before = usual[i - _GAP_WEEKS * DAYS_A_WEEK : i : DAYS_A_WEEK]
        if covered[i] and not excused[i] and _looks_empty(n_active[i], before):
            usual[i] = np.nan  # a hole is no measure for the days after it
            found.append(i)
    return grid.starts[found]


def _looks_empty(n_active: int, before: Floats) -> bool:
    known = before[~np.isnan(before)]
    if len(known) < _GAP_KNOWN_WEEKS:
        return False
    typical = float(np.median(known))
    return typical >= _GAP_LEAST and n_active < _GAP_SHARE * typical


def _coverage(snapshot: Snapshot, kind: str) -> Coverage:
    return snapshot.usage.coverage if kind == "usage" else snapshot.coverage.get(kind, Coverage())
