"""Scores and what came of them, counted by score, so that measures and their intervals are quick.

Every measure here needs only how many stayed and how many left at each score. A bootstrap
over accounts (not rows: one account stands on many days) then is one product of tables.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from lib.risk.bands import Bools, Floats

_LEVEL = (5.0, 95.0)  # 90 % intervals
_SEED = 20_261_122
_AT_ONCE = 100  # draws worked out together: bounds memory


@dataclass(frozen=True, eq=False)
class Ranked:
    """How many `stayed` and `left` at each of the scores, the lowest score first.

    One row a draw (one row only when nothing was drawn), one column a score.
    """

    stayed: Floats
    left: Floats

    @property
    def auc(self) -> Floats:
        """Chance that one who left scored above one who stayed; ties count half."""
        below = np.cumsum(self.stayed, axis=1) - self.stayed / 2
        pairs = self.stayed.sum(axis=1) * self.left.sum(axis=1)
        return _share((self.left * below).sum(axis=1), pairs)

    @property
    def pr_auc(self) -> Floats:
        """Average precision, the highest score first."""
        caught = np.cumsum(self.left[:, ::-1], axis=1)
        called = caught + np.cumsum(self.stayed[:, ::-1], axis=1)
        precision = _share(caught, called, nobody=0.0)
        return _share((precision * self.left[:, ::-1]).sum(axis=1), self.left.sum(axis=1))

    def lift(self, share: float = 0.1) -> Floats:
        """Return the rate of leaving in the highest share of scores against the whole."""
        there = (self.stayed + self.left)[:, ::-1]
        before = np.cumsum(there, axis=1) - there
        room = share * there.sum(axis=1, keepdims=True)
        taken = np.clip(room - before, 0.0, there)  # of a tie at the edge, its part
        left = _share(self.left[:, ::-1] * taken, there, nobody=0.0).sum(axis=1)
        return _share(left / room[:, 0], self.left.sum(axis=1) / there.sum(axis=1))


def ranked(score: Floats, churned: Bools) -> Ranked:
    """Count who stayed and who left at each score."""
    _, at = np.unique(score, return_inverse=True)
    counts = [np.bincount(at, weights=which)[None, :] for which in (~churned, churned)]
    stayed, left = (count.astype(np.float64) for count in counts)
    return Ranked(stayed, left)


def drawn(score: Floats, churned: Bools, account_ids: pd.Series, draws: int) -> Ranked:
    """Count the same in portfolios of as many accounts, drawn again and again from these."""
    values, at = np.unique(score, return_inverse=True)
    codes, accounts = pd.factorize(account_ids)
    shape = (len(accounts), len(values))
    tables = [
        coo_array((which.astype(np.float64), (codes, at)), shape=shape).tocsr()
        for which in (~churned, churned)
    ]
    chance = np.random.default_rng(_SEED)
    even = np.full(len(accounts), 1 / len(accounts))
    parts: list[list[Floats]] = [[], []]
    for begin in range(0, draws, _AT_ONCE):
        n = min(_AT_ONCE, draws - begin)
        times = chance.multinomial(len(accounts), even, size=n).astype(np.float64)
        for part, table in zip(parts, tables, strict=True):
            part.append((table.T @ times.T).T)
    return Ranked(*(np.vstack(part) for part in parts))


def interval(values: Floats) -> tuple[float, float]:
    """Return the 90 % interval of a measure over draws; NaN draws had nobody to compare."""
    kept = values[~np.isnan(values)]
    if kept.size == 0:
        return float("nan"), float("nan")
    low, high = np.percentile(kept, _LEVEL)
    return float(low), float(high)


def _share(part: Floats, whole: Floats, nobody: float = np.nan) -> Floats:
    return np.divide(part, whole, out=np.full(np.shape(part), nobody), where=whole > 0)
