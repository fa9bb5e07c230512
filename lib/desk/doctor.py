"""Is the workspace sound: checks that an operator can run at any time."""

import sqlite3
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from lib.desk.data import Data
from lib.store.batches import all_batches
from lib.store.migrate import config
from lib.store.rows import batch_rows
from lib.store.schema import usage_files


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, whether it is well, and what was seen."""

    name: str
    ok: bool
    detail: str


class Doctor:
    """The doctor's area of the desk."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def checks(self) -> tuple[Check, ...]:
        """Run every check and return what each saw."""
        return (
            self._database(),
            self._schema(),
            self._usage_files(),
            self._rows_of_batches(),
            self._parts(),
        )

    def _database(self) -> Check:
        engine = self._data.workspace.engine
        if engine.dialect.name != "sqlite":
            return Check("database", ok=True, detail=engine.dialect.name)
        with self._data.workspace.reading() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        return Check(
            "database",
            ok=sound == "ok" and not orphans,
            detail=f"SQLite {sqlite3.sqlite_version}, {mode}: {sound}, {len(orphans)} orphan rows",
        )

    def _schema(self) -> Check:
        with self._data.workspace.reading() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        head = ScriptDirectory.from_config(config()).get_current_head()
        return Check("schema", ok=found == head, detail=f"{found} (this version: {head})")

    def _usage_files(self) -> Check:
        folder = self._data.workspace.usage_folder
        with self._data.workspace.reading() as connection:
            listed = set(connection.scalars(select(usage_files.c.name)))
        missing = sorted(name for name in listed if not (folder / name).exists())
        return Check(
            "usage files",
            ok=not missing,
            detail=f"{len(listed)} listed, {len(missing)} missing {' '.join(missing)}".strip(),
        )

    def _rows_of_batches(self) -> Check:
        """Compare the rows of each batch with what the import said it stored."""
        with self._data.workspace.reading() as connection:
            empty = [
                batch.batch_id
                for batch in all_batches(connection)
                if batch.kind != "usage"
                and batch_rows(connection, batch.kind, batch.batch_id).empty
            ]
            stored = connection.scalar(select(func.sum(usage_files.c.n_rows)))
        return Check(
            "batches",
            ok=not empty,
            detail=f"{len(empty)} without rows, {stored or 0} usage rows",
        )

    def _parts(self) -> Check:
        """Look for what a crash may have left behind; it is never read."""
        folder = self._data.workspace.usage_folder
        with self._data.workspace.reading() as connection:
            listed = set(connection.scalars(select(usage_files.c.name)))
        left = [
            path.name
            for path in folder.iterdir()
            if path.name not in listed and not path.name.startswith("cube-")
        ]
        return Check("left-over files", ok=True, detail=f"{len(left)} ignored")
