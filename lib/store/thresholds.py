"""Thresholds that people set: every change is kept, the newest that stands counts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from lib.locale import msg
from lib.store.decisions import kept, taken_back
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
        values = {
            "signal": change.signal,
            "version": change.version,
            "numbers": json.dumps(dict(change.values), sort_keys=True),
            "author": change.author,
            "reason": change.reason,
            "changed_at": change.changed_at,
        }
        change_id = kept(connection, table, values)
        raise_thresholds_version(connection)
    return change_id


def undo(workspace: Workspace, change_id: int, at: datetime) -> None:
    """Take a change back; NotFoundError when there is none or it is undone already."""
    with workspace.writing() as connection:
        message = msg("There is no change {id} that could be undone.", id=str(change_id))
        taken_back(connection, table, change_id, at, ("unknown_change", message))
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
