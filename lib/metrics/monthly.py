"""Retention month by month: whether a month's churn is more than what always varies."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

BASE_MONTHS = 12  # complete months that say what is usual (scoring.md 5.2)
LEAST_MONTHS = 6  # fewer say nothing of what is usual
LEAST_CUSTOMERS = 10  # below, a share of customers is noise
_SPREAD = 3.0  # standard deviations to either side
_WIDER_ABOVE = 1.5  # of the binomial spread: then months differ by more than chance


@dataclass(frozen=True, slots=True)
class Usual:
    """What a month's logo churn usually is.

    `centre`: lost customers over customers at the start, of the last twelve complete months
    together. `widened`: by how much the limits are wider than chance alone would make them.
    """

    centre: float
    widened: float
    n_months: int


def usual(months: pd.DataFrame) -> Usual | None:
    """Return what is usual; None with fewer than six complete months of ten customers.

    `months` has one row a month, oldest first: `n_start, n_lost, running`.
    """
    complete = months[~months["running"] & (months["n_start"] >= LEAST_CUSTOMERS)]
    base = complete.tail(BASE_MONTHS)
    if len(base) < LEAST_MONTHS:
        return None
    centre = float(base["n_lost"].sum() / base["n_start"].sum())
    return Usual(centre, _widened(base, centre), len(base))


def limits(months: pd.DataFrame, by: Usual) -> pd.DataFrame:
    """Return `low, high, verdict` a month: within, above or below what is usual, or unknown.

    The limits lie three standard deviations of a share of so many customers from the centre.
    A month that is not over, or with fewer than ten customers, is not judged.
    """
    start = months["n_start"].where(months["n_start"] >= LEAST_CUSTOMERS)
    spread = _SPREAD * by.widened * np.sqrt(by.centre * (1 - by.centre) / start)
    low, high = (by.centre - spread).clip(lower=0.0), (by.centre + spread).clip(upper=1.0)
    share = months["n_lost"] / start
    verdict = np.select(
        [share.isna() | months["running"], share > high, share < low],
        ["unknown", "above", "below"],
        "within",
    )
    return pd.DataFrame(
        {"low": low, "high": high, "verdict": pd.Series(verdict, months.index, dtype="str")}
    )


def _widened(base: pd.DataFrame, centre: float) -> float:
    """Return how many times as much months differ as chance explains; 1 up to half as much again.

    The root of Pearson's chi-square over its degrees of freedom.
    """
    expected = base["n_start"] * centre * (1 - centre)
    if not (expected > 0).all():
        return 1.0
    off = (base["n_lost"] - base["n_start"] * centre) ** 2 / expected
    factor = math.sqrt(float(off.sum()) / (len(base) - 1))
    return factor if factor > _WIDER_ABOVE else 1.0
