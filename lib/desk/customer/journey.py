"""Journey stages of a segment: how many stand where, against the others, and who moved."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.metrics.intervals import wilson
from lib.profile.journey import STAGES, Journey, journey

UNKNOWN = "unknown"
OUTSIDE = "outside"  # not in the segment at that end of the period


@dataclass(frozen=True)
class JourneyView:
    """The journey of a segment on a day.

    `stages`: one row a stage, then unknown: `stage, n_accounts, arr, share, low, high,
    share_rest` (`share_rest` is NaN when the segment is the whole book). `moves`: `before,
    after, n_accounts, arr` from the end of `since` to the day. `moved`: one row an account
    that moved: `account_id, account_name, arr, before, after` and what `Journey.table` says.
    `n_disagree`: stated stages that cannot be right.
    """

    day: date
    since: date
    n_accounts: int
    stages: pd.DataFrame
    moves: pd.DataFrame
    moved: pd.DataFrame
    n_disagree: int


class Journeys:
    """The journey area of the desk."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def of(self, day: date) -> Journey:
        """Return the journey of every account on a day."""
        return self._data.once(("journey", day), lambda: journey(self._data.snapshot(day)))

    def view(self, rule: str, day: date, since: date) -> JourneyView:
        """Return where a segment's members stand, and who moved since an earlier day."""
        return self._data.once(
            ("journey_view", rule, day, since), lambda: self._view(rule, day, since)
        )

    def _view(self, rule: str, day: date, since: date) -> JourneyView:
        members = self._segments.members(rule, day)
        table = self.of(day).table.loc[members]
        arr = self._data.book(day).loc[members, "arr"]
        moves = self._moves(rule, day, since)
        changed = moves[(moves["before"] != moves["after"]) & (moves["before"] != OUTSIDE)]
        moved = changed[changed["after"] != OUTSIDE].join(
            self.of(day).table.drop(columns="before"), on="account_id"
        )
        return JourneyView(
            day=day,
            since=since,
            n_accounts=len(members),
            stages=self._stages(day, table["stage"], arr),
            moves=_summed(moves),
            moved=moved.sort_values("arr", ascending=False, kind="stable").reset_index(drop=True),
            n_disagree=int(table["disagrees"].sum()),
        )

    def _stages(self, day: date, stage: pd.Series, arr: pd.Series) -> pd.DataFrame:
        names = [*STAGES, UNKNOWN]
        mine = stage.fillna(UNKNOWN)
        counts = mine.value_counts().reindex(names, fill_value=0)
        bounds = [wilson(int(n), len(stage)) for n in counts]
        everyone = self._segments.members(ALL, day)
        rest = self.of(day).table["stage"].reindex(everyone.difference(stage.index)).fillna(UNKNOWN)
        of_rest = rest.value_counts(normalize=True).reindex(names, fill_value=0.0)
        return pd.DataFrame(
            {
                "stage": names,
                "n_accounts": counts.to_numpy(),
                "arr": arr.groupby(mine).sum(min_count=1).reindex(names).to_numpy(),
                "share": counts.to_numpy() / max(len(stage), 1),
                "low": [low for low, _ in bounds],
                "high": [high for _, high in bounds],
                "share_rest": of_rest.to_numpy() if len(rest) else np.nan,
            }
        )

    def _moves(self, rule: str, day: date, since: date) -> pd.DataFrame:
        """Return for every member of either day the stage at both, or that it was outside."""
        ends = {}
        for name, end in (("before", since), ("after", day)):
            members = self._segments.members(rule, end)
            ends[name] = self.of(end).table["stage"].reindex(members).fillna(UNKNOWN)
        both = pd.DataFrame(ends).fillna(OUTSIDE)
        book, earlier = self._data.book(day), self._data.book(since)
        arr = book["arr"].reindex(both.index)
        gone = both["after"].eq(OUTSIDE)
        names = book["account_name"].reindex(both.index)
        return pd.DataFrame(
            {
                "account_id": both.index,
                "account_name": names.to_numpy(),
                "arr": arr.mask(gone, earlier["arr"].reindex(both.index)).to_numpy(),
                "before": both["before"].to_numpy(),
                "after": both["after"].to_numpy(),
            }
        )


def _summed(moves: pd.DataFrame) -> pd.DataFrame:
    groups = moves.groupby(["before", "after"])
    return groups.agg(n_accounts=("account_id", "size"), arr=("arr", "sum")).reset_index()
