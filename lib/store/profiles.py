"""Mappings that somebody confirmed, for files with the same headings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, select, update

from lib.errors import NotFoundError
from lib.locale import msg
from lib.store.decisions import kept
from lib.store.schema import profiles as table
from lib.store.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How files with these headings are read.

    `signature` stands for the headings, `source` for the file's name without dates and
    numbers; `answers` are those of `lib.ingest.answers` for one sheet.
    """

    signature: str
    source: str
    kind: str
    headings: tuple[str, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    author: str
    confirmed_at: datetime
    profile_id: int = 0


def remembered(workspace: Workspace, profile: Profile) -> int:
    """Keep a profile in place of the one that had its signature and kind; return its id."""
    same = (table.c.signature == profile.signature) & (table.c.kind == profile.kind)
    with workspace.writing() as connection:
        connection.execute(
            update(table)
            .where(same, table.c.removed_at.is_(None))
            .values(removed_at=profile.confirmed_at)
        )
        values = {
            "signature": profile.signature,
            "source": profile.source,
            "kind": profile.kind,
            "headings": json.dumps(profile.headings, ensure_ascii=False),
            "answers": json.dumps(dict(profile.answers), ensure_ascii=False),
            "author": profile.author,
            "confirmed_at": profile.confirmed_at,
        }
        return kept(connection, table, values)


def newest(connection: Connection, **wanted: str) -> Profile | None:
    """Return the newest profile with that `signature`, `source` or `kind`; None if none has."""
    same = [table.c[name] == value for name, value in wanted.items()]
    found = _found(connection, *same)
    return found[0] if found else None


def all_profiles(connection: Connection) -> tuple[Profile, ...]:
    """Return the profiles that stand, newest first."""
    return _found(connection)


def forgotten(workspace: Workspace, profile_id: int, at: datetime) -> None:
    """Take a profile away; NotFoundError when there is none that stands."""
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.profile_id == profile_id, table.c.removed_at.is_(None))
            .values(removed_at=at)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_profile",
                msg("There is no remembered mapping {id}.", id=str(profile_id)),
                tuple(str(profile.profile_id) for profile in all_profiles(connection)),
            )


def _found(connection: Connection, *same: ColumnElement[bool]) -> tuple[Profile, ...]:
    query = (
        select(table).where(table.c.removed_at.is_(None), *same).order_by(table.c.profile_id.desc())
    )
    return tuple(_profile(row) for row in connection.execute(query))


def _profile(row: Row[tuple[object, ...]]) -> Profile:
    named = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    return Profile(
        profile_id=named["profile_id"],
        signature=named["signature"],
        source=named["source"],
        kind=named["kind"],
        headings=tuple(json.loads(named["headings"])),
        answers=json.loads(named["answers"]),
        author=named["author"],
        confirmed_at=named["confirmed_at"],
    )
