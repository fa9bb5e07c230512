"""Demands that people put together, or said are two. Nothing is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import select

from lib.locale import msg
from lib.store.decisions import kept, taken_back
from lib.store.schema import demand_merges
from lib.store.workspace import Workspace, raise_thresholds_version


def standing_merges(workspace: Workspace) -> pd.DataFrame:
    """Return what people said of pairs of demands and did not take back, oldest first."""
    table = demand_merges
    wanted = select(table).where(table.c.undone_at.is_(None)).order_by(table.c.merge_id)
    with workspace.reading() as connection:
        return pd.read_sql_query(wanted, connection)


def add_merge(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep what was said of a pair; return its id. What is made of it is made anew."""
    with workspace.writing() as connection:
        key = kept(connection, demand_merges, values)
        raise_thresholds_version(connection)
    return key


def undo_merge(workspace: Workspace, merge_id: int, at: datetime) -> None:
    """Take it back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no merge {id} that could be undone.", id=str(merge_id))
    with workspace.writing() as connection:
        taken_back(connection, demand_merges, merge_id, at, ("unknown_merge", message))
        raise_thresholds_version(connection)
