"""Thresholds that people set: every change is kept, the newest that stands counts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from lib.errors import NotFoundError
from lib.locale import msg
from lib.store.schema import threshold_changes as table
from lib.store.workspace import Workspace, raise_thresholds_version


@dataclass(frozen=True)
class ThresholdChange:
    """One change: all values of one signal, who set them and why."""

    change_id: int
    signal: str
    version: int
    values: Mapping[str, float]
    author: str
    reason: str
    changed_at: datetime
    undone_at: datetime | None = None


def all_changes(workspace: Workspace) -> tuple[ThresholdChange, ...]:
    """Return every change, oldest first, undone ones too."""
    with workspace.reading() as connection:
        return _all(connection)


def add(
    workspace: Workspace, made: Callable[[tuple[ThresholdChange, ...]], ThresholdChange]
) -> int:
    """Keep the change that `made` gives and return its id.

    `made` sees every change so far in the same transaction, and may refuse by raising.
    """
    with workspace.writing() as connection:
        change = made(_all(connection))
        key = connection.execute(
            insert(table).values(
                signal=change.signal,
                version=change.version,
                numbers=json.dumps(dict(change.values), sort_keys=True),
                author=change.author,
                reason=change.reason,
                changed_at=change.changed_at,
            )
        ).inserted_primary_key
        raise_thresholds_version(connection)
    if key is None:
        raise RuntimeError("The database gave no id for a new change.")
    return int(key[0])


def undo(workspace: Workspace, change_id: int, at: datetime) -> None:
    """Take a change back; NotFoundError when there is none or it is undone already."""
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.change_id == change_id, table.c.undone_at.is_(None))
            .values(undone_at=at)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_change",
                msg("There is no change {id} that could be undone.", id=str(change_id)),
                tuple(str(c.change_id) for c in _all(connection) if c.undone_at is None),
            )
        raise_thresholds_version(connection)


def _all(connection: Connection) -> tuple[ThresholdChange, ...]:
    query = select(
        table.c.change_id,
        table.c.signal,
        table.c.version,
        table.c.numbers,
        table.c.author,
        table.c.reason,
        table.c.changed_at,
        table.c.undone_at,
    ).order_by(table.c.change_id)
    return tuple(
        ThresholdChange(change_id, signal, version, json.loads(numbers), *rest)
        for change_id, signal, version, numbers, *rest in connection.execute(query)
    )
