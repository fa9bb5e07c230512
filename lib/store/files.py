"""Customer files: the template, the completion plan, invalid marks. Nothing is overwritten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.decisions import every, kept
from lib.store.schema_files import (
    completion_steps,
    completion_tasks,
    file_templates,
    invalid_marks,
)
from lib.store.workspace import Workspace, raise_data_version, raise_thresholds_version


def templates(workspace: Workspace) -> pd.DataFrame:
    """Return every version of the template, oldest first, undone ones too."""
    return every(workspace, file_templates)


def add_template(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a version of the template; return its id. Whatever is made of it is made anew."""
    with workspace.writing() as connection:
        key = kept(connection, file_templates, values)
        raise_thresholds_version(connection)
    return key


def undo_template(workspace: Workspace, template_id: int, at: datetime) -> None:
    """Take a version back; NotFoundError when there is none or it is undone already."""
    table = file_templates
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.template_id == template_id, table.c.undone_at.is_(None))
            .values(undone_at=at)
        )
        _one(found.rowcount, template_id)
        raise_thresholds_version(connection)


def tasks(workspace: Workspace) -> pd.DataFrame:
    """Return the tasks of the completion plan that were not taken away, oldest first."""
    rows = every(workspace, completion_tasks)
    return rows[rows["removed_at"].isna()].reset_index(drop=True)


def add_tasks(workspace: Workspace, values: Sequence[Mapping[str, Any]]) -> None:
    """Keep tasks, all or none."""
    with workspace.writing() as connection:
        for task in values:
            connection.execute(insert(completion_tasks).values(**task))


def remove_tasks(workspace: Workspace, made_in: str, at: datetime | None) -> None:
    """Take away the tasks that were made at once, or bring them back with `at` None."""
    table = completion_tasks
    with workspace.writing() as connection:
        found = connection.execute(
            update(table).where(table.c.made_in == made_in).values(removed_at=at)
        )
        if found.rowcount < 1:
            _one(0, made_in)


def change_task(workspace: Workspace, task_id: int, values: Mapping[str, Any]) -> None:
    """Change `owner`, `due_on`, `way` or `removed_at` of a task."""
    table = completion_tasks
    with workspace.writing() as connection:
        found = connection.execute(update(table).where(table.c.task_id == task_id).values(**values))
        _one(found.rowcount, task_id)


def steps(workspace: Workspace) -> pd.DataFrame:
    """Return what people said of tasks and did not take back, oldest first."""
    rows = every(workspace, completion_steps)
    return rows[rows["undone_at"].isna()].reset_index(drop=True)


def add_step(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep what became of a task; return its id."""
    with workspace.writing() as connection:
        return kept(connection, completion_steps, values)


def undo_step(workspace: Workspace, step_id: int, at: datetime) -> None:
    """Take back what was said of a task."""
    table = completion_steps
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.step_id == step_id, table.c.undone_at.is_(None))
            .values(undone_at=at)
        )
        _one(found.rowcount, step_id)


def marks(workspace: Workspace) -> pd.DataFrame:
    """Return every mark of an invalid customer, oldest first, those taken back too."""
    return every(workspace, invalid_marks)


def invalid_accounts(connection: Connection) -> frozenset[str]:
    """Return the accounts that people marked as invalid."""
    table = invalid_marks
    found = connection.scalars(select(table.c.account_id).where(table.c.undone_at.is_(None)))
    return frozenset(found)


def add_mark(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Mark an account as invalid; DeskError when it is marked already."""
    with workspace.writing() as connection:
        if values["account_id"] in invalid_accounts(connection):
            raise DeskError(
                "marked_already", msg("This account is marked as an invalid customer already.")
            )
        key = kept(connection, invalid_marks, values)
        raise_data_version(connection)
    return key


def undo_mark(workspace: Workspace, mark_id: int, at: datetime, author: str) -> None:
    """Take a mark back: the account counts again in every figure, as before."""
    table = invalid_marks
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.mark_id == mark_id, table.c.undone_at.is_(None))
            .values(undone_at=at, undone_by=author)
        )
        _one(found.rowcount, mark_id)
        raise_data_version(connection)


def _one(rowcount: int, key: object) -> None:
    if rowcount != 1:
        raise NotFoundError(
            "unknown_entry", msg("There is no entry {id} that could be changed.", id=str(key))
        )
