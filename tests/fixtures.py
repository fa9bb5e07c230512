"""Desks that several tests share. Loaded once a session; tests that write take a fresh one."""

import fcntl
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager

from lib.desk import Desk

SHARED = Path(__file__).parents[2] / "shared" / "data"
RAVENSTACK = SHARED / "exports" / "ravenstack_saas"
NOW = datetime.fromisoformat("2026-11-01 09:00:00")

CHROMIUM = (
    shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
    or "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
)

needs_shared_data = pytest.mark.skipif(
    not RAVENSTACK.exists(), reason="the third-party exports are not beside this checkout"
)


def a_clock() -> datetime:
    """Return always the same instant."""
    return NOW


def opened_desk(folder: Path) -> Desk:
    """Open a desk whose clock stands still."""
    return Desk(folder, clock=a_clock)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Give an empty desk of one's own."""
    return opened_desk(tmp_path)


def filled_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, fill: Callable[[Desk], object]
) -> Path:
    """Return a folder that one of the workers has filled for all; it is only to be copied."""
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = common / name, common / f"{name}.done"
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            fill(opened_desk(folder))
            done.touch()
    return folder


def _with_sample(desk: Desk) -> None:
    """Load the sample, replay its past, read its texts: later desks find it on the disk."""
    desk.samples.load()
    day = desk.data.known_days().last
    desk.backtests.learnt(day)
    desk.themes.work_out(day)
    desk.themes.of_interviews(day)


def _with_ravenstack(desk: Desk) -> None:
    files = [(path.name, path.read_bytes()) for path in sorted(RAVENSTACK.glob("*.csv"))]
    desk.imports.commit(files)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the workspace with the sample data as loaded, to be copied and never opened."""
    return filled_once(tmp_path_factory, "sample", _with_sample)


@pytest.fixture(scope="session")
def sample_desk(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk with the sample data, shared and only read."""
    return opened_desk(shutil.copytree(sample_folder, tmp_path_factory.mktemp("shared") / "sample"))


@pytest.fixture
def own_sample(sample_folder: Path, sample_desk: Desk, tmp_path: Path) -> Desk:
    """Give a desk with the sample data of one's own, to be written to."""
    own = opened_desk(shutil.copytree(sample_folder, tmp_path / "own"))
    reminded(own, sample_desk)
    return own


def reminded(own: Desk, shared: Desk) -> None:
    """Let a copy know what the shared desk has worked out of the same state of the same data.

    A write that fails to begin a new state is found out by this: it meets the old results.
    """
    states = (own.data.state(), own.data.version())
    for mine, theirs in (
        (own.data._kept, shared.data._kept),
        (own.data._small, shared.data._small),
    ):
        mine.update({key: found for key, found in theirs.items() if key[0] in states})
    learnt = shared.backtests._kept
    own.backtests._kept.update({key: found for key, found in learnt.items() if key[0] in states})


@pytest.fixture(scope="session")
def ravenstack_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk with RavenStack's five files, shared and only read."""
    folder = filled_once(tmp_path_factory, "ravenstack", _with_ravenstack)
    return opened_desk(shutil.copytree(folder, tmp_path_factory.mktemp("shared") / "ravenstack"))


@pytest.fixture
def navigated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make AppTest run `app.py` every time, as the server does.

    It takes a folder `pages/` for an old-style app on each run and then runs a page alone.
    """
    made = PagesManager.__init__

    def init(self: PagesManager, *args: str, **settings: object) -> None:
        made(self, *args, **settings)  # type: ignore[arg-type]
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", init)
