"""Intervals for shares of few customers (scoring.md 5.2)."""

from math import sqrt
from statistics import NormalDist


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
    if n1 == 0 or n2 == 0:
        return -1.0, 1.0
    low1, high1 = wilson(k1, n1, level)
    low2, high2 = wilson(k2, n2, level)
    share1, share2 = k1 / n1, k2 / n2
    difference = share1 - share2
    return (
        difference - sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2),
        difference + sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2),
    )
