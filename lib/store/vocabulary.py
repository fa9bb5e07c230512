"""Words that people decided on: in one field, a spelling stands for a value."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from lib.locale import msg
from lib.model.vocabulary import Vocabulary
from lib.store.decisions import kept, taken_back
from lib.store.schema import vocabulary as table
from lib.store.workspace import Workspace, raise_data_version


@dataclass(frozen=True)
class Term:
    """One decision: in `field`, `spelling` means `value`. Equal: the value is a word of its own."""

    term_id: int
    field: str
    spelling: str
    value: str
    author: str
    decided_at: datetime


def all_terms(connection: Connection) -> tuple[Term, ...]:
    """Return the decisions that are not undone, oldest first."""
    query = (
        select(
            table.c.term_id,
            table.c.field,
            table.c.spelling,
            table.c.value,
            table.c.author,
            table.c.decided_at,
        )
        .where(table.c.undone_at.is_(None))
        .order_by(table.c.term_id)
    )
    return tuple(Term(*row) for row in connection.execute(query))


def spellings(connection: Connection) -> Vocabulary:
    """Return what stands, ready to be applied."""
    return Vocabulary.of((t.field, t.spelling, t.value) for t in all_terms(connection))


def decide(
    workspace: Workspace, terms: Sequence[Term], check: Callable[[Vocabulary], None]
) -> tuple[int, ...]:
    """Keep decisions, all or none, and return their ids.

    `check` sees what stands in the same transaction, and may refuse by raising.
    """
    with workspace.writing() as connection:
        check(spellings(connection))
        ids = tuple(kept(connection, table, _values(term)) for term in terms)
        raise_data_version(connection)
    return ids


def _values(term: Term) -> dict[str, object]:
    values = asdict(term)
    del values["term_id"]
    return values


def undo(workspace: Workspace, term_id: int, at: datetime) -> Term:
    """Take a decision back and return it; NotFoundError when there is none that stands."""
    with workspace.writing() as connection:
        standing = {term.term_id: term for term in all_terms(connection)}
        message = msg("There is no decision {id} that could be undone.", id=str(term_id))
        taken_back(connection, table, term_id, at, ("unknown_term", message))
        raise_data_version(connection)
    return standing[term_id]
