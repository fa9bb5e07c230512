"""Thresholds that people set: versions count up, scores tell by what, undo leaves no trace."""

import math
from datetime import date

import pandas as pd
import pytest

from lib.desk import Desk
from lib.errors import DeskError
from lib.locale import render
from lib.signals.registry import signal_of
from tests.fixtures import NOW, opened_desk

SIGNAL = "contact_stops"
LAST = date(2026, 10, 31)


@pytest.fixture
def own(own_sample: Desk) -> Desk:
    return own_sample


def alerts(desk: Desk, day: date = LAST) -> int:
    found = desk.data.readings(day)
    return int(((found["signal"] == SIGNAL) & (found["grade"] == "alert")).sum())


def versions(desk: Desk) -> set[str]:
    found = desk.data.readings(LAST)
    return set(found.loc[found["signal"] == SIGNAL, "thresholds_version"])


def test_without_a_change_the_catalogue_judges(desk: Desk) -> None:
    assert dict(desk.thresholds.current()) == {}
    assert desk.thresholds.of(SIGNAL) is signal_of(SIGNAL).thresholds
    assert desk.thresholds.history().empty
    assert desk.thresholds.marks() == ()


def test_a_change_judges_every_day_and_every_reading_says_so(own: Desk) -> None:
    before, book = alerts(own), own.data.book(LAST)["n_alerts"].sum()
    board = own.watch.board("all", LAST, "en")
    own.thresholds.save(SIGNAL, {"cadence_days": 30.0}, "me", "We call monthly.")
    assert alerts(own) > before
    assert versions(own) == {f"{SIGNAL}/2"}
    assert own.data.book(LAST)["n_alerts"].sum() == book + alerts(own) - before
    after = own.watch.board("all", LAST, "en")
    assert after.counts["signal"][SIGNAL] > board.counts["signal"][SIGNAL]
    other = own.data.readings(LAST)
    assert set(other.loc[other["signal"] != SIGNAL, "thresholds_version"].str[-2:]) == {"/1"}
    past = own.data.readings(date(2026, 3, 31))
    assert f"{SIGNAL}/2" in set(past["thresholds_version"]), "a past day is judged by now"


def test_data_are_not_worked_out_again_for_other_thresholds(own: Desk) -> None:
    snapshot, version = own.data.snapshot(LAST), own.data.version()
    own.thresholds.save(SIGNAL, {"cadence_days": 30.0}, "me", "We call monthly.")
    assert own.data.snapshot(LAST) is snapshot
    assert own.data.version() == version
    assert own.data.readings(LAST) is own.data.readings(LAST)


def test_undo_gives_exactly_what_stood_before(own: Desk) -> None:
    before = own.data.readings(LAST)
    first = own.thresholds.save(SIGNAL, {"cadence_days": 30.0}, "me", "We call monthly.")
    second = own.thresholds.save(SIGNAL, {"cadence_days": 45.0}, "me", "Too many alarms.")
    assert own.thresholds.of(SIGNAL)["cadence_days"] == 45.0
    own.thresholds.undo(second)
    assert own.thresholds.of(SIGNAL)["cadence_days"] == 30.0
    assert own.thresholds.of(SIGNAL).version == 2
    own.thresholds.undo(first)
    pd.testing.assert_frame_equal(own.data.readings(LAST), before)
    assert own.thresholds.marks() == ()


def test_a_version_is_never_given_twice(desk: Desk) -> None:
    first = desk.thresholds.save(SIGNAL, {"cadence_days": 30.0}, "me", "a")
    desk.thresholds.undo(first)
    desk.thresholds.save(SIGNAL, {"cadence_days": 45.0}, "me", "b")
    assert desk.thresholds.of(SIGNAL).version == 3
    assert desk.thresholds.current()[SIGNAL].version == 3


def test_the_history_keeps_who_when_why_and_what_stood_before(desk: Desk) -> None:
    first = desk.thresholds.save(SIGNAL, {"cadence_days": 30.0}, "me", " We call monthly. ")
    second = desk.thresholds.save(SIGNAL, {"cadence_days": 45.0}, "you", "Too many alarms.")
    desk.thresholds.undo(second)
    third = desk.thresholds.save(SIGNAL, {"cadence_days": 20.0}, "me", "Again.")
    rows = desk.thresholds.history().set_index("change_id")
    assert rows.index.tolist() == [third, second, first]
    assert rows["state"].tolist() == ["stands", "undone", "replaced"]
    assert rows["version"].tolist() == [f"{SIGNAL}/4", f"{SIGNAL}/3", f"{SIGNAL}/2"]
    before = [dict(was)["cadence_days"] for was in list(rows["before"])]
    assert before == [30.0, 30.0, 60.0]
    said = rows.loc[[first], ["author", "reason"]].to_numpy().tolist()
    assert said == [["me", "We call monthly."]]
    assert rows["changed_at"].to_dict()[first] == NOW
    (mark,) = desk.thresholds.marks()
    assert (mark.day, mark.signal) == (NOW.date(), SIGNAL)
    assert render(signal_of(SIGNAL).title, "en") in render(mark.text, "en")


def test_another_desk_on_the_same_workspace_judges_alike(own: Desk) -> None:
    before = alerts(own)
    opened_desk(own.data.workspace.folder).thresholds.save(
        SIGNAL, {"cadence_days": 30.0}, "me", "We call monthly."
    )
    assert alerts(own) > before


@pytest.mark.parametrize(
    ("values", "reason", "code"),
    [
        ({"cadence_days": 30.0}, "  ", "reason_missing"),
        ({"cadence_days": 30.0}, "x" * 2001, "reason_missing"),
        ({"cadence_days": 60.0}, "same", "nothing_differs"),
        ({}, "same", "nothing_differs"),
        ({"watch_times": 2.0}, "equal steps", "bad_thresholds"),
        ({"watch_times": 9.0}, "no order", "bad_thresholds"),
        ({"cadence_days": math.inf}, "endless", "bad_thresholds"),
        ({"cadence_days": math.nan}, "nothing", "bad_thresholds"),
        ({"nowhere": 1.0}, "stranger", "unknown_threshold"),
    ],
)
def test_what_cannot_judge_is_refused_in_a_sentence(
    desk: Desk, values: dict[str, float], reason: str, code: str
) -> None:
    with pytest.raises(DeskError) as refused:
        desk.thresholds.save(SIGNAL, values, "me", reason)
    assert refused.value.code == code
    assert render(refused.value.message, "en").count(".") <= 2
    assert desk.thresholds.history().empty
    assert desk.data.state() == (0, 0)


def test_an_unknown_signal_and_an_unknown_change_are_refused(desk: Desk) -> None:
    with pytest.raises(DeskError) as refused:
        desk.thresholds.save("nowhere", {"a": 1.0}, "me", "why")
    assert refused.value.code == "unknown_signal"
    change = desk.thresholds.save(SIGNAL, {"cadence_days": 30.0}, "me", "why")
    desk.thresholds.undo(change)
    for gone in (change, 77):
        with pytest.raises(DeskError) as refused:
            desk.thresholds.undo(gone)
        assert refused.value.code == "unknown_change"


def test_proposed_values_are_checked_but_not_saved(desk: Desk) -> None:
    tried = desk.thresholds.proposed(SIGNAL, {"cadence_days": 30.0})
    assert (tried["cadence_days"], tried["watch_times"], tried.version) == (30.0, 1.5, 2)
    assert desk.thresholds.history().empty
    with pytest.raises(DeskError):
        desk.thresholds.proposed(SIGNAL, {"watch_times": 5.0})


def test_a_report_states_the_thresholds_that_judged(own: Desk) -> None:
    own.thresholds.save(SIGNAL, {"cadence_days": 30.0}, "me", "We call monthly.")
    period = own.data.known_days().newest
    stored = own.reports.draft("all", period, "en")
    said = own.reports.exported(stored, ".md").decode()
    assert "People set the thresholds of “Contact stops”" in said
    rows = next(f.rows for f in stored.report.register if "thresholds_version" in f.rows)
    assert set(rows.loc[rows["signal"] == SIGNAL, "thresholds_version"]) == {f"{SIGNAL}/2"}
