"""What a report needs to know of conversations: who was asked, who was not, what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from lib.locale import Text


@dataclass(frozen=True, kw_only=True, eq=False)
class SamplePlan:
    """A sampling plan of the segment and what came of it.

    `cells` and `picks` as the area of interviews has them (`lib.interviews.coverage`); `arr` is
    that of the segment on `as_of`.
    """

    name: str
    as_of: date
    arr: float
    n_bands: int
    dimensions: tuple[str, ...]
    cells: pd.DataFrame
    picks: pd.DataFrame


@dataclass(frozen=True, kw_only=True, eq=False)
class Voices:
    """What is known of conversations with the members.

    `answers` has one row an answer: `account_id, conversation, question, held_on, role, method,
    theme, said` (in our words), `quote` (only with consent), `segment, batch_id, source_row`;
    no text names a person. `withheld` are those with a quote without consent. `members` has one
    row a member (index `account_id`): `arr, maturity_level, interviewed_on, last_heard_on, heard`.
    `logged`: contacts or activities are loaded. `questions` are those of the guide and of files,
    by key, in order.
    """

    answers: pd.DataFrame
    members: pd.DataFrame
    withheld: pd.DataFrame
    questions: Mapping[str, Text]
    themes: Mapping[str, str] = field(default_factory=dict)
    logged: bool = True
    plan: SamplePlan | None = None

    def in_order(self) -> "Voices":
        """Return it with every frame in one fixed order, whatever order it came in."""
        plan = self.plan
        if plan is not None:
            plan = replace(plan, picks=_sorted(plan.picks, "pick_id"))
        return replace(
            self,
            answers=_sorted(self.answers, "question", "conversation", "row_key"),
            withheld=_sorted(self.withheld, "question", "conversation", "row_key"),
            members=self.members.sort_index(),
            plan=plan,
        )


def _sorted(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return rows.sort_values(list(columns), kind="stable").reset_index(drop=True)
