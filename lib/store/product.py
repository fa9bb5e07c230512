"""The map of the product, and what people said of promises. Nothing is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from lib.locale import msg
from lib.store.decisions import every, kept, taken_back
from lib.store.schema_product import product_maps, promise_decisions
from lib.store.workspace import Workspace


def maps(workspace: Workspace) -> pd.DataFrame:
    """Return every version of the map, oldest first, undone ones too."""
    return every(workspace, product_maps)


def add_map(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a version of the map; return its id."""
    with workspace.writing() as connection:
        return kept(connection, product_maps, values)


def undo_map(workspace: Workspace, map_id: int, at: datetime) -> None:
    """Take a version back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no version {id} of the map that could be undone.", id=str(map_id))
    with workspace.writing() as connection:
        taken_back(connection, product_maps, map_id, at, ("unknown_map", message))


def decisions(workspace: Workspace) -> pd.DataFrame:
    """Return everything that was said of promises, oldest first, what was undone too."""
    return every(workspace, promise_decisions)


def add_decision(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep what somebody said of a promise; return its id."""
    with workspace.writing() as connection:
        return kept(connection, promise_decisions, values)


def undo_decision(workspace: Workspace, decision_id: int, at: datetime) -> None:
    """Take it back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no decision {id} that could be undone.", id=str(decision_id))
    with workspace.writing() as connection:
        taken_back(connection, promise_decisions, decision_id, at, ("unknown_decision", message))


def state(workspace: Workspace) -> tuple[int, ...]:
    """Return numbers that change whenever a map or a decision is added or taken back."""
    found: list[int] = []
    with workspace.reading() as connection:
        for table in (product_maps, promise_decisions):
            wanted = select(func.count(), func.count(table.c.undone_at)).select_from(table)
            found += [int(number) for number in connection.execute(wanted).one()]
    return tuple(found)
