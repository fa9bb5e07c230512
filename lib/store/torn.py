"""Usage files that a batch lists and that cannot be read: missing, cut off, overwritten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.errors import DatabaseError
from sqlalchemy import Connection, select

from lib.errors import DeskError
from lib.locale import msg
from lib.store.schema import batches, usage_files

# What readers of Parquet raise over such a file, and over other things too.
FAILURES = (pa.ArrowException, duckdb.Error, OSError)


@dataclass(frozen=True, slots=True)
class Torn:
    """One such file: its batch and the file that the batch came from."""

    name: str
    batch_id: int
    file: str

    def problem(self) -> DeskError:
        """Return the one sentence that a reader needs."""
        return DeskError(
            "unreadable_usage",
            msg("The stored usage of '{file}' (import {id}) is missing or damaged.",
                file=self.file, id=str(self.batch_id)),
            msg("Undo that import, then load the file again; until then its days are unknown."),
        )  # fmt: skip


def torn_files(folder: Path, connection: Connection) -> tuple[Torn, ...]:
    """Return the files of standing batches in the usage folder that cannot be read."""
    rows = connection.execute(
        select(usage_files, batches.c.file)
        .join(batches, batches.c.batch_id == usage_files.c.batch_id)
        .where(batches.c.undone_at.is_(None))
        .order_by(usage_files.c.batch_id, usage_files.c.name)
    )
    return tuple(
        Torn(row.name, row.batch_id, row.file)
        for row in rows
        if not _is_whole(folder / row.name, row.n_rows)
    )


@contextmanager
def naming_torn_files(folder: Path, connection: Connection) -> Iterator[None]:
    """Say which import a failure to read usage comes from, if it comes from such a file."""
    try:
        yield
    except FAILURES as error:
        # pandas calls what the database says an OSError: that is no matter of files.
        torn = () if isinstance(error, DatabaseError) else torn_files(folder, connection)
        if not torn:
            raise
        raise torn[0].problem() from error


def _is_whole(path: Path, n_rows: int) -> bool:
    try:
        status = path.stat()
        return _rows_in(path, status.st_mtime_ns, status.st_size) == n_rows
    except FAILURES:
        return False


@lru_cache(maxsize=4096)
def _rows_in(path: Path, _mtime: int, _size: int) -> int:
    """Read every page of a file once for each state of it; damage shows as an error."""
    rows = 0
    with pq.ParquetFile(path) as file:
        for group in range(file.metadata.num_row_groups):
            rows += file.read_row_group(group).num_rows
    return rows
