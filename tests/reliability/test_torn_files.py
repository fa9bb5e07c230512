"""Bar 15: torn, missing and foreign files cost nothing but what they held."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.desk import Desk
from lib.errors import DeskError
from lib.locale import render
from lib.store.lock import importing
from lib.store.sweep import swept
from tests.fixtures import opened_desk
from tests.reliability import story
from tests.reliability.state import standing

DEAD = 2**22 + 1  # no process has such a number
HALF = 2
pytestmark = pytest.mark.usefixtures("understood_once")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // HALF])


def overwritten(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:100] + b"x" * (size - 200) + path.read_bytes()[-100:])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def events(desk: Desk) -> list[Path]:
    """Return the files of usage batches, oldest first."""
    found = desk.data.workspace.usage_folder.glob("*.parquet")
    return sorted(
        (path for path in found if not path.name.startswith(("cube-", "people-"))),
        key=lambda path: path.stat().st_mtime_ns,
    )


@pytest.fixture(scope="module")
def imported(understood_once: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    folder = tmp_path_factory.mktemp("imported")
    desk = opened_desk(folder)
    for turn in (1, 2):
        desk.imports.commit(story.files(turn))
    desk.data.workspace.engine.dispose()
    return folder


@pytest.fixture
def two_turns(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "two"))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("damage", [cut_off, overwritten, empty, Path.unlink])
def test_a_torn_file_is_named_and_everything_else_works(
    two_turns: Path, damage: Callable[[Path], None], which: int
) -> None:
    desk = opened_desk(two_turns)
    damage(events(desk)[which])
    day = desk.data.known_days().last
    assert len(desk.segments.view("all", day).accounts) > 0, "the other pages work"
    assert not desk.data.snapshot(day).loaded("usage"), "usage is unknown, not zero"
    batch = 3 if which == 0 else 6
    with pytest.raises(DeskError) as refusal:
        desk.quality.findings()
    assert refusal.value.code == "unreadable_usage"
    assert f"'usage-{which + 1}.csv' (import {batch})" in render(refusal.value.message, "en")
    (check,) = [check for check in desk.doctor.checks() if not check.ok]
    assert check.name == "usage files"
    assert f"undo import {batch}" in check.detail


def test_undo_and_import_mend_a_torn_file(two_turns: Path) -> None:
    desk = opened_desk(two_turns)
    desk.data.dataset()
    whole = desk.data.dataset().cube
    cut_off(events(desk)[0])
    desk.imports.undo(3)
    outcomes = desk.imports.commit(story.files(1))
    assert [o.status for o in outcomes] == ["unchanged", "unchanged", "committed"]
    assert desk.data.dataset().cube.equals(whole)


def test_files_of_others_are_left_alone_and_never_read(two_turns: Path) -> None:
    desk = opened_desk(two_turns)
    before = standing(desk.data.workspace)
    junk = desk.data.workspace.usage_folder / "junk.parquet"
    junk.write_bytes(b"PAR1 this is not one PAR1")
    for cube in desk.data.workspace.usage_folder.glob("cube-*"):
        cube.unlink()
    again = opened_desk(two_turns)
    assert standing(again.data.workspace) == before
    assert junk.exists()


def test_what_a_crash_leaves_is_swept_at_the_start(two_turns: Path) -> None:
    folder = opened_desk(two_turns).data.workspace.usage_folder
    orphan = folder / ("0" * 32 + ".parquet")
    part = folder / f".{orphan.name}.0a1b2c3d.{DEAD}.tmp"
    mine = folder / f".{orphan.name}.0a1b2c3d.{os.getpid()}.tmp"
    reused = folder / f".{orphan.name}.ffffffff.{os.getpid()}.tmp"
    for path in (orphan, part, mine, reused):
        path.write_bytes(b"half")
    spilled = folder / f".spill.0a1b2c3d.{DEAD}.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"half")
    long_ago = time.time() - 100_000
    os.utime(reused, (long_ago, long_ago))
    desk = opened_desk(two_turns)
    assert not orphan.exists()
    assert not part.exists()
    assert not spilled.exists()
    assert mine.exists(), "this process may still be writing it"
    assert not reused.exists(), "an earlier process had the same number"
    assert len(events(desk)) == 2, "what is listed stays"


def test_nothing_is_swept_under_a_running_import(two_turns: Path) -> None:
    workspace = opened_desk(two_turns).data.workspace
    written = workspace.usage_folder / ("f" * 32 + ".parquet")
    written.write_bytes(b"not committed yet")
    with importing(workspace.folder):
        assert swept(workspace) == ()
        assert written.exists()
    assert swept(workspace) == (written.name,)
