"""Days and times: day first or month first is decided by the column, then by the whole file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lib.ingest.values.cells import Cells, Meanings
from lib.ingest.values.day_parts import MOST_MONTHS, NOTHING, Parts, parts_of
from lib.locale import msg

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
ORDERS = (DAY_FIRST, MONTH_FIRST)

_FIRST_YEAR = 1900
_EPOCH_YEAR = 1970
_LONGEST_OFFSET = 14 * 3600


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
    def months_only(self) -> bool:
        """Say whether most filled rows name a month and no day."""
        named = self.known & (self.field("months_only") == 1)
        return bool(self.cells.counts[named].sum() * 2 > self.cells.n_filled)


def scanned(cells: Cells) -> Days:
    """Take the distinct texts apart and count what they tell of the order."""
    found = [parts_of(text) for text in cells.folded]
    known = np.array([part is not None for part in found], dtype=bool)
    parts = np.array([part or NOTHING for part in found], dtype="float64").reshape(-1, len(NOTHING))
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


def together(evidence: Iterable[Order]) -> Order:
    """Add up what several columns tell."""
    found = list(evidence)
    return Order(sum(e.day_first for e in found), sum(e.month_first for e in found))


def parsed(days: Days, order: str | None, *, with_time: bool, months: bool = False) -> Meanings:
    """Return instants as `datetime64[us]`: to UTC when `with_time`, else the day as written.

    Texts that could be read in both orders are NaT when `order` is None. A month without
    a day counts as its first day where `months`, and is bad elsewhere.
    """
    texts = days.cells.texts
    is_day = days.known & (months | (days.field("months_only") == 0))
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
        offset = days.field("offset")
        offset = np.where(np.abs(offset) <= _LONGEST_OFFSET, offset, 0)
        seconds = days.parts[:, Parts._fields.index("seconds")] - offset
        instants = instants + np.round(seconds * 1e6).astype("timedelta64[us]")
    return instants, exists
