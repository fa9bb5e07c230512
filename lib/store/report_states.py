"""A report's states and the comments on it, each dated; nothing is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.decisions import every, kept
from lib.store.schema_reports import publications, report_comment_steps, report_comments
from lib.store.schema_reports import report_states as table
from lib.store.workspace import Workspace

DRAFT, IN_REVIEW, PUBLISHED = "draft", "in_review", "published"
OPEN, RESOLVED, REMOVED, RESTORED = "open", "resolved", "removed", "restored"
# From each state the ones that may follow it; a report begins as a draft.
FOLLOWING: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({IN_REVIEW}),
    IN_REVIEW: frozenset({DRAFT, PUBLISHED}),
    PUBLISHED: frozenset({DRAFT}),
}


def history(workspace: Workspace, report_id: int) -> pd.DataFrame:
    """Return the states that a report was put into, oldest first."""
    with workspace.reading() as connection:
        query = select(table).where(table.c.report_id == report_id).order_by(table.c.step)
        return pd.read_sql_query(query, connection)


def newest(workspace: Workspace) -> pd.DataFrame:
    """Return the newest state of every report that ever left its first draft."""
    rows = every(workspace, table).sort_values(["report_id", "step"])
    return rows.drop_duplicates("report_id", keep="last").reset_index(drop=True)


def state_of(connection: Connection, report_id: int) -> str:
    """Return a report's state as this connection sees it."""
    return _last(connection, report_id)[1]


def changed(workspace: Workspace, values: Mapping[str, Any]) -> None:
    """Put a report (`report_id`) into a `state`, said by `author` with a `note` `at` a time.

    DeskError when it is in a state from which that one does not follow.
    """
    with workspace.writing() as connection:
        put(connection, values)


def put(connection: Connection, values: Mapping[str, Any]) -> None:
    """Do what `changed` does, in a transaction that does more."""
    report_id, state = values["report_id"], values["state"]
    step, before = _last(connection, report_id)
    if state not in FOLLOWING[before]:
        raise refusal(before, state)
    mine = publications.c.report_id == report_id
    versions = len(connection.scalars(select(publications.c.version).where(mine)).all())
    try:
        connection.execute(insert(table).values(**values, step=step + 1, version=versions))
    except IntegrityError as error:
        raise refusal(state, state) from error


def refuse_published(connection: Connection, report_id: int) -> None:
    """Refuse to go on when a report is published: its text never changes."""
    if state_of(connection, report_id) == PUBLISHED:
        raise DeskError(
            "report_published",
            msg("This report is published: its text can no longer be changed."),
            msg("Start a correction to write its next version."),
        )


def _last(connection: Connection, report_id: int) -> tuple[int, str]:
    query = select(table.c.step, table.c.state).where(table.c.report_id == report_id)
    found = connection.execute(query.order_by(table.c.step.desc()).limit(1)).first()
    return (0, DRAFT) if found is None else (int(found[0]), str(found[1]))


def refusal(before: str, state: str) -> DeskError:
    """Return why a report in the state `before` cannot be put into `state`."""
    code = "wrong_state"
    if before == PUBLISHED:
        return DeskError(
            code,
            msg("This report is published already."),
            msg("Start a correction to write its next version."),
        )
    if state == PUBLISHED:
        return DeskError(
            code,
            msg("Only a report in review can be published."),
            msg("Send the draft to review first."),
        )
    if before == state:
        return DeskError(
            code,
            msg("Somebody else has already changed the state of this report."),
            msg("Open it again to see where it stands."),
        )
    return DeskError(code, msg("Only a published report can be corrected."))


def comments(workspace: Workspace) -> pd.DataFrame:
    """Return every comment, oldest first, with its `state`: open, resolved or removed.

    One that is restored is what it was before it was removed.
    """
    rows, steps = every(workspace, report_comments), every(workspace, report_comment_steps)
    aside = steps["state"].isin([REMOVED, RESTORED])
    said = _last_of(steps[~aside])
    state = rows["comment_id"].map(said).where(rows["comment_id"].isin(said.index), OPEN)
    seen = rows["comment_id"].map(_last_of(steps[aside])) != REMOVED
    return rows.assign(state=state.where(seen, REMOVED).astype("str"))


def _last_of(steps: pd.DataFrame) -> pd.Series:
    return steps.drop_duplicates("comment_id", keep="last").set_index("comment_id")["state"]


def add_comment(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a comment; return its id."""
    with workspace.writing() as connection:
        return kept(connection, report_comments, values)


def comment_step(
    workspace: Workspace, comment_id: int, state: str, author: str, at: datetime
) -> None:
    """Say what became of a comment; NotFoundError when there is none."""
    key = report_comments.c.comment_id
    with workspace.writing() as connection:
        if connection.scalar(select(key).where(key == comment_id)) is None:
            raise NotFoundError(
                "unknown_comment", msg("There is no comment {id}.", id=str(comment_id))
            )
        step = {"comment_id": comment_id, "state": state, "author": author, "at": at}
        kept(connection, report_comment_steps, step)
