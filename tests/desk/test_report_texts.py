"""Texts of a report at the desk: kept with what they were written on, confirmed, gone back to."""

import pytest

from lib.desk import Desk
from lib.errors import DeskError, NotFoundError
from lib.model import Period
from lib.report.edits import Edit

ACCOUNTS = "Account ID,Account name,ARR,Status\nA1,Alpha,{arr},customer\nA2,Beta,90000,customer\n"


def load(desk: Desk, arr: int) -> None:
    desk.imports.commit([("accounts.csv", ACCOUNTS.format(arr=arr).encode())])


@pytest.fixture
def small(desk: Desk) -> Desk:
    load(desk, 1000)
    desk.reports.draft("all", Period.of(desk.data.known_days().last), "en")
    return desk


def test_what_moves_under_a_text_is_pointed_out_until_it_is_confirmed(small: Desk) -> None:
    small.reports.edit(1, "summary", Edit("ARR is {arr_end}.", 0), "P")
    assert not small.reports.get(1).drift["summary"]
    load(small, 51000)
    stored = small.reports.get(1)
    (moved,) = stored.drift["summary"].moved
    assert (moved.was, moved.now) == ("91K", "141K")
    assert [p.code for p in stored.points] == ["moved"]
    assert stored.texts["summary"].text == "ARR is {arr_end}."

    assert small.report_texts.keep(1, "summary", 1, "Q") == 2
    assert not small.reports.get(1).drift["summary"]
    history = small.report_texts.history(1, "summary")
    assert history["what"].tolist() == ["kept", "wrote"]
    assert history["author"].tolist() == ["Q", "P"]


def test_going_back_to_a_version_keeps_every_version(small: Desk) -> None:
    small.reports.edit(1, "summary", Edit("One.", 0), "P")
    small.reports.edit(1, "summary", Edit("Two.", 1), "P")
    assert small.report_texts.go_back(1, "summary", 1, "Q") == 3
    assert small.reports.get(1).texts["summary"] == Edit("One.", 3)
    assert small.report_texts.go_back(1, "summary", 0, "Q") == 4
    stored = small.reports.get(1)
    assert stored.texts["summary"] == Edit(stored.drafts["summary"], 4)
    assert small.report_texts.history(1, "summary")["what"].tolist() == [
        "draft", "wrote", "wrote", "wrote"]  # fmt: skip


def test_a_version_that_somebody_overtook_is_neither_written_nor_confirmed(small: Desk) -> None:
    small.reports.edit(1, "summary", Edit("One.", 0), "P")
    small.reports.edit(1, "summary", Edit("Two.", 1), "P")
    with pytest.raises(DeskError, match="edited_meanwhile"):
        small.reports.edit(1, "summary", Edit("Late.", 1), "Q")
    with pytest.raises(DeskError, match="edited_meanwhile"):
        small.report_texts.keep(1, "summary", 1, "Q")
    with pytest.raises(NotFoundError):
        small.report_texts.go_back(1, "summary", 7, "Q")
    assert small.reports.get(1).texts["summary"].text == "Two."


def test_the_period_before_needs_data(small: Desk) -> None:
    with pytest.raises(DeskError, match="period_without_data"):
        small.reports_beside.before(small.reports.get(1))
