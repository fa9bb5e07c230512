"""What a set of accounts may cost: probability × ARR, and the range in which the loss may fall."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

LEVEL = 0.90
_DRAWS = 2000
_SEED = 20_260_101  # any: the same accounts must always give the same range
_Z = 1.6449  # of a 90 % interval
_LEAST = 1e-6  # keeps the log-odds of a sure thing finite


@dataclass(frozen=True, slots=True)
class ExpectedLoss:
    """`expected` is the sum of probability × ARR; the loss lies in `low` to `high` in 90 %."""

    expected: float
    low: float
    high: float


def expected_loss(rows: pd.DataFrame) -> ExpectedLoss:
    """Return what accounts may cost; `rows` has `arr, probability, low, high`, one an account.

    Two things are uncertain: who leaves when the risk is right, and whether the risk is. The
    second is common to all accounts (one fit judges them), so it is drawn once for all: it
    does not average out over many accounts.
    """
    known = rows.dropna(subset=["arr", "probability"])
    if known.empty:
        return ExpectedLoss(0.0, 0.0, 0.0)
    arr = known["arr"].to_numpy(dtype="float64")
    chance = known["probability"].to_numpy(dtype="float64")
    odds = _log_odds(chance)
    spread = (_log_odds(known["high"].to_numpy()) - _log_odds(known["low"].to_numpy())) / (2 * _Z)
    spread = np.nan_to_num(spread)
    random = np.random.default_rng(_SEED)
    losses = [
        float(arr @ (random.random(len(arr)) < _chance(odds + shift * spread)))
        for shift in random.standard_normal(_DRAWS)
    ]
    low, high = np.quantile(losses, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return ExpectedLoss(float(arr @ chance), float(low), float(high))


def compounded(probability: np.ndarray, n_ends: np.ndarray) -> np.ndarray:
    """Return the risk of being lost at one of so many ends in a row, each as risky as the first.

    >>> compounded(np.array([0.5]), np.array([2.0])).tolist()
    [0.75]
    """
    return np.asarray(1 - (1 - probability) ** n_ends)


def _log_odds(chance: np.ndarray) -> np.ndarray:
    inside = np.clip(chance.astype("float64"), _LEAST, 1 - _LEAST)
    return np.log(inside / (1 - inside))


def _chance(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-odds))
