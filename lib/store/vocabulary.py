"""Words that people decided on: in one field, a spelling stands for a value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from lib.errors import NotFoundError
from lib.locale import msg
from lib.model.vocabulary import Vocabulary
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
        ids = tuple(_added(connection, term) for term in terms)
        raise_data_version(connection)
    return ids


def _added(connection: Connection, term: Term) -> int:
    key = connection.execute(
        insert(table).values(
            field=term.field,
            spelling=term.spelling,
            value=term.value,
            author=term.author,
            decided_at=term.decided_at,
        )
    ).inserted_primary_key
    if key is None:
        raise RuntimeError("The database gave no id for a new term.")
    return int(key[0])


def undo(workspace: Workspace, term_id: int, at: datetime) -> Term:
    """Take a decision back and return it; NotFoundError when there is none that stands."""
    with workspace.writing() as connection:
        standing = {term.term_id: term for term in all_terms(connection)}
        if term_id not in standing:
            raise NotFoundError(
                "unknown_term",
                msg("There is no decision {id} that could be undone.", id=str(term_id)),
                tuple(map(str, standing)),
            )
        connection.execute(update(table).where(table.c.term_id == term_id).values(undone_at=at))
        raise_data_version(connection)
    return standing[term_id]
