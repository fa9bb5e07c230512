"""What a database or a disk complains of, said in the user's words."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from pandas.errors import DatabaseError
from sqlalchemy.exc import DBAPIError

from lib.errors import DeskError
from lib.locale import msg

_FULL = "full"
_BUSY = "busy"
_READ_ONLY = "read only"
_DAMAGED = "damaged"
_UNREACHABLE = "unreachable"

_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EIO: _DAMAGED,
}
# The low byte of SQLite's result codes; extended codes refine it.
_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _DAMAGED,
}
# PostgreSQL's SQLSTATE: first the five signs, else the first two, the class.
_POSTGRES = {
    "53100": _FULL,
    "55P03": _BUSY,
    "40001": _BUSY,
    "40P01": _BUSY,
    "25006": _READ_ONLY,
    "08": _UNREACHABLE,
    "57": _UNREACHABLE,
    "XX": _DAMAGED,
}


def said(error: DBAPIError | OSError) -> DeskError | None:
    """Return the one sentence for a failure that is not the program's own; None for others."""
    kind = _of_disk(error) if isinstance(error, OSError) else _of_database(error)
    return _sentence(kind) if kind else None


@contextmanager
def told() -> Iterator[None]:
    """Turn what is the disk's or the database's fault into a sentence for the user."""
    try:
        yield
    except (DBAPIError, DatabaseError, OSError) as error:
        own = error.__cause__ if isinstance(error, DatabaseError) else error  # pandas wraps it
        sentence = said(own) if isinstance(own, DBAPIError | OSError) else None
        if sentence is None:
            raise
        raise sentence from error


def is_busy(error: DBAPIError) -> bool:
    """Say whether somebody else was writing: trying again may help."""
    return _of_database(error) == _BUSY


def _of_disk(error: OSError) -> str | None:
    return _ERRNO.get(error.errno or 0)


def _of_database(error: DBAPIError) -> str | None:
    if isinstance(error.orig, sqlite3.Error):
        return _SQLITE.get((getattr(error.orig, "sqlite_errorcode", None) or 0) & 0xFF)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return _UNREACHABLE if error.connection_invalidated or _never_reached(error) else None
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2])


def _never_reached(error: DBAPIError) -> bool:
    """Say whether the driver failed before the server could answer with a code of its own."""
    return type(error.orig).__name__ == "OperationalError"


def _sentence(kind: str) -> DeskError:
    if kind == _FULL:
        return DeskError(
            "disk_full",
            msg("The disk that holds the workspace is full. Nothing was changed."),
            msg("Free some space on it, then try again; undo works meanwhile."),
        )
    if kind == _BUSY:
        return DeskError(
            "workspace_busy",
            msg("Somebody else is writing to this workspace. Nothing was changed."),
            msg("Try again in a moment."),
        )
    if kind == _READ_ONLY:
        return DeskError(
            "read_only",
            msg("The workspace may only be read. Nothing was changed."),
            msg("Allow writing to its folder, or open another workspace."),
        )
    if kind == _UNREACHABLE:
        return DeskError(
            "database_unreachable",
            msg("The database of the workspace cannot be reached."),
            msg("Check that it runs and that DATABASE_URL is right, then try again."),
        )
    return DeskError(
        "workspace_damaged",
        msg("The database or the disk of the workspace reports damage."),
        msg("Check the disk, run 'python -m lib doctor', and go back to a backup if needed."),
    )
