"""Is the workspace sound: checks that an operator can run at any time."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from lib.desk.data import Data
from lib.errors import DeskError
from lib.locale import render
from lib.store.batches import Batch, all_batches
from lib.store.migrate import config
from lib.store.publications import damaged, every_publication, unlisted
from lib.store.room import BALLAST, free
from lib.store.schema import kind_tables, usage_files
from lib.store.sqlite import journal_mode
from lib.store.sweep import left_over
from lib.store.torn import torn_files

_MB = 1_000_000


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
        """Run every check and return what each saw; one that cannot run has failed."""
        return tuple(
            _run(name, check)
            for name, check in (
                ("database", self._database),
                ("journal", self._journal),
                ("schema", self._schema),
                ("usage files", self._usage_files),
                ("batches", self._rows_of_batches),
                ("left-over files", self._left_over),
                ("published reports", self._published),
                ("room", self._room),
            )
        )

    def _database(self) -> tuple[bool, str]:
        if not self._is_sqlite():
            with self._data.workspace.reading() as connection:
                return True, str(connection.exec_driver_sql("SHOW server_version").scalar())
        with self._data.workspace.reading() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        return sound == "ok" and not orphans, f"{sound}, {len(orphans)} orphan rows"

    def _journal(self) -> tuple[bool, str]:
        """Compare the journal in use with the one that this version of SQLite is safe with."""
        if not self._is_sqlite():
            return True, "PostgreSQL keeps its own"
        wanted = journal_mode(sqlite3.sqlite_version_info)
        with self._data.workspace.reading() as connection:
            used = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()).upper()
        return used == wanted, f"SQLite {sqlite3.sqlite_version}: {used} (safe: {wanted})"

    def _schema(self) -> tuple[bool, str]:
        with self._data.workspace.reading() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        head = ScriptDirectory.from_config(config()).get_current_head()
        return found == head, f"{found} (this version: {head})"

    def _usage_files(self) -> tuple[bool, str]:
        """Read every usage file that a standing batch lists."""
        folder = self._data.workspace.usage_folder
        with self._data.workspace.reading() as connection:
            listed = connection.scalar(select(func.count()).select_from(usage_files)) or 0
            torn = torn_files(folder, connection)
        seen = [f"{listed} listed, {len(torn)} missing or damaged"]
        seen += [
            f"{t.name} ({t.file}): undo import {t.batch_id}, then load the file again" for t in torn
        ]
        return not torn, "; ".join(seen)

    def _rows_of_batches(self) -> tuple[bool, str]:
        """Compare the rows of each batch with what the import said it stored."""
        with self._data.workspace.reading() as connection:
            counted: dict[int, int] = {}
            for table in (*kind_tables.values(), usage_files):
                n = func.sum(table.c.n_rows) if table is usage_files else func.count()
                query = select(table.c.batch_id, n).group_by(table.c.batch_id)
                counted |= {batch: int(rows) for batch, rows in connection.execute(query)}
            wrong = [b for b in all_batches(connection) if not _whole(b, counted)]
        seen = [f"{sum(counted.values())} rows"]
        seen += [f"batch {b.batch_id} has {counted.get(b.batch_id, 0)} rows" for b in wrong]
        return not wrong, ", ".join(seen)

    def _left_over(self) -> tuple[bool, str]:
        """Look for what a crash has left behind; it is never read."""
        with self._data.workspace.reading() as connection:
            found = left_over(self._data.workspace, connection)
        return True, f"{len(found)} ignored"

    def _published(self) -> tuple[bool, str]:
        """Compare every archive with its sum; name what a crash left, which is never read."""
        workspace = self._data.workspace
        wrong = damaged(workspace)
        seen = [f"{len(every_publication(workspace))} versions, {len(wrong)} missing or damaged"]
        seen += [f"{name}: bring it back from a backup" for name in wrong]
        seen += [f"{path.name}: left over, harmless" for path in unlisted(workspace)]
        return not wrong, "; ".join(seen)

    def _room(self) -> tuple[bool, str]:
        """Say whether an import finds room on the disk, and whether the reserve is there."""
        workspace = self._data.workspace
        ballast = workspace.folder / BALLAST
        kept = ballast.stat().st_size if ballast.exists() else 0
        left = free(workspace.folder)
        return (
            left >= workspace.room.spare,
            f"{left // _MB} MB free, {kept // _MB} MB in reserve for a full disk",
        )

    def _is_sqlite(self) -> bool:
        return self._data.workspace.engine.dialect.name == "sqlite"


def _run(name: str, check: Callable[[], tuple[bool, str]]) -> Check:
    try:
        ok, detail = check()
    except DeskError as error:
        return Check(name, ok=False, detail=render(error.message, "en"))
    return Check(name, ok=ok, detail=detail)


def _whole(batch: Batch, counted: dict[int, int]) -> bool:
    found = counted.get(batch.batch_id, 0)
    return found > 0 if batch.n_rows is None else found == batch.n_rows
