"""What people decided about suggested segments. Nothing is overwritten."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import insert, select, update

from lib.errors import NotFoundError
from lib.locale import msg
from lib.store.schema import suggestion_decisions
from lib.store.workspace import Workspace


def decisions(workspace: Workspace) -> pd.DataFrame:
    """Return the decisions that stand, oldest first."""
    table = suggestion_decisions
    with workspace.reading() as connection:
        query = select(table).where(table.c.undone_at.is_(None)).order_by(table.c.decision_id)
        return pd.read_sql_query(query, connection)


def decide(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a decision; return its id."""
    with workspace.writing() as connection:
        key = connection.execute(insert(suggestion_decisions).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError("The database gave no id for a new row.")
    return int(key[0])


def undo(workspace: Workspace, decision_id: int, at: object) -> None:
    """Take a decision back; NotFoundError when there is none or it is undone already."""
    table = suggestion_decisions
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.decision_id == decision_id, table.c.undone_at.is_(None))
            .values(undone_at=at)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_decision",
                msg("There is no decision {id} that could be undone.", id=str(decision_id)),
            )
