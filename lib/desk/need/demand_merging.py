"""Demands that may be one wish: proposed, looked at, put together or kept apart, undone."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.demand.merged import ends
from lib.demand.same import proposals
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.need.demands import Demands
from lib.errors import DeskError
from lib.locale import msg
from lib.model.frames import records
from lib.store.demands import add_merge, standing_merges, undo_merge

MERGE, APART = "merge", "apart"


@dataclass(frozen=True)
class Preview:
    """What putting two demands together would change.

    `before`: the two rows of the register; `after`: the one that would stand. The counts are
    of all demands of the day.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    n_before: int
    n_after: int
    n_open_before: int
    n_open_after: int


class DemandMerging:
    """The area of merges. Nothing is ever put together unasked."""

    def __init__(self, data: Data, demands: Demands, clock: Clock) -> None:
        self._data = data
        self._demands = demands
        self._clock = clock

    def proposed(self, day: date) -> pd.DataFrame:
        """Return pairs that may be one (`lib.demand.same.proposals`), with what both say.

        `row_key, into_row_key, reason, likeness, account_id, account_name, statement, into`.
        """
        key = ("demands_proposed", day, self._demands.theme_mark())
        return self._data.once(key, lambda: self._proposed(day))

    def _proposed(self, day: date) -> pd.DataFrame:
        rows = self._demands.register(day)
        said = standing_merges(self._data.workspace)
        kept = said[said["verdict"] == APART]
        apart = {
            frozenset(pair) for pair in zip(kept["row_key"], kept["into_row_key"], strict=True)
        }
        found = proposals(rows, apart)
        by_key = rows.set_index("row_key")
        about = by_key[["account_id", "account_name", "statement"]].reindex(found["row_key"])
        into = by_key["statement"].reindex(found["into_row_key"])
        return found.assign(
            **{name: about[name].to_numpy() for name in about.columns}, into=into.to_numpy()
        )

    def preview(self, row_key: str, into_row_key: str, day: date) -> Preview:
        """Return what a merge would change; nothing is kept. DeskError as for `merge`."""
        self._checked(row_key, into_row_key, day)
        now = self._demands.register(day)
        then = self._demands.tried(day, {row_key: into_row_key})
        return Preview(
            before=now[now["row_key"].isin([row_key, into_row_key])].reset_index(drop=True),
            after=then[then["row_key"] == into_row_key].reset_index(drop=True),
            n_before=len(now),
            n_after=len(then),
            n_open_before=int(now["is_open"].sum()),
            n_open_after=int(then["is_open"].sum()),
        )

    def merge(self, row_key: str, into_row_key: str, day: date, author: str) -> int:
        """Let one demand count for another; return the id by which this is undone.

        DeskError when they are of two accounts, pull in opposite directions, or are one already.
        """
        self._checked(row_key, into_row_key, day)
        return self._kept(row_key, into_row_key, MERGE, author)

    def keep_apart(self, row_key: str, into_row_key: str, author: str) -> int:
        """Say that two demands are two, so that they are not proposed again; return the id."""
        return self._kept(row_key, into_row_key, APART, author)

    def undo(self, merge_id: int) -> None:
        """Take back what was said of a pair; NotFoundError when nothing stands."""
        undo_merge(self._data.workspace, merge_id, self._clock())

    def of_demand(self, row_key: str) -> pd.DataFrame:
        """Return the merges of a demand: `merge_id, row_key, statement, author, at`."""
        said = standing_merges(self._data.workspace)
        merges = said[said["verdict"] == MERGE]
        rows = self._data.dataset().versions["demands"].drop_duplicates("row_key", keep="last")
        accounts = dict(zip(rows["row_key"], rows["account_id"], strict=True))
        last = ends(dict(zip(merges["row_key"], merges["into_row_key"], strict=True)), accounts)
        mine = merges[merges["row_key"].map(last).eq(row_key)]
        statements = rows.set_index("row_key")["statement"]
        named = mine.assign(statement=statements.reindex(mine["row_key"]).to_numpy())
        return named[["merge_id", "row_key", "statement", "author", "at"]].reset_index(drop=True)

    def _kept(self, row_key: str, into_row_key: str, verdict: str, author: str) -> int:
        return add_merge(
            self._data.workspace,
            {
                "row_key": row_key,
                "into_row_key": into_row_key,
                "verdict": verdict,
                "author": author.strip() or "local",
                "at": self._clock(),
            },
        )

    def _checked(self, row_key: str, into_row_key: str, day: date) -> None:
        rows = self._demands.register(day)
        two = records(rows[rows["row_key"].isin([row_key, into_row_key])])
        if len(two) < len({row_key, into_row_key}) or row_key == into_row_key:
            raise DeskError("not_two_demands", msg("Two demands that stand are needed."))
        if two[0]["account_id"] != two[1]["account_id"]:
            raise DeskError(
                "two_accounts",
                msg("Demands of two customers are never put together."),
            )
        if {two[0]["direction"], two[1]["direction"]} == {"wants", "opposes"}:
            raise DeskError(
                "opposite_directions",
                msg("One wants it and the other opposes it: that is a conflict, not one demand."),
            )
