"""What a report needs to know of touchpoints: who was met where by whom, and who moved on."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd


@dataclass(frozen=True, kw_only=True, eq=False)
class Touchpoints:
    """The touchpoints of a segment over a window up to the report's day.

    `matrix`, `stages`, `blanks`, `duplicates`, `contradictions`: as the area of touchpoints has
    them. `met` has one row an account, stage and function: `n_touches, last`. `missed`: who spent
    long in a stage and was not met there by a function: `stage, function, account_id, days`.
    `judged`: who is counted in `stages`: `stage, account_id, days, blank`.
    `twice` and `apart` have one row a touch of a duplicate or contradiction: `episode,
    account_id, day, team, type, stage, batch_id, source_row`. `walked` are touchpoints of
    walk-throughs up to the day, without notes. `moved` has one row an account that changed its
    stage since `since`: `account_id, before, after`. `known`: the files cover enough days for
    anybody to be missed. No text names a person.
    """

    window: int
    first: date
    since: date
    known: bool
    matrix: pd.DataFrame
    stages: pd.DataFrame
    blanks: pd.DataFrame
    duplicates: pd.DataFrame
    contradictions: pd.DataFrame
    met: pd.DataFrame
    missed: pd.DataFrame
    judged: pd.DataFrame
    twice: pd.DataFrame
    apart: pd.DataFrame
    walked: pd.DataFrame
    moved: pd.DataFrame
    has_past: bool = True

    def in_order(self) -> "Touchpoints":
        """Return it with every frame in one fixed order, whatever order it came in."""
        return replace(
            self,
            blanks=_sorted(self.blanks, "account_id", "first"),
            duplicates=_sorted(self.duplicates, "last", "account_id", "episode"),
            contradictions=_sorted(self.contradictions, "last", "account_id", "episode"),
            met=_sorted(self.met, "account_id", "stage", "function"),
            missed=_sorted(self.missed, "stage", "function", "account_id"),
            judged=_sorted(self.judged, "stage", "account_id"),
            twice=_sorted(self.twice, "episode", "day", "batch_id", "source_row"),
            apart=_sorted(self.apart, "episode", "day", "batch_id", "source_row"),
            walked=_sorted(self.walked, "walked_on", "walk", "source_row", "row_key"),
            moved=_sorted(self.moved, "account_id"),
        )


def _sorted(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return rows.sort_values(list(columns), kind="stable").reset_index(drop=True)
