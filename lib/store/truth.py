"""What came of warnings: outcomes of alarms, follow-ups, loss reviews. Nothing is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.decisions import every, kept, taken_back
from lib.store.schema import alarm_outcomes, follow_ups, loss_reviews
from lib.store.workspace import Workspace


def outcomes(workspace: Workspace) -> pd.DataFrame:
    """Return every outcome that people recorded, oldest first, undone ones too."""
    return every(workspace, alarm_outcomes)


def add_outcome(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep what an alarm was worth; return its id."""
    return _added(workspace, alarm_outcomes, values)


def undo_outcome(workspace: Workspace, outcome_id: int, at: datetime) -> None:
    """Take an outcome back; NotFoundError when there is none or it is undone already."""
    message = msg("There is no outcome {id} that could be undone.", id=str(outcome_id))
    with workspace.writing() as connection:
        taken_back(connection, alarm_outcomes, outcome_id, at, ("unknown_outcome", message))


def all_follow_ups(workspace: Workspace) -> pd.DataFrame:
    """Return the follow-ups that were not taken away, oldest first."""
    rows = every(workspace, follow_ups)
    return rows[rows["removed_at"].isna()].reset_index(drop=True)


def add_follow_up(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a follow-up; return its id."""
    return _added(workspace, follow_ups, values)


def change_follow_up(workspace: Workspace, follow_up_id: int, values: Mapping[str, Any]) -> None:
    """Change `done_on` or `removed_at` of a follow-up; NotFoundError when there is none."""
    with workspace.writing() as connection:
        found = connection.execute(
            update(follow_ups).where(follow_ups.c.follow_up_id == follow_up_id).values(**values)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_follow_up",
                msg("There is no follow-up {id}.", id=str(follow_up_id)),
            )


def reviews(workspace: Workspace) -> pd.DataFrame:
    """Return every version of every loss review, oldest first."""
    return every(workspace, loss_reviews)


def add_review(workspace: Workspace, values: Mapping[str, Any], seen_version: int) -> int:
    """Keep a new version of a loss review; return its number.

    `seen_version` is what the writer had before them (0: none). DeskError when somebody else
    has written since.
    """
    table = loss_reviews
    refusal = DeskError(
        "edited_meanwhile",
        msg("Somebody else has changed this loss review since you opened it."),
        msg("Your text is still in the form: compare it with the newer one, then save again."),
    )
    same = [table.c[key] == values[key] for key in ("account_id", "churned_on")]
    with workspace.writing() as connection:
        newest = connection.scalar(select(func.max(table.c.version)).where(*same))
        if int(newest or 0) != seen_version:
            raise refusal
        try:
            connection.execute(insert(table).values(**values, version=seen_version + 1))
        except IntegrityError as error:
            raise refusal from error
    return seen_version + 1


def _added(workspace: Workspace, table: Table, values: Mapping[str, Any]) -> int:
    with workspace.writing() as connection:
        return kept(connection, table, values)
