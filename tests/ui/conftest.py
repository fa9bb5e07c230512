"""A small app around the real frame, with a desk that answers at once."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from lib.errors import DeskError
from lib.locale import msg
from lib.model import Period
from lib.ui import state

MONTHS = (Period.month(2026, 10), Period.month(2026, 9), Period.month(2026, 8))
APP = """
from lib.locale import msg
from lib.ui import frame

frame.run((frame.Group(msg("Review"), (
    frame.Link("pages/first.py", msg("Overview"), "first"),
    frame.Link("pages/accounts.py", msg("Accounts"), "accounts"),
    frame.Link("pages/imports.py", msg("Import"), "imports"),
)),))
"""
PAGE = """
import streamlit as st
from lib.ui import state
st.title("{name}")
st.text(f"{{state.segment()}}|{{state.period().key}}|{{state.day()}}|{{state.account()}}")
"""


@dataclass(frozen=True)
class Days:
    """What `lib.desk.data.Days` says."""

    last: date = date(2026, 10, 20)
    months: tuple[Period, ...] = MONTHS

    @property
    def newest(self) -> Period:
        return self.months[0]

    def as_of(self, period: Period) -> date:
        return min(period.last, self.last)


class FakeDesk:
    """As much of a desk as the frame asks for."""

    def __init__(self, *, loaded: bool = True) -> None:
        self.loaded = loaded
        self.data = self
        self.segments = self
        self.samples = self

    def days(self) -> Days | None:
        return Days() if self.loaded else None

    def known_days(self) -> Days:
        if not self.loaded:
            raise DeskError("no_data", msg("There are no data yet."))
        return Days()

    def saved(self) -> dict[str, str]:
        return {"all": "all", "Key accounts": 'tag = "key"', "<b>华东</b>": 'region = "华东"'}

    def load(self) -> None:
        self.loaded = True

    def warm(self) -> None:
        """Do nothing: it is warm."""

    def warm_past(self) -> None:
        """Do nothing: there is no past."""


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDesk]:
    """Put a fake desk where `state.desk` opens one."""
    fake = FakeDesk()
    module = ModuleType("lib.desk")
    module.Desk = type("Desk", (), {"from_environment": staticmethod(lambda: fake)})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "lib.desk", module)
    state._opened.cache_clear()
    yield fake
    state._opened.cache_clear()


Opened = Callable[..., AppTest]


def address(test: AppTest) -> dict[str, list[str]]:
    """Return what stands in the address, each name with all its values."""
    found = dict(test.query_params)
    return {name: [value] if isinstance(value, str) else value for name, value in found.items()}


@pytest.fixture
def opened(tmp_path: Path, desk: FakeDesk, navigated: None) -> Opened:
    """Open the small app on a page with the given source and address."""
    assert (desk is not None, navigated) == (True, None)
    (tmp_path / "pages").mkdir()
    for name in ("first", "accounts", "imports"):
        (tmp_path / "pages" / f"{name}.py").write_text(PAGE.format(name=name), "utf-8")
    (tmp_path / "app.py").write_text(APP, "utf-8")

    def run(page: str = PAGE.format(name="first"), **query: str | list[str]) -> AppTest:
        (tmp_path / "pages" / "first.py").write_text(page, "utf-8")
        test = AppTest.from_file(str(tmp_path / "app.py"), default_timeout=60)
        for name, value in query.items():
            test.query_params[name] = value
        return test.run()

    return run
