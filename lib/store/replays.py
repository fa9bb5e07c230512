"""Replayed pasts, kept beside the data: dear to work out, and worthless once the data change.

Each is one file named after all that it was made from, so none can be mistaken for another;
losing one only costs time.
"""

from collections.abc import Callable
from pathlib import Path

from lib.store.atomic import written_whole
from lib.store.workspace import Workspace

_FOLDER = "replays"
_KEPT = 8  # a few days and thresholds that were tried out


def kept_replay(workspace: Workspace, name: str) -> Path:
    """Return where the replay of that name lies, if it was kept."""
    return workspace.folder / _FOLDER / f"{name}.parquet"


def keep_replay(workspace: Workspace, name: str, write: Callable[[Path], object]) -> None:
    """Let `write` fill the file of that name, and let go of the oldest."""
    path = kept_replay(workspace, name)
    path.parent.mkdir(exist_ok=True)
    written_whole(path, write)
    found = sorted(path.parent.glob("*.parquet"), key=lambda one: one.stat().st_mtime)
    for old in found[:-_KEPT]:
        old.unlink(missing_ok=True)
