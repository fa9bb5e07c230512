"""Breaks between before and after payment, of a segment."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.demand.breaks import Breaks, breaks, shares_moved
from lib.desk.data import Data
from lib.desk.need.demands import Demands
from lib.desk.need.promises import Promises
from lib.desk.segmentation.segments import ALL, Segments

BY = ("industry", "plan", "maturity_level")


@dataclass(frozen=True)
class BreakView:
    """How wishes of a segment moved with the payment.

    `found`: of its members (`lib.demand.breaks`). `segments`: the shares of saved segments;
    `parts`: those of the segment's parts by one field; columns as `shares_moved`.
    """

    found: Breaks
    segment: pd.Series
    segments: pd.DataFrame
    parts: pd.DataFrame


class BreakArea:
    """The area of breaks; `promises` is that of promises."""

    def __init__(
        self, data: Data, segments: Segments, demands: Demands, promises: Promises
    ) -> None:
        self._data = data
        self._segments = segments
        self._demands = demands
        self.promises = promises

    def view(self, rule: str, day: date, about: str = "theme", by: str = BY[0]) -> BreakView:
        """Return how the wishes of a segment's members moved."""
        key = ("breaks", day, about, self._demands.theme_mark())
        return self._data.once(
            (*key, rule, by, tuple(self._segments.saved())),
            lambda: self._view(rule, day, about, by),
        )

    def _view(self, rule: str, day: date, about: str, by: str) -> BreakView:
        whole = self._data.once(
            ("breaks_all", day, about, self._demands.theme_mark()),
            lambda: breaks(self._demands.register(day), about),
        )
        members = self._segments.members(rule, day)
        mine = self._demands.register(day)
        found = breaks(mine[mine["account_id"].isin(members)], about)
        book = self._data.book_of_files(day)
        values = book.loc[members, by]
        return BreakView(
            found=found,
            segment=shares_moved(found.accounts, {rule: members}).iloc[0],
            segments=shares_moved(
                whole.accounts,
                {name: self._segments.members(name, day) for name in (ALL, *self._saved())},
            ),
            parts=shares_moved(
                found.accounts, {str(value): rows.index for value, rows in values.groupby(values)}
            ),
        )

    def _saved(self) -> list[str]:
        return [name for name in self._segments.saved() if name != ALL]
