"""What people decide is kept for good, each as a row; an undone one says when it was undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, insert, select, update

from lib.errors import NotFoundError
from lib.locale import Message
from lib.store.workspace import Workspace


def every(workspace: Workspace, table: Table) -> pd.DataFrame:
    """Return every row of a table, oldest first, undone ones too."""
    with workspace.reading() as connection:
        return pd.read_sql_query(select(table).order_by(*table.primary_key.columns), connection)


def kept(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert a row and return its id."""
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError(f"The database gave no id for a new row of {table.name}.")
    return int(key[0])


def taken_back(
    connection: Connection, table: Table, row_id: int, at: datetime, unknown: tuple[str, Message]
) -> None:
    """Mark a row as undone; NotFoundError when there is none or it is undone already.

    `unknown` is the code and the sentence of that error.
    """
    (key,) = table.primary_key.columns
    stands = table.c.undone_at.is_(None)
    found = connection.execute(update(table).where(key == row_id, stands).values(undone_at=at))
    if found.rowcount != 1:
        standing = connection.scalars(select(key).where(stands).order_by(key))
        raise NotFoundError(*unknown, tuple(map(str, standing)))
