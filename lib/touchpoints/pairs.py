"""Touches of two teams to one account within days: the only ones that are ever compared."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_AT_ONCE = 1 << 20  # pairs that are looked at together


def said_by_us(touches: pd.DataFrame) -> pd.DataFrame:
    """Return what one of our teams told a customer of its own accord, by account and time.

    Neither replies (by their subject or by who began them) nor internal notes are among it,
    nor what never took place, nor what no team is known for.
    """
    told = touches["sent"] & ~touches["reply"] & ~touches["internal"] & touches["same"].notna()
    return touches[told].reset_index(drop=True)


def close_pairs(rows: pd.DataFrame, days: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield places of pairs (earlier, later) of one account and two teams, at most `days` apart.

    `rows` must be ordered by account and time; the pairs come in portions.
    """
    account = pd.factorize(rows["account_id"])[0].astype(np.int64)
    team = pd.factorize(rows["same"])[0]
    day = rows["number"].to_numpy(dtype=np.int64)
    if not len(rows):
        return
    span = int(day.max() - day.min()) + days + 1
    key = account * span + (day - day.min())
    after = np.searchsorted(key, key + days, side="right")
    count = after - np.arange(len(rows)) - 1
    for low, high in _portions(count):
        n = count[low:high]
        one = np.repeat(np.arange(low, high), n)
        first = np.repeat(np.cumsum(n) - n, n)
        other = one + 1 + np.arange(len(one)) - first
        two = (account[one] == account[other]) & (team[one] != team[other])
        two &= ~same_person(rows, one, other)
        yield one[two], other[two]


def same_person(rows: pd.DataFrame, one: Ints, other: Ints) -> Bools:
    """Say of each pair whether one person of ours did both: the second follows up the first."""
    owner = pd.factorize(rows["owner"])[0]
    return (owner[one] == owner[other]) & (owner[one] >= 0)


def answered_between(rows: pd.DataFrame, answers: pd.DataFrame, one: Ints, other: Ints) -> Bools:
    """Say of each pair whether they wrote in the same thread in between: then it is one talk.

    `rows` and `answers` (what came from them) have `account_id`, `at` and `thread`.
    """
    if not len(answers) or not len(one):
        return np.zeros(len(one), dtype=bool)
    names = pd.concat([rows, answers], ignore_index=True)
    where = pd.factorize(names["account_id"] + "\x1f" + names["thread"])[0]
    mine, theirs = where[: len(rows)], where[len(rows) :]
    at = rows["at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    when = answers["at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    span = int(max(at.max(), when.max()) - min(at.min(), when.min())) + 2
    base = min(at.min(), when.min())
    keys = np.sort(theirs * span + (when - base))
    low = np.searchsorted(keys, mine[one] * span + (at[one] - base), side="left")
    high = np.searchsorted(keys, mine[one] * span + (at[other] - base), side="right")
    thread = rows["thread"].to_numpy()
    return (mine[one] == mine[other]) & (thread[one] != "") & (high > low)


def episodes(n: int, one: Ints, other: Ints) -> Ints:
    """Return for each of `n` rows the number of its episode: all that hang together are one.

    >>> episodes(5, np.array([0, 1]), np.array([1, 3])).tolist()
    [0, 0, 1, 0, 2]
    """
    links = coo_matrix((np.ones(len(one)), (one, other)), shape=(n, n))
    return connected_components(links, directed=False)[1].astype(np.int64)


def _portions(count: Ints) -> Iterator[tuple[int, int]]:
    """Yield stretches of rows that have at most about `_AT_ONCE` pairs."""
    total = np.cumsum(count)
    low, before = 0, 0
    while low < len(count):
        high = max(int(np.searchsorted(total, before + _AT_ONCE, side="right")), low + 1)
        yield low, high
        low, before = high, int(total[high - 1])
