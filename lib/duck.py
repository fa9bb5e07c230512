"""DuckDB for one piece of work: no network, named files only, bounded memory, spilling to disk."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import duckdb

T = TypeVar("T")
_MEMORY = "800MB"
_DISK = "40GB"
_POLL_SECONDS = 0.1


@contextmanager
def engine(
    spill: Path | None, files: Sequence[Path] = (), folders: Sequence[Path] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an in-memory DuckDB that reaches only `files` and what lies in `folders`.

    What does not fit into memory goes into the folder `spill`; without one it has to fit.
    """
    # Its name says whose it is, so that what a crash leaves behind is swept.
    own = "" if spill is None else str(spill / f".spill.{uuid4().hex[:8]}.{os.getpid()}.tmp")
    duck = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "2",
            "memory_limit": _MEMORY,
            "temp_directory": own,
            "max_temp_directory_size": _DISK,
        }
    )
    try:
        duck.execute(f"SET allowed_directories = [{_listed(folders)}]")
        duck.execute(f"SET allowed_paths = [{_listed(files)}]")
        duck.execute("SET enable_external_access = false")
        duck.execute("SET enable_progress_bar_print = false")  # a process may speak by its output
        duck.execute("SET lock_configuration = true")
        yield duck
    finally:
        duck.close()


def _listed(paths: Sequence[Path]) -> str:
    """Return paths as SQL writes them: settings take no parameters."""
    return ", ".join("'" + str(path.absolute()).replace("'", "''") + "'" for path in paths)


def watched(
    duck: duckdb.DuckDBPyConnection, work: Callable[[], T], tell: Callable[[float], None]
) -> T:
    """Do `work` beside the caller, who goes on telling its share; what that raises stops it."""
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
            tell(min(1.0, max(0.0, duck.query_progress() / 100)))
    except BaseException:
        duck.interrupt()
        worker.join()
        raise
    if errors:
        raise errors[0]
    return results[0]
