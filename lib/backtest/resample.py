"""Intervals by drawing accounts again: rows of one account are not independent."""

import numpy as np

from lib.signals.counts import Floats, Ints

DRAWS = 1000
SEED = 20261101
LEVEL = 0.90
_AT_ONCE = 100


def sums_by_account(place: Ints, n: int, values: np.ndarray) -> Floats:
    """Return the sum of each column of `values` (rows × columns) for each account."""
    columns = [np.bincount(place, values[:, k], n) for k in range(values.shape[1])]
    return np.stack(columns, axis=1) if columns else np.zeros((n, 0))


def drawn_totals(by_account: Floats, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Return totals of each column over accounts drawn with replacement, draws × columns."""
    n = len(by_account)
    if n == 0:
        return np.zeros((draws, by_account.shape[1]))
    chance = np.random.default_rng(seed)
    table = by_account.astype(np.float32)
    found = []
    for first in range(0, draws, _AT_ONCE):
        some = min(_AT_ONCE, draws - first)
        times = np.stack([np.bincount(chance.integers(0, n, n), minlength=n) for _ in range(some)])
        found.append(times.astype(np.float32) @ table)
    return np.concatenate(found).astype(np.float64)


def interval(values: Floats) -> tuple[Floats, Floats]:
    """Return the middle 90% of each column; NaN where no draw says anything."""
    low, high = (1 - LEVEL) / 2, (1 + LEVEL) / 2
    some = ~np.isnan(values).all(axis=0)
    found = np.full((2, values.shape[1]), np.nan)
    if some.any():
        found[:, some] = np.nanquantile(values[:, some], [low, high], axis=0)
    return found[0], found[1]
