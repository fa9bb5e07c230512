"""Who is who: what people decide about pairs that may be one, and undo."""

from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.intake.match_review import MatchReview, Review, nothing_to_ask
from lib.desk.intake.parties import Parties
from lib.errors import DeskError, NotFoundError
from lib.locale import Message, msg
from lib.model.company_names import name_key
from lib.model.decisions import APART, MERGE, Decisions, address, key_of, kind_of
from lib.store import matches as store

__all__ = ["MatchReview", "Matches"]


class Matches:
    """The matching area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock
        self._parties = Parties(data)

    def open(self, day: date | None = None) -> MatchReview:
        """Return what waits for a decision; amounts are those of `day`, else the last day."""
        days = self._data.days()
        if days is None:
            return nothing_to_ask()
        at = day or days.last
        return self._data.once(("matches", at), lambda: Review(self._data).on(at))

    def decide(self, subject: str, other: str, verdict: str, author: str) -> int:
        """Keep a decision and return its id; DeskError when it contradicts what stands.

        `merge`: the subject counts for the other (an account, a name, a contact).
        `apart`: the two are not one; they are never asked about again.
        """
        subject = _normal(subject)
        self._known(subject, other, verdict)
        decision = store.MatchDecision(
            0, subject, other, verdict, author.strip() or "local", self._clock()
        )
        return store.decide(
            self._data.workspace, decision, lambda standing: _consistent(decision, standing)
        )

    def undo(self, decision_id: int) -> None:
        """Take a decision back: everything is what it was without it."""
        store.undo(self._data.workspace, decision_id, self._clock())

    def decided(self) -> pd.DataFrame:
        """Return the decisions that stand, newest first.

        `decision_id, subject, subject_name, other, other_name, verdict, author, decided_at`.
        """
        with self._data.workspace.reading() as connection:
            found = store.all_standing(connection)
        names = self._parties.names()
        rows = [
            {
                "decision_id": one.decision_id,
                "subject": one.subject,
                "subject_name": names.get(one.subject, key_of(one.subject)),
                "other": one.other,
                "other_name": names.get(one.other, key_of(one.other)),
                "verdict": one.verdict,
                "author": one.author,
                "decided_at": pd.Timestamp(one.decided_at),
            }
            for one in reversed(found)
        ]
        columns = ["decision_id", "subject", "subject_name", "other", "other_name", "verdict"]
        return pd.DataFrame(rows, columns=[*columns, "author", "decided_at"])

    def _known(self, subject: str, other: str, verdict: str) -> None:
        if verdict not in {MERGE, APART}:
            raise NotFoundError(
                "unknown_verdict",
                msg("'{verdict}' is not a decision.", verdict=verdict),
                (MERGE, APART),
            )
        wanted = "account" if kind_of(subject) == "name" else kind_of(subject)
        names = self._parties.names()
        for one in (subject, other):
            if kind_of(one) != "name" and one not in names:
                raise NotFoundError(
                    "unknown_match", msg("There is nothing known as '{name}'.", name=one)
                )
        if kind_of(other) != wanted or (
            wanted == "contact" and not self._parties.are_colleagues(subject, other)
        ):
            raise _refused(
                "different_things",
                msg(
                    "'{one}' and '{other}' are not of one kind or account.",
                    one=subject,
                    other=other,
                ),
            )


def _normal(subject: str) -> str:
    """Return the address of a name by its key, however the name was written."""
    if kind_of(subject) != "name":
        return subject
    return address("name", name_key(key_of(subject)))


def _consistent(decision: store.MatchDecision, standing: Decisions) -> None:
    """Refuse a decision that goes in a circle or contradicts one that stands."""
    subject, other = decision.subject, decision.other
    words = {"one": key_of(subject), "other": key_of(other)}
    if subject == other or (decision.verdict == MERGE and standing.end(other) == subject):
        raise _refused(
            "match_circle", msg("'{other}' already counts for '{one}'.", **words),
            msg("Undo that decision first, or merge the other way round."),
        )  # fmt: skip
    merged = standing.end(subject) == standing.end(other)
    if standing.are_apart(subject, other) or merged or _merged_twice(decision, standing):
        raise _refused(
            "already_decided", msg("It was already decided what '{one}' is.", **words),
            msg("Undo that decision first; it stands in the list of past decisions."),
        )  # fmt: skip


def _merged_twice(decision: store.MatchDecision, standing: Decisions) -> bool:
    return decision.verdict == MERGE and decision.subject in standing.merged


def _refused(code: str, message: Message, remedy: Message | None = None) -> DeskError:
    return DeskError(code, message, remedy)
