"""Retention of a segment: one way of counting for every page, program and report."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from threading import RLock

import pandas as pd

from lib.desk.book.past import Past
from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.errors import DeskError
from lib.locale import Message
from lib.metrics.apart import Apart, apart
from lib.metrics.book import arr, is_customer
from lib.metrics.bridge import Bridge, bridge, closed_cohort
from lib.metrics.cohorts import beginnings, cohorts, grain_for, spans
from lib.metrics.footing import Footing, footing
from lib.metrics.monthly import Usual, limits, usual
from lib.metrics.renewal_rate import RenewalRate, renewal_rate
from lib.model import Period, Snapshot

TREND_MONTHS = 24
YEAR_MONTHS = 12
_KEPT_POINTS = 1200  # of a dozen numbers each


def moved(data: Data, segments: Segments, rule: str, days: tuple[date, date]) -> Bridge:
    """Return the ARR bridge of a segment over `days`, first and last both included.

    It is that of the members at the start, as in the report and where groups are compared, and
    of customers that are new in it (`closed_cohort`).
    """
    first, last = days
    before = first - timedelta(days=1)

    def worked_out() -> Bridge:
        start, inside = data.snapshot(before), None
        if rule != ALL:
            ends = segments.members(rule, before), segments.members(rule, last)
            inside = closed_cohort(*ends, _customers(start))
        return bridge(start, data.snapshot(last), inside)

    return data.once(("moved", rule, first, last), worked_out)


def year_of(period: Period) -> Period:
    """Return the twelve months that end with a period."""
    return Period.month(period.last.year, period.last.month, YEAR_MONTHS)


@dataclass(frozen=True, eq=False)
class Standing:
    """The twelve months up to a day: what the rates are, what they stand on, what is apart."""

    day: date
    year: Bridge
    footing: Footing
    apart: Apart
    renewed: RenewalRate


@dataclass(frozen=True, eq=False)
class Trend:
    """The last 24 months, oldest first.

    `months`: `month` (its last day), `customers, arr` at its end; `nrr, grr, logo_churn` of
    the twelve months up to it; `n_start, n_lost, churn` of the month alone with `low, high,
    verdict` (as in `lib.metrics.monthly`); `running`. `why`: why there is none.
    """

    months: pd.DataFrame
    usual: Usual | None
    why: Message | None = None


@dataclass(frozen=True, eq=False)
class Cohorts:
    """Customers by when they began; `rows` as `lib.metrics.cohorts.cohorts` gives them."""

    grain: str
    rows: pd.DataFrame
    currency: str | None
    why: Message | None = None


class Retention:
    """The retention area of the desk."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments
        self._points: OrderedDict[tuple[object, ...], dict[str, object]] = OrderedDict()
        self._lock = RLock()

    def standing(self, rule: str, period: Period) -> Standing:
        """Return the twelve months up to a period's last day known."""
        return self._data.once(("standing", rule, period), lambda: self._standing(rule, period))

    def _standing(self, rule: str, period: Period) -> Standing:
        day = self._data.known_days().as_of(period)
        year = year_of(period)
        moves = moved(self._data, self._segments, rule, (year.first, day))
        before = year.first - timedelta(days=1)
        inside = None if rule == ALL else pd.Index(moves.moves["account_id"])
        after = self._data.snapshot(day)
        return Standing(
            day=day,
            year=moves,
            footing=footing(moves.moves),
            apart=apart(self._data.snapshot(before), after, moves),
            renewed=renewal_rate(after, year, inside),
        )

    def has_trend(self, rule: str, period: Period) -> bool:
        """Say whether the trend is at hand; if not, working it out takes seconds."""
        return all(self._key(rule, month) in self._points for month in self._months(period))

    def trend(self, rule: str, period: Period) -> Trend:
        """Return the months up to a period."""
        past = Past(self._data, self._segments, rule)
        try:
            rows = [self._point(rule, month, past) for month in reversed(self._months(period))]
        except DeskError as error:
            return Trend(pd.DataFrame(), None, error.message)
        months = pd.DataFrame(rows)
        found = usual(months)
        judged = (
            pd.DataFrame({"low": float("nan"), "high": float("nan"), "verdict": "unknown"},
                         index=months.index)
            if found is None
            else limits(months, found)
        )  # fmt: skip
        return Trend(pd.concat([months, judged], axis="columns"), found)

    def cohorts(self, rule: str, period: Period, grain: str | None = None) -> Cohorts:
        """Return how customers that began together keep; without a grain, the one that fits."""
        return self._data.once(
            ("cohorts", rule, period, grain), lambda: self._cohorts(rule, period, grain)
        )

    def _cohorts(self, rule: str, period: Period, asked: str | None) -> Cohorts:
        days = self._data.known_days()
        day = days.as_of(period)
        past = Past(self._data, self._segments, rule)
        snapshot = past.snapshot(day)
        began = beginnings(snapshot)
        try:
            inside = past.members_ever(day)
        except DeskError as error:
            return Cohorts(asked or "year", pd.DataFrame(), snapshot.currency, error.message)
        if inside is not None:
            began = began[began.index.isin(inside)]
        grain = asked or grain_for(began["began"], day)
        shown = spans(grain, day)
        values = pd.DataFrame(
            {span.last: arr(past.snapshot(min(span.last, day))) for span in shown}
        ).reindex(snapshot.account_ids)
        # An account that was not there yet paid nothing; `arr` does not know it.
        known = values.where(values.notna(), self._absent(values, past, (shown, day)))
        return Cohorts(grain, cohorts(known, began, shown, day), snapshot.currency)

    def _absent(
        self, values: pd.DataFrame, past: Past, when: tuple[tuple[Period, ...], date]
    ) -> pd.DataFrame:
        """Return 0 where an account was not on file yet, NaN elsewhere."""
        shown, day = when
        there = pd.DataFrame(
            {
                span.last: values.index.isin(past.snapshot(min(span.last, day)).account_ids)
                for span in shown
            },
            index=values.index,
        )
        return there.astype("float64").where(there.eq(other=False)) * 0.0

    def _months(self, period: Period) -> list[Period]:
        return [m for m in self._data.known_days().months if m <= period][:TREND_MONTHS]

    def _key(self, rule: str, month: Period) -> tuple[object, ...]:
        return (self._data.version(), rule, month)

    def _point(self, rule: str, month: Period, past: Past) -> dict[str, object]:
        """Return one month's figures; each is kept, so another month costs one point."""
        key = self._key(rule, month)
        with self._lock:
            if key not in self._points:
                self._points[key] = self._figures(month, past)
                while len(self._points) > _KEPT_POINTS:
                    self._points.popitem(last=False)
            return self._points[key]

    def _figures(self, month: Period, past: Past) -> dict[str, object]:
        day = self._data.known_days().as_of(month)
        year = _between(past, year_of(month).first, day)
        alone = _between(past, month.first, day)
        snapshot = past.snapshot(day)
        values = arr(snapshot)
        inside = snapshot.account_ids[is_customer(snapshot, values).to_numpy()]
        mine = past.members(day)
        if mine is not None:
            inside = inside.intersection(mine)
        return {
            "month": month.last,
            "customers": len(inside),
            "arr": float(values.reindex(inside).sum()),
            "nrr": _number(year.nrr),
            "grr": _number(year.grr),
            "logo_churn": _number(year.logo_churn),
            "n_start": alone.accounts_start,
            "n_lost": alone.n_lost,
            "churn": _number(alone.logo_churn),
            "running": day < month.last,
        }


def _between(past: Past, first: date, last: date) -> Bridge:
    before = first - timedelta(days=1)
    start, then, now = past.snapshot(before), past.members(before), past.members(last)
    inside = None
    if then is not None and now is not None:
        inside = closed_cohort(then, now, _customers(start))
    return bridge(start, past.snapshot(last), inside)


def _customers(snapshot: Snapshot) -> pd.Index:
    return snapshot.account_ids[is_customer(snapshot, arr(snapshot)).to_numpy()]


def _number(rate: float | None) -> float:
    return float("nan") if rate is None else rate
