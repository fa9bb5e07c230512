"""Roles proposed from a title that people turned down; undone ones stay as history."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import insert, select, update

from lib.store.schema import role_refusals as table
from lib.store.workspace import Workspace


def standing_refusals(workspace: Workspace) -> pd.DataFrame:
    """Return the refusals that stand: `row_key, role, title` with author and time."""
    query = select(table).where(table.c.undone_at.is_(None)).order_by(table.c.refusal_id)
    with workspace.reading() as connection:
        return pd.read_sql_query(query, connection)


def add_refusals(workspace: Workspace, rows: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """Keep refusals, all or none; return their ids."""
    with workspace.writing() as connection:
        keys = [
            connection.execute(insert(table).values(**row)).inserted_primary_key for row in rows
        ]
    return tuple(int(key[0]) for key in keys if key is not None)


def undo_refusals(workspace: Workspace, ids: Sequence[int], at: object) -> int:
    """Take refusals back; return how many were still standing."""
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.refusal_id.in_(ids), table.c.undone_at.is_(None))
            .values(undone_at=at)
        )
    return int(found.rowcount)
