"""Files that are either whole or not there."""

import os
import uuid
from collections.abc import Callable
from pathlib import Path


def written_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in place at once.

    The temporary name carries the process, so that a later start can tell what a crash left
    behind, and is used once, so that two threads never write the same one.
    """
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.{os.getpid()}.tmp")
    try:
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    folder_synced(path.parent)


def folder_synced(folder: Path) -> None:
    """Make sure that the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def process_of(part: str) -> int | None:
    """Return the process that writes a temporary file, by its name; None for other names.

    >>> process_of(".cube-7.parquet.0a1b2c3d.4711.tmp"), process_of("junk.parquet")
    (4711, None)
    """
    pieces = part.split(".")
    if not part.startswith(".") or pieces[-1] != "tmp" or not pieces[-2].isdecimal():
        return None
    return int(pieces[-2])
