"""One import at a time in a workspace, whoever asks: the same session, another, the shell.

The lock is the operating system's on a file, so it ends with the process that holds it,
however that ends.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local

from lib.errors import DeskError
from lib.locale import msg
from lib.store.trouble import told

LOCK = "import.lock"
PATIENCE_SECONDS = 15.0  # as long as a writer waits for another: three times five seconds
_POLL_SECONDS = 0.05
_held = local()


@contextmanager
def importing(
    folder: Path,
    patience: float = PATIENCE_SECONDS,
    waiting: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Hold the import lock of a workspace's folder; inside itself it is held already.

    DeskError when somebody else holds it for longer than `patience` seconds. `waiting` is
    called now and then meanwhile, and may raise to stop.
    """
    if folder in _mine():
        yield
        return
    with told():
        file = (folder / LOCK).open("ab")
    with file:
        _acquired(file.fileno(), patience, waiting)
        _mine().add(folder)
        try:
            yield
        finally:
            _mine().discard(folder)


@contextmanager
def nobody_importing(folder: Path) -> Iterator[bool]:
    """Hold the import lock if it is free at once; say whether it is held."""
    with (folder / LOCK).open("ab") as file:
        yield _taken(file.fileno())


def _mine() -> set[Path]:
    if not hasattr(_held, "folders"):
        _held.folders = set()
    return _held.folders


def _acquired(descriptor: int, patience: float, waiting: Callable[[], None]) -> None:
    end = time.monotonic() + patience
    while not _taken(descriptor):
        if time.monotonic() > end:
            raise DeskError(
                "workspace_busy",
                msg("Another import is running in this workspace. Nothing was changed."),
                msg("Wait until it has ended, then try again."),
            )
        waiting()
        time.sleep(_POLL_SECONDS)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True  # closing the file lets go
