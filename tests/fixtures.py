"""Desks that several tests share. Loaded once a session; tests that write take a fresh one."""

import shutil
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


@pytest.fixture(scope="session")
def sample_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk with the sample data, shared and only read."""
    desk = opened_desk(tmp_path_factory.mktemp("sample"))
    desk.samples.load()
    return desk


@pytest.fixture(scope="session")
def ravenstack_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk with RavenStack's five files, shared and only read."""
    desk = opened_desk(tmp_path_factory.mktemp("ravenstack"))
    files = [(path.name, path.read_bytes()) for path in sorted(RAVENSTACK.glob("*.csv"))]
    desk.imports.commit(files)
    return desk


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
