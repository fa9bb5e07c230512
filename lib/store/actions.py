"""Actions of reports: what was agreed, by whom until when, what became of it. All is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import func, insert, select, update

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.decisions import every, kept, taken_back
from lib.store.schema_actions import report_action_steps, report_actions
from lib.store.workspace import Workspace


def actions(workspace: Workspace) -> pd.DataFrame:
    """Return the actions that stand, oldest first; undone ones are left out."""
    rows = every(workspace, report_actions)
    return rows[rows["undone_at"].isna()].reset_index(drop=True)


def steps(workspace: Workspace) -> pd.DataFrame:
    """Return the steps that stand, oldest first; undone ones are left out."""
    rows = every(workspace, report_action_steps)
    return rows[rows["undone_at"].isna()].reset_index(drop=True)


def add(
    workspace: Workspace, values: Mapping[str, Any], agreed: Mapping[str, Any], same: list[int]
) -> int:
    """Keep an action with its owner and day, both or neither; return its id.

    DeskError when the reports `same` have taken up that proposal already.
    """
    table = report_actions
    taken = select(table.c.action_id).where(
        table.c.report_id.in_(same),
        table.c.finding == values["finding"],
        table.c.undone_at.is_(None),
    )
    with workspace.writing() as connection:
        if values["finding"] is not None and connection.scalar(taken) is not None:
            raise DeskError("taken_up_already", msg("This proposal is taken up already."))
        action_id = kept(connection, table, values)
        connection.execute(
            insert(report_action_steps).values(**agreed, action_id=action_id, what="assigned")
        )
    return action_id


def set_undone(workspace: Workspace, action_id: int, at: datetime | None) -> None:
    """Take an action back, or bring it back with `at` None; NotFoundError when there is none."""
    table = report_actions
    changed = table.c.undone_at.is_not(None) if at is None else table.c.undone_at.is_(None)
    with workspace.writing() as connection:
        found = connection.execute(
            update(table).where(table.c.action_id == action_id, changed).values(undone_at=at)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_action", msg("There is no action {id}.", id=str(action_id))
            )


def add_step(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a step of an action; return its id. NotFoundError when there is no such action."""
    table = report_actions
    wanted = select(table.c.action_id).where(
        table.c.action_id == values["action_id"], table.c.undone_at.is_(None)
    )
    with workspace.writing() as connection:
        if connection.scalar(wanted) is None:
            raise NotFoundError(
                "unknown_action", msg("There is no action {id}.", id=str(values["action_id"]))
            )
        return kept(connection, report_action_steps, values)


def undo_step(workspace: Workspace, step_id: int, at: datetime) -> None:
    """Take a step back; NotFoundError when there is none, or for the first owner and day."""
    message = msg("There is no step {id} that could be undone.", id=str(step_id))
    table = report_action_steps
    with workspace.writing() as connection:
        action = connection.scalar(select(table.c.action_id).where(table.c.step_id == step_id))
        first = select(func.min(table.c.step_id)).where(table.c.action_id == action)
        if action is not None and connection.scalar(first) == step_id:
            raise NotFoundError("unknown_step", message)
        taken_back(connection, table, step_id, at, ("unknown_step", message))


def mark(workspace: Workspace) -> tuple[int, ...]:
    """Return numbers that change with whatever people do to any action."""
    found: list[int] = []
    with workspace.reading() as connection:
        for table in (report_actions, report_action_steps):
            counts = select(func.count(), func.count(table.c.undone_at)).select_from(table)
            found += [int(number) for number in connection.execute(counts).one()]
        stand = select(func.sum(report_actions.c.action_id * report_actions.c.action_id)).where(
            report_actions.c.undone_at.is_(None)
        )
        found.append(int(connection.scalar(stand) or 0))
    return tuple(found)
