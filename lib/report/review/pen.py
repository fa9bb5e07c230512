"""What the parts of a business review write with: the pen of a report, and one account's facts."""

import pandas as pd

from lib.locale import Language, Text
from lib.report.brief import in_order
from lib.report.pen import Pen
from lib.report.review.facts import Audience, Facts

_SHOWN = ("account_id", "type", "status", "state", "batch_id", "source_row")


class ReviewPen(Pen):
    """A pen over a brief with one member; `steps` are what should be done next.

    `internal`: what is written is read by us alone, not by the customer.
    """

    def __init__(self, facts: Facts, lang: Language, audience: Audience) -> None:
        super().__init__(in_order(facts.brief), lang)
        self.facts = facts
        self.internal = audience == "internal"
        self.steps: list[Text] = []

    @property
    def account(self) -> pd.Series:
        """The account's row of the book."""
        return self.members.iloc[0]

    @property
    def account_name(self) -> str:
        """What it is called."""
        return self.name(self.facts.account_id)

    def evidence(self, rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
        """Return rows as they may stand in the workbook: no texts, no people."""
        wanted = dict.fromkeys((_SHOWN[0], *columns, *_SHOWN[1:]))
        return rows[[name for name in wanted if name in rows]].reset_index(drop=True)
