"""Is a difference of two groups more than chance (scoring.md 5.2), and how small could one be seen.

Groups of accounts, many measures at once: chances of rates, resampling for amounts, the
correction for many comparisons.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtr, stdtr

from lib.metrics.intervals import Floats

FEW_EXPECTED = 5.0  # a smaller expected cell: the exact test instead of the normal one
DISCOVERY_RATE = 0.10  # Benjamini-Hochberg's q over everything that a page compares
SEEN = 1.959964 + 0.841621  # two-sided 5 %, seen four times in five
DRAWS = 1000
_SEED = 20_261_122
_CHUNK = 250
_TIE = 1e-7  # tables as likely as the one seen, up to rounding


def chance_of_rates(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    """Return two-sided chances of differences like these, if there were none; groups are (k, n).

    The score test; the mid-p of Fisher's exact test where an expected cell is below 5; 1 where
    a group is empty or nobody (or everybody) has it.
    """
    (k1, n1), (k2, n2) = first, second
    total, k = n1 + n2, k1 + k2
    rate = k / np.maximum(total, 1.0)
    spread = np.sqrt(rate * (1 - rate) * (1 / np.maximum(n1, 1) + 1 / np.maximum(n2, 1)))
    told = (n1 > 0) & (n2 > 0) & (spread > 0)
    difference = k1 / np.maximum(n1, 1) - k2 / np.maximum(n2, 1)
    z = np.divide(difference, spread, out=np.zeros(len(k1)), where=told)
    chance = np.where(told, 2 * ndtr(-np.abs(z)), 1.0)
    least = np.minimum(n1, n2) * np.minimum(rate, 1 - rate)
    for place in np.flatnonzero(told & (least < FEW_EXPECTED)):
        chance[place] = mid_p((k1[place], n1[place]), (k2[place], n2[place]))
    return chance


def mid_p(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the mid-p of Fisher's exact test, two-sided: tables no likelier than the one seen."""
    (k1, n1), (k2, n2) = first, second
    k, total = k1 + k2, n1 + n2
    support = np.arange(max(0.0, k - n2), min(n1, k) + 1)
    logs = _choices(n1, support) + _choices(n2, k - support) - _choices(total, np.array([k]))
    likely = np.exp(logs)
    seen = likely[int(k1 - support[0])]
    equal = np.abs(likely - seen) <= _TIE * seen
    return float(min(1.0, likely[(likely < seen) & ~equal].sum() + likely[equal].sum() / 2))


def _choices(n: float, k: Floats) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def chance_of_means(difference: Floats, spread: Floats, least: Floats) -> Floats:
    """Return two-sided chances of differences with these standard errors.

    `least` is the size of the smaller group: the smaller, the heavier the tails (Student's t).
    """
    told = np.isfinite(difference) & (spread > 0) & (least > 1)
    size = np.where(told, np.abs(difference) / np.where(told, spread, 1.0), 0.0)
    return np.where(told, 2 * stdtr(np.maximum(least - 1, 1.0), -size), 1.0)


def stands_out(chances: Floats, q: float = DISCOVERY_RATE) -> npt.NDArray[np.bool_]:
    """Say which of many differences remain after Benjamini and Hochberg 1995; NaN never does.

    >>> stands_out(np.array([0.01, 0.20, 0.03, np.nan]))
    array([ True, False,  True, False])
    """
    asked = np.flatnonzero(~np.isnan(chances))
    order = asked[np.argsort(chances[asked], kind="stable")]
    bound = q * np.arange(1, len(order) + 1) / max(len(order), 1)
    below = np.flatnonzero(chances[order] <= bound)
    found = np.zeros(len(chances), dtype=np.bool_)
    found[order[: below[-1] + 1 if below.size else 0]] = True
    return found


def could_see_rates(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    """Return the least difference of two rates that would be seen four times in five."""
    (k1, n1), (k2, n2) = first, second
    rate = (k1 + k2) / np.maximum(n1 + n2, 1.0)
    # With nobody (or everybody) seen, the rate is not surely 0: half a customer is added.
    rate = np.clip(rate, 0.5 / np.maximum(n1 + n2, 1.0), 1 - 0.5 / np.maximum(n1 + n2, 1.0))
    each = 1 / np.maximum(n1, 1.0) + 1 / np.maximum(n2, 1.0)
    return np.minimum(SEEN * np.sqrt(rate * (1 - rate) * each), 1.0)


def resampled(top: Floats, bottom: Floats) -> Floats:
    """Return draw × measure of `sum(top) / sum(bottom)`; rows are accounts, in a fixed order.

    Each draw weighs every account by a Poisson number of mean 1, the same for all measures, so
    that differences between groups and measures of the same accounts belong together. NaN where
    a draw holds nobody.
    """
    n, width = top.shape
    both = np.hstack([top, bottom]).astype(np.float32)
    scale = np.maximum(np.abs(both).max(axis=0, initial=0.0), 1e-30)
    both /= scale
    found = np.empty((DRAWS, width))
    for begin in range(0, DRAWS, _CHUNK):
        chosen = _weights(_room(n))[begin : begin + _CHUNK, :n]
        sums = (chosen.astype(np.float32) @ both) * scale
        above, below = sums[:, :width].astype(np.float64), sums[:, width:].astype(np.float64)
        part = np.full(above.shape, np.nan)
        np.divide(above, below, out=part, where=below > 0)
        found[begin : begin + _CHUNK] = part
    return found


def _room(n: int) -> int:
    """Return a power of two with room for n, so that few different sizes are ever drawn."""
    return 1 << max(n - 1, 1).bit_length()


@lru_cache(maxsize=3)
def _weights(n: int) -> npt.NDArray[np.uint8]:
    rng, found = np.random.default_rng(_SEED), np.empty((DRAWS, n), dtype=np.uint8)
    for begin in range(0, DRAWS, _CHUNK):
        found[begin : begin + _CHUNK] = rng.poisson(1.0, (min(_CHUNK, DRAWS - begin), n))
    return found
