"""What people decided about who is who. Each decision is a new version of the data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from lib.errors import NotFoundError
from lib.locale import msg
from lib.model.decisions import Decisions
from lib.store.schema import match_decisions as table
from lib.store.workspace import Workspace, raise_data_version


@dataclass(frozen=True)
class MatchDecision:
    """One decision: `subject` counts for `other` (`merge`), or the two stay `apart`."""

    decision_id: int
    subject: str
    other: str
    verdict: str
    author: str
    decided_at: datetime


def all_standing(connection: Connection) -> tuple[MatchDecision, ...]:
    """Return the decisions that are not undone, oldest first."""
    query = (
        select(
            table.c.decision_id,
            table.c.subject,
            table.c.other,
            table.c.verdict,
            table.c.author,
            table.c.decided_at,
        )
        .where(table.c.undone_at.is_(None))
        .order_by(table.c.decision_id)
    )
    return tuple(MatchDecision(*row) for row in connection.execute(query))


def match_decisions(connection: Connection) -> Decisions:
    """Return what stands, ready to be applied."""
    return Decisions.of((d.subject, d.other, d.verdict) for d in all_standing(connection))


def decide(
    workspace: Workspace, decision: MatchDecision, check: Callable[[Decisions], None]
) -> int:
    """Keep a decision and return its id.

    `check` sees what stands in the same transaction, and may refuse by raising.
    """
    with workspace.writing() as connection:
        check(match_decisions(connection))
        key = connection.execute(
            insert(table).values(
                subject=decision.subject,
                other=decision.other,
                verdict=decision.verdict,
                author=decision.author,
                decided_at=decision.decided_at,
            )
        ).inserted_primary_key
        raise_data_version(connection)
    if key is None:
        raise RuntimeError("The database gave no id for a new decision.")
    return int(key[0])


def undo(workspace: Workspace, decision_id: int, at: datetime) -> None:
    """Take a decision back; NotFoundError when there is none or it is undone already."""
    with workspace.writing() as connection:
        found = connection.execute(
            update(table)
            .where(table.c.decision_id == decision_id, table.c.undone_at.is_(None))
            .values(undone_at=at)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_decision",
                msg("There is no decision {id} that could be undone.", id=str(decision_id)),
                tuple(str(d.decision_id) for d in all_standing(connection)),
            )
        raise_data_version(connection)
