"""Saved segments and every version of them. Nothing is overwritten; deleted ones can return."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.schema import reports, segment_versions, segments
from lib.store.workspace import Workspace

Member = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a segment. `members` are id and name as of `frozen_on`, if it is frozen."""

    version: int
    rule: str
    frozen_on: date | None
    author: str
    reason: str
    saved_at: datetime
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved segment as it stands. `key` changes with whatever changes its members."""

    segment_id: int
    name: str
    description: str
    rule: str
    frozen_on: date | None
    version: int

    @property
    def key(self) -> tuple[int, int]:
        """Its number and that of its version."""
        return self.segment_id, self.version


def standing(workspace: Workspace) -> tuple[Saved, ...]:
    """Return the saved segments that are not deleted, in the order in which they were made."""
    newest = (
        select(segment_versions.c.segment_id, func.max(segment_versions.c.version).label("version"))
        .group_by(segment_versions.c.segment_id)
        .subquery()
    )
    versions = segment_versions
    asked = (
        select(
            segments.c.segment_id,
            segments.c.name,
            segments.c.description,
            versions.c.rule,
            versions.c.frozen_on,
            versions.c.version,
        )
        .join(newest, newest.c.segment_id == segments.c.segment_id)
        .join(
            versions,
            (versions.c.segment_id == newest.c.segment_id)
            & (versions.c.version == newest.c.version),
        )
        .where(segments.c.removed_at.is_(None))
        .order_by(segments.c.segment_id)
    )
    with workspace.reading() as connection:
        rows = connection.execute(asked).all()
    return tuple(
        Saved(
            segment_id=row.segment_id,
            name=row.name,
            description=row.description or "",
            rule=row.rule,
            frozen_on=row.frozen_on,
            version=row.version,
        )
        for row in rows
    )


def versions(workspace: Workspace, segment_id: int) -> tuple[Version, ...]:
    """Return the versions of a segment, newest first."""
    table = segment_versions
    asked = select(table).where(table.c.segment_id == segment_id).order_by(table.c.version.desc())
    with workspace.reading() as connection:
        rows = connection.execute(asked).all()
    return tuple(
        Version(
            version=row.version,
            rule=row.rule,
            frozen_on=row.frozen_on,
            author=row.author,
            reason=row.reason,
            saved_at=row.saved_at,
            members=_members(row.members),
        )
        for row in rows
    )


def saved(workspace: Workspace, name: str, version: Version, description: str | None) -> int:
    """Keep a version under a name, the first if nothing has it; return the segment's id.

    `version.version` is not read: the next number is given. `description=None` keeps it.
    """
    with workspace.writing() as connection:
        segment_id = connection.scalar(
            select(segments.c.segment_id).where(
                segments.c.name == name, segments.c.removed_at.is_(None)
            )
        )
        if segment_id is None:
            segment_id = _made(connection, name, version)
        texts = {} if description is None else {"description": description}
        same = segments.c.segment_id == segment_id
        values = {"rule": version.rule, "saved_at": version.saved_at, **texts}
        connection.execute(update(segments).where(same).values(**values))
        _add_version(connection, segment_id, version)
    return int(segment_id)


def renamed(workspace: Workspace, segment_id: int, name: str, description: str) -> None:
    """Give a segment another name and description; its reports go with it."""
    with workspace.writing() as connection:
        same = segments.c.segment_id == segment_id
        before = connection.scalar(select(segments.c.name).where(same))
        connection.execute(update(segments).where(same).values(name=name, description=description))
        taken = connection.scalar(select(func.count()).where(reports.c.segment == name))
        if before != name and not taken:
            mine = reports.c.segment == before
            connection.execute(update(reports).where(mine).values(segment=name))


def removed(workspace: Workspace, segment_id: int, at: datetime | None) -> None:
    """Take a segment away, or bring it back with `at=None`.

    DeskError when another has its name by now, or there is none of that number.
    """
    with workspace.writing() as connection:
        same = segments.c.segment_id == segment_id
        name = connection.scalar(select(segments.c.name).where(same))
        if name is None:
            raise NotFoundError("unknown_segment", msg("There is no such saved segment."))
        others = select(func.count()).where(
            segments.c.name == name, segments.c.removed_at.is_(None), ~same
        )
        if at is None and connection.scalar(others):
            raise DeskError(
                "bad_segment_name",
                msg("Another segment is called '{name}' by now.", name=name),
                msg("Rename that one first."),
            )
        connection.execute(update(segments).where(same).values(removed_at=at))


def _made(connection: Connection, name: str, version: Version) -> int:
    values = {"name": name, "rule": version.rule, "saved_at": version.saved_at}
    key = connection.execute(insert(segments).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError("The database gave no id for a new row.")
    return int(key[0])


def _add_version(connection: Connection, segment_id: int, version: Version) -> None:
    table = segment_versions
    newest = connection.scalar(
        select(func.max(table.c.version)).where(table.c.segment_id == segment_id)
    )
    connection.execute(
        insert(table).values(
            segment_id=segment_id,
            version=int(newest or 0) + 1,
            rule=version.rule,
            frozen_on=version.frozen_on,
            members=_text(version.members) if version.frozen_on else None,
            author=version.author,
            reason=version.reason,
            saved_at=version.saved_at,
        )
    )


def _text(members: Sequence[Member]) -> str:
    return json.dumps([list(member) for member in members], ensure_ascii=False)


def _members(text: str | None) -> tuple[Member, ...]:
    return tuple((str(key), str(name)) for key, name in json.loads(text or "[]"))
