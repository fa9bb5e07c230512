"""Demands that people put together, or said are two. Nothing is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import func, not_, select

from lib.locale import msg
from lib.store.decisions import kept, taken_back
from lib.store.schema import batches, demand_merges
from lib.store.workspace import Workspace, data_version, raise_thresholds_version


def standing_merges(workspace: Workspace) -> pd.DataFrame:
    """Return what people said of pairs of demands and did not take back, oldest first."""
    table = demand_merges
    wanted = select(table).where(table.c.undone_at.is_(None)).order_by(table.c.merge_id)
    with workspace.reading() as connection:
        return pd.read_sql_query(wanted, connection)


def version_but_for_demands(workspace: Workspace, entered: str) -> tuple[int, int, int]:
    """Return what changes with every change of the data but those of demands in the app.

    `entered` is the file of batches that come from the app. Each of these and each undoing
    of one raises the data version by one, so the rest of it counts all other changes; the
    number of other batches and of those undone stands beside it.
    """
    ours = (batches.c.file == entered) & (batches.c.kind == "demands")
    count, undone = func.count(), func.count(batches.c.undone_at)
    with workspace.reading() as connection:
        version = data_version(connection)
        n, n_undone = connection.execute(select(count, undone).where(ours)).one()
        others = connection.execute(select(count, undone).where(not_(ours))).one()
    return version - n - n_undone, *others


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
