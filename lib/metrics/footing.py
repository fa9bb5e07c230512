"""What an NRR stands on: how many customers, how much of it on a few, how sure it is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

LEVEL = 0.90
DRAWS = 2000  # scoring.md 5.1
LARGEST = 5
_SEED = 20_260_101  # any: the same customers must always give the same interval
_MOST_DRAWN = 2000  # of more customers, that many random groups are drawn: as sure, and at once
_CELLS_AT_ONCE = 2_000_000  # of the matrix of draws × customers, so that it stays in memory


@dataclass(frozen=True, slots=True)
class Footing:
    """What the NRR of a closed group of `n` customers stands on.

    `share_of_largest` is the share of the five largest in the ARR at the start; `largest` the
    account with the most, `nrr_without` the NRR of the others. `low` to `high` is the 90 %
    interval of NRR, `grr_low` to `grr_high` that of GRR, when customers are drawn anew from
    the group. None without ARR at the start, or with one customer only.
    """

    n: int
    share_of_largest: float | None
    largest: str | None
    nrr_without: float | None
    low: float | None
    high: float | None
    grr_low: float | None
    grr_high: float | None


def footing(moves: pd.DataFrame) -> Footing:
    """Return what the NRR of a bridge stands on; `moves` as in `Bridge`, in any order."""
    ordered = moves[moves["arr_start"] > 0].sort_values("account_id", kind="stable")
    start = ordered["arr_start"].to_numpy(dtype="float64")
    end = ordered["arr_end"].to_numpy(dtype="float64")
    n = len(start)
    if n == 0:
        return Footing(0, None, None, None, None, None, None, None)
    largest = int(np.argmax(start))
    top = np.sort(start)[::-1][:LARGEST].sum() / start.sum()
    rest = start.sum() - start[largest]
    ends = _intervals(start, end) if n > 1 else (None, None, None, None)
    return Footing(
        n,
        float(top),
        str(ordered["account_id"].iloc[largest]),
        float((end.sum() - end[largest]) / rest) if rest > 0 else None,
        *ends,
    )


def _intervals(
    start: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """Return the ends of the intervals of NRR and GRR by drawing customers with replacement."""
    random = np.random.default_rng(_SEED)
    values = np.stack([start, end, np.minimum(start, end)], axis=1)
    if len(values) > _MOST_DRAWN:
        group = random.permutation(len(values)) % _MOST_DRAWN
        sums_of = [np.bincount(group, weights=column) for column in values.T]
        values = np.stack(sums_of, axis=1)
    n, sums = len(values), []
    at_once = max(1, _CELLS_AT_ONCE // n)
    for first in range(0, DRAWS, at_once):
        drawn = random.integers(0, n, size=(min(at_once, DRAWS - first), n))
        sums.append(values[drawn].sum(axis=1))
    totals = np.concatenate(sums)
    rates = totals[:, 1:] / totals[:, :1]
    cuts = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    (nrr_low, grr_low), (nrr_high, grr_high) = np.quantile(rates, cuts, axis=0)
    return float(nrr_low), float(nrr_high), float(grr_low), float(grr_high)
