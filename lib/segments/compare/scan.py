"""Whether any question splits a group into two that behave differently, beyond chance.

Every question is held against every behaviour at once. The guard is a permutation test: the
behaviours of the accounts are dealt out anew, all together, and the largest difference over all
questions and behaviours is noted each time. Only what exceeds nearly all of these counts, so the
chance of any false finding is held however many questions are asked (Westfall and Young 1993).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, ndtri

from lib.metrics.intervals import Floats
from lib.segments.compare.questions import Answers

Bools: TypeAlias = npt.NDArray[np.bool_]
Single: TypeAlias = npt.NDArray[np.float32]
Told: TypeAlias = Callable[[float], None]

LEAST = 30  # accounts on either side
LEAST_EXPECTED = 5.0  # cases on either side, if there were no difference
LEAST_EFFECT = 0.1  # standard deviations: what matters, not only what is sure
SHUFFLES = 999
_BATCH = 27
_SEED = 20_261_122
_RIDGE = 0.05
_TINY = 1e-300


@dataclass(frozen=True, eq=False, slots=True)
class Scan:
    """`size`: question × behaviour, how far apart the two groups are, in standard errors.

    NaN where there are too few. `together`: the same of all behaviours at once, by question.
    `bound`: what chance alone exceeds with probability `level` anywhere; infinite when the
    largest may well be chance. `found`: question ×
    behaviour of what exceeds it; `found_together`: questions of which only all behaviours do.
    `chance`: of the largest difference anywhere.
    """

    size: Floats
    together: Floats
    bound: float
    level: float
    chance: float
    found: Bools
    found_together: Bools


def scan(asked: Answers, values: Floats, rates: Bools, level: float, told: Told) -> Scan | None:
    """Hold questions × accounts against accounts × behaviours; None when none can be judged.

    `rates` says which behaviours are 0 or 1. `level` is the chance of any false finding.
    `told` hears how far the work is.
    """
    scores, known = _standardised(values, rates)
    sides = [np.ascontiguousarray(asked == answer, dtype=np.float32) for answer in (1, 0)]
    judged = _judged(sides, scores, known, _rate_of(values, rates))
    if not judged.any():
        return None
    mixing = _decorrelated(scores, np.asarray(judged.any(axis=0)))
    size, effect = _sizes(sides, scores, known)
    size = np.where(judged, size, 0.0)[:, :, 0]
    together = _together(size[:, :, None], mixing)[:, 0]
    seen = max(float(np.abs(size).max()), float(together.max()))
    most = int(level * (SHUFFLES + 1))
    stop = _Stop(seen, most, told)
    largest = _largest(sides, (scores, known), (judged[:, :, 0], mixing), stop)
    chance = float((1 + (largest >= seen).sum()) / (1 + len(largest)))
    bound = float(np.quantile(largest, 1 - level, method="higher")) if chance <= level else np.inf
    found = (np.abs(size) > bound) & (np.abs(effect[:, :, 0]) >= LEAST_EFFECT)
    return Scan(
        size=np.where(judged[:, :, 0], size, np.nan),
        together=together,
        bound=bound,
        level=level,
        chance=chance,
        found=found,
        found_together=(together > bound) & ~found.any(axis=1),
    )


def _standardised(values: Floats, rates: Bools) -> tuple[Single, Single]:
    """Return ranks (or rates) with mean 0 and spread 1 among the known, and what is known."""
    known = ~np.isnan(values)
    scores = np.zeros(values.shape)
    for place in range(values.shape[1]):
        mine = known[:, place]
        column = values[mine, place]
        ranked = column if rates[place] else _ranks(column)
        spread = ranked.std() if len(ranked) else 0.0
        scores[mine, place] = (ranked - ranked.mean()) / spread if spread > 0 else 0.0
    return scores.astype(np.float32)[:, :, None], known.astype(np.float32)[:, :, None]


def _ranks(values: Floats) -> Floats:
    """Return ranks, equal values sharing theirs (`scipy.stats` takes seconds to load)."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[place])


def _rate_of(values: Floats, rates: Bools) -> Floats:
    """Return the rarer share of each rate; 1 for amounts."""
    found = np.ones(values.shape[1])
    for place in np.flatnonzero(rates):
        column = values[~np.isnan(values[:, place]), place]
        rate = float(column.mean()) if len(column) else 0.0
        found[place] = min(rate, 1 - rate)
    return found


def _judged(sides: list[Single], scores: Single, known: Single, rarer: Floats) -> Bools:
    n = [side @ known[:, :, 0] for side in sides]
    least = np.minimum(*n)
    varied = (scores[:, :, 0] != 0).any(axis=0)
    enough = (least >= LEAST) & ((least * rarer >= LEAST_EXPECTED) | (rarer >= 1)[None, :])
    return np.asarray((enough & varied[None, :])[:, :, None])


def _sizes(sides: list[Single], scores: Single, known: Single) -> tuple[Floats, Floats]:
    """Return question × behaviour × shuffle: differences in standard errors, and in spreads."""
    n_accounts, n_values, n_shuffles = scores.shape
    flat = np.hstack([x.reshape(n_accounts, -1) for x in (scores, known)])
    width = n_values * n_shuffles
    (sum1, n1), (sum0, n0) = (
        np.split((side @ flat).astype(np.float64), [width], axis=1) for side in sides
    )
    few = (n1 < 1) | (n0 < 1)
    n1, n0 = np.maximum(n1, 1.0), np.maximum(n0, 1.0)
    effect = np.where(few, 0.0, sum1 / n1 - sum0 / n0)
    size = effect / np.sqrt(1 / n1 + 1 / n0)
    shape = (len(sides[0]), n_values, n_shuffles)
    return size.reshape(shape), effect.reshape(shape)


def _decorrelated(scores: Single, used: Bools) -> Floats:
    """Return what makes the behaviours' differences independent of one another."""
    flat = scores[:, :, 0].astype(np.float64) * used[:, 0][None, :]
    known = (flat != 0).astype(np.float64)
    shared = np.maximum(known.T @ known, 1.0)
    correlation = flat.T @ flat / shared
    width = len(correlation)
    np.fill_diagonal(correlation, 1.0)
    shrunk = (1 - _RIDGE) * correlation + _RIDGE * np.eye(width)
    values, vectors = np.linalg.eigh(shrunk)
    return np.asarray(vectors / np.sqrt(np.maximum(values, _RIDGE)))


def _together(size: Floats, mixing: Floats) -> Floats:
    """Return question × shuffle: all behaviours' differences as one, as a standard deviate."""
    width = int((size != 0).any(axis=(0, 2)).sum())
    if width < 2:  # noqa: PLR2004 - one behaviour is judged by itself
        return np.zeros((size.shape[0], size.shape[2]))
    whole = (np.einsum("qbs,bk->qks", size, mixing) ** 2).sum(axis=1)
    return np.asarray(-ndtri(np.maximum(chdtrc(width, whole), _TINY) / 2))


@dataclass(frozen=True, slots=True)
class _Stop:
    """When to deal no more: once more than `most` shuffles reach what was seen, it is chance."""

    seen: float
    most: int
    told: Told


def _largest(
    sides: list[Single], dealt: tuple[Single, Single], judging: tuple[Bools, Floats], stop: _Stop
) -> Floats:
    """Return the largest difference anywhere in each of the shuffles (Besag and Clifford 1991)."""
    rng = np.random.default_rng(_SEED)
    scores, known = (x[:, :, 0] for x in dealt)
    judged, mixing = judging
    found = []
    for begin in range(0, SHUFFLES, _BATCH):
        orders = [rng.permutation(len(scores)) for _ in range(_BATCH)]
        shuffled = [np.stack([x[order] for order in orders], axis=2) for x in (scores, known)]
        size, _ = _sizes(sides, shuffled[0], shuffled[1])
        size = np.where(judged[:, :, None], size, 0.0)
        most = np.maximum(np.abs(size).max(axis=(0, 1)), _together(size, mixing).max(axis=0))
        found.append(most)
        stop.told((begin + _BATCH) / SHUFFLES)
        if sum(int((part >= stop.seen).sum()) for part in found) > stop.most:
            break
    return np.concatenate(found)
