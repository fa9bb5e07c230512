"""The headline figures that an import would move, worked out before anything is imported."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.desk.book.retention import moved, year_of
from lib.desk.churn.backtests import Backtests
from lib.desk.churn.risk import Risks
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.locale import Count, Message, Money, Share, msg
from lib.locale.message import Value
from lib.model import Dataset, Period
from lib.segments.views import totals
from lib.store import Workspace
from lib.store.batches import Batch
from lib.store.dataset import dataset

TITLES = {
    "last_day": msg("last day of the data"),
    "accounts": msg("customers"),
    "arr": msg("ARR"),
    "nrr": msg("NRR of twelve months"),
    "alerts": msg("customers with an alert"),
    "watched": msg("customers to watch"),
}


@dataclass(frozen=True)
class Move:
    """One headline figure as it is, and as it would be; None where it is unknown."""

    key: str
    title: Message
    before: Value | None
    after: Value | None

    @property
    def moves(self) -> bool:
        """Whether the import would change it."""
        return self.before != self.after


class _Expected(Data):
    """The data as they would be with the rows of batches that are not stored yet."""

    def __init__(self, workspace: Workspace, pending: Sequence[Batch]) -> None:
        super().__init__(workspace)
        self._pending = tuple(pending)

    def version(self) -> int:
        return -1  # it lives for one question only

    def state(self) -> tuple[int, int]:
        return self.version(), self.workspace.versions()[1]

    def dataset(self) -> Dataset:
        return self.once(("dataset",), lambda: dataset(self.workspace, self._pending))


def moves(data: Data, pending: Sequence[Batch], clock: Clock) -> tuple[Move, ...]:
    """Return every headline figure before and after, in the order of `TITLES`."""
    before = _figures(data, clock)
    after = _figures(_Expected(data.workspace, pending), clock)
    return tuple(Move(key, title, before.get(key), after.get(key)) for key, title in TITLES.items())


def _figures(data: Data, clock: Clock) -> dict[str, Value | None]:
    days = data.days()
    if days is None:
        return {}
    day = days.as_of(days.newest)
    year = year_of(Period.of(day))
    book = data.book(day)
    segments = Segments(data, clock, Risks(data, Backtests(data)).scores)
    members = segments.members(ALL, day)
    of_all = totals(book, members)
    nrr = moved(data, segments, ALL, (year.first, day)).nrr
    return {
        "last_day": days.last,
        "accounts": Count(of_all.n_accounts),
        "arr": Money(of_all.arr, data.snapshot(day).currency),
        "nrr": None if nrr is None else Share(nrr, 1),
        "alerts": Count(int((book.loc[members, "n_alerts"] > 0).sum())),
        "watched": Count(int((book.loc[members, "n_watch"] > 0).sum())),
    }
