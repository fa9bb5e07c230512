"""T41: a migration that fails at any statement leaves the old schema and every row."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from sqlalchemy import Engine, create_engine, event, inspect, text

from lib.store import postgres, sqlite
from lib.store.migrate import config, upgraded
from tests.reliability.cluster import Cluster

FIRST = "0001"
ROW = "INSERT INTO meta (key, value) VALUES ('kept', 'yes')"


class FaultError(Exception):
    """Raised in place of the Nth statement."""


def at_first_schema(engine: Engine) -> Engine:
    settings = config()
    with engine.connect().execution_options(desk_writes=True) as connection, connection.begin():
        settings.attributes["connection"] = connection
        command.upgrade(settings, FIRST)
        connection.execute(text(ROW))
    return engine


def shape(engine: Engine) -> list[object]:
    """Return every table with its columns and indexes, the version, and the row put in."""
    found = inspect(engine)
    tables = [
        (
            table,
            [(c["name"], str(c["type"])) for c in found.get_columns(table)],
            sorted(str(index["name"]) for index in found.get_indexes(table)),
        )
        for table in sorted(found.get_table_names())
    ]
    with engine.connect() as connection:
        version = connection.execute(text("SELECT * FROM alembic_version")).all()
        kept = connection.execute(text("SELECT * FROM meta")).all()
    return [tables, [tuple(row) for row in version], [tuple(row) for row in kept]]


def failing_at(engine: Engine, number: int | None) -> Iterator[int]:
    """Upgrade with the Nth statement failing; yield how many statements there were."""
    seen = 0

    def statement(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            raise FaultError

    event.listen(engine, "before_cursor_execute", statement)
    try:
        upgraded(engine)
    except FaultError:
        yield seen
    else:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", statement)


def all_or_nothing(engine: Engine) -> None:
    before, number = shape(engine), 1
    while True:
        (seen,) = failing_at(engine, number)
        if seen < number:
            break
        assert shape(engine) == before, f"statement {number}"
        number += 1
    assert number > 15, "every statement of the migration failed once"
    after = shape(engine)
    assert after != before
    assert after[-1] == [("kept", "yes")]


def test_sqlite_keeps_the_old_schema_until_all_is_done(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'desk.db'}")
    sqlite.prepare(engine)
    all_or_nothing(at_first_schema(engine))
    with sqlite3.connect(tmp_path / "desk.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_postgresql_keeps_the_old_schema_until_all_is_done(cluster: Cluster) -> None:
    url = cluster.database("migrations").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    postgres.prepare(engine)
    all_or_nothing(at_first_schema(engine))
    engine.dispose()
