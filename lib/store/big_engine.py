"""DuckDB over stored usage: it reads the files that it is given, in bounded memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

_MEMORY = "800MB"
_DISK = "40GB"


@contextmanager
def engine(folder: Path, files: Sequence[Path] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an in-memory DuckDB that reaches only `files`, and spills into `folder`."""
    duck = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "2",
            "memory_limit": _MEMORY,
            "temp_directory": str(folder / ".spill"),
            "max_temp_directory_size": _DISK,
        }
    )
    try:
        duck.execute(f"SET allowed_paths = [{', '.join(map(_literal, files))}]")
        duck.execute("SET enable_external_access = false")
        duck.execute("SET lock_configuration = true")
        yield duck
    finally:
        duck.close()


def _literal(path: Path) -> str:
    """Return a path as SQL writes it: settings take no parameters."""
    return "'" + str(path).replace("'", "''") + "'"
