"""The data as the areas of the desk see it: snapshots of days, remembered while data stand."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from threading import RLock
from typing import Any, TypeVar

import pandas as pd

from lib.desk.churn.judged_by import standing
from lib.desk.customer.template_of import standing as template_standing
from lib.errors import DeskError
from lib.locale import msg
from lib.model import KINDS, Dataset, Period, Snapshot
from lib.profile.template import Entry
from lib.segments.book import book_of_files, with_signals
from lib.signals.readings import readings
from lib.signals.spec import Thresholds
from lib.store import Workspace
from lib.store.dataset import dataset
from lib.store.files import templates
from lib.store.thresholds import all_changes

T = TypeVar("T")
_KEPT_RESULTS = 96  # 24 months of a trend, three kinds of result each, and room for a few days
_KEPT_SMALL = 2_000  # lists of members: 30 segments over 24 months, and what is being tried out


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the data speak about; `months` are newest first."""

    first: date
    last: date
    months: tuple[Period, ...]

    @property
    def newest(self) -> Period:
        """The month that is shown unless another is asked for: the last one loaded."""
        return self.months[0]

    def as_of(self, period: Period) -> date:
        """Return the day at which a period is looked at: its end, or the last day loaded."""
        return min(period.last, self.last)


class Data:
    """Snapshots and what is worked out from them, each once for each state of the data.

    Results are shared by everybody who asks, so they are never changed in place and never
    depend on who asks.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._small: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._lock = RLock()

    def version(self) -> int:
        """Return the number of the present state of the data."""
        return self.workspace.data_version()

    def state(self) -> tuple[int, int]:
        """Return the number of the present state of the data, and of what judges them."""
        return self.workspace.versions()

    def once(self, key: tuple[object, ...], work_out: Callable[[], T]) -> T:
        """Return what `work_out` gives, worked out once for each key and state of the data.

        Other thresholds are another state: whatever signals are part of is worked out anew.
        """
        return self._once((self.state(), *key), work_out)

    def often(self, key: tuple[object, ...], work_out: Callable[[], T]) -> T:
        """Return what `once` does, for small results of which many are asked for.

        They have a room of their own, where they drive nothing large out.
        """
        whole = (self.state(), *key)
        with self._lock:
            return _remembered(self._small, whole, work_out, _KEPT_SMALL)

    def once_while(
        self, mark: tuple[object, ...], key: tuple[object, ...], work_out: Callable[[], T]
    ) -> T:
        """Return what `once` does, worked out anew only when `mark` is another one."""
        return self._once((mark, *key), work_out)

    def _once(self, whole: tuple[object, ...], work_out: Callable[[], T]) -> T:
        with self._lock:
            return _remembered(self._kept, whole, work_out, _KEPT_RESULTS)

    def _of_data(self, key: tuple[object, ...], work_out: Callable[[], T]) -> T:
        """Return what depends on no threshold, worked out once for each state of the data."""
        return self._once((self.version(), *key), work_out)

    def dataset(self) -> Dataset:
        """Return everything that is stored."""
        return self._of_data(("dataset",), lambda: dataset(self.workspace))

    def kept_accounts(self) -> Mapping[str, str]:
        """Return for each account that people merged into another the one it counts for."""
        return self.dataset().aliases.get("accounts", {})

    def snapshot(self, day: date) -> Snapshot:
        """Return what was known at the end of `day`."""
        return self._of_data(("snapshot", day), lambda: self.dataset().as_of(day))

    def judged_by(self) -> Mapping[str, Thresholds]:
        """Return the thresholds that people set in place of the catalogue's, by signal."""
        return self.once(("judged_by",), lambda: standing(all_changes(self.workspace)))

    def readings(self, day: date) -> pd.DataFrame:
        """Return every signal's reading of every account on `day`, by the thresholds of now."""
        return self.once(("readings", day), lambda: readings(self.snapshot(day), self.judged_by()))

    def book(self, day: date) -> pd.DataFrame:
        """Return one row an account with every field that a rule may ask for."""
        return self.once(("book", day), lambda: self._book(day))

    def _book(self, day: date) -> pd.DataFrame:
        return with_signals(self.book_of_files(day), self.snapshot(day), self.readings(day))

    def book_of_files(self, day: date) -> pd.DataFrame:
        """Return the book without what signals say, which takes longest to work out."""
        return self.once(("files", day), lambda: book_of_files(self.snapshot(day), self.template()))

    def template(self) -> Mapping[str, Entry]:
        """Return the template of the customer file that counts."""
        return self.once(("template",), lambda: template_standing(templates(self.workspace)))

    def days(self) -> Days | None:
        """Return the days that the data speak about; None when nothing is loaded."""
        return self._of_data(("days",), lambda: _days(self.dataset()))

    def known_days(self) -> Days:
        """Return the days that the data speak about; DeskError when nothing is loaded."""
        days = self.days()
        if days is None:
            raise DeskError(
                "no_data",
                msg("There are no data yet."),
                msg("Import your exports, or load the sample data."),
            )
        return days


def _remembered(
    kept: OrderedDict[tuple[object, ...], Any],
    whole: tuple[object, ...],
    work_out: Callable[[], T],
    most: int,
) -> T:
    if whole in kept:
        kept.move_to_end(whole)
        return kept[whole]
    result = work_out()
    kept[whole] = result
    while len(kept) > most:
        kept.popitem(last=False)
    return result


def _days(data: Dataset) -> Days | None:
    """Work out the last day that any file speaks about; what people entered is of no file.

    Facts that carry a day decide (usage, tickets, activities, losses, signatures); a term's
    end or a due date may lie in the future and does not. Without any such fact, the day
    on which the newest file was known.
    """
    firsts, lasts = [], []
    tables = _of_files(data)
    for kind, rows in tables.items():
        for name in _fact_days(kind):
            found = rows[name].dropna()
            if not found.empty:
                firsts.append(found.min())
                lasts.append(found.max())
    firsts += [pd.Timestamp(c.spans[0].first) for c in data.coverage.values() if c.spans]
    lasts += [pd.Timestamp(c.spans[-1].last) for c in data.coverage.values() if c.spans]
    known = [rows["known_on"].max() for rows in tables.values() if not rows.empty]
    if not known:
        return None
    # A fact may not lie after the day on which we learnt it: such a date is a slip of the pen.
    last = min(max(lasts, default=max(known)), max(known)).date()
    first = min(min(firsts, default=pd.Timestamp(last)).date(), last)
    return Days(first, last, _months(first, last))


def _of_files(data: Dataset) -> Mapping[str, pd.DataFrame]:
    """Return the versions that came from files; where none did, all of them."""
    mine = list(data.entered)
    found = {kind: rows[~rows["batch_id"].isin(mine)] for kind, rows in data.versions.items()}
    return found if any(len(rows) for rows in found.values()) else data.versions


def _fact_days(kind: str) -> tuple[str, ...]:
    """Columns that say when something took place. Starts of terms may be agreed beforehand."""
    happened = KINDS[kind].day
    return (happened,) if happened else ()


def _months(first: date, last: date) -> tuple[Period, ...]:
    months = [Period.of(last)]
    while months[-1].first > first:
        months.append(Period.of(months[-1].first - timedelta(days=1)))
    return tuple(months)
