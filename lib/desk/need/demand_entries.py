"""What people enter about demands: intake, changes, answers; each dated, attributed, undoable."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pandas as pd

from lib.demand.states import TABLES
from lib.demand.words import occurs
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.entered import ENTERED, Entry, entered
from lib.desk.need.demand_sources import Sources
from lib.errors import DeskError, NotFoundError
from lib.locale import joined, msg
from lib.model import KINDS, Type
from lib.model.frames import records
from lib.model.kinds.demands import MOST_IMPORTANT
from lib.store.batches import all_batches, undone

_KIND = KINDS["demands"]
EDITED = (
    "state", "owner", "due_on", "importance", "kind", "benefit", "direction", "phase",
    "buying_role", "theme", "feature", "within_boundary", "answer", "answered_on",
)  # fmt: skip
HISTORY = ("on", "field", "before", "value", "author", "source", "batch_id")
_NAMES = ("account_id", "account_name", "demand_id", "source_kind", "source_id", "source")
_CLOSED = ("state", "phase", "kind", "direction", "within_boundary", "buying_role", "source_kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDemand:
    """A demand as somebody takes it in; what is None is unknown.

    With `source_kind` and `source_id` the statement must stand in the text of that row.
    """

    account_id: str
    statement: str
    raised_on: date
    contact_id: str | None = None
    buying_role: str | None = None
    phase: str | None = None
    kind: str | None = None
    benefit: str | None = None
    direction: str | None = "wants"
    importance: int | None = None
    theme: str | None = None
    feature: str | None = None
    within_boundary: str | None = None
    state: str | None = "new"
    owner: str | None = None
    due_on: date | None = None
    source_kind: str | None = None
    source_id: str | None = None


class DemandEntries:
    """The entries about demands."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock
        self.sources = Sources(data)

    def add(self, new: NewDemand, author: str) -> str:
        """Take a demand in; return its row key. `batch_of` tells by what it is undone.

        DeskError without words, for an unknown account or person, a value that a field cannot
        have, a day after today, or words that do not stand in the source.
        """
        values: dict[str, Any] = {f.name: getattr(new, f.name) for f in fields(new)}
        values = {name: _tidy(value) for name, value in values.items()}
        if values["statement"] is None:
            raise DeskError("no_statement", msg("A demand needs words: what is wanted."))
        self._known_account(new)
        self._checked(values)
        self._in_source(new)
        key = f"desk-{uuid.uuid4().hex[:12]}"
        self._entered(key, {**values, "demand_id": key}, author, carried=None)
        return key

    def batch_of(self, row_key: str) -> int:
        """Return the batch by which a demand came in."""
        self._known(row_key)
        rows = self._data.dataset().versions["demands"]
        return int(rows.loc[rows["row_key"] == row_key, "batch_id"].iloc[0])

    def change(self, row_key: str, changes: Mapping[str, Any], author: str) -> int:
        """Change fields of `EDITED`; None empties one. Return the batch by which it is undone.

        DeskError for an unknown demand, another field, or a value that it cannot have.
        """
        strange = set(changes) - set(EDITED)
        if strange or not changes:
            raise DeskError(
                "not_changed_here",
                msg("These fields of a demand are not changed here: {names}.",
                    names=joined(sorted(strange) or ["-"])),
            )  # fmt: skip
        self._known(row_key)
        values = {name: _tidy(value) for name, value in changes.items()}
        self._checked(values)
        return self._entered(row_key, values, author, carried=frozenset(values))

    def answer(self, row_key: str, text: str, on: date, author: str) -> int:
        """Record what the customer was told, and when; return the batch to undo it."""
        if not text.strip():
            raise DeskError(
                "no_answer_text", msg("An answer needs words: what the customer was told.")
            )
        return self.change(row_key, {"answer": text, "answered_on": on}, author)

    def undo(self, batch_id: int) -> None:
        """Take an entry about a demand back; NotFoundError when there is none that stands."""
        found = self._batches().get(batch_id)
        if found is None or found[0] != ENTERED or found[2] != _KIND.name:
            raise NotFoundError(
                "unknown_entry",
                msg("There is no entry {id} about a demand that could be undone.",
                    id=str(batch_id)),
            )  # fmt: skip
        undone(self._data.workspace, batch_id, self._clock())

    def history(self, row_key: str) -> pd.DataFrame:
        """Return who changed what when, newest first; columns are `HISTORY`.

        Only what differs from what was known before. `source` names the file; `batch_id` is
        blank where it was no entry in the app, which is undone as a whole import.
        """
        data, batches = self._data.dataset(), self._batches()
        versions = data.versions["demands"]
        before: dict[str, object] = {}
        rows = []
        for version in records(versions[versions["row_key"] == row_key]):
            batch = int(version["batch_id"])
            file, author, _ = batches[batch]
            carried = data.carried[batch]
            said = {
                name: _plain(version[name])
                for name in _KIND.names
                if name in carried and name not in _NAMES
            }
            rows += [
                (version["known_on"], name, before.get(name), value, author, file,
                 batch if file == ENTERED else None)
                for name, value in said.items()
                if value != before.get(name)
            ]  # fmt: skip
            before |= said
        return pd.DataFrame(rows[::-1], columns=list(HISTORY))

    def _known(self, row_key: str) -> None:
        if not self._data.dataset().versions["demands"]["row_key"].eq(row_key).any():
            raise NotFoundError(
                "unknown_demand", msg("There is no demand with the key '{id}'.", id=row_key)
            )

    def _known_account(self, new: NewDemand) -> None:
        data = self._data.dataset()
        if new.account_id not in set(data.versions["accounts"]["account_id"]):
            raise NotFoundError(
                "unknown_account", msg("There is no account with the id '{id}'.", id=new.account_id)
            )
        people = data.versions["contacts"]
        mine = people["contact_id"][people["account_id"] == new.account_id]
        if new.contact_id is not None and new.contact_id not in set(mine):
            raise NotFoundError(
                "unknown_contact",
                msg("There is no contact with the key '{id}'.", id=new.contact_id),
            )

    def _checked(self, values: Mapping[str, Any]) -> None:
        today = self._clock().date()
        for name, value in values.items():
            if value is None:
                continue
            wrong = (
                (name in _CLOSED and value not in _KIND.column(name).choices)
                or (name == "importance" and value not in range(MOST_IMPORTANT + 1))
                or (name in {"raised_on", "answered_on"} and value.date() > today)
            )
            if wrong:
                raise DeskError(
                    "bad_demand_field",
                    msg("{field} cannot be '{value}'.", field=name, value=_written(value)),
                )

    def _in_source(self, new: NewDemand) -> None:
        if (new.source_kind is None) != (new.source_id is None):
            raise DeskError("half_a_source", msg("A source needs its kind and its id."))
        if new.source_kind is None or new.source_id is None:
            return
        text = self.sources.text(new.account_id, TABLES[new.source_kind], new.source_id)
        if not occurs(new.statement, text):
            raise DeskError(
                "words_not_in_source",
                msg("These words do not stand in the text they are said to come from."),
                msg("Copy them from the text, or take the demand in without a source."),
            )

    def _entered(
        self, key: str, values: Mapping[str, Any], author: str, carried: frozenset[str] | None
    ) -> int:
        last = self._data.known_days().last
        return entered(
            self._data,
            self._clock,
            Entry(
                kind=_KIND.name,
                row_key=key,
                fields=values,
                author=author.strip() or "local",
                day=min(last, self._clock().date()),
                carried=carried,
            ),
        )

    def _batches(self) -> dict[int, tuple[str, str | None, str]]:
        return self._data.once(("demand_batches",), self._read_batches)

    def _read_batches(self) -> dict[int, tuple[str, str | None, str]]:
        with self._data.workspace.reading() as connection:
            return {
                batch.batch_id: (batch.file, batch.author, batch.kind)
                for batch in all_batches(connection)
                if batch.undone_at is None
            }


def _tidy(value: object) -> Any:  # noqa: ANN401 - a cell of any kind
    """Return a value as it is stored; a blank text is nothing."""
    if isinstance(value, str):
        return value.strip() or None
    return pd.Timestamp(value) if isinstance(value, date) else value


def _plain(value: Any) -> object:  # noqa: ANN401 - a cell of any kind
    return None if pd.isna(value) else value


def _written(value: object) -> str:
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def is_day(field: str) -> bool:
    """Say whether a field of a demand holds a day."""
    return _KIND.column(field).type == Type.DAY
