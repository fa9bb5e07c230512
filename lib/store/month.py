"""The month: versions of the working procedure, ticks by hand. Nothing is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from lib.locale import msg
from lib.store.decisions import every, kept, taken_back
from lib.store.schema_month import month_ticks, procedures
from lib.store.workspace import Workspace


def versions(workspace: Workspace) -> pd.DataFrame:
    """Return every version of the procedure, oldest first, undone ones too."""
    return every(workspace, procedures)


def add_version(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a version of the procedure; return its id."""
    with workspace.writing() as connection:
        return kept(connection, procedures, values)


def undo_version(workspace: Workspace, procedure_id: int, at: datetime) -> None:
    """Take a version back; NotFoundError when there is none or it is undone already."""
    message = msg(
        "There is no version {id} of the procedure that could be undone.", id=str(procedure_id)
    )
    with workspace.writing() as connection:
        taken_back(connection, procedures, procedure_id, at, ("unknown_procedure", message))


def ticks(workspace: Workspace) -> pd.DataFrame:
    """Return the ticks that stand, oldest first."""
    rows = every(workspace, month_ticks)
    return rows[rows["undone_at"].isna()].reset_index(drop=True)


def add_tick(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a tick; return its id."""
    with workspace.writing() as connection:
        return kept(connection, month_ticks, values)


def undo_tick(workspace: Workspace, tick_id: int, at: datetime) -> None:
    """Take a tick back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no tick {id} that could be undone.", id=str(tick_id))
    with workspace.writing() as connection:
        taken_back(connection, month_ticks, tick_id, at, ("unknown_tick", message))
