"""The registry finds every file and refuses what is no signal, loudly."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lib.errors import DefinitionError
from lib.locale import msg
from lib.model import Snapshot
from lib.signals import catalog
from lib.signals.once import once_a_snapshot
from lib.signals.registry import all_signals, found_in, signal_of
from lib.signals.spec import Thresholds
from tests.signals.made import DAY, accounts, dataset


def test_every_file_of_the_catalogue_is_a_signal_in_order_of_names() -> None:
    files = [file for path in catalog.__path__ for file in Path(path).glob("*.py")]
    names = sorted(file.stem for file in files if file.stem != "__init__")
    assert [signal.key for signal in all_signals()] == names
    assert names == [
        "active_user_decline", "api_burst", "bulk_export", "contact_stops", "contraction",
        "decision_maker_unheard", "demand_conflict", "feature_abandonment", "key_person_gone",
        "login_decline", "low_use", "onboarding_late", "overdue_promise", "renewal_near",
        "requests_stop", "seat_utilization", "single_threaded", "ticket_surge", "usage_silence",
    ]  # fmt: skip


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "strange_catalog"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.startswith("strange_catalog")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    "source",
    ["", "SIGNAL = 1", "from lib.signals.catalog.api_burst import SIGNAL"],
    ids=["no SIGNAL", "not a signal", "another's key"],
)
def test_a_file_that_defines_no_signal_of_its_name_is_refused(package: Path, source: str) -> None:
    (package / "low_tide.py").write_text(source)
    with pytest.raises(
        DefinitionError, match=r"low_tide\.py must define SIGNAL with key='low_tide'"
    ):
        found_in("strange_catalog", [str(package)])


def test_thresholds_that_can_never_be_reached_in_order_are_refused() -> None:
    with pytest.raises(DefinitionError, match="must rise"):
        Thresholds(version=1, values={"a": 2, "b": 2}, why=msg("x"), rising=(("a", "b"),))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_threshold_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(DefinitionError, match="finite"):
        Thresholds(version=1, values={"a": value}, why=msg("x"))


def test_an_unknown_threshold_is_named_with_the_known_ones() -> None:
    with pytest.raises(DefinitionError, match=r"no threshold 'b'. Known: \['a'\]"):
        _ = Thresholds(version=1, values={"a": 1}, why=msg("x"))["b"]


def test_a_version_starts_at_one() -> None:
    with pytest.raises(DefinitionError, match="version"):
        Thresholds(version=0, values={}, why=msg("x"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("needs", ()),
        ("needs", ("moods",)),
        ("group", "mood"),
        ("question", msg("No question.")),
        ("reasons", {}),
        ("examples", ()),
    ],
)
def test_a_signal_with_a_hole_in_its_definition_is_refused(field: str, value: object) -> None:
    with pytest.raises(DefinitionError, match="api_burst"):
        replace(signal_of("api_burst"), **{field: value})  # type: ignore[arg-type]


def test_shared_work_is_done_once_for_a_snapshot_and_again_for_the_next() -> None:
    calls: list[Snapshot] = []

    @once_a_snapshot
    def work(snapshot: Snapshot) -> int:
        calls.append(snapshot)
        return len(calls)

    first, second = (dataset(accounts(["A"])).as_of(DAY) for _ in range(2))
    assert [work(first), work(first), work(second), work(first)] == [1, 1, 2, 3]
