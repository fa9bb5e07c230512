"""Counts and what they may be: the negative binomial, since use varies more than Poisson.

Weekly counts of one account vary about three times as much as a Poisson count would
(scoring.md 2.3); intervals that ignore it would call a third of all weeks unusual.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, nbdtrik

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]

DEFAULT_DISPERSION = 3.0  # variance / mean, median of 586 organisations' weeks (scoring.md 2.3)
_PSEUDO_WEEKS = 8  # an account's own dispersion weighs as much as the pool's after 9 weeks
_POISSON = 1.0001  # the negative binomial needs a variance above the mean


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return `top / bottom`; NaN where `bottom` is 0."""
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom != 0)


def own_dispersion(counts: Floats, chosen: Bools) -> Floats:
    """Return variance / mean of the chosen counts of each row, at least 1 (Poisson).

    `counts` is account × week; NaN where fewer than two are chosen or all are 0.
    """
    values = np.where(chosen, counts, 0.0)
    n = chosen.sum(axis=1).astype(float)
    mean = ratio(values.sum(axis=1), n)
    spread = np.where(chosen, counts - mean[:, None], 0.0)
    variance = ratio((spread**2).sum(axis=1), np.where(n > 1, n - 1, 0.0))
    return np.maximum(1.0, ratio(variance, np.nan_to_num(mean)))  # NaN stays NaN


def pooled_dispersion(own: Floats, n: Floats, pool: float) -> Floats:
    """Pull an account's dispersion over `n` weeks towards the pool's (`pool` where unknown)."""
    weight = np.where(np.isnan(own), 0.0, np.maximum(n - 1, 0.0))
    return (weight * np.nan_to_num(own) + _PSEUDO_WEEKS * pool) / (weight + _PSEUDO_WEEKS)


def variance_of(expected: Floats, dispersion: Floats, recent: Floats, base: Floats) -> Floats:
    """Return the variance of a total over `recent` weeks expected from `base` weeks.

    The baseline is itself uncertain: hence the factor 1 + recent / base.
    """
    spread = dispersion * expected * (1 + np.nan_to_num(ratio(recent, base)))
    return np.maximum(spread, _POISSON * expected)


def quantile(expected: Floats, variance: Floats, level: float | Floats) -> Floats:
    """Return the quantile of a count with that mean and variance; 0 where nothing is expected."""
    size, share = _shape(expected, variance)
    return np.where(expected > 0, _inverse(level, size, share), 0.0)


def at_most(seen: Floats, expected: Floats, variance: Floats) -> Floats:
    """Return the probability of `seen` or fewer; 1 where nothing is expected."""
    size, share = _shape(expected, variance)
    return np.where(expected > 0, _cumulative(np.floor(seen), size, share), 1.0)


# As `scipy.stats.nbinom` has them; importing that module costs a second and a half at start.
def _cumulative(count: Floats, size: Floats, share: Floats) -> Floats:
    return np.where(count < 0, 0.0, betainc(size, np.maximum(count, 0) + 1, share))


def _inverse(level: float | Floats, size: Floats, share: Floats) -> Floats:
    found = np.ceil(nbdtrik(level, size, share))
    below = np.maximum(found - 1, 0)
    return np.where(_cumulative(below, size, share) >= level, below, found)


def _shape(expected: Floats, variance: Floats) -> tuple[Floats, Floats]:
    some = expected > 0
    mean = np.where(some, expected, 1.0)
    spread = np.where(some, variance, 2.0)
    return mean**2 / (spread - mean), mean / spread


def quantile_of_known(values: Floats, level: float) -> Floats:
    """Return each row's quantile over its known values (linear); NaN for a row without any."""
    return quantiles_of_known(values, level)[0]


def quantiles_of_known(values: Floats, *levels: float) -> tuple[Floats, ...]:
    """Return several quantiles of each row's known values.

    The same as `np.nanquantile(values, levels, axis=1)`, without its loop over rows.
    """
    ordered = np.sort(values, axis=1)  # NaN goes last
    last = np.maximum((~np.isnan(values)).sum(axis=1) - 1, 0)
    return tuple(_at(ordered, last * level) for level in levels)


def _at(ordered: Floats, place: Floats) -> Floats:
    rows, low = np.arange(len(ordered)), np.floor(place).astype(np.int64)
    below, above = ordered[rows, low], ordered[rows, np.ceil(place).astype(np.int64)]
    return below + (above - below) * (place - low)
