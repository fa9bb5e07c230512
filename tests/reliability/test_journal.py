"""T44: with a version of SQLite that can damage a write-ahead log, none is kept."""

import sqlite3
from pathlib import Path

import pytest

from lib.store.sqlite import journal_mode
from tests.fixtures import opened_desk


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 44, 9), "WAL"),
        ((3, 45, 3), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 51, 4), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_the_journal_follows_the_version(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


def test_a_workspace_left_in_the_other_mode_is_brought_over(tmp_path: Path) -> None:
    desk = opened_desk(tmp_path)
    desk.data.workspace.engine.dispose()
    safe = journal_mode(sqlite3.sqlite_version_info)
    other = "DELETE" if safe == "WAL" else "WAL"
    with sqlite3.connect(tmp_path / "desk.db") as raw:
        assert raw.execute(f"PRAGMA journal_mode={other}").fetchone() == (other.lower(),)
    raw.close()
    (journal,) = [c for c in opened_desk(tmp_path).doctor.checks() if c.name == "journal"]
    assert journal.ok
    assert f"{sqlite3.sqlite_version}: {safe}" in journal.detail


def test_the_doctor_says_when_another_process_keeps_the_mode(tmp_path: Path) -> None:
    safe = journal_mode(sqlite3.sqlite_version_info)
    if safe == "WAL":
        pytest.skip("this version of SQLite may keep a write-ahead log")
    opened_desk(tmp_path).data.workspace.engine.dispose()
    raw = sqlite3.connect(tmp_path / "desk.db")
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("SELECT * FROM batches").fetchall()
    (journal,) = [c for c in opened_desk(tmp_path).doctor.checks() if c.name == "journal"]
    raw.close()
    assert not journal.ok
    assert "WAL (safe: TRUNCATE)" in journal.detail
