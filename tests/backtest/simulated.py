"""The simulation of scoring.md 2.4: churn is not defined by activity, and 30% give no sign."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.model import ANY, Coverage, Dataset, Span
from lib.signals.counts import Floats
from tests.signals.made import EVERYTHING, cube_of, table

FIRST = date(2023, 10, 30)  # a Monday
WEEKS = 156
LAST = FIRST + timedelta(days=7 * WEEKS - 1)
_LUNAR = (date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17))
_FADE_WEEKS = 6
_EARLIEST_RENEWAL = 60  # weeks: a year of history before it


def week_starts() -> list[date]:
    return [FIRST + timedelta(days=7 * n) for n in range(WEEKS)]


def seasons(chinese: np.ndarray) -> Floats:
    """Return account × week factors: Lunar New Year or year-end, and the summer."""
    factor = np.ones((len(chinese), WEEKS))
    for n, monday in enumerate(week_starts()):
        days = {monday + timedelta(days=k) for k in range(7)}
        if any(day.month in {7, 8} for day in days):
            factor[:, n] *= 0.9
        if any((day.month, day.day) in {(12, 25), (12, 31)} for day in days):
            factor[:, n] *= np.where(chinese, 0.9, 0.45)
        for feast in _LUNAR:
            ahead = (feast - monday).days // 7
            dip = {1: 0.75, 0: 0.3, -1: 0.6}.get(ahead, 1.0)
            factor[:, n] *= np.where(chinese, dip, 1.0)
    return factor


def harmless(chance: np.random.Generator, n: int) -> Floats:
    """Return account × week factors of dips and steps that mean nothing."""
    factor = np.ones((n, WEEKS))
    for account in range(n):
        for _ in range(chance.poisson(0.25 * WEEKS / 52)):
            start = chance.integers(0, WEEKS)
            factor[account, start : start + chance.integers(3, 9)] *= chance.uniform(0.3, 0.7)
        if chance.random() < 0.3:
            factor[account, chance.integers(0, WEEKS) :] *= chance.uniform(0.7, 1.4)
    return factor


def fades(chance: np.random.Generator, renewal: np.ndarray, leaves: np.ndarray) -> Floats:
    """Return account × week factors of those who leave: 55% fade, 15% stop, 30% show nothing."""
    factor = np.ones((len(renewal), WEEKS))
    for account in np.flatnonzero(leaves):
        way, end = chance.random(), renewal[account]
        if way < 0.55:
            start = max(end - chance.integers(6, 31), 0)
            depth = chance.uniform(0.6, 0.98)
            weeks = np.arange(start, end)
            factor[account, weeks] *= 1 - depth * np.minimum((weeks - start + 1) / _FADE_WEEKS, 1)
        elif way < 0.7:
            factor[account, max(end - chance.integers(5, 12), 0) :] = 0.0
        factor[account, end:] = 0.0
    return factor


def simulated(seed: int, n: int, *, fading: bool = True, share: float = 0.10) -> Dataset:
    """Return a book of `n` accounts with one renewal each; without `fading` none gives a sign."""
    chance = np.random.default_rng(seed)
    level = 40 * np.exp(1.2 * chance.standard_normal(n))
    spread = np.maximum(1.05, 3.1 * np.exp(0.6 * chance.standard_normal(n)))
    chinese = chance.random(n) < 0.6
    renewal = chance.integers(_EARLIEST_RENEWAL, WEEKS - 5, n)
    low = level < np.quantile(level, 1 / 3)
    # Where nothing gives a sign, neither does the level: it would tell who leaves.
    leaves = chance.random(n) < (np.where(low, 1.5, 0.75) if fading else 1.0) * share
    mean = level[:, None] * seasons(chinese) * harmless(chance, n)
    gone = np.arange(WEEKS)[None, :] >= renewal[:, None]
    mean *= fades(chance, renewal, leaves) if fading else np.where(leaves[:, None] & gone, 0.0, 1.0)
    size = np.maximum(mean, 1e-9) / (spread[:, None] - 1)
    counts = chance.negative_binomial(size, 1 / spread[:, None])
    return _book(counts, chinese, renewal, leaves)


def _book(
    counts: np.ndarray, chinese: np.ndarray, renewal: np.ndarray, leaves: np.ndarray
) -> Dataset:
    names = [f"S{n:05d}" for n in range(len(counts))]
    begin = [FIRST + timedelta(days=7 * int(week)) for week in renewal]
    terms = [
        {"account_id": name, "start_date": day - timedelta(days=730), "arr": 1000.0,
         "signed_on": day - timedelta(days=730), "end_date": day - timedelta(days=1)}
        for name, day in zip(names, begin, strict=True)
    ] + [
        {"account_id": name, "start_date": day, "signed_on": day, "arr": 1000.0,
         "end_date": day + timedelta(days=729)}
        for name, day, left in zip(names, begin, leaves, strict=True)
        if not left
    ]  # fmt: skip
    account, week = np.nonzero(counts)
    friday = np.datetime64(FIRST + timedelta(days=4), "us") + week * np.timedelta64(7, "D")
    rows = pd.DataFrame(
        {"account_id": np.array(names)[account], "day": friday, "event": ANY,
         "events": counts[account, week], "users": counts[account, week], "quantity": np.nan}
    )  # fmt: skip
    whole = Coverage.of([Span(FIRST, LAST)])
    people = [
        {"account_id": name, "customer_since": "2022-01-01",
         "country": "China" if cn else "Germany"}
        for name, cn in zip(names, chinese, strict=True)
    ]  # fmt: skip
    return Dataset(
        fingerprint="simulated",
        versions={
            "accounts": table("accounts", people),
            "contracts": table("contracts", terms).assign(known_on=pd.Timestamp(LAST)),
        },
        carried={1: EVERYTHING},
        cube=cube_of([]) if rows.empty else rows.astype(dict(cube_of([]).dtypes)),
        coverage={"usage": whole, "contracts": whole, "accounts": whole},
    )
