"""API burst: days with far more API calls than the account's own weekday expects."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import (
    DEFAULT_DISPERSION,
    Bools,
    Floats,
    Ints,
    own_dispersion,
    pooled_dispersion,
    quantile,
    quantile_of_known,
    variance_of,
)
from lib.signals.cube import API_CALL, cube
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.use import weekly_use
from lib.signals.weeks import Rows, usage_rows
from lib.signals.windows import WINDOW_DAYS, DayWindow, day_window, records

_WEEKDAYS = 7
_BASE_WEEKS = 8
_BASE_DAYS = _BASE_WEEKS * _WEEKDAYS
_LEAST_BASE_DAYS = 28  # four of each weekday: also keeps an integration's first weeks out
_EDGE = 0.999


@dataclass(frozen=True, eq=False, slots=True)
class _Bursts:
    """`expected, low, high` are those of the busiest recent day; `n_burst` days were bursts."""

    n_burst: Ints
    peak: Ints
    seen: Floats
    expected: Floats
    low: Floats
    high: Floats
    n_base: Ints
    confidence: Floats


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the last 14 days of API calls, each against its own weekday in the 8 weeks before."""
    window = day_window(snapshot, _BASE_DAYS)
    rows = usage_rows(snapshot, API_CALL, window.grid)
    n = len(snapshot.account_ids)
    found = _bursts(snapshot, rows, window, thresholds)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not window.covered),
            ("no_calls_recorded", ~records(snapshot, API_CALL)),
            ("monthly_counts", weekly_use(snapshot).monthly),
            ("new_integration", found.n_base < _LEAST_BASE_DAYS),
        ),
        {
            "severity": np.minimum(found.n_burst, 2),
            "value": found.seen,
            "expected": found.expected,
            "expected_low": found.low,
            "expected_high": found.high,
            "confidence": np.where(found.seen > 0, found.confidence, 1.0),
            "window_from": day_column(window.recent_from, n),
            "window_to": day_column(window.grid.last, n),
            "rows_from": day_column(window.grid.first, n),
            "n_rows": rows.per_account(),
        },
        {
            "event": API_CALL,
            "n_burst": found.n_burst,
            "peak_on": window.grid.starts[window.base + found.peak].astype("datetime64[D]"),
        },
    )


def _bursts(snapshot: Snapshot, rows: Rows, window: DayWindow, thresholds: Thresholds) -> _Bursts:
    """Return the bursts of every account; who made no call in these weeks has none."""
    n = len(snapshot.account_ids)
    callers = np.flatnonzero(rows.per_account())
    local = replace(
        rows, n_accounts=len(callers), place=np.searchsorted(callers, rows.place).astype(np.int32)
    )
    calls = np.where(window.known, local.sums("events"), np.nan)
    first = cube(snapshot).first_days(API_CALL)[callers]
    calls[:, : window.base][window.grid.starts[: window.base] < first[:, None]] = np.nan
    found = _compared(calls, window, thresholds)
    nothing = np.zeros(n)
    spread = {}
    for name in ("n_burst", "peak", "seen", "expected", "low", "high", "n_base", "confidence"):
        values = getattr(found, name)
        spread[name] = nothing.astype(values.dtype) + (_BASE_DAYS if name == "n_base" else 0)
        spread[name][callers] = values
    return _Bursts(**spread)


def _compared(calls: Floats, window: DayWindow, thresholds: Thresholds) -> _Bursts:
    base, recent = calls[:, : window.base], np.nan_to_num(calls[:, window.recent])
    usual = np.nan_to_num(_weekday_medians(base))
    known = ~np.isnan(base)
    n_base = known.sum(axis=1)
    profile = np.where(usual > 0, usual / np.maximum(usual.mean(axis=1, keepdims=True), 1e-9), 1)
    own = own_dispersion(base / np.tile(profile, _BASE_WEEKS), known)
    dispersion = pooled_dispersion(own, n_base.astype(float), DEFAULT_DISPERSION)
    expected = np.tile(usual, WINDOW_DAYS // _WEEKDAYS)
    ones = np.ones_like(expected)
    spread = variance_of(expected, dispersion[:, None] * ones, ones, _BASE_WEEKS * ones)
    large = (recent >= thresholds["times_usual"] * expected) & (recent >= thresholds["least_calls"])
    peak = recent.argmax(axis=1)
    at = np.arange(len(calls))
    mean, variance = expected[at, peak], spread[at, peak]
    return _Bursts(
        n_burst=_unusual(recent, expected, spread, large).sum(axis=1),
        peak=peak,
        seen=recent[at, peak],
        expected=mean,
        low=quantile(mean, variance, 1 - _EDGE),
        high=quantile(mean, variance, _EDGE),
        n_base=n_base,
        confidence=np.minimum(1, expected.sum(axis=1) / 20) * n_base / window.base,
    )


def _unusual(recent: Floats, expected: Floats, spread: Floats, large: Bools) -> Bools:
    """Say which days are bursts; only the few large ones are worth the quantile."""
    found = np.zeros_like(large)
    found[large] = recent[large] > quantile(expected[large], spread[large], _EDGE)
    return found


def _weekday_medians(base: Floats) -> Floats:
    weeks = base.reshape(len(base), _BASE_WEEKS, _WEEKDAYS)
    by_weekday = weeks.transpose(0, 2, 1).reshape(-1, _BASE_WEEKS)
    return quantile_of_known(by_weekday, 0.5).reshape(len(base), _WEEKDAYS)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how many days were bursts and what the busiest held."""
    about = row["detail"]
    said: dict[str, Any] = {
        "day": pd.Timestamp(row["window_to"]).date(),
        "peak": pd.Timestamp(about["peak_on"]).date(),
        "seen": Count(int(row["value"])),
        "low": Count(int(row["expected_low"])),
        "high": Count(int(row["expected_high"])),
    }
    if row["severity"] > 0:
        return msgs(
            "A burst of API calls on {n} of the 14 days to {day}: {seen} calls on {peak},"
            " expected {low}–{high} on that weekday.",
            "Bursts of API calls on {n} of the 14 days to {day}: {seen} calls on {peak},"
            " expected {low}–{high} on that weekday.",
            about["n_burst"],
            **said,
        )
    if row["value"] == 0:
        return msg("No API calls in the 14 days to {day}.", **said)
    return msg(
        "API calls show no burst in the 14 days to {day}: at most {seen} a day, on {peak},"
        " expected {low}–{high} on that weekday.",
        **said,
    )


_ACCOUNTS = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"
_DAY = date(2026, 10, 30)  # a Friday: each week below runs Saturday to Friday
_WEEK = "2*0 5*100"
_QUIET = " ".join([_WEEK] * 9)

SIGNAL = Signal(
    key="api_burst",
    title=msg("API calls surge"),
    question=msg("Does a program suddenly read far more than it used to?"),
    unit=msg("API calls on the busiest day"),
    group="exit",
    thresholds=Thresholds(
        version=1,
        values={"times_usual": 5.0, "least_calls": 500.0},
        why=msg(
            "Starting values: five times the usual weekday, at least 500 calls"
            " and beyond the 99.9% limit of the account's own variation. The sign is ambiguous,"
            " since new use bursts too: it weighs nothing until past churn shows its direction."
        ),
    ),
    needs=("usage",),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_usage_export": msg("no usage export covers these days"),
        "no_calls_recorded": msg("the usage export records no API calls at all"),
        "monthly_counts": msg("use is only known by month"),
        "new_integration": msg("fewer than four weeks of API calls to compare with"),
    },
    blind_spots=msg(
        "Endpoints, clients and errors are not kept: a pull of all data, retries after errors and"
        " our own load tests look like any other burst. So the highest severity (mostly reads"
        " over several object types, or a new client) is never given."
    ),
    advice=msg(
        "Ask which system calls and what for. Reads of everything together with bulk exports are"
        " a reason to talk about the renewal; a new integration is a reason to help."
    ),
    examples=(
        Example(
            name=msg("Exactly 500 calls, five times the usual Friday, is a burst"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={
                "A api_call events": f"{_QUIET} 2*0 4*100 500",
                "A api_call events +1": "9000",
                "B api_call events": "70*9",
            },
            severity=1,
            value=500,
        ),
        Example(
            name=msg("499 calls are none"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A api_call events": f"{_QUIET} 2*0 4*100 499", "B api_call events": "70*900"},
            severity=0,
            value=499,
        ),
        Example(
            name=msg("Two bursts in 14 days are an alert, the first of the days included"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={
                "A api_call events": f"{' '.join([_WEEK] * 8)} 700 0 5*100 2*0 3*100 2*600",
                "B api_call events": "70*9",
            },
            severity=2,
            value=700,
        ),
        Example(
            name=msg("A burst 15 days ago no longer counts"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A api_call events": f"{' '.join([_WEEK] * 7)} 2*0 4*100 900 2*0 5*90 2*0 5*90"},
            severity=0,
            value=90,
        ),
        Example(
            name=msg("An integration's first six weeks are not judged"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A api_call events": "41*2000", "B api_call events": "70*9"},
            severity=-1,
            reason="new_integration",
        ),
        Example(
            name=msg("An account that never calls the API has no burst"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"B api_call events": "70*9"},
            severity=0,
            value=0,
        ),
        Example(
            name=msg("An export without API calls says nothing about them"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A login events": "70*9"},
            severity=-1,
            reason="no_calls_recorded",
        ),
        Example(
            name=msg("An export that ended a week ago says nothing about these days"),
            day=_DAY,
            accounts=_ACCOUNTS,
            daily={"A api_call events": f"{_QUIET} 7*900", "B api_call events": "70*9"},
            covered={"usage": ((date(2025, 1, 1), _DAY - timedelta(days=7)),)},
            severity=-1,
            reason="no_usage_export",
        ),
    ),
)
