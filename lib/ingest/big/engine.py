"""DuckDB for one large import: no network, one folder, bounded memory, stoppable."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from lib.ingest.progress import Progress
from lib.locale import Message

T = TypeVar("T")
MEMORY = "800MB"
DISK = "40GB"
_POLL_SECONDS = 0.2


@contextmanager
def engine(folder: Path, *paths: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an in-memory DuckDB that reaches nothing but `folder` and the files `paths`."""
    duck = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "2",
            "memory_limit": MEMORY,
            "temp_directory": str(folder / ".spill"),
            "max_temp_directory_size": DISK,
        }
    )
    try:
        duck.execute(f"SET allowed_directories = [{_literal(folder)}]")
        duck.execute(f"SET allowed_paths = [{', '.join(map(_literal, paths))}]")
        duck.execute("SET enable_external_access = false")
        duck.execute("SET lock_configuration = true")
        yield duck
    finally:
        duck.close()


def _literal(path: Path) -> str:
    """Return a path as SQL writes it: settings take no parameters."""
    return "'" + str(path.absolute()).replace("'", "''") + "'"


def watched(
    duck: duckdb.DuckDBPyConnection, work: Callable[[], T], what: Message, progress: Progress
) -> T:
    """Do `work` beside the caller, who goes on asking `progress`; what that raises stops it."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            errors.append(error)

    worker = threading.Thread(target=run, name="large import")
    worker.start()
    try:
        while worker.is_alive():
            worker.join(_POLL_SECONDS)
            progress(what, min(1.0, max(0.0, duck.query_progress() / 100)))
    except BaseException:
        duck.interrupt()
        worker.join()
        raise
    if errors:
        raise errors[0]
    return results[0]
