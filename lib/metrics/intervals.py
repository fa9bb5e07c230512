"""Intervals for shares of few customers (scoring.md 5.2), one at a time or many at once."""

from math import sqrt
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]


def wilson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of the share k/n; all of [0, 1] when n is 0.

    Wilson 1927; good down to n of about 10, where the usual plus-minus fails at 0 and 1.

    >>> low, high = wilson(3, 20)
    >>> f"{low:.1%} to {high:.1%}"
    '5.2% to 36.0%'
    """
    if not 0 <= k <= n:
        raise ValueError(f"k must lie between 0 and n. Got k={k}, n={n}.")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = k / n
    spread = z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    middle = share + z * z / (2 * n)
    low, high = ((middle + sign * spread) / (1 + z * z / n) for sign in (-1, 1))
    return (0.0 if k == 0 else low), (1.0 if k == n else high)


def newcombe(k1: int, n1: int, k2: int, n2: int, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of the difference k1/n1 - k2/n2 (Newcombe 1998, hybrid score).

    All of [-1, 1] when either group is empty.
    """
    ones = [np.array([float(x)]) for x in (k1, n1, k2, n2)]
    low, high = newcombe_ends((ones[0], ones[1]), (ones[2], ones[3]), level)
    return float(low[0]), float(high[0])


def wilson_ends(k: Floats, n: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the ends of the Wilson intervals of many shares at once."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    some = np.maximum(n, 1.0)
    share = k / some
    spread = z * np.sqrt(share * (1 - share) / some + (z / (2 * some)) ** 2)
    middle, whole = share + z * z / (2 * some), 1 + z * z / some
    low = np.where(k == 0, 0.0, (middle - spread) / whole)
    high = np.where(k == n, 1.0, (middle + spread) / whole)
    return low, high


def newcombe_ends(
    first: tuple[Floats, Floats], second: tuple[Floats, Floats], level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the ends of the intervals of many differences; each group is (k, n)."""
    (k1, n1), (k2, n2) = first, second
    (low1, high1), (low2, high2) = wilson_ends(k1, n1, level), wilson_ends(k2, n2, level)
    share1, share2 = k1 / np.maximum(n1, 1.0), k2 / np.maximum(n2, 1.0)
    difference, empty = share1 - share2, (n1 == 0) | (n2 == 0)
    below = np.sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2)
    above = np.sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2)
    low, high = difference - below, difference + above
    return np.where(empty, -1.0, low), np.where(empty, 1.0, high)
