"""Work that several readers of a snapshot share, done once for each."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TypeVar
from weakref import ref

from lib.model.snapshot import Snapshot

T = TypeVar("T")


def once_a_snapshot(work_out: Callable[[Snapshot], T]) -> Callable[[Snapshot], T]:
    """Remember the result for the newest snapshot, for as long as that snapshot lives.

    Snapshots are values that nobody changes, so the object itself is the key. Threads that
    meet here wait for the one that works; each piece of work has its own lock, and none waits
    for one that waits for it, since they use one another in one direction only.
    """
    kept: list[tuple[ref[Snapshot], T]] = []
    lock = RLock()

    @wraps(work_out)
    def remembered(snapshot: Snapshot) -> T:
        with lock:
            for mine, result in tuple(kept):
                if mine() is snapshot:
                    return result
            result = work_out(snapshot)
            kept[:] = [(ref(snapshot, lambda gone: _forget(kept, gone)), result)]
            return result

    return remembered


def _forget(kept: list[tuple[ref[Snapshot], T]], gone: ref[Snapshot]) -> None:
    kept[:] = [entry for entry in kept if entry[0] is not gone]
