"""Roles of people: proposed from titles, confirmed or turned down, changed; and what was when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.entered import Entry, entered_together
from lib.errors import DeskError, NotFoundError
from lib.group.persons import MOST_INFLUENCE, PHASES
from lib.ingest.rows.keys import row_keys
from lib.locale import msg
from lib.model import KINDS
from lib.model.frames import TAG_SEPARATOR, records, typed
from lib.model.history import state_on
from lib.profile.titles import proposals
from lib.store import refusals
from lib.store.batches import all_batches, undone

ROLES = tuple(KINDS["contacts"].column("buying_roles").choices)
STANCES = tuple(KINDS["contacts"].column("stance").choices)
_HISTORY = ("known_on", "field", "value", "source", "author")
_CONTACTS = KINDS["contacts"]
EDITED = ("buying_roles", "department", "stance", *PHASES, "active")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A role proposed for a person: whose row, and by which title."""

    row_key: str
    role: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What people say of one person; only the fields named in `fields` are said.

    Fields are those of `EDITED`; `buying_roles` is "a|b", None says that nothing is known.
    """

    row_key: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A person who is not on file yet; `roles` is "a|b"."""

    account_id: str
    name: str
    title: str | None = None
    department: str | None = None
    email: str | None = None
    roles: str | None = None


class Roles:
    """Changes to the people on file. Each is dated, has an author and can be undone."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def proposed(self, people: pd.DataFrame) -> pd.DataFrame:
        """Return a row for each person without a role whose title suggests one.

        `row_key, account_id, name, title, department, role, confidence, reason` (a Message),
        the surest first. A role that people gave or turned down is not proposed again.
        """
        roleless = people[people["there"] & people["buying_roles"].isna() & people["title"].notna()]
        now = self._now()
        given = now.index[now["buying_roles"].notna()]
        open_ = roleless[~roleless["row_key"].isin(given)]
        found = proposals(open_["title"])
        rows = open_[open_["title"].isin(list(found))]
        rows = rows[["row_key", "account_id", "name", "title", "department"]].assign(
            role=[str(found[title].role) for title in rows["title"]],
            confidence=[found[title].confidence for title in rows["title"]],
            reason=pd.Series([found[t].reason for t in rows["title"]], rows.index, dtype="object"),
        )
        refused = refusals.standing_refusals(self._data.workspace)
        no = set(zip(refused["row_key"], refused["role"], refused["title"], strict=True))
        keys = zip(rows["row_key"], rows["role"], rows["title"], strict=True)
        kept = rows[pd.Series([key not in no for key in keys], rows.index, dtype="bool")]
        return kept.sort_values("confidence", ascending=False, kind="stable").reset_index(drop=True)

    def confirm(self, chosen: Sequence[Proposed], author: str, day: date) -> int:
        """Record proposed roles as known; return the batch by which this is undone."""
        now = self._now()
        fields = {
            each.row_key: {"buying_roles": _with(now["buying_roles"].get(each.row_key), each.role)}
            for each in chosen
        }
        return self._entered(fields, author, day)

    def reject(self, chosen: Sequence[Proposed], author: str) -> tuple[int, ...]:
        """Turn proposals down; return the ids by which this is undone."""
        self._known([each.row_key for each in chosen])
        shared = {"author": author, "decided_at": self._clock()}
        return refusals.add_refusals(
            self._data.workspace,
            [
                {"row_key": each.row_key, "role": each.role, "title": each.title, **shared}
                for each in chosen
            ],
        )

    def undo_reject(self, ids: Sequence[int]) -> int:
        """Take refusals back, so that the roles are proposed again; return how many stood."""
        return refusals.undo_refusals(self._data.workspace, ids, self._clock())

    def change(self, change: Change, author: str, day: date) -> int:
        """Record what people say of a person; return the batch by which this is undone.

        DeskError when a field cannot have its value or the person is unknown.
        """
        for name, value in change.fields.items():
            _checked(name, value)
        return self._entered({change.row_key: dict(change.fields)}, author, day)

    def add(self, person: Newcomer, author: str, day: date) -> int:
        """Put a person on file from a day on; return the batch by which this is undone.

        DeskError without a name, for an unknown account or role, or when the person is on file.
        """
        fields = self._fields_of(person, day)
        row = typed(pd.DataFrame([{**fields, "batch_id": 0, "source_row": 1}]), _CONTACTS)
        key = str(row_keys(row, _CONTACTS).iloc[0])
        if key in self._now().index:
            raise DeskError(
                "known_contact",
                msg("'{name}' is on file at this account already.", name=fields["full_name"]),
            )
        entry = Entry(kind="contacts", row_key=key, fields=fields, author=author, day=day,
                      carried=frozenset(fields))  # fmt: skip
        return entered_together(self._data, self._clock, (entry,))

    def _fields_of(self, person: Newcomer, day: date) -> dict[str, Any]:
        if not person.name.strip():
            raise DeskError("no_name", msg("A person needs a name."))
        if person.account_id not in set(self._data.dataset().versions["accounts"]["account_id"]):
            raise NotFoundError(
                "unknown_account",
                msg("There is no account with the id '{id}'.", id=person.account_id),
            )
        _checked("buying_roles", person.roles)
        said = {
            "full_name": person.name.strip(),
            "title": (person.title or "").strip() or None,
            "department": (person.department or "").strip() or None,
            "email": (person.email or "").strip() or None,
            "buying_roles": person.roles,
        }
        known = {name: value for name, value in said.items() if value is not None}
        return {"account_id": person.account_id, "created_at": pd.Timestamp(day), **known}

    def undo(self, batch_id: int) -> None:
        """Take a confirmation or a change back."""
        undone(self._data.workspace, batch_id, self._clock())

    def counts_on(self, batch_id: int, day: date) -> bool:
        """Say whether what was entered is part of what was known on a day (see `history`)."""
        return bool((self._data.snapshot(day).table("contacts")["batch_id"] == batch_id).any())

    def history(self, row_key: str) -> pd.DataFrame:
        """Return what was said of a person when: `known_on, field, value, source, author`.

        Oldest first; only what differs from what was known before.
        """
        data = self._data.dataset()
        versions = data.versions["contacts"]
        mine = records(versions[versions["row_key"] == row_key])
        with self._data.workspace.reading() as connection:
            batches = {batch.batch_id: batch for batch in all_batches(connection)}
        before: dict[str, object] = {}
        rows = []
        for version in mine:
            batch = int(version["batch_id"])
            said = {name: _plain(version[name]) for name in EDITED if name in data.carried[batch]}
            rows += [
                (version["known_on"], name, value, batches[batch].file, batches[batch].author)
                for name, value in said.items()
                if value != before.get(name)
            ]
            before |= said
        return pd.DataFrame(rows, columns=list(_HISTORY))

    def _now(self) -> pd.DataFrame:
        """Return the newest state of every contact, whatever day is looked at."""
        data = self._data.dataset()
        return self._data.once(
            ("contacts_now",), lambda: _by_key(state_on(data.versions["contacts"], data.carried))
        )

    def _known(self, keys: Sequence[str]) -> None:
        missing = [key for key in keys if key not in self._now().index]
        if missing:
            raise NotFoundError(
                "unknown_contact", msg("There is no contact with the key '{id}'.", id=missing[0])
            )

    def _entered(self, fields: Mapping[str, Mapping[str, Any]], author: str, day: date) -> int:
        if not fields:
            raise DeskError("nothing_chosen", msg("Nobody is chosen."))
        self._known(list(fields))
        carried = frozenset(name for values in fields.values() for name in values)
        entries = [
            Entry(kind="contacts", row_key=key, fields=values, author=author, day=day,
                  carried=carried)
            for key, values in fields.items()
        ]  # fmt: skip
        return entered_together(self._data, self._clock, entries)


def _by_key(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index("row_key")


def _plain(value: Any) -> object:  # noqa: ANN401 - a cell of any kind
    return None if pd.isna(value) else value


def _with(roles: object, role: str) -> str:
    known = roles.split(TAG_SEPARATOR) if isinstance(roles, str) else []
    return TAG_SEPARATOR.join(sorted({*known, role}, key=_place))


def _place(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def _checked(name: str, value: object) -> None:
    allowed = {
        "buying_roles": lambda v: set(str(v).split(TAG_SEPARATOR)) <= set(ROLES),
        "stance": lambda v: v in STANCES,
        "active": lambda v: isinstance(v, bool),
        "department": lambda v: isinstance(v, str),
        **{phase: lambda v: v in range(MOST_INFLUENCE + 1) for phase in PHASES},
    }
    if name not in allowed or (value is not None and not allowed[name](value)):
        raise DeskError(
            "bad_person_field",
            msg("{field} cannot be '{value}'.", field=name, value=str(value)),
        )
