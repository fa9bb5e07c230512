"""The month at the desk: told from the data, ticked by hand, worded by the company; undone."""

from datetime import date

import pytest

from lib.desk import Desk
from lib.desk.reporting.month import MonthView, StepView
from lib.errors import DeskError, NotFoundError
from lib.locale import render
from lib.model import Period
from lib.model.frames import records

OCTOBER = Period.month(2026, 10)
FILES = {
    "accounts.csv": "account_id,account_name,status,arr\nA,Acme,customer,1200\n"
                    "B,Bolt,customer,600\n",
    "tickets.csv": "ticket_id,account_id,created_at,subject\nT1,A,2026-07-03,Help\n"
                   "T2,A,2026-08-03,Help\nT3,B,2026-09-03,Help\n",
    "activities.csv": "activity_id,account_id,type,occurred_at,subject\n"
                      "V1,A,call,2026-07-01,Call\nV2,B,call,2026-08-30,Call\n"
                      "V3,B,call,2026-09-30,Call\nV4,B,call,2026-10-30,Call\n",
}  # fmt: skip


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    desk.imports.commit([(name, text.encode()) for name, text in FILES.items()])
    return desk


def step(view: MonthView, key: str) -> StepView:
    return next(one for one in view.steps if one.line.key == key)


def said(view: MonthView, key: str) -> list[str]:
    return [render(item.words, "en") for item in step(view, key).items]


def test_the_month_is_told_from_the_data(loaded: Desk) -> None:
    view = loaded.month.view("all", OCTOBER)
    assert [one.line.key for one in view.steps] == [
        "load", "mend", "segment", "watch", "sample", "demands", "report", "leadership",
    ]  # fmt: skip
    # Tickets came in each of the three months before and not in this one.
    assert said(view, "load") == [
        "2 kinds have rows of this month: Accounts and Activities.",
        "1 kind has none, but had some in the months before: Tickets.",
    ]
    assert step(view, "load").due_on == date(2026, 11, 4)
    assert said(view, "report") == ["No report of this month is drafted yet."]
    assert view.next is not None
    report = loaded.reports.draft("all", OCTOBER, "zh").report_id
    after = loaded.month.view("all", OCTOBER)
    assert said(after, "report") == ["The report of this month is a draft."]
    assert step(after, "report").items[0].query == {"report": str(report)}
    assert said(loaded.month.view("arr > 700", OCTOBER), "report") == [
        "No report of this month is drafted yet."
    ]


def test_a_tick_is_kept_once_with_its_note_and_taken_back(loaded: Desk) -> None:
    before = loaded.month.view("all", OCTOBER)
    tick = loaded.month.tick("all", OCTOBER, "leadership", ("read on Monday", "Ann"))
    view = loaded.month.view("all", OCTOBER)
    assert step(view, "leadership").state == "done"
    told = step(view, "leadership").tick
    assert told is not None
    assert (told.note, told.author) == ("read on Monday", "Ann")
    others = [one for one in view.steps if one.line.key != "leadership"]
    assert others == [one for one in before.steps if one.line.key != "leadership"]
    with pytest.raises(DeskError, match="ticked_already"):
        loaded.month.tick("all", OCTOBER, "leadership", ("", "Bea"))
    with pytest.raises(NotFoundError, match="unknown_step"):
        loaded.month.tick("all", OCTOBER, "no such", ("", "Bea"))
    other = loaded.month.view("all", Period.month(2026, 9))
    assert step(other, "leadership").tick is None
    loaded.month.undo_tick(tick)
    assert loaded.month.view("all", OCTOBER) == before
    with pytest.raises(NotFoundError, match="unknown_tick"):
        loaded.month.undo_tick(tick)


def test_the_procedure_has_versions_and_the_newest_can_be_undone(loaded: Desk) -> None:
    before = loaded.month.procedure()
    rows = [
        {"key": one.key, "due": one.due, "title": "", "wording": "", "role": ""} for one in before
    ]
    rows.append({"key": "", "title": "Pay the invoices", "due": 5, "wording": "", "role": "CFO"})
    with pytest.raises(DeskError, match="reason_missing"):
        loaded.month.save_procedure(rows, "Ann", " ")
    with pytest.raises(DeskError, match="nothing_differs"):
        loaded.month.save_procedure(rows[:-1], "Ann", "because")
    version = loaded.month.save_procedure(rows, "Ann", "asked by the CFO")
    assert step(loaded.month.view("all", OCTOBER), "own1").due_on == date(2026, 11, 6)
    loaded.month.undo_procedure(version)
    assert loaded.month.procedure() == before
    assert [row["state"] for row in records(loaded.month.versions())] == ["undone"]
    with pytest.raises(NotFoundError, match="unknown_procedure"):
        loaded.month.undo_procedure(version)
