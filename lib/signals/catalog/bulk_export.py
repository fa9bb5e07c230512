"""Bulk export: much more data taken away in 14 days than the account ever used to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.company import in_company
from lib.signals.counts import Bools, Floats, Ints, quantiles_of_known
from lib.signals.cube import DATA_EXPORT
from lib.signals.falling import FALLING, falling
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.tenure import in_tenure, starts
from lib.signals.undated import HOLIDAY_COLUMNS, SEAT_COLUMNS, TENURE_COLUMNS
from lib.signals.weeks import Grid, Rows, usage_rows
from lib.signals.windows import WINDOW_DAYS, DayWindow, day_window, records

_BASE_DAYS = 182  # 26 weeks of rolling 14-day sums, without the last 14 days
_LEAST_SUMS = 28
_YEAR_DAYS = 364  # the same weekdays a year before
_AROUND_DAYS = 7
_PEERS = 15  # exporting accounts; with fewer, nobody knows what a large export is
_PEER_SHARE = 0.95
_SCHEDULE_GAPS = 4
_REGULAR_GAPS = 3
_REGULAR_SHARE = 0.2  # gaps within 20% of their middle
_SAME_SHARE = 0.5  # half as much a year ago is the same habit
_NO_BASELINE_CONFIDENCE = 0.6


@dataclass(frozen=True, eq=False, slots=True)
class _Exports:
    """Per account: `amount` of the last 14 days and the 10th, 50th, 90th percentile before."""

    daily: Floats
    by_quantity: Bools
    amount: Floats
    low: Floats
    usual: Floats
    high: Floats
    n_base: Ints
    n_sums: Ints
    base_total: Floats


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge what was exported in the last 14 days against the 26 weeks before."""
    window = day_window(snapshot, _BASE_DAYS)
    rows = usage_rows(snapshot, DATA_EXPORT, window.grid)
    found = _exports(snapshot, rows, window)
    limit = _limits(found, in_company(snapshot), thresholds)
    severity, why = _severity(snapshot, window, found, limit)
    n, first_ones = len(severity), found.base_total == 0
    weeks = found.n_base / 7
    sure = np.minimum(1, weeks / 26) * np.count_nonzero(window.known[window.recent]) / WINDOW_DAYS
    is_new = _is_new(snapshot, window.grid.last, thresholds["moving_in_days"])
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not window.covered),
            ("no_exports_recorded", ~records(snapshot, DATA_EXPORT)),
            ("new_account", is_new),
            ("short_baseline", found.n_sums < _LEAST_SUMS),
        ),
        {
            "severity": severity,
            "value": found.amount,
            "expected": found.usual,
            "expected_low": found.low,
            "expected_high": found.high,
            "confidence": np.where(first_ones, np.minimum(sure, _NO_BASELINE_CONFIDENCE), sure),
            "window_from": day_column(window.recent_from, n),
            "window_to": day_column(window.grid.last, n),
            "rows_from": day_column(window.grid.first, n),
            "n_rows": rows.per_account(),
        },
        {
            "event": DATA_EXPORT,
            "unit": np.where(found.by_quantity, "records", "exports"),
            "limit": limit,
            "weeks": weeks.astype(int),
            "why": why,
            "falling": falling(snapshot).state == FALLING,
        },
    )


def _exports(snapshot: Snapshot, rows: Rows, window: DayWindow) -> _Exports:
    with_amount = ~np.isnan(rows.measures["quantity"])
    by_quantity = rows.per_account(with_amount) == rows.per_account()
    daily = np.where(window.known, _amounts(rows, by_quantity), np.nan)
    base = np.where(in_tenure(snapshot, window.grid), daily, np.nan)[:, : window.base]
    base_total = np.nansum(base, axis=1)
    low, usual, high = (np.zeros(len(daily)) for _ in range(3))
    some = base_total > 0
    low[some], usual[some], high[some] = quantiles_of_known(_rolling(base[some]), 0.1, 0.5, 0.9)
    return _Exports(
        daily=daily,
        by_quantity=by_quantity,
        amount=np.nansum(daily[:, window.recent], axis=1),
        low=np.nan_to_num(low),
        usual=np.nan_to_num(usual),
        high=np.nan_to_num(high),
        n_base=(~np.isnan(base)).sum(axis=1),
        n_sums=_whole(~np.isnan(base)).sum(axis=1),
        base_total=base_total,
    )


def _amounts(rows: Rows, by_quantity: Bools) -> Floats:
    """Return account × day: quantities, or counts where not every row names a quantity."""
    values = np.where(by_quantity[rows.place], rows.measures["quantity"], rows.measures["events"])
    return np.round(rows.table(values), 6)


def _rolling(daily: Floats) -> Floats:
    """Return sums of 14 days in a row; NaN where one of them is unknown."""
    known = ~np.isnan(daily)
    sums = _running(np.where(known, daily, 0.0))
    return np.where(_whole(known), np.round(sums, 6), np.nan)


def _whole(known: Bools) -> Bools:
    """Say of each 14 days in a row whether all are known."""
    return _running(known.astype(np.int32)) == WINDOW_DAYS


def _running(values: np.ndarray) -> np.ndarray:
    sums = np.concatenate([np.zeros((len(values), 1), values.dtype), values.cumsum(axis=1)], axis=1)
    return sums[:, WINDOW_DAYS:] - sums[:, :-WINDOW_DAYS]


def _limits(found: _Exports, members: Bools, thresholds: Thresholds) -> Floats:
    """Return the amount from which an export is large, for each account."""
    floor = np.where(found.by_quantity, thresholds["least_records"], thresholds["least_exports"])
    own = np.maximum(thresholds["times_usual"] * found.high, floor)
    for by_quantity in (True, False):
        mine = found.by_quantity == by_quantity
        peers = _peers_limit(found.daily[mine & members])
        beginners = mine & (found.base_total == 0)
        own[beginners] = (
            floor[beginners] if np.isnan(peers) else np.maximum(peers, floor[beginners])
        )
    return own


def _peers_limit(daily: Floats) -> float:
    """Return the 95th percentile of the fortnights in which accounts exported anything.

    NaN with fewer than 15 such accounts. Rounded up to two digits: peers give the order of
    magnitude, and one account more or less hardly moves it.
    """
    base = np.nan_to_num(daily[:, :_BASE_DAYS])
    fortnights = base.reshape(len(base), _BASE_DAYS // WINDOW_DAYS, WINDOW_DAYS).sum(axis=2)
    some = fortnights > 0
    if np.count_nonzero(some.any(axis=1)) < _PEERS:
        return float("nan")
    limit = float(np.quantile(fortnights[some], _PEER_SHARE))
    digit = 10.0 ** max(np.floor(np.log10(limit)) - 1, 0)
    return float(np.ceil(limit / digit) * digit)


def _severity(
    snapshot: Snapshot, window: DayWindow, found: _Exports, limit: Floats
) -> tuple[Ints, np.ndarray]:
    """Return the severity, and for large exports that are none why not ("" otherwise)."""
    large = (found.amount >= limit) & (found.amount > 0)
    beginner = found.base_total == 0
    severity = np.select(
        [large & beginner, large & (falling(snapshot).state == FALLING), large], [1, 3, 2], 0
    )
    why = np.full(len(severity), "", dtype="<U16")
    if large.any():
        same = large & _same_last_year(snapshot, window, found)
        for place in np.flatnonzero(large & ~same):
            why[place] = "scheduled" if _is_scheduled(found.daily[place]) else ""
        why[same] = "same_last_year"
    return np.where(why != "", 0, severity), why


def _is_scheduled(daily: Floats) -> bool:
    """Say whether the exports keep the pace and size of a schedule that began before.

    At least 3 of the last 4 gaps before the window lie close to their middle; inside it no
    export comes sooner than that, and none is twice as large.
    """
    amounts = np.nan_to_num(daily)
    days = np.flatnonzero(amounts)
    before, inside = days[days < _BASE_DAYS][-_SCHEDULE_GAPS - 1 :], days[days >= _BASE_DAYS]
    gaps = np.diff(before)
    if len(gaps) < _REGULAR_GAPS:
        return False
    pace, size = float(np.median(gaps)), float(np.median(amounts[before]))
    regular = np.abs(gaps - pace) <= _REGULAR_SHARE * pace
    newer = np.diff(np.concatenate([before[-1:], inside]))
    kept = (newer >= (1 - _REGULAR_SHARE) * pace).all() and (amounts[inside] <= 2 * size).all()
    return bool(kept) and int(np.count_nonzero(regular)) >= _REGULAR_GAPS


def _same_last_year(snapshot: Snapshot, window: DayWindow, found: _Exports) -> Bools:
    """Say whether a year ago, give or take a week, the account exported half as much or more."""
    last = window.grid.last - timedelta(days=_YEAR_DAYS - _AROUND_DAYS)
    grid = Grid.of_days(last, WINDOW_DAYS + 2 * _AROUND_DAYS)
    rows = usage_rows(snapshot, DATA_EXPORT, grid)
    best = _rolling(_amounts(rows, found.by_quantity)).max(axis=1)
    return (best > 0) & (best >= _SAME_SHARE * found.amount)


def _is_new(snapshot: Snapshot, last: date, days: float) -> Bools:
    """Say of each account whether it is still moving in; unknown first days are not new."""
    age = np.datetime64(last, "D") - starts(snapshot)
    return ~np.isnat(age) & (age < np.timedelta64(int(days), "D"))


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how much was exported, what is usual, and why it counts or does not."""
    about = row["detail"]
    said: dict[str, Any] = {
        "amount": _amount(int(row["value"]), about["unit"]),
        "day": pd.Timestamp(row["window_to"]).date(),
        "low": Count(int(row["expected_low"])),
        "high": Count(int(row["expected_high"])),
        "limit": Count(int(np.ceil(about["limit"]))),
        "weeks": Count(about["weeks"]),
        "why": _WHY.get(about["why"], ""),
    }
    if row["severity"] > 0:
        said["use"] = _FALLING if about["falling"] else ""
        return msg(
            "{amount} in the 14 days to {day}: expected {low}–{high} by the {weeks} weeks"
            " before, large from {limit}{use}.",
            **said,
        )
    return _no_sign(row, said)


def _no_sign(row: Mapping[str, Any], said: dict[str, Any]) -> Message:
    if row["value"] == 0:
        return msg("No data export in the 14 days to {day}.", **said)
    if row["detail"]["why"]:
        return msg(
            "{amount} in the 14 days to {day}, beyond the usual {low}–{high}, but {why}.",
            **said,
        )
    return msg(
        "{amount} in the 14 days to {day}, not large: expected {low}–{high} by the"
        " {weeks} weeks before, large from {limit}.",
        **said,
    )


def _amount(n: int, unit: str) -> Message:
    if unit == "records":
        return msgs("{n} record was exported", "{n} records were exported", n)
    return msgs("{n} data export was made", "{n} data exports were made", n)


_FALLING = msg("; usage is falling beside it")
_WHY: Mapping[str, Message] = {
    "scheduled": msg("at the pace of a schedule"),
    "same_last_year": msg("the account did the same a year before"),
}
_ACCOUNTS = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"
_DAY = date(2026, 10, 30)
_USUAL = " ".join(["13*0 2000"] * 13)  # 2,000 records every other week for half a year

SIGNAL = Signal(
    key="bulk_export",
    title=msg("Data is exported in bulk"),
    question=msg("Do they take out far more data than they used to?"),
    unit=msg("records exported in 14 days"),
    units={"exports": msg("data exports in 14 days")},
    group="exit",
    thresholds=Thresholds(
        version=1,
        values={
            "times_usual": 3.0,
            "least_records": 5000.0,
            "least_exports": 20.0,
            "moving_in_days": 60.0,
        },
        why=msg(
            "Starting values: three times the account's own 90th percentile and"
            " at least 5,000 records (20 exports where the export names no amounts). No public"
            " data show how often exports precede leaving, so past churn must teach the weight."
        ),
    ),
    needs=("usage", "accounts", "contracts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_usage_export": msg("no usage export covers these days"),
        "no_exports_recorded": msg("the usage export records no data exports at all"),
        "new_account": msg("a customer for less than 60 days, still moving in"),
        "short_baseline": msg("fewer than six weeks to compare with"),
    },
    undated=(*TENURE_COLUMNS, *SEAT_COLUMNS, *HOLIDAY_COLUMNS),
    blind_spots=msg(
        "Does not know how many records the account owns, which objects were exported, nor"
        " whether a BI tool or a backup fetches them; the unit of the amounts is taken as it"
        " comes. A schedule is recognised by its pace and even amounts only."
    ),
    advice=msg(
        "Ask what the data is for, as a service: a report we could build, an audit, a second"
        " system. Never say that they are leaving; look at use and renewal date beside it."
    ),
    examples=(
        Example(
            name=msg("Exactly three times the usual fortnight is large"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={
                "A data_export quantity": f"90000 {_USUAL} 5000 12*0 1000",
                "A data_export quantity +2": "90000 0",
                "B data_export quantity": "50000",
            },
            weekly={"A any events": "60*50"},
            severity=2,
            value=6000,
        ),
        Example(
            name=msg("One record less is not"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A data_export quantity": f"{_USUAL} 5000 12*0 999"},
            weekly={"A any events": "60*50"},
            severity=0,
            value=5999,
        ),
        Example(
            name=msg("A large export while use is falling is the highest severity"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A data_export quantity": f"{_USUAL} 14*1000"},
            weekly={"A any events": "48*50 4*20", "B any events": "52*50"},
            severity=3,
            value=14000,
        ),
        Example(
            name=msg("A first export of 5,000 records is worth watching"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A data_export quantity": "5000 2*0"},
            weekly={"A any events": "60*50"},
            severity=1,
            value=5000,
        ),
        Example(
            name=msg("Every day the same amount, begun before these days, is a schedule"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A data_export quantity": "18*500"},
            severity=0,
            value=7000,
        ),
        Example(
            name=msg("The same export a year before is a habit"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={
                "A data_export quantity": f"20000 {' '.join(['0'] * 167)} {_USUAL} 13*0 40000",
                "A data_export quantity +2": "90000 0",
            },
            severity=0,
            value=40000,
        ),
        Example(
            name=msg("Exports without amounts are counted"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A data_export events": f"{' '.join(['13*0 1'] * 13)} 20 13*0"},
            severity=2,
            value=20,
        ),
        Example(
            name=msg("Moving in is no sign: 59 days as a customer"),
            day=_DAY,
            accounts="account_id, customer_since\nA, 2026-09-01",
            daily={"A data_export quantity": "40000 0"},
            severity=-1,
            reason="new_account",
        ),
        Example(
            name=msg("An export that records no data exports says nothing about them"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A login events": "200*3"},
            severity=-1,
            reason="no_exports_recorded",
        ),
    ),
)
