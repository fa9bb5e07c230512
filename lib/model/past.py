"""Earlier days of the same data, and what was worked out of them: each piece once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from lib.model.snapshot import Snapshot

T = TypeVar("T")
Columns: TypeAlias = Mapping[str, tuple[str, ...]]
_MOST_KEPT = 128  # a year and a half of months for each of two schemes, and room between
_MOST_SEEN = 24  # snapshots of earlier days that several pieces of work share


class Past:
    """Snapshots of the same data by day, and a memory of what was worked out of each.

    What is worked out depends on the day and on nothing else, so it does not matter who
    asked first. Shared by all snapshots of one `Dataset`. `narrow` makes the same past of
    data that hold some columns only.
    """

    def __init__(
        self,
        snapshot: Callable[[date], Snapshot],
        narrow: Callable[[Columns], Past] | None = None,
    ) -> None:
        self.snapshot = snapshot
        self._narrow = narrow
        self._kept: OrderedDict[tuple[str, date], Any] = OrderedDict()
        self._seen: OrderedDict[date, Snapshot] = OrderedDict()
        self._others: dict[object, Past] = {}
        self._lock = RLock()

    def once(self, name: str, day: date, work_out: Callable[[Snapshot], T]) -> T:
        """Return what `work_out` gives for the day, worked out once as long as it is kept."""
        key = (name, day)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = work_out(self._earlier(day))
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            found: T = self._kept[key]
            return found

    def _earlier(self, day: date) -> Snapshot:
        """Return the snapshot of a day, the same one for all that is worked out of it."""
        if day not in self._seen:
            self._seen[day] = self.snapshot(day)
            while len(self._seen) > _MOST_SEEN:
                self._seen.popitem(last=False)
        return self._seen[day]

    def through(self, view: Callable[[Snapshot], Snapshot]) -> Past:
        """Return the same past with every snapshot seen through `view`."""

        def made() -> Past:
            return Past(
                lambda day: view(self.snapshot(day)),
                lambda columns: self.narrow(columns).through(view),
            )

        return self._other(view, made)

    def narrow(self, columns: Columns) -> Past:
        """Return the same past with these columns of these kinds only; it is cheap to cut.

        Where the data cannot be narrowed this is the past itself.
        """
        if self._narrow is None:
            return self
        narrow = self._narrow
        return self._other(tuple(sorted(columns.items())), lambda: narrow(columns))

    def _other(self, key: object, make: Callable[[], Past]) -> Past:
        with self._lock:
            if key not in self._others:
                self._others[key] = make()
            return self._others[key]
