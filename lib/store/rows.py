"""Stored rows as frames: every version, with where it came from."""

import pandas as pd
from sqlalchemy import Connection, select

from lib.model import KINDS
from lib.model.frames import typed
from lib.store.schema import batches, kind_tables


def versions(connection: Connection, kind: str) -> pd.DataFrame:
    """Return every version of the kind's rows from batches that stand, oldest knowledge first."""
    table = kind_tables[kind]
    query = (
        select(table, batches.c.known_on)
        .join(batches, batches.c.batch_id == table.c.batch_id)
        .where(batches.c.undone_at.is_(None))
        .order_by(batches.c.known_on, table.c.batch_id, table.c.row_id)
    )
    rows = pd.read_sql_query(query, connection)
    return typed(rows, KINDS[kind])


def batch_rows(connection: Connection, kind: str, batch_id: int) -> pd.DataFrame:
    """Return the rows that one batch brought, in the order of its file."""
    table = kind_tables[kind]
    rows = pd.read_sql_query(
        select(table).where(table.c.batch_id == batch_id).order_by(table.c.source_row), connection
    )
    return typed(rows, KINDS[kind])
