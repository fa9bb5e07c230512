"""How a segment came to be what it is: members month by month, entries, exits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.locale import Message, msg
from lib.segments.moves import Moves, Seen, moves
from lib.segments.views import Totals, totals

MONTHS = 24  # two years: this month beside the same one a year ago, twice
Step = Callable[[Message, float], None]


def _silent(_what: Message, _share: float) -> None:
    return None


@dataclass(frozen=True, eq=False)
class Changed:
    """A segment on two days: totals of both, and who moved."""

    before: Totals
    after: Totals
    moves: Moves
    currency: str | None


class SegmentHistory:
    """The history of segments, as an area of the desk."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def curve(self, segment: str, day: date, step: Step = _silent) -> pd.DataFrame:
        """Return one row a month up to `day`: `month, day, n_accounts, arr, running`.

        `arr` is NaN when nothing of it is known. `running`: the month is not over.
        """
        known = self._data.known_days()
        months = [m for m in reversed(known.months) if m.first <= day][-MONTHS:]
        rows = []
        for place, month in enumerate(months):
            step(msg("Members of {month}", month=month.label), place / len(months))
            seen = min(known.as_of(month), day)
            found = totals(self._data.book_of_files(seen), self._segments.members(segment, seen))
            rows.append((month.first, seen, found.n_accounts, found.arr, seen < month.last))
        columns = ["month", "day", "n_accounts", "arr", "running"]
        return pd.DataFrame(rows, columns=columns).astype({"month": "datetime64[us]"})

    def between(self, segment: str, before: date, after: date) -> Changed:
        """Return who came into a segment from the end of one day to that of another, and why."""
        _, rule = self._segments.rule(segment)
        days = {day: self._seen(segment, day) for day in (before, after)}
        first, last = (totals(days[d].book, days[d].members) for d in (before, after))
        found = moves(rule, days[before], days[after])
        return Changed(first, last, found, self._data.snapshot(after).currency)

    def _seen(self, segment: str, day: date) -> Seen:
        _, rule = self._segments.rule(segment)
        return Seen(
            self._segments.book_for([rule], day),
            self._segments.given([rule], day),
            self._segments.members(segment, day),
        )
