"""A workspace: one folder (and one database) that holds everything of one desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import DBAPIError

from lib.store.room import Room
from lib.store.schema import meta
from lib.store.torn import naming_torn_files
from lib.store.trouble import is_busy, told

_VERSION = "data_version"
_THRESHOLDS = "thresholds_version"
_TRIES = 3  # each waits five seconds for the other writer


@dataclass(frozen=True)
class Workspace:
    """An opened workspace. `folder` holds the database (unless it is elsewhere) and usage.

    `home_country` is where accounts are that name no country: its holidays are theirs.
    """

    folder: Path
    engine: Engine
    room: Room = field(default_factory=Room)
    home_country: str | None = None

    @property
    def usage_folder(self) -> Path:
        """Where usage events lie, one Parquet file a batch."""
        return self.folder / "usage"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database.

        DeskError when it cannot be reached, or when usage that is read meanwhile is damaged.
        """
        with (
            told(),
            _transaction(self.engine, _reading(self.engine)) as connection,
            naming_torn_files(self.usage_folder, connection),
        ):
            yield connection

    @contextmanager
    def writing(self, *, importing: bool = False) -> Iterator[Connection]:
        """Give a connection in one transaction: all of it happens or nothing does.

        DeskError when somebody else writes for too long, or the disk is full. Anything but
        an import may use the room that is kept for a full disk.
        """
        if not importing:
            self.room.give_up_if_short(self.folder)
        with told(), _transaction(self.engine, {"desk_writes": True}) as connection:
            yield connection
            connection.commit()

    def data_version(self) -> int:
        """Return the number that every change of imported data raises by one."""
        return self.versions()[0]

    def versions(self) -> tuple[int, int]:
        """Return the data version, and the number that every change of thresholds raises."""
        with self.reading() as connection:
            rows = connection.execute(select(meta.c.key, meta.c.value)).all()
        found = {str(key): int(value) for key, value in rows if key in {_VERSION, _THRESHOLDS}}
        return found.get(_VERSION, 0), found.get(_THRESHOLDS, 0)


def _reading(engine: Engine) -> dict[str, object]:
    if engine.dialect.name == "sqlite":
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def _transaction(engine: Engine, options: dict[str, object]) -> Iterator[Connection]:
    """Give a connection in a transaction, rolled back at the end unless it is committed."""
    connection = _begun(engine, options, _TRIES)
    try:
        yield connection
    except BaseException:
        # After an error nobody can be sure in which state the driver has left it.
        connection.invalidate()
        raise
    finally:
        connection.close()


def _begun(engine: Engine, options: dict[str, object], tries: int) -> Connection:
    connection = engine.connect().execution_options(**options)
    try:
        connection.begin()
    except DBAPIError as error:
        connection.invalidate()
        connection.close()
        if tries == 1 or not is_busy(error):
            raise
        return _begun(engine, options, tries - 1)
    return connection


def data_version(connection: Connection) -> int:
    """Return the data version as this connection sees it."""
    value = connection.scalar(select(meta.c.value).where(meta.c.key == _VERSION))
    return int(value or 0)


def raise_data_version(connection: Connection) -> None:
    """Count one change of the imported data, in the transaction that makes it."""
    _raise(connection, _VERSION)


def raise_thresholds_version(connection: Connection) -> None:
    """Count one change of what signals are judged by, in the transaction that makes it."""
    _raise(connection, _THRESHOLDS)


def _raise(connection: Connection, key: str) -> None:
    found = connection.scalar(select(meta.c.value).where(meta.c.key == key))
    number = str(int(found or 0) + 1)
    changed = connection.execute(update(meta).where(meta.c.key == key).values(value=number))
    if changed.rowcount == 0:
        connection.execute(insert(meta).values(key=key, value=number))
