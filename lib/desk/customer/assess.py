"""Maturity and motivation: one account taken apart, and what people enter in the app."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.entered import Entry, entered_together
from lib.errors import DeskError
from lib.locale import msg
from lib.model import Snapshot
from lib.model.frames import row_of
from lib.profile import bant, maturity
from lib.profile.answers import LEVEL, OVERRULED_DAYS
from lib.profile.details import Said, Word, disagreements, history, said_of, to_ask, unknown_of
from lib.profile.levels import Levels
from lib.profile.peers import Peers, peers

RUBRICS = {"maturity": maturity.RUBRIC, "bant": bant.RUBRIC}
CRITERIA = {"maturity": tuple(maturity.CRITERIA), "bant": tuple(bant.CRITERIA)}
QUESTIONS = {
    name: (*rubric.criteria, *rubric.indicators) for name, rubric in RUBRICS.items()
}  # what may be judged: whole criteria and single indicators
BEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One criterion or indicator of one account, judged once.

    `points` 0 (none) to 4 (best), None for "don't know". `applies` is False where the
    question does not apply. `contact_id`: who of the customer said it.
    """

    account_id: str
    scheme: str
    criterion: str
    points: int | None
    evidence: str
    assessed_on: date
    assessed_by: str
    source: str = "file"
    contact_id: str | None = None
    applies: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruling:
    """A level that a person puts in place of the one worked out, until a day (90 days).

    `level` None takes an earlier one back.
    """

    account_id: str
    scheme: str
    level: str | None
    reason: str
    on: date
    by: str
    until: date | None = None


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class LevelOfOne:
    """The level of one account: its row, every indicator, what to ask, months, what was ruled.

    `overruled` is the overruling that stands (`level, reason, by, on, until`), or None. `peers`
    is what is usual among customers alike, None where too few of them are rated.
    """

    row: pd.Series
    said: tuple[Said, ...]
    ask: tuple[str, ...]
    unknown: tuple[str, ...]
    words: tuple[Word, ...]
    months: pd.DataFrame
    overruled: pd.Series | None
    peers: Peers | None


def levels_on(data: Data, scheme: str, day: date) -> Levels:
    """Return the levels of every account on a day, worked out once."""
    return data.once(("levels", scheme, day), lambda: _levels(scheme, data.snapshot(day)))


def _levels(scheme: str, snapshot: Snapshot) -> Levels:
    made = maturity.maturity_levels if scheme == "maturity" else bant.bant_levels
    return made(snapshot)


class Assessing:
    """The assessment area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def of_one(self, account_id: str, scheme: str, day: date) -> LevelOfOne:
        """Return one account's level with all that it is made of; KeyError when there is none."""
        found = levels_on(self._data, scheme, day)
        said = said_of(found, account_id)
        ruled = found.overruled
        return LevelOfOne(
            row=row_of(found.frame, account_id),
            said=said,
            ask=to_ask(found, account_id),
            unknown=unknown_of(said),
            words=disagreements(found, account_id),
            months=history(found, account_id),
            overruled=row_of(ruled, account_id) if account_id in ruled.index else None,
            peers=self._peers(found.frame, account_id, day),
        )

    def _peers(self, levels: pd.DataFrame, account_id: str, day: date) -> Peers | None:
        book = self._data.book(day)
        customers = book.index[book["is_customer"].astype("bool")]
        return peers(levels, book["segment_label"], customers, account_id)

    def record(self, judgement: Judgement) -> int:
        """Store a judgement; return its batch id, with which it can be undone.

        DeskError when the criterion is not one of its scheme, the points are outside 0–4,
        the account is unknown or no evidence is given.
        """
        if not judgement.evidence.strip():
            raise DeskError(
                "no_evidence",
                msg("A judgement needs its evidence: what was seen or said."),
            )
        return self.record_all((judgement,))

    def record_all(self, judgements: Sequence[Judgement]) -> int:
        """Store judgements of one sitting as one batch; return its id.

        "Don't know" is kept as well: it tells that somebody asked. DeskError as for `record`,
        and when there is none.
        """
        if not judgements:
            raise DeskError("no_answer", msg("Nothing was answered yet."))
        for judgement in judgements:
            self._checked(judgement)
        return entered_together(self._data, self._clock, [_entry(one) for one in judgements])

    def overrule(self, ruling: Overruling) -> int:
        """Put a level in place of the one worked out; return the batch id, to undo it.

        DeskError without a reason, for an unknown level or account, or for a last day before
        the first or more than 90 days after it.
        """
        self._checked_ruling(ruling)
        until = ruling.until or ruling.on + timedelta(days=OVERRULED_DAYS)
        names = RUBRICS[ruling.scheme].names
        fields = {
            "account_id": ruling.account_id,
            "scheme": ruling.scheme,
            "criterion": LEVEL,
            "points": None if ruling.level is None else names.index(ruling.level),
            "evidence": ruling.reason.strip(),
            "assessed_on": pd.Timestamp(ruling.on),
            "assessed_by": ruling.by,
            "expires_on": pd.Timestamp(until),
        }
        entry = Entry(
            kind="assessments",
            row_key="\x1f".join((ruling.account_id, ruling.scheme, LEVEL, ruling.on.isoformat(),
                                 self._clock().isoformat())),
            fields=fields,
            author=ruling.by,
            day=ruling.on,
        )  # fmt: skip
        return entered_together(self._data, self._clock, (entry,))

    def _checked(self, judgement: Judgement) -> None:
        if judgement.criterion not in QUESTIONS.get(judgement.scheme, ()):
            raise DeskError(
                "bad_criterion",
                msg("'{criterion}' is not a criterion of '{scheme}'.",
                    criterion=judgement.criterion, scheme=judgement.scheme),
            )  # fmt: skip
        if judgement.points is not None and not 0 <= judgement.points <= BEST:
            raise DeskError(
                "bad_points",
                msg("The points must be 0 to 4. Got {points}.", points=str(judgement.points)),
            )
        self._known(judgement.account_id)

    def _checked_ruling(self, ruling: Overruling) -> None:
        if ruling.level is not None and ruling.level not in RUBRICS[ruling.scheme].names:
            raise DeskError(
                "bad_level",
                msg("'{level}' is not a level of '{scheme}'.",
                    level=ruling.level, scheme=ruling.scheme),
            )  # fmt: skip
        if not ruling.reason.strip():
            raise DeskError("no_reason", msg("Overruling a level needs a reason."))
        days = 0 if ruling.until is None else (ruling.until - ruling.on).days
        if not 0 <= days <= OVERRULED_DAYS:
            raise DeskError(
                "bad_until",
                msg("A level set by a person holds for at most 90 days from its first day."),
            )
        self._known(ruling.account_id)

    def _known(self, account_id: str) -> None:
        accounts = self._data.dataset().versions["accounts"]["account_id"]
        if account_id not in set(accounts):
            raise DeskError(
                "unknown_account",
                msg("There is no account with the id '{id}'.", id=account_id),
            )


def _entry(judgement: Judgement) -> Entry:
    return Entry(
        kind="assessments",
        row_key=_key(judgement),
        fields={
            "account_id": judgement.account_id,
            "scheme": judgement.scheme,
            "criterion": judgement.criterion,
            "points": judgement.points,
            "evidence": judgement.evidence.strip() or None,
            "contact_id": judgement.contact_id,
            "assessed_on": pd.Timestamp(judgement.assessed_on),
            "assessed_by": judgement.assessed_by,
            "source": judgement.source,
            "applies": None if judgement.applies else False,
        },
        author=judgement.assessed_by,
        day=judgement.assessed_on,
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
