"""Bar 11: whichever call fails, the state is the one before the import or the one after it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from lib.desk import Desk
from lib.errors import DeskError
from tests.fixtures import opened_desk
from tests.reliability import story
from tests.reliability.faults import Calls, database_calls, disk_calls
from tests.reliability.state import state

# The whole run takes a minute or more: in the suite every so many calls fail, and always the
# last ones, around the commit. DESK_FAULT_STRIDE=1 lets every one fail.
STRIDE = int(os.environ.get("DESK_FAULT_STRIDE", "14"))
BEFORE, IMPORTED = 1, 2
pytestmark = pytest.mark.usefixtures("understood_once")

Hook = Callable[[Desk, Calls], AbstractContextManager[None]]


def on_database(desk: Desk, calls: Calls) -> AbstractContextManager[None]:
    return database_calls(desk.data.workspace, calls)


def on_disk(desk: Desk, calls: Calls) -> AbstractContextManager[None]:
    return disk_calls(desk.data.workspace.folder, calls)


def take_in(desk: Desk) -> list[str]:
    return [outcome.status for outcome in desk.imports.commit(story.files(IMPORTED))]


def copies(folder: Path) -> Iterator[Path]:
    """Give ever new folders that hold what stood before the import."""
    first = folder / "before"
    desk = opened_desk(first)
    desk.imports.commit(story.files(BEFORE))
    desk.data.workspace.engine.dispose()
    number = 0
    while True:
        yield Path(shutil.copytree(first, folder / str(number)))
        shutil.rmtree(folder / str(number))
        number += 1


@pytest.mark.parametrize("hook", [on_database, on_disk])
def test_every_failing_call_leaves_before_or_after(tmp_path: Path, hook: Hook) -> None:
    opened_desk(tmp_path / "read").imports.rehearse(story.files(IMPORTED))
    workspaces = copies(tmp_path)
    desk = opened_desk(next(workspaces))
    before, all_calls = state(desk.data.workspace), Calls()
    with hook(desk, all_calls):
        assert take_in(desk) == ["committed"] * 3
    after = state(desk.data.workspace)
    assert all_calls.n > 5, "the calls are seen"
    for failing in chosen(all_calls.n, STRIDE):
        found = partial(after_failure_of, failing, hook=hook)(opened_desk(next(workspaces)))
        assert found in {(before, after), (after, after)}, f"call {failing} of {all_calls.n}"


def chosen(n: int, stride: int) -> list[int]:
    """Return which calls fail: every so many of all, and each of the last ones."""
    return sorted({*range(1, n + 1, stride), *range(max(1, n - 4), n + 1)})


def after_failure_of(number: int, desk: Desk, hook: Hook) -> tuple[str, str]:
    """Let one call of an import fail; return the state then, and once the user tries again.

    The import may be refused, or do without what failed: a cube that cannot be kept.
    """
    calls, before, refused = Calls(number), state(desk.data.workspace), False
    with hook(desk, calls):
        try:
            take_in(desk)
        except DeskError:
            refused = True
    assert calls.n >= number
    found = state(desk.data.workspace)
    assert refused or found != before
    left = list(desk.data.workspace.usage_folder.glob(".*.tmp"))
    assert left == [], "no temporary file stays"
    take_in(desk)
    again = state(desk.data.workspace)
    desk.data.workspace.engine.dispose()
    return found, again
