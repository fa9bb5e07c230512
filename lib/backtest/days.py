"""Which past days can be observed: late enough to know something, early enough to know the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from lib.backtest.labels import Endings, endings
from lib.locale import Message, msg
from lib.model import Dataset, Period

HORIZON_DAYS = 90
GAP_DAYS = 30
MOST_DAYS = 24
LEAST_HISTORY_DAYS = 119  # 17 weeks: eight of baseline, eight recent ones, and the one begun
NOT_OBSERVED: Mapping[str, Message] = MappingProxyType(
    {
        "too_late": msg("it is not known yet who left in the window after it"),
        "too_early": msg("less than 17 weeks of history lie before it"),
    }
)
_TOLD_BY = ("usage", "tickets", "activities")


@dataclass(frozen=True, eq=False)
class ObservationDays:
    """Month ends to look back at, oldest first, and who left (`endings`).

    A customer leaves within the label window of a day when it leaves more than `gap_days` and
    at most `gap_days` + `horizon_days` after it. `refused` says why (code of
    `NOT_OBSERVED`) other month ends within the data are not among the days.
    """

    days: tuple[date, ...]
    horizon_days: int
    gap_days: int
    endings: Endings
    refused: tuple[tuple[date, str], ...] = ()

    def within(self, gap_days: int, *, longest: int) -> "ObservationDays":
        """Return the same with another gap, on days that even the longest gap lets know of."""
        settled = self.endings.known_until - timedelta(days=longest + self.horizon_days)
        days = tuple(day for day in self.days if day <= settled)
        return replace(self, days=days, gap_days=gap_days)


def observation_days(
    dataset: Dataset,
    last: date,
    *,
    horizon_days: int = HORIZON_DAYS,
    gap_days: int = GAP_DAYS,
    most: int = MOST_DAYS,
) -> ObservationDays:
    """Return the newest `most` month ends that can be observed; the data speak until `last`."""
    found = endings(dataset, last)
    first = _first_day(dataset)
    settled = found.known_until - timedelta(days=gap_days + horizon_days)
    able, refused = [], []
    for day in _month_ends(first, last):
        if day > settled:
            refused.append((day, "too_late"))
        elif day < first + timedelta(days=LEAST_HISTORY_DAYS):
            refused.append((day, "too_early"))
        else:
            able.append(day)
    days = tuple(able[-most:]) if most > 0 else ()
    return ObservationDays(days, horizon_days, gap_days, found, tuple(refused))


def _first_day(dataset: Dataset) -> date:
    """Return the first day of use; else of tickets and activities; else of contracts."""
    spans = {kind: dataset.coverage[kind].spans for kind in _TOLD_BY if kind in dataset.coverage}
    for kind in _TOLD_BY:
        if spans.get(kind):
            return spans[kind][0].first
    contracts = dataset.versions.get("contracts")
    begins = None if contracts is None else contracts["start_date"].min()
    return date.max if begins is None or begins != begins else begins.date()  # noqa: PLR0124 - NaT


def _month_ends(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last and (end := Period.of(day).last) <= last:
        yield end
        day = end + timedelta(days=1)
