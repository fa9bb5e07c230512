"""What people decided about who is who. Each decision is a new version of the data."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from lib.locale import msg
from lib.model.decisions import Decisions
from lib.store.decisions import kept, taken_back
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
        values = asdict(decision)
        values.pop("decision_id")
        decision_id = kept(connection, table, values)
        raise_data_version(connection)
    return decision_id


def undo(workspace: Workspace, decision_id: int, at: datetime) -> None:
    """Take a decision back; NotFoundError when there is none or it is undone already."""
    with workspace.writing() as connection:
        message = msg("There is no decision {id} that could be undone.", id=str(decision_id))
        taken_back(connection, table, decision_id, at, ("unknown_decision", message))
        raise_data_version(connection)
