"""Which features each account used in which weeks: pairs of account and feature × week."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot
from lib.signals.company import in_company
from lib.signals.counts import Bools, Ints
from lib.signals.cube import Places, cube
from lib.signals.once import once_a_snapshot
from lib.signals.weeks import Grid, inside

RECENT_WEEKS = 8
BASE_WEEKS = 26
NEWEST_WEEKS = 4
_MOST_PAIRS = 20_000_000  # beyond that, sorting takes less memory than a mark for each
_LEAST_USERS = 2  # accounts that all stop at once: then the feature ended, or its export


@dataclass(frozen=True, eq=False, slots=True)
class Features:
    """Account `place` used feature `name[event]` in the weeks of `used`, pair × week.

    Pairs are in the order of accounts. `retired` says of pairs that nobody uses the feature
    any more, though several did. `recorded` says for which accounts the export has features:
    by their own rows or those of accounts in company.
    """

    grid: Grid
    place: Places
    event: npt.NDArray[np.int64]
    names: pd.Index
    used: Bools
    n_rows: Ints
    retired: Bools
    recorded: Bools


@once_a_snapshot
def features(snapshot: Snapshot) -> Features:
    """Return what each account used, beside logging in, in the last 34 complete weeks."""
    grid = Grid.of_weeks(snapshot.day, RECENT_WEEKS + BASE_WEEKS)
    every, numbers, names = cube(snapshot).features()
    first = (grid.first - _EPOCH).days
    chosen = (every.day >= first) & (every.day <= (grid.last - _EPOCH).days)
    rows = inside(snapshot, every, grid)
    pair = rows.place.astype(np.int64) * len(names) + numbers[chosen]
    pairs, at = _numbered(pair, rows.n_accounts * max(len(names), 1))
    used = np.zeros((len(pairs), grid.n), dtype=bool)
    used[at, rows.column] = True
    place, event = np.divmod(pairs, max(len(names), 1))
    return Features(
        grid,
        place.astype(np.int32),
        event,
        names,
        used,
        np.bincount(at, minlength=len(pairs)),
        _retired(used, event, in_company(snapshot)[place], len(names)),
        _recorded(place, in_company(snapshot)),
    )


def _recorded(place: Ints, judging: Bools) -> Bools:
    own = np.zeros(len(judging), dtype=bool)
    own[place] = True
    return own | bool((own & judging).any())


def _numbered(pair: Ints, n: int) -> tuple[Ints, Ints]:
    """Return the pairs that occur, in order, and each row's place among them."""
    if n > _MOST_PAIRS:
        pairs, at = np.unique(pair, return_inverse=True)
        return pairs, at
    there = np.zeros(n, dtype=bool)
    there[pair] = True
    pairs = np.flatnonzero(there)
    number = np.zeros(n, dtype=np.int32)
    number[pairs] = np.arange(len(pairs))
    return pairs, number[pair].astype(np.int64)


def _retired(used: Bools, event: Ints, judging: Bools, n: int) -> Bools:
    before = used[:, :BASE_WEEKS].any(axis=1) & judging
    newest = used[:, -NEWEST_WEEKS:].any(axis=1) & judging
    n_before = np.bincount(event[before], minlength=n)
    n_now = np.bincount(event[newest], minlength=n)
    return np.asarray(((n_before >= _LEAST_USERS) & (n_now == 0))[event])


_EPOCH = pd.Timestamp(0).date()
