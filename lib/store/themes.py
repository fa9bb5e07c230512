"""What people decided about themes, and what the engine found, kept beside the data.

Decisions are never overwritten. What was found lies in one file a model; losing it only costs
time. It holds pieces of customers' texts, so each keeping leaves out what is on file no more.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Table, select

from lib.locale import msg
from lib.store.atomic import written_whole
from lib.store.decisions import kept, taken_back
from lib.store.schema import theme_decisions, theme_labels
from lib.store.workspace import Workspace

_FOLDER = "themes"
_KEPT = 4  # models: the present one and those that an undo leads back to


def decisions(workspace: Workspace) -> pd.DataFrame:
    """Return every decision on the list of themes that stands, oldest first."""
    return _standing(workspace, theme_decisions)


def labels(workspace: Workspace) -> pd.DataFrame:
    """Return what people said single texts are about, oldest first, as far as it stands."""
    return _standing(workspace, theme_labels)


def decide(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a decision; return its id."""
    with workspace.writing() as connection:
        return kept(connection, theme_decisions, values)


def label(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep what a text is about; return its id."""
    with workspace.writing() as connection:
        return kept(connection, theme_labels, values)


def undo_decision(workspace: Workspace, decision_id: int, at: datetime) -> None:
    """Take a decision back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no decision {id} that could be undone.", id=str(decision_id))
    with workspace.writing() as connection:
        taken_back(connection, theme_decisions, decision_id, at, ("unknown_decision", message))


def undo_label(workspace: Workspace, label_id: int, at: datetime) -> None:
    """Take a label back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no decision {id} that could be undone.", id=str(label_id))
    with workspace.writing() as connection:
        taken_back(connection, theme_labels, label_id, at, ("unknown_label", message))


def found_file(workspace: Workspace, name: str) -> Path:
    """Return where what a model found lies, if it was kept."""
    return workspace.folder / _FOLDER / f"{name}.parquet"


def read_found(workspace: Workspace, name: str) -> pd.DataFrame | None:
    """Return what was found under a name; None when nothing was kept."""
    path = found_file(workspace, name)
    return pd.read_parquet(path) if path.exists() else None


def keep_found(workspace: Workspace, name: str, rows: pd.DataFrame) -> None:
    """Keep what was found, and let go of the oldest."""
    path = found_file(workspace, name)
    path.parent.mkdir(exist_ok=True)
    written_whole(path, lambda place: rows.to_parquet(place, index=False))
    found = sorted(path.parent.glob("*.parquet"), key=lambda one: one.stat().st_mtime)
    for old in found[:-_KEPT]:
        old.unlink(missing_ok=True)


def _standing(workspace: Workspace, table: Table) -> pd.DataFrame:
    query = select(table).where(table.c.undone_at.is_(None)).order_by(*table.primary_key.columns)
    with workspace.reading() as connection:
        return pd.read_sql_query(query, connection)


def all_decisions(workspace: Workspace) -> pd.DataFrame:
    """Return every decision on the list, undone ones too: keys are never given twice."""
    with workspace.reading() as connection:
        return pd.read_sql_query(select(theme_decisions), connection)
