"""What a report says of the demands of a segment is written from these values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lib.demand.breaks import Breaks
from lib.themes.board import Board


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a customer said, without names: `roles` ("a|b") and `segment` are blank if unknown."""

    theme: str
    text: str
    roles: str
    segment: str


@dataclass(frozen=True, kw_only=True, eq=False)
class DemandsTold:
    """What is known of the wishes of a segment's members.

    `names` says what themes are called in the report's language. `board` and `against` (empty
    where there is no rest of the book, see `lib.themes.against`) come from texts; `rest` is one
    row an account of the rest that was heard and theme it spoke of; `n_unread` texts were not
    looked at. `demands` are the members' rows of the register (without their
    words, with `batch_id, source_row`), `loaded` whether any demand is on file at all.
    `conflicts` and `possible` are rows of `lib.demand.conflicts` of the last `conflict_days`;
    `promises` rows of `lib.demand.promises` with `arr`, without their words.
    """

    names: Mapping[str, str]
    board: Board
    against: pd.DataFrame
    rest: pd.DataFrame
    n_unread: int
    quotes: tuple[Quote, ...]
    loaded: bool
    demands: pd.DataFrame
    breaks: Breaks
    conflicts: pd.DataFrame
    possible: pd.DataFrame
    conflict_days: int
    promises: pd.DataFrame


def ordered(told: DemandsTold) -> DemandsTold:
    """Return it with every frame in one fixed order, whatever order it came in."""
    lines = told.board.lines.sort_values(
        ["n_accounts", "arr", "theme"], ascending=[False, False, True], kind="stable"
    )
    texts = told.board.texts.sort_values(["kind", "row_key", "part"], kind="stable")
    return replace(
        told,
        board=replace(
            told.board, lines=lines.reset_index(drop=True), texts=texts.reset_index(drop=True)
        ),
        against=_sorted(told.against, "theme"),
        rest=_sorted(told.rest, "account_id", "theme"),
        demands=_sorted(told.demands, "account_id", "row_key"),
        breaks=replace(
            told.breaks,
            accounts=_sorted(told.breaks.accounts, "account_id"),
            themes=_sorted(told.breaks.themes, "about"),
        ),
        conflicts=_sorted(told.conflicts, "conflict_id"),
        possible=_sorted(told.possible, "conflict_id"),
        promises=_sorted(told.promises, "promise_id"),
    )


def _sorted(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return rows.sort_values(list(columns), kind="stable").reset_index(drop=True)
