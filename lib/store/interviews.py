"""Interviews: guides, sampling plans, picks, refusals. Nothing is overwritten; undo is a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Table, insert, select, update

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.decisions import every, kept, taken_back
from lib.store.schema_interviews import (
    interview_guides,
    interview_picks,
    interview_plans,
    interview_refusals,
)
from lib.store.workspace import Workspace


def guides(workspace: Workspace) -> pd.DataFrame:
    """Return every version of the question guide, oldest first, undone ones too."""
    return every(workspace, interview_guides)


def add_guide(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a version of the guide; return its id."""
    with workspace.writing() as connection:
        return kept(connection, interview_guides, values)


def undo_guide(workspace: Workspace, guide_id: int, at: datetime) -> None:
    """Take a version back; NotFoundError when there is none or it is undone already."""
    _undo(workspace, interview_guides, guide_id, at)


def plans(workspace: Workspace) -> pd.DataFrame:
    """Return the plans that were not taken away, oldest first."""
    rows = every(workspace, interview_plans)
    return rows[rows["removed_at"].isna()].reset_index(drop=True)


def add_plan(
    workspace: Workspace, values: Mapping[str, Any], picks: Sequence[Mapping[str, Any]]
) -> int:
    """Keep a plan with its picks, all or nothing; return its id."""
    with workspace.writing() as connection:
        plan_id = kept(connection, interview_plans, values)
        for pick in picks:
            connection.execute(insert(interview_picks).values(**pick, plan_id=plan_id))
    return plan_id


def remove_plan(workspace: Workspace, plan_id: int, at: datetime | None) -> None:
    """Take a plan away, or bring it back with `at` None; NotFoundError when there is none."""
    table = interview_plans
    with workspace.writing() as connection:
        found = connection.execute(
            update(table).where(table.c.plan_id == plan_id).values(removed_at=at)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_plan", msg("There is no sampling plan {id}.", id=str(plan_id))
            )


def picks(workspace: Workspace) -> pd.DataFrame:
    """Return the picks of all plans that stand, oldest first; undone ones are left out."""
    rows = every(workspace, interview_picks)
    return rows[rows["undone_at"].isna()].reset_index(drop=True)


def replace(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep the account that steps in for another; DeskError when one does so already."""
    table = interview_picks
    with workspace.writing() as connection:
        same = select(table.c.pick_id).where(
            table.c.replaces == values["replaces"], table.c.undone_at.is_(None)
        )
        if connection.scalar(same) is not None:
            raise DeskError("replaced_already", msg("This account is replaced already."))
        return kept(connection, table, values)


def undo_pick(workspace: Workspace, pick_id: int, at: datetime) -> None:
    """Take the account back that stepped in; the one before it stands again."""
    _undo(workspace, interview_picks, pick_id, at)


def refusals(workspace: Workspace) -> pd.DataFrame:
    """Return who declined and was not taken back, oldest first."""
    rows = every(workspace, interview_refusals)
    return rows[rows["undone_at"].isna()].reset_index(drop=True)


def add_refusal(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep that a picked account will not be asked; return its id."""
    with workspace.writing() as connection:
        return kept(connection, interview_refusals, values)


def undo_refusal(workspace: Workspace, refusal_id: int, at: datetime) -> None:
    """Take it back; NotFoundError when there is none or it is undone already."""
    _undo(workspace, interview_refusals, refusal_id, at)


def _undo(workspace: Workspace, table: Table, row_id: int, at: datetime) -> None:
    message = msg("There is no entry {id} that could be undone.", id=str(row_id))
    with workspace.writing() as connection:
        taken_back(connection, table, row_id, at, ("unknown_entry", message))
