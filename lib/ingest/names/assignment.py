"""Pairs with the most weight in all, one to one: the Hungarian method on a small table.

The tables are a few dozen columns by a few dozen fields; loading SciPy's solver for that
would take longer than the whole import of a file.
"""

import numpy as np


def best_pairs(weights: np.ndarray) -> list[tuple[int, int]]:
    """Return row and column of each pair; every row of the shorter side is paired.

    >>> best_pairs(np.array([[3.0, 2.0], [3.0, 0.0]]))
    [(0, 1), (1, 0)]
    """
    if weights.shape[0] > weights.shape[1]:
        return sorted((i, j) for j, i in best_pairs(weights.T))
    n, m = weights.shape
    costs = np.zeros((n + 1, m + 1))
    costs[1:, 1:] = weights.max(initial=0.0) - weights
    row_of = np.zeros(m + 1, dtype="int64")
    prices = np.zeros(n + 1), np.zeros(m + 1)
    for row in range(1, n + 1):
        row_of[0] = row
        _placed(costs, row_of, prices)
    return sorted((int(i) - 1, j - 1) for j, i in enumerate(row_of) if j and i)


def _placed(costs: np.ndarray, row_of: np.ndarray, prices: tuple[np.ndarray, np.ndarray]) -> None:
    """Find room for the row in `row_of[0]`, moving the others along the cheapest way."""
    of_rows, of_columns = prices
    m = len(of_columns)
    least, came_from = np.full(m, np.inf), np.zeros(m, dtype="int64")
    seen = np.zeros(m, dtype=bool)
    here = 0
    while row_of[here]:
        seen[here] = True
        row = row_of[here]
        reduced = costs[row] - of_rows[row] - of_columns
        better = ~seen & (reduced < least)
        least[better], came_from[better] = reduced[better], here
        open_least = np.where(seen, np.inf, least)
        following = int(np.argmin(open_least[1:])) + 1
        step = open_least[following]
        of_rows[row_of[seen]] += step
        of_columns[seen] -= step
        least[~seen] -= step
        here = following
    while here:
        row_of[here] = row_of[came_from[here]]
        here = int(came_from[here])
