"""Conversations on file: recorded in the app or imported, by account, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.people import People
from lib.desk.data import Data
from lib.desk.entered import ENTERED, Entry, entered_together
from lib.desk.voice.interview_guides import Guides
from lib.errors import DeskError
from lib.interviews.conversations import answers, conversations
from lib.locale import msg
from lib.model import KINDS
from lib.store import batches as store

MAX_CHARACTERS = 5000
METHODS = tuple(KINDS["interviews"].column("method").choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One conversation. `answers` and `quotes` are by the key of a question.

    `interview_id` links it to a pick of a plan (`interview_states.pick_interview_id`).
    """

    account_id: str
    held_on: date
    method: str
    interviewer: str
    role: str | None = None
    contact_id: str | None = None
    consent: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    interview_id: str | None = None


class Records:
    """The area of conversations. All are shown, whatever the month: they are work of now."""

    def __init__(self, data: Data, people: People, guides: Guides, clock: Clock) -> None:
        self._data = data
        self._people = people
        self._guides = guides
        self._clock = clock

    def answers(self) -> pd.DataFrame:
        """Return one row an answer, newest first (see `lib.interviews.conversations`)."""
        today = self._today()
        number, guide = self._guides.numbered()
        return self._data.once(
            ("interviews", "answers", today, number),
            lambda: answers(self._data.snapshot(today).table("interviews"), self._persons(), guide),
        )

    def all(self, account_id: str | None = None) -> pd.DataFrame:
        """Return one row a conversation (of an account), newest first.

        As `conversations` gives them, with `account_name`, `in_app` (recorded here: it can be
        taken back) and `author`.
        """
        rows = self.answers()
        if account_id is not None:
            rows = rows[rows["account_id"] == account_id]
        found = conversations(rows)
        batches = self._batches()
        of_rows = [batches.get(int(number)) for number in found["batch_id"]]
        names = self._names().reindex(found["account_id"]).to_numpy()
        return found.assign(
            account_name=pd.Series(names, index=found.index).fillna(found["account_id"]),
            in_app=[batch is not None and batch.file == ENTERED for batch in of_rows],
            author=pd.Series([batch.author if batch else None for batch in of_rows], dtype="str"),
        )

    def record(self, talk: Talk, author: str) -> int:
        """Store a conversation; return its batch id, with which it can be undone.

        DeskError when nothing was answered, for an unknown account or way, and for a day to
        come.
        """
        self._checked(talk)
        today = self._clock()
        talk_id = talk.interview_id or f"app-{today:%Y%m%d%H%M%S%f}"
        keys = [k for k in {**talk.answers, **talk.quotes} if _text(talk, k) != (None, None)]
        return entered_together(
            self._data, self._clock, [_entry(talk, talk_id, key, author) for key in keys]
        )

    def _checked(self, talk: Talk) -> None:
        texts = [*talk.answers.values(), *talk.quotes.values()]
        if not any(text.strip() for text in texts):
            raise DeskError(
                "no_answer",
                msg("Nothing was answered yet."),
                msg("Fill in at least one answer or quote."),
            )
        if any(len(text) > MAX_CHARACTERS for text in texts):
            raise DeskError(
                "long_text",
                msg("An answer has at most {most} characters.", most=str(MAX_CHARACTERS)),
            )
        if talk.method not in METHODS:
            raise DeskError("bad_way", msg("A conversation is held by call, visit or video."))
        if talk.held_on > self._clock().date():
            raise DeskError("bad_day", msg("The day of the conversation lies in the future."))
        if talk.account_id not in set(self._data.dataset().versions["accounts"]["account_id"]):
            raise DeskError(
                "unknown_account",
                msg("There is no account with the id '{id}'.", id=talk.account_id),
            )

    def _today(self) -> date:
        return max(self._data.known_days().last, self._clock().date())

    def _persons(self) -> pd.DataFrame:
        return self._people.persons(self._data.known_days().last)

    def _names(self) -> pd.Series:
        accounts = self._data.snapshot(self._data.known_days().last).accounts
        return accounts.set_index("account_id")["account_name"]

    def _batches(self) -> dict[int, store.Batch]:
        return self._data.once(("interviews", "batches"), self._read_batches)

    def _read_batches(self) -> dict[int, store.Batch]:
        with self._data.workspace.reading() as connection:
            return {batch.batch_id: batch for batch in store.active_batches(connection)}


def _text(talk: Talk, key: str) -> tuple[str | None, str | None]:
    return (
        talk.answers.get(key, "").strip() or None,
        talk.quotes.get(key, "").strip() or None,
    )


def _entry(talk: Talk, talk_id: str, key: str, author: str) -> Entry:
    answer, quote = _text(talk, key)
    return Entry(
        kind="interviews",
        row_key="\x1f".join((talk_id, key)),
        fields={
            "interview_id": talk_id,
            "account_id": talk.account_id,
            "contact_id": talk.contact_id,
            "buying_role": talk.role,
            "held_on": pd.Timestamp(talk.held_on),
            "interviewer": talk.interviewer.strip() or None,
            "method": talk.method,
            "question": key,
            "answer": answer,
            "quote": quote,
            "consent": talk.consent,
        },
        author=author.strip() or "local",
        day=talk.held_on,
    )
