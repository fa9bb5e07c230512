"""Bar 14: on a full disk an import says so in a sentence, nothing is half there, undo works."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib.desk import Desk
from lib.errors import DeskError
from lib.locale import render
from lib.store import opened, room
from lib.store.room import BALLAST, Room, free
from tests.fixtures import a_clock
from tests.reliability import story
from tests.reliability.state import standing, state

SIZES = int(os.environ.get("DESK_DISK_SIZES", "4"))
SMALL_DISK_KB = 12_000
# From no room at all to a little less than an import of the large file takes.
LEAST_KB, MOST_KB = 0, 700
# The check before an import never refuses here: the disk is to be full in the middle of it.
SMALL = Room(ballast=1_000_000, spare=-(10**12))
LARGE_ROWS = 10_000
pytestmark = pytest.mark.usefixtures("understood_once")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of 12 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_KB}k", "tmpfs", str(place)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def desk_on(folder: Path, room: Room) -> Desk:
    desk = Desk(folder, clock=a_clock)
    desk.data.workspace = replace(desk.data.workspace, room=room)
    room.prepare(folder)
    return desk


def large_file() -> tuple[str, bytes]:
    rows = [f"B{i},Company with a long name no {i},{'Köln' * 5}" for i in range(LARGE_ROWS)]
    return "large.csv", "\n".join(["account_id,account_name,city", *rows]).encode()


def leave(disk: Path, kilobytes: int) -> Path:
    """Fill the disk until so much is left; return the file that takes the room."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free(disk) - kilobytes * 1024, 1))
    return filler


def _saved_and_deleted(desk: Desk) -> Desk:
    """Save a segment and delete it, which leaves its versions."""
    desk.segments.save("saved on a full disk", "all")
    desk.segments.delete("saved on a full disk")
    return desk


@pytest.mark.parametrize("step", range(SIZES))
def test_a_full_disk_costs_nothing(small_disk: Path, tmp_path: Path, step: int) -> None:
    kilobytes = LEAST_KB + (MOST_KB - LEAST_KB) * step // max(SIZES - 1, 1)
    folder = small_disk / "workspace"
    desk = desk_on(folder, SMALL)
    empty = standing(_saved_and_deleted(desk_on(tmp_path, SMALL)).data.workspace)
    desk.imports.commit(story.files(1))
    assert (folder / BALLAST).stat().st_size == SMALL.ballast
    before = state(desk.data.workspace)
    filler = leave(small_disk, kilobytes)
    with pytest.raises(DeskError) as refusal:
        desk.imports.commit([*story.files(2), large_file()])
    assert refusal.value.code == "disk_full"
    assert "disk" in render(refusal.value.message, "en")
    assert state(desk.data.workspace) == before, "nothing half written"
    assert list(desk.data.workspace.usage_folder.glob(".*.tmp")) == []

    _saved_and_deleted(desk)
    for batch in desk.imports.batches():
        desk.imports.undo(batch.batch_id)
    assert desk.data.dataset().versions["accounts"].empty
    filler.unlink()
    again = desk_on(folder, SMALL)
    assert standing(again.data.workspace) == empty
    assert (folder / BALLAST).exists(), "there is room again: the reserve is made anew"
    outcomes = again.imports.commit(story.files(1))
    assert [outcome.status for outcome in outcomes] == ["committed"] * 3
    assert [check for check in again.doctor.checks() if not check.ok] == []


def test_an_import_that_would_fill_the_disk_is_not_begun(tmp_path: Path) -> None:
    desk = desk_on(tmp_path, Room(ballast=0, spare=10**15))
    with pytest.raises(DeskError) as refusal:
        desk.imports.commit(story.files(1))
    assert refusal.value.code == "disk_full"
    assert "needs 1000000001 MB" in render(refusal.value.message, "en")
    assert desk.imports.batches() == ()


def test_the_reserve_is_a_small_part_of_what_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "free", lambda _: 5_000_000)
    Room().prepare(tmp_path)
    assert (tmp_path / BALLAST).stat().st_size == 500_000


def test_the_reserve_is_given_up_only_when_room_is_short(tmp_path: Path) -> None:
    kept = Room(ballast=1_000_000)
    kept.prepare(tmp_path)
    assert (tmp_path / BALLAST).stat().st_blocks * 512 >= kept.ballast, "its room is taken"
    kept.give_up_if_short(tmp_path)
    assert (tmp_path / BALLAST).exists()


def test_settings_of_the_room_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_BALLAST_MB", "1")
    monkeypatch.setenv("DESK_SPARE_MB", "2")
    assert opened(tmp_path).room == Room(ballast=1_000_000, spare=2_000_000)
    assert (tmp_path / BALLAST).exists()
    monkeypatch.setenv("DESK_SPARE_MB", "a lot")
    with pytest.raises(DeskError, match="bad_setting"):
        opened(tmp_path)
