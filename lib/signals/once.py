"""Work that several signals share, done once for each snapshot."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ref

from lib.model import Snapshot

T = TypeVar("T")


def once_a_snapshot(work_out: Callable[[Snapshot], T]) -> Callable[[Snapshot], T]:
    """Remember the result for the newest snapshot, for as long as that snapshot lives.

    Snapshots are values that nobody changes, so the object itself is the key. Two threads
    that meet here work twice at worst: the memory is replaced whole.
    """
    kept: list[tuple[ref[Snapshot], T]] = []

    @wraps(work_out)
    def remembered(snapshot: Snapshot) -> T:
        for mine, result in tuple(kept):
            if mine() is snapshot:
                return result
        result = work_out(snapshot)
        kept[:] = [(ref(snapshot, lambda gone: _forget(kept, gone)), result)]
        return result

    return remembered


def _forget(kept: list[tuple[ref[Snapshot], T]], gone: ref[Snapshot]) -> None:
    kept[:] = [entry for entry in kept if entry[0] is not gone]
