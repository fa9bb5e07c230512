"""The days at which signs are looked at, and counting dated rows at each of them."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot

Marks = npt.NDArray[np.int8]  # account × day: 1 met, 0 not met, -1 unknown
Bools = npt.NDArray[np.bool_]

MET, NOT_MET, UNKNOWN = 1, 0, -1
MONTHS = 6  # how long a stage once reached is held up without anything known against it
_SLACK = timedelta(days=31)  # an export may begin or end inside of the month at the edge


def points(day: date) -> tuple[date, ...]:
    """Return the ends of the months before a day, oldest first, and the day itself.

    >>> [d.isoformat() for d in points(date(2026, 10, 31))][-3:]
    ['2026-08-31', '2026-09-30', '2026-10-31']
    """
    found = [day]
    while len(found) < MONTHS:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(found))


@dataclass(frozen=True, eq=False)
class Seen:
    """A snapshot with the days at which it is judged."""

    snapshot: Snapshot
    days: tuple[date, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Number of accounts, number of days."""
        return len(self.snapshot.account_ids), len(self.days)

    def unknown(self) -> Marks:
        """Return marks of which nothing is known."""
        return np.full(self.shape, UNKNOWN, dtype=np.int8)

    def places(self, ids: pd.Series) -> npt.NDArray[np.intp]:
        """Return each id's place among the accounts; -1 for none of them."""
        return self.snapshot.account_ids.get_indexer(pd.Index(ids))

    def counted(self, rows: pd.DataFrame, day: str, window_days: int) -> npt.NDArray[np.intp]:
        """Count each account's rows in the window of days that ends on each of the days."""
        place = self.places(rows["account_id"])
        at = rows[day].to_numpy().astype("datetime64[D]")
        table = np.zeros(self.shape, dtype=np.intp)
        for column, end in enumerate(self.days):
            last = np.datetime64(end, "D")
            inside = (place >= 0) & (at <= last) & (at > last - window_days)
            table[:, column] = np.bincount(place[inside], minlength=self.shape[0])
        return table

    def at_least(self, rows: pd.DataFrame, day: str, window_days: int, least: int = 1) -> Marks:
        """Mark who has so many of these rows in each window.

        Where the files do not reach over a window, too few rows mean unknown.
        """
        enough = self.counted(rows, day, window_days) >= least
        covered = [self.covered(str(rows.attrs["kind"]), end, window_days) for end in self.days]
        missed = np.where(covered, NOT_MET, UNKNOWN)
        return np.where(enough, MET, missed[None, :]).astype(np.int8)

    def covered(self, kind: str, end: date, window_days: int) -> bool:
        """Say whether the files of a kind reach over the window that ends on a day."""
        spans = self.snapshot.coverage.get(kind)
        if spans is None or not spans.spans:
            return self.snapshot.loaded(kind)
        first = end - timedelta(days=window_days)
        return any(s.first - _SLACK <= first and s.last + _SLACK >= end for s in spans.spans)

    def always(self, marks: npt.NDArray[np.int8]) -> Marks:
        """Spread what carries no day over all of the days."""
        return np.repeat(marks[:, None], self.shape[1], axis=1)


def of_kind(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return rows that remember their kind."""
    rows = rows.copy(deep=False)
    rows.attrs["kind"] = kind
    return rows
