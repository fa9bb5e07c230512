"""Maturity and motivation as entered in the app."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.entered import Entry, entered
from lib.errors import DeskError
from lib.locale import msg
from lib.profile import bant, maturity

CRITERIA = {"maturity": tuple(maturity.CRITERIA), "bant": tuple(bant.CRITERIA)}
BEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One criterion of one account, judged once. `points` 0 (none) to 4 (best)."""

    account_id: str
    scheme: str
    criterion: str
    points: int
    evidence: str
    assessed_on: date
    assessed_by: str
    source: str = "file"


class Assessing:
    """The assessment area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def record(self, judgement: Judgement) -> int:
        """Store a judgement; return its batch id, with which it can be undone.

        DeskError when the criterion is not one of its scheme, the points are outside 0–4,
        the account is unknown or no evidence is given.
        """
        self._checked(judgement)
        return entered(
            self._data,
            self._clock,
            Entry(
                kind="assessments",
                row_key=_key(judgement),
                fields={
                    "account_id": judgement.account_id,
                    "scheme": judgement.scheme,
                    "criterion": judgement.criterion,
                    "points": judgement.points,
                    "evidence": judgement.evidence.strip(),
                    "assessed_on": pd.Timestamp(judgement.assessed_on),
                    "assessed_by": judgement.assessed_by,
                    "source": judgement.source,
                },
                author=judgement.assessed_by,
                day=judgement.assessed_on,
            ),
        )

    def _checked(self, judgement: Judgement) -> None:
        if judgement.criterion not in CRITERIA.get(judgement.scheme, ()):
            raise DeskError(
                "bad_criterion",
                msg("'{criterion}' is not a criterion of '{scheme}'.",
                    criterion=judgement.criterion, scheme=judgement.scheme),
            )  # fmt: skip
        if not 0 <= judgement.points <= BEST:
            raise DeskError(
                "bad_points",
                msg("The points must be 0 to 4. Got {points}.", points=str(judgement.points)),
            )
        if not judgement.evidence.strip():
            raise DeskError(
                "no_evidence",
                msg("A judgement needs its evidence: what was seen or said."),
            )
        accounts = self._data.dataset().versions["accounts"]["account_id"]
        if judgement.account_id not in set(accounts):
            raise DeskError(
                "unknown_account",
                msg("There is no account with the id '{id}'.", id=judgement.account_id),
            )


def _key(judgement: Judgement) -> str:
    return "\x1f".join(
        (
            judgement.account_id,
            judgement.scheme,
            judgement.criterion,
            judgement.assessed_on.isoformat(),
            judgement.source,
            judgement.assessed_by,
        )
    )
