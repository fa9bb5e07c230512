"""SQLite as the desk uses it: settings of each connection, transactions begun explicitly."""

import sqlite3

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

WAITING = "PRAGMA busy_timeout=5000"  # milliseconds for which a beginning waits for a writer
_PRAGMAS = (
    WAITING,
    "PRAGMA synchronous=FULL",  # an acknowledged import survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased does not stay in free pages
    "PRAGMA trusted_schema=OFF",
    # A large import stays in memory until it is committed; written out early it would shut
    # readers out for as long as it lasts.
    "PRAGMA cache_spill=OFF",
)
# A commit waits longer for readers than a beginning does for writers: an import that took
# minutes is not given up because of a page that takes seconds.
_PATIENT = "PRAGMA busy_timeout=30000"


def journal_mode(version: tuple[int, int, int]) -> str:
    """Return how transactions are kept safe with this version of SQLite.

    Older versions than these can damage a database in WAL mode when two connections reset
    the log at once (the "WAL-reset bug"); with them a rollback journal is kept instead.

    >>> journal_mode((3, 51, 3)), journal_mode((3, 51, 2)), journal_mode((3, 44, 6))
    ('WAL', 'TRUNCATE', 'WAL')
    """
    mended = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
    least = mended.get(version[:2])
    if least is None:
        return "WAL" if version >= (3, 52, 0) else "TRUNCATE"
    return "WAL" if version[2] >= least else "TRUNCATE"


def prepare(engine: Engine) -> None:
    """Give every connection of the engine its settings and its way to begin."""
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    event.listen(engine, "commit", _commits)


def _connected(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling starts them too late and half-applies schema
    # changes; with it off, `_begun` alone decides.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    _set_journal_mode(cursor)
    cursor.close()


def _set_journal_mode(cursor: DBAPICursor) -> None:
    wanted = journal_mode(sqlite3.sqlite_version_info)
    # Only a read makes SQLite notice which mode the file is in; without it a database in
    # WAL mode would silently stay so.
    cursor.execute("PRAGMA schema_version")
    try:
        cursor.execute("PRAGMA journal_mode=WAL" if wanted == "WAL"
                       else "PRAGMA journal_mode=TRUNCATE")  # fmt: skip
    except sqlite3.OperationalError as error:
        if (error.sqlite_errorcode or 0) & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        # Another process has the database open in the other mode: it goes on in that one
        # until all have let go; `doctor` shows the mode in use.


def _begun(connection: Connection) -> None:
    connection.exec_driver_sql(WAITING)
    if connection.get_execution_options().get("desk_writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql("BEGIN")
    # The first read fixes the state that is seen, and meets a journal left by a crash: here,
    # where it can still be tried again.
    connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").close()


def _commits(connection: Connection) -> None:
    connection.exec_driver_sql(_PATIENT)
