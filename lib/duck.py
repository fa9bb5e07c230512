"""DuckDB for one piece of work: no network, named files only, bounded memory, spilling to disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

_MEMORY = "800MB"
_DISK = "40GB"


@contextmanager
def engine(
    spill: Path, files: Sequence[Path] = (), folders: Sequence[Path] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an in-memory DuckDB that reaches only `files` and what lies in `folders`.

    What does not fit into memory goes into the folder `spill`.
    """
    duck = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "2",
            "memory_limit": _MEMORY,
            "temp_directory": str(spill / ".spill"),
            "max_temp_directory_size": _DISK,
        }
    )
    try:
        duck.execute(f"SET allowed_directories = [{_listed(folders)}]")
        duck.execute(f"SET allowed_paths = [{_listed(files)}]")
        duck.execute("SET enable_external_access = false")
        duck.execute("SET lock_configuration = true")
        yield duck
    finally:
        duck.close()


def _listed(paths: Sequence[Path]) -> str:
    """Return paths as SQL writes them: settings take no parameters."""
    return ", ".join("'" + str(path.absolute()).replace("'", "''") + "'" for path in paths)
