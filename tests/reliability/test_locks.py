"""T19 and T23: one import at a time, many writers, and nobody is told "locked"."""

import multiprocessing
import os
import threading
from pathlib import Path

import pytest

from lib.errors import DeskError
from lib.locale import render
from lib.store import sqlite
from lib.store.batches import imported_before
from lib.store.lock import LOCK, importing
from tests.fixtures import opened_desk
from tests.reliability import story
from tests.reliability.writer import write_notes

# The bar: 20 writers x 50 notes. In the suite fewer, for its time.
WRITERS = int(os.environ.get("DESK_WRITERS", "5"))
NOTES = int(os.environ.get("DESK_WRITES", "12"))


def test_a_second_click_joins_the_first(tmp_path: Path) -> None:
    opened_desk(tmp_path)
    found: list[list[str]] = []

    def click() -> None:
        outcomes = opened_desk(tmp_path).imports.commit(story.files(1))
        found.append([outcome.status for outcome in outcomes])

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert sorted(found) == [["committed"] * 3, ["unchanged"] * 3]
    desk = opened_desk(tmp_path)
    assert len(desk.imports.batches()) == 3
    with desk.data.workspace.reading() as connection:
        content = desk.imports.batches()[0].content_hash
        before = imported_before(connection, content)
        assert before is not None
        assert before.batch_id == 3
        assert imported_before(connection, "f" * 64) is None


def test_an_undone_import_was_not_imported_before(tmp_path: Path) -> None:
    desk = opened_desk(tmp_path)
    desk.imports.commit(story.files(1)[:1])
    (batch,) = desk.imports.batches()
    desk.imports.undo(batch.batch_id)
    with desk.data.workspace.reading() as connection:
        assert imported_before(connection, batch.content_hash) is None


def hold(folder: Path, entered: threading.Event, left: threading.Event) -> None:
    with importing(folder):
        entered.set()
        left.wait(timeout=30)


def test_an_import_that_lasts_refuses_the_next_with_one_sentence(tmp_path: Path) -> None:
    entered, left = threading.Event(), threading.Event()
    other = threading.Thread(target=hold, args=(tmp_path, entered, left))
    other.start()
    assert entered.wait(timeout=30)
    waited: list[bool] = []
    with (
        pytest.raises(DeskError) as refusal,
        importing(tmp_path, patience=0.2, waiting=lambda: waited.append(True)),
    ):
        pytest.fail("two imports at once")
    left.set()
    other.join()
    assert refusal.value.code == "workspace_busy"
    assert waited, "who waits may show it, or stop"
    with importing(tmp_path), importing(tmp_path, patience=0):
        assert (tmp_path / LOCK).exists(), "inside itself it is held already"


def test_a_writer_that_lasts_refuses_the_next_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAITING", "PRAGMA busy_timeout=50")
    desk = opened_desk(tmp_path)
    with desk.data.workspace.writing(), pytest.raises(DeskError) as refusal:
        desk.segments.save("mine", "all")
    assert refusal.value.code == "workspace_busy"
    assert "Nothing was changed" in render(refusal.value.message, "en")
    desk.segments.save("mine", "all")


def test_readers_see_one_state_while_somebody_writes(tmp_path: Path) -> None:
    desk = opened_desk(tmp_path)
    desk.imports.commit(story.files(1)[:1])
    rows = len(desk.data.dataset().stored["accounts"])
    with desk.data.workspace.writing() as connection:
        connection.exec_driver_sql("UPDATE batches SET undone_at = '2026-11-01 00:00:00'")
        other = opened_desk(tmp_path)
        assert len(other.data.dataset().stored["accounts"]) == rows
        connection.rollback()


def test_many_writers_meet_no_lock(tmp_path: Path) -> None:
    opened_desk(tmp_path).data.workspace.engine.dispose()
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.reliability.writer"])
    with processes.Pool(WRITERS) as pool:
        jobs = [
            pool.apply_async(write_notes, (tmp_path, f"writer {i}", NOTES)) for i in range(WRITERS)
        ]
        times = [seconds for job in jobs for seconds in job.get(timeout=300)]
    texts = opened_desk(tmp_path).notes.all()["text"].tolist()
    wanted = {f"writer {i}: {n}" for i in range(WRITERS) for n in range(NOTES)}
    assert sorted(texts) == sorted(wanted)
    assert sorted(times)[int(len(times) * 0.95)] < 5, "nobody starves"
