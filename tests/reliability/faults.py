"""Let the Nth call to the database, or to the disk, fail."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow.parquet as pq
from sqlalchemy import event
from sqlalchemy.pool import PoolProxiedConnection

from lib.store import Workspace

_FSYNC = os.fsync


class Calls:
    """Counts calls; the one with the number `fails` raises, all others go through."""

    def __init__(self, fails: int | None = None) -> None:
        self.n = 0
        self.fails = fails

    def __call__(self, error: Exception) -> None:
        """Count one call, and raise `error` if its turn has come."""
        self.n += 1
        if self.n == self.fails:
            raise error


def database_error() -> sqlite3.OperationalError:
    """Return what SQLite raises when the disk fails."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


def disk_error() -> OSError:
    """Return what the operating system raises when the disk fails."""
    return OSError(errno.EIO, os.strerror(errno.EIO))


@contextmanager
def database_calls(workspace: Workspace, calls: Calls) -> Iterator[None]:
    """Count statements, and commits twice: before they are done and after."""

    def statement(*_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's hooks differ in arguments
        calls(database_error())

    def commit(dbapi: PoolProxiedConnection) -> None:
        calls(database_error())
        done(dbapi)
        calls(database_error())

    engine, done = workspace.engine, workspace.engine.dialect.do_commit
    hooks = ("do_execute", "do_executemany", "do_execute_no_params")
    with ExitStack() as stack:
        for hook in hooks:
            event.listen(engine, hook, statement)
            stack.callback(event.remove, engine, hook, statement)
        stack.enter_context(patch.object(engine.dialect, "do_commit", commit))
        yield


@contextmanager
def disk_calls(folder: Path, calls: Calls) -> Iterator[None]:
    """Count what is done to files in a folder: open, write, fsync, rename; and Parquet."""
    with ExitStack() as stack:
        for holder, name in (
            (os, "fsync"),
            (os, "replace"),
            (os, "open"),
            (io, "open"),
            (pq.ParquetWriter, "__init__"),
            (pq.ParquetWriter, "write_table"),
            (pq.ParquetWriter, "close"),
        ):
            real = getattr(holder, name)
            stack.enter_context(patch.object(holder, name, _counted(real, folder, calls)))
        yield


def _counted(real: Callable[..., Any], folder: Path, calls: Calls) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for any call
        place = arguments[0] if isinstance(arguments[0], str | Path) else None
        if real is _FSYNC or (place is not None and Path(place).is_relative_to(folder)):
            calls(disk_error())
        return real(*arguments, **named)

    return counted
