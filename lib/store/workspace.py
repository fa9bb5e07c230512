"""A workspace: one folder (and one database) that holds everything of one desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from lib.errors import DeskError
from lib.locale import msg
from lib.store.migrate import upgraded
from lib.store.schema import meta

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an acknowledged import survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA secure_delete=ON",  # what is erased does not stay in free pages
    "PRAGMA trusted_schema=OFF",
)
_VERSION = "data_version"


@dataclass(frozen=True)
class Workspace:
    """An opened workspace. `folder` holds the database (unless it is elsewhere) and usage."""

    folder: Path
    engine: Engine

    @property
    def usage_folder(self) -> Path:
        """Where usage events lie, one Parquet file a batch."""
        return self.folder / "usage"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in one transaction: all of it happens or nothing does."""
        options = self.engine.connect().execution_options(desk_writes=True)
        with options as connection, connection.begin():
            yield connection

    def data_version(self) -> int:
        """Return the number that every change of imported data raises by one."""
        with self.reading() as connection:
            return data_version(connection)


def data_version(connection: Connection) -> int:
    """Return the data version as this connection sees it."""
    value = connection.scalar(select(meta.c.value).where(meta.c.key == _VERSION))
    return int(value or 0)


def raise_data_version(connection: Connection) -> None:
    """Count one change of the imported data, in the transaction that makes it."""
    number = str(data_version(connection) + 1)
    changed = connection.execute(update(meta).where(meta.c.key == _VERSION).values(value=number))
    if changed.rowcount == 0:
        connection.execute(insert(meta).values(key=_VERSION, value=number))


def opened(folder: Path, database_url: str | None = None) -> Workspace:
    """Open the workspace in `folder`, making and migrating it when needed.

    Raises DeskError when the folder cannot be used or the database not reached.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "usage").mkdir(exist_ok=True)
        engine = _engine(folder, database_url)
        upgraded(engine)
    except OSError as error:
        raise DeskError(
            "bad_workspace",
            msg("The workspace '{folder}' cannot be opened: {why}.", folder=str(folder),
                why=error.strerror or str(error)),
            msg("Choose a folder that you may write to, with --workspace."),
        ) from error  # fmt: skip
    except OperationalError as error:
        raise DeskError(
            "database_unreachable",
            msg("The database of the workspace '{folder}' cannot be opened.", folder=str(folder)),
            msg("Check DATABASE_URL, or that the folder may be written to."),
        ) from error
    return Workspace(folder, engine)


def _engine(folder: Path, database_url: str | None) -> Engine:
    if database_url:
        return create_engine(_with_driver(database_url), pool_pre_ping=True)
    engine = create_engine(f"sqlite:///{folder / 'desk.db'}")
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _with_driver(url: str) -> str:
    """Name the driver that we ship: plain `postgresql://` means psycopg 3."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling starts them too late and half-applies schema
    # changes; with it off, `_begin_sqlite` alone decides.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("desk_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
