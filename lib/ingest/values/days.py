"""Days and times: day first or month first is decided by the column, then by the whole file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lib.ingest.values.cells import Cells, Meanings
from lib.ingest.values.day_parts import MOST_MONTHS, NOTHING, Parts, parts_of
from lib.ingest.values.day_periods import DAY, MONTH
from lib.ingest.values.fast import iso_stamps
from lib.locale import msg

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
ORDERS = (DAY_FIRST, MONTH_FIRST)

_FIRST_YEAR = 1900
_EPOCH_YEAR = 1970


class Order(NamedTuple):
    """How many rows can only be read day first, and only month first."""

    day_first: int
    month_first: int

    @property
    def said(self) -> str | None:
        """What the evidence says; None when it is silent or contradicts itself.

        A few slips among many clear rows do not make a contradiction; they are rejected.
        """
        less, more = sorted(self)
        if more == 0 or less * 10 > more:
            return None
        return DAY_FIRST if self.day_first > self.month_first else MONTH_FIRST


@dataclass(frozen=True)
class Days:
    """A column of texts taken apart, and what the rows tell of the order of day and month.

    `parts` has one row a distinct text, columns as `Parts`; `known` says which texts are
    days at all. `n_open` rows name the month in figures beside the day, as `example` does;
    `witness` is a text that can be read in one order only.
    """

    cells: Cells
    parts: np.ndarray
    known: np.ndarray
    order: Order
    n_open: int
    example: str | None
    witness: str | None

    def field(self, name: str) -> np.ndarray:
        """Return one part of every text as whole numbers."""
        return self.parts[:, Parts._fields.index(name)].astype("int64")

    @property
    def grain(self) -> int:
        """How much time most filled rows name (`day_periods`); a day when no grain has most."""
        grains, counts = self.field("grain")[self.known], self.cells.counts[self.known]
        rows = np.bincount(grains, weights=counts, minlength=1)
        most = int(rows.argmax())
        return most if rows[most] * 2 > self.cells.n_filled else DAY

    @property
    def months_only(self) -> bool:
        """Say whether most filled rows name a month and no day."""
        return self.grain == MONTH

    @property
    def is_mixed(self) -> bool:
        """Say whether rows that name days in other forms are as many as those in figures.

        Such a column was put together from several sources: what one of them shows of the
        order of day and month need not hold for the others.
        """
        in_order = self.known & (self.field("is_open") == 0)
        return self.is_ambiguous and int(self.cells.counts[in_order].sum()) >= self.n_open

    @property
    def is_ambiguous(self) -> bool:
        """Say whether some row could be read both day first and month first."""
        a, b = self.field("a"), self.field("b")
        both = (self.field("is_open") == 1) & (np.maximum(a, b) <= MOST_MONTHS) & (a != b)
        return bool((self.known & both & (self.cells.counts > 0)).any())

    def rows_with(self, name: str) -> int:
        """Return how many rows have a part that is not zero."""
        return int(self.cells.counts[self.known & (self.field(name) != 0)].sum())

    def example_with(self, name: str) -> str | None:
        """Return a text that has such a part; None when there is none."""
        there = self.known & (self.field(name) != 0) & (self.cells.counts > 0)
        return min(self.cells.texts[there], default=None)


def scanned(cells: Cells) -> Days:
    """Take the distinct texts apart and count what they tell of the order."""
    parts, known = _parts(cells.folded)
    days = Days(cells, parts, known, Order(0, 0), 0, None, None)
    a, b, counts = days.field("a"), days.field("b"), cells.counts
    is_open = known & (days.field("is_open") == 1) & (a != b)
    both = is_open & (a <= MOST_MONTHS) & (b <= MOST_MONTHS)
    order = Order(
        int(counts[is_open & (a > MOST_MONTHS)].sum()),
        int(counts[is_open & (a <= MOST_MONTHS) & (b > MOST_MONTHS)].sum()),
    )
    if order == (0, 0):  # nobody writes 10.15.2026
        order = Order(int(counts[both & (days.field("dotted") == 1)].sum()), 0)
    example = min(cells.texts[both], default=min(cells.texts[is_open], default=None))
    witness = min(cells.texts[is_open & ~both & (np.minimum(a, b) <= MOST_MONTHS)], default=None)
    return Days(cells, parts, known, order, int(counts[is_open].sum()), example, witness)


def _parts(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return one row of `Parts` for each text, and which texts are days at all."""
    parts = np.zeros((len(texts), len(NOTHING)), order="F")  # is asked for by column
    known, stamps = iso_stamps(texts)
    columns = [Parts._fields.index(name) for name in ("year", "b", "a", "seconds")]
    for column, values in zip(columns, stamps.T, strict=True):
        parts[known, column] = values
    for place in np.flatnonzero(~known).tolist():
        found = parts_of(texts[place])
        if found is not None:
            parts[place], known[place] = found, True
    return parts, known


def together(evidence: Iterable[Order]) -> Order:
    """Add up what several columns tell."""
    found = list(evidence)
    return Order(sum(e.day_first for e in found), sum(e.month_first for e in found))


def parsed(days: Days, order: str | None, *, with_time: bool, months: bool = False) -> Meanings:
    """Return instants as `datetime64[us]`: to UTC when `with_time`, else the day as written.

    Texts that could be read in both orders are NaT when `order` is None. A month, quarter or
    week counts as its first day where `months`, and is bad elsewhere.
    """
    texts = days.cells.texts
    is_day = days.known & (months | (days.field("grain") == DAY))
    instants, exists = _instants(days, order, with_time=with_time)
    left_open = (
        (days.field("is_open") == 1) & (days.field("a") != days.field("b")) & (order is None)
    )
    values = np.where(is_day & exists & ~left_open, instants, np.datetime64("NaT", "us"))
    reasons = np.full(len(texts), "", dtype=object)
    reasons[~is_day & ~days.cells.nothing] = "not_a_day"
    reasons[is_day & ~exists & ~left_open] = "no_such_day"
    why = {
        "not_a_day": msg("This is not a day in any form that we know."),
        "no_such_day": msg("There is no such day."),
    }
    return Meanings(values, reasons, why)


def _instants(days: Days, order: str | None, *, with_time: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return each text's instant, and whether the calendar has such a day."""
    a, b, year = days.field("a"), days.field("b"), days.field("year")
    swapped = (days.field("is_open") == 1) & (order == MONTH_FIRST)
    day, month = np.where(swapped, b, a), np.where(swapped, a, b)
    exists = (year >= _FIRST_YEAR) & (month >= 1) & (month <= MOST_MONTHS) & (day >= 1)
    months = np.where(exists, (year - _EPOCH_YEAR) * MOST_MONTHS + month - 1, 0)
    first = months.astype("datetime64[M]")
    whole = first.astype("datetime64[D]") + (np.where(exists, day, 1) - 1).astype("timedelta64[D]")
    exists = exists & (whole.astype("datetime64[M]") == first)
    instants = whole.astype("datetime64[us]")
    if with_time:
        seconds = days.parts[:, Parts._fields.index("seconds")] - days.field("offset")
        instants = instants + np.round(seconds * 1e6).astype("timedelta64[us]")
    return instants, exists


def clear_texts(days: Days, found: Meanings) -> dict[str, str]:
    """Return the days that could be read in two orders, each with its reading in ISO form."""
    is_open = days.known & (days.field("is_open") == 1) & ~np.isnat(found.meant)
    stamps = np.datetime_as_string(found.meant[is_open], unit="us").tolist()
    texts = [t.replace("T", " ").removesuffix(".000000").removesuffix(" 00:00:00") for t in stamps]
    return dict(zip(days.cells.texts[is_open].tolist(), texts, strict=True))
