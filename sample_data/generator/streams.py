"""The seed, the days that the sample covers, and streams of random numbers."""

import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import pandas as pd

SEED = 20261031
FIRST = date(2024, 11, 1)
LAST = date(2026, 10, 31)
DAYS = pd.date_range(FIRST, LAST, freq="D")
DAYS_A_WEEK = 7

T = TypeVar("T")


def stream(purpose: str, number: int = 0) -> np.random.Generator:
    """Return the random stream of one purpose and one account."""
    return np.random.default_rng([SEED, zlib.crc32(purpose.encode()), number])


def pick(rng: np.random.Generator, values: Sequence[T]) -> T:
    """Return one of `values`, each as likely as the others."""
    return values[int(rng.integers(len(values)))]


def weighted(rng: np.random.Generator, weights: dict[str, float]) -> str:
    """Return one key, as likely as its weight."""
    shares = np.array(list(weights.values()))
    return list(weights)[int(rng.choice(len(shares), p=shares / shares.sum()))]


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Say yes with that probability."""
    return bool(rng.random() < probability)


def lognormal(rng: np.random.Generator, median: float, sigma: float) -> float:
    """Return a positive number around `median`."""
    return float(median * np.exp(sigma * rng.standard_normal()))


def day_between(rng: np.random.Generator, first: date, last: date) -> date:
    """Return a day from `first` to `last`, both included."""
    return first + timedelta(days=int(rng.integers(0, (last - first).days + 1)))


def weeks_before(rng: np.random.Generator, day: date, low: float, high: float) -> date:
    """Return a day that lies `low` to `high` weeks before `day`."""
    return day - timedelta(days=round(rng.uniform(low, high) * DAYS_A_WEEK))


def months_later(day: date, months: int) -> date:
    """Return the same day of the month, some months on (or back)."""
    moved: date = (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
    return moved


def place(day: date) -> int:
    """Return the position of a day in `DAYS`; negative when it lies before."""
    return (day - FIRST).days
