"""What a crash leaves behind in the usage folder: never read, and cleared away at the start.

Only files with names as the desk gives them are touched; anything else in the folder is
somebody else's.
"""

import os
import re
import shutil
import time
from pathlib import Path

from sqlalchemy import Connection, select

from lib.store.atomic import process_of
from lib.store.lock import nobody_importing
from lib.store.schema import usage_files
from lib.store.workspace import Workspace

_EVENTS = re.compile(r"[0-9a-f]{32}[-0-9]*\.parquet")
_STARTED = time.time()


def names_in(folder: Path) -> frozenset[str]:
    """Return the names of what lies in a folder."""
    return frozenset(path.name for path in folder.iterdir())


def swept(workspace: Workspace) -> tuple[str, ...]:
    """Clear away what crashed imports left, unless an import is running; return its names."""
    with nobody_importing(workspace.folder) as alone:
        if not alone:
            return ()
        return _unlisted_removed(workspace, names_in(workspace.usage_folder))


def discarded(workspace: Workspace, before: frozenset[str]) -> None:
    """Clear away the files that a failed import wrote since `before` was looked up.

    The manifest is asked first: an error may have come after everything was committed.
    """
    _unlisted_removed(workspace, names_in(workspace.usage_folder) - before)


def left_over(workspace: Workspace, connection: Connection) -> tuple[str, ...]:
    """Return the names of files of ours that no batch lists and nobody is writing."""
    return _left(workspace, connection, names_in(workspace.usage_folder))


def _unlisted_removed(workspace: Workspace, names: frozenset[str]) -> tuple[str, ...]:
    if not any(_EVENTS.fullmatch(name) or process_of(name) for name in names):
        return ()
    # Writing, though nothing is written: a transaction that is still being committed for a
    # dead import must have ended before its files are called left over.
    with workspace.writing() as connection:
        found = _left(workspace, connection, names)
        for name in found:
            _removed(workspace.usage_folder / name)
    return found


def _removed(path: Path) -> None:
    """Remove a file, or the folder into which DuckDB wrote what did not fit into memory."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _left(workspace: Workspace, connection: Connection, names: frozenset[str]) -> tuple[str, ...]:
    listed = set(connection.scalars(select(usage_files.c.name)))
    events = {name for name in names if _EVENTS.fullmatch(name)} - listed
    parts = {name for name in names if _is_dead(workspace.usage_folder / name)}
    return tuple(sorted(events | parts))


def _is_dead(part: Path) -> bool:
    """Say whether a temporary file belongs to a process that is gone.

    In a container a process may have the number of the one before it; then the file's age
    tells them apart.
    """
    process = process_of(part.name)
    if process is None:
        return False
    if process == os.getpid():
        return part.exists() and part.stat().st_mtime < _STARTED
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
