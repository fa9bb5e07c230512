"""In which stage an account was on a day, for many accounts and days at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot
from lib.profile.journey import STAGES, journey

Ints = npt.NDArray[np.int64]
NAMES = tuple(STAGES)
_BEFORE, _AFTER = np.iinfo(np.int32).min, np.iinfo(np.int32).max
_MONTH = timedelta(days=31)  # of the first stage known, taken for the days before it


@dataclass(frozen=True, eq=False)
class Stages:
    """Stages over time: `ids` × `days` (sorted, days since 1970), places in `STAGES`, -1 unknown.

    A stage holds from the day on which it was seen until the next day looked at; before the
    first of them the first one is taken.
    """

    ids: pd.Index
    days: Ints
    ranks: Ints

    def on(self, accounts: pd.Series, days: Ints) -> Ints:
        """Return the stage of each account on its day; -1 for a stranger."""
        place = self.ids.get_indexer(pd.Index(accounts))
        found = self.ranks[place, self.columns(days)]
        return np.where(place >= 0, found, -1)

    def columns(self, days: Ints) -> Ints:
        """Return which of the days looked at holds on each day."""
        return np.maximum(np.searchsorted(self.days, days, side="right") - 1, 0)

    def spent(self, ids: pd.Index, spans: Ints, first: Ints) -> Ints:
        """Return how many days of `spans` (rows of first, last) each account spent per stage.

        Accounts × stages; days before an account's own first day do not count.
        """
        starts = np.append(_BEFORE, self.days[1:])
        ends = np.append(self.days[1:] - 1, _AFTER)
        place = self.ids.get_indexer(ids)
        total = np.zeros((len(ids), len(NAMES)), dtype=np.int64)
        for low, high in spans:
            for column in range(len(self.days)):
                begin = np.maximum(max(low, starts[column]), first)
                length = np.maximum(min(high, ends[column]) - begin + 1, 0)
                rank = np.where(place >= 0, self.ranks[place, column], -1)
                known = rank >= 0
                np.add.at(total, (np.flatnonzero(known), rank[known]), length[known])
        return total


def stages_over(
    snapshot: Snapshot, first: date, ranks_of: Callable[[Snapshot], pd.DataFrame] | None = None
) -> Stages:
    """Return stages from `first` on, as journeys of the day and of days before it see them."""
    of = ranks_of or (lambda seen: journey(seen).ranks)
    found = of(snapshot)
    while (begins := pd.DatetimeIndex(found.columns)[0].date()) > first + _MONTH:
        before = of(snapshot.earlier(begins)).iloc[:, :-1]
        found = pd.concat([before.reindex(found.index, fill_value=-1), found], axis="columns")
    days = found.columns.to_numpy().astype("datetime64[D]").astype(np.int64)
    return Stages(found.index, days, found.to_numpy(dtype=np.int64))
