"""How the segment's ARR went from the start of the period to its end, account by account.

Every account's share in the change has one name. Customers who changed segment are kept
apart from those who bought more or left us, so that the parts add up to the whole.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.report.brief import Brief, History

MOVES = ("new", "expansion", "entered", "became_known", "contraction", "churned", "moved_out")
GAINS = ("new", "expansion", "entered", "became_known")
SLIGHT = 0.01  # of the start: no leader would call less a rise or a fall
_HALF_A_UNIT = 0.5  # below, a sum is the rounding of its parts


@dataclass(frozen=True, eq=False)
class Movement:
    """Who moved and by how much.

    `accounts`: one row an account with `arr_start, arr_end` (within the segment), `change,
    move`; `rows`: the contract or account rows behind both ends, where `effect` adds up to
    the change.
    """

    accounts: pd.DataFrame
    rows: pd.DataFrame

    def ids(self, *moves: str) -> list[str]:
        """Return the accounts with one of the moves, in order of id."""
        return list(self.accounts.index[self.accounts["move"].isin(moves)])

    def size(self, move: str) -> float:
        """Return the size of a move in ARR, never negative."""
        chosen = self.accounts["move"] == move
        return abs(math.fsum(self.accounts.loc[chosen, "change"]))

    def rows_of(self, *moves: str) -> pd.DataFrame:
        """Return the rows behind some moves."""
        return self.rows[self.rows["move"].isin(moves)].reset_index(drop=True)

    @property
    def start(self) -> float:
        """ARR of the segment on the day before the period."""
        return math.fsum(self.accounts["arr_start"])

    @property
    def end(self) -> float:
        """ARR of the segment on the last day."""
        return math.fsum(self.accounts["arr_end"])

    def driver(self) -> str | None:
        """Return the move that did most in the direction of the change; None without change."""
        change = self.end - self.start
        if abs(change) < _HALF_A_UNIT:
            return None
        sizes = {m: self.size(m) for m in MOVES if (m in GAINS) == (change > 0)}
        return max(MOVES, key=lambda move: sizes.get(move, -1.0))


def movement(brief: Brief, history: History) -> Movement:
    """Return who moved, and the rows that say so."""
    accounts = _accounts(brief, history)
    return Movement(accounts, _rows(accounts, brief, history))


def _accounts(brief: Brief, history: History) -> pd.DataFrame:
    known = history.bridge.moves.set_index("account_id")
    arr_now = brief.book["arr"]
    came = brief.members.difference(known.index)
    came = came[arr_now.reindex(came).notna()]
    ids = known.index.union(came).rename("account_id")
    inside = ids.isin(brief.members)
    start = known["arr_start"].reindex(ids).fillna(0.0)
    end = arr_now.reindex(ids).where(inside, 0.0).fillna(0.0)
    move = known["move"].reindex(ids)
    was_inside = ids.isin(history.members)
    move = move.where(inside | (move == "churned"), "moved_out")
    move = move.mask(move.isna() & was_inside, "became_known").fillna("entered")
    moves = pd.DataFrame({"arr_start": start, "arr_end": end}, index=ids)
    moves = moves.assign(change=moves["arr_end"] - moves["arr_start"], move=move)
    return moves[(moves["arr_start"] != 0) | (moves["arr_end"] != 0)].sort_index()


def _rows(accounts: pd.DataFrame, brief: Brief, history: History) -> pd.DataFrame:
    ends = []
    for when, rows in (("start", history.arr_rows), ("end", brief.arr_rows)):
        sign = 1.0 if when == "end" else -1.0
        wanted = accounts.index[accounts[f"arr_{when}"] > 0]
        mine = rows[rows["account_id"].isin(wanted)].assign(when=when)
        mine = pd.concat(
            [frame for frame in (mine, _carried(mine, accounts, when)) if len(frame)] or [mine]
        )
        ends.append(mine.assign(effect=sign * mine["arr"]))
    rows = pd.concat([end for end in ends if len(end)] or ends[:1])
    rows = rows.assign(move=rows["account_id"].map(accounts["move"]))
    order = ["account_id", "when", "kind", "batch_id", "source_row"]
    return rows.sort_values(order, ascending=[True, False, True, True, True], kind="stable")


def _carried(rows: pd.DataFrame, accounts: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return a row for each account whose ARR the bridge took from a term that had ended.

    Such an account was between two terms: no running contract shows its ARR on the day.
    """
    told = rows.groupby("account_id")["arr"].agg(math.fsum)
    wanted = accounts.loc[accounts[f"arr_{when}"] > 0, f"arr_{when}"]
    missing = wanted - told.reindex(wanted.index).fillna(0.0)
    missing = missing[missing.abs() > _HALF_A_UNIT]
    carried = pd.DataFrame({"account_id": missing.index, "arr": missing.to_numpy()})
    return carried.assign(kind="between_terms", when=when).reindex(columns=rows.columns)


def sizes(moved: Movement) -> Mapping[str, float]:
    """Return the size of every move that took place."""
    return {m: moved.size(m) for m in MOVES if not np.isclose(moved.size(m), 0.0, atol=0.5)}
