"""Actions of reports at the desk: taken up, assigned, ended, undone; nothing is overwritten."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from lib.desk import Desk
from lib.desk.reporting.actions import Assigned
from lib.errors import DeskError, NotFoundError
from lib.model import Period
from lib.store.decisions import every
from lib.store.schema_actions import report_action_steps, report_actions

FILES = {
    "accounts.csv": "account_id,account_name,status,arr,renewal_date\n"
                    "A,Acme,customer,1200,2026-12-01\nB,Bolt,customer,600,2027-03-01\n",
    "activities.csv": "activity_id,account_id,type,occurred_at,subject\n"
                      "V1,A,call,2026-07-01,Call\nV2,B,call,2026-09-30,Call\n",
}  # fmt: skip
AUGUST, SEPTEMBER = Period.month(2026, 8), Period.month(2026, 9)


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    desk.imports.commit([(name, text.encode()) for name, text in FILES.items()])
    return desk


def _rows(desk: Desk, report: int) -> list[list[object]]:
    rows = desk.actions.of(report, "en")
    return rows[["what", "owner", "state"]].to_numpy().tolist()


def test_a_proposal_is_taken_up_once_for_both_languages(loaded: Desk) -> None:
    report = loaded.reports.draft("all", SEPTEMBER, "en").report_id
    chinese = loaded.reports.draft("all", SEPTEMBER, "zh").report_id
    first, *rest = loaded.actions.proposals(report)
    agreed = Assigned("Service", date(2030, 1, 31))
    action = loaded.actions.take_up(report, first.finding, agreed, "Ann")
    assert loaded.actions.proposals(chinese) == tuple(rest), "both languages are one report"
    with pytest.raises(DeskError, match="taken_up_already"):
        loaded.actions.take_up(chinese, first.finding, agreed, "Ann")
    with pytest.raises(NotFoundError, match="unknown_proposal"):
        loaded.actions.take_up(report, "no such", agreed, "Ann")
    assert _rows(loaded, chinese) == [[first.texts["en"], "Service", "open"]]
    assert loaded.actions.of(report, "zh")["what"].tolist() == [first.texts["zh"]]
    loaded.actions.undo(action)
    assert _rows(loaded, report) == []
    assert loaded.actions.proposals(report)[0] == first


def test_every_undo_restores_what_stood_before_and_nothing_is_overwritten(loaded: Desk) -> None:
    report = loaded.reports.draft("all", SEPTEMBER, "en").report_id
    agreed = Assigned("Service", date(2030, 1, 31))
    action = loaded.actions.write(report, "Call", ["A"], agreed, "Ann")
    states = [loaded.actions.of(report, "en")]
    steps = []
    acts: tuple[Callable[[], int], ...] = (
        lambda: loaded.actions.assign(action, Assigned("Sales", date(2020, 1, 1)), "Ann"),
        lambda: loaded.actions.done(action, "All is well", "Ann", date(2020, 1, 2)),
        lambda: loaded.actions.reopen(action, "Ann"),
        lambda: loaded.actions.drop(action, "no longer needed", "Bea"),
    )
    for step in acts:
        steps.append(step())
        states.append(loaded.actions.of(report, "en"))
    assert [one["state"].iloc[0] for one in states] == [
        "open", "overdue", "done", "overdue", "dropped",
    ]  # fmt: skip
    for step_id, before in zip(reversed(steps), reversed(states[:-1]), strict=True):
        loaded.actions.undo_step(step_id)
        pd.testing.assert_frame_equal(loaded.actions.of(report, "en"), before)
    with pytest.raises(NotFoundError, match="unknown_step"):
        loaded.actions.undo_step(steps[0])
    loaded.actions.undo(action)
    with pytest.raises(NotFoundError, match="unknown_action"):
        loaded.actions.done(action, "", "Ann")
    loaded.actions.restore(action)
    pd.testing.assert_frame_equal(loaded.actions.of(report, "en"), states[0])
    kept = [len(every(loaded.data.workspace, t)) for t in (report_actions, report_action_steps)]
    assert kept == [1, 5]


def test_the_first_owner_and_day_go_only_with_the_action(loaded: Desk) -> None:
    report = loaded.reports.draft("all", SEPTEMBER, "en").report_id
    loaded.actions.write(report, "Call", [], Assigned("Sales", date(2030, 1, 1)), "Ann")
    step = int(loaded.actions.of(report, "en")["assigned_step"].iloc[0])
    with pytest.raises(NotFoundError, match="unknown_step"):
        loaded.actions.undo_step(step)


def test_an_action_needs_words_an_owner_and_a_reason_to_be_dropped(loaded: Desk) -> None:
    report = loaded.reports.draft("all", SEPTEMBER, "en").report_id
    day = date(2030, 1, 1)
    with pytest.raises(DeskError, match="no_owner"):
        loaded.actions.write(report, "Call", [], Assigned(" ", day), "Ann")
    with pytest.raises(DeskError, match="no_action"):
        loaded.actions.write(report, " ", [], Assigned("Sales", day), "Ann")
    action = loaded.actions.write(report, "Call", ["A"], Assigned("Sales", day), "Ann")
    with pytest.raises(DeskError, match="reason_missing"):
        loaded.actions.drop(action, " ", "Ann")
    with pytest.raises(NotFoundError):
        loaded.actions.write(99, "Call", [], Assigned("Sales", day), "Ann")


def test_the_next_report_tells_what_became_of_them_in_any_language(loaded: Desk) -> None:
    before = loaded.reports.draft("all", AUGUST, "zh").report_id
    own = loaded.actions.write(before, "打电话", ["A"], Assigned("销售", date(2026, 9, 9)), "Ann")
    loaded.actions.write(before, "Visit Bolt", ["B"], Assigned("Sales", date(2026, 9, 20)), "Ann")
    loaded.actions.done(own, "好", "Ann", date(2026, 9, 8))
    told = loaded.actions.agreed("all", SEPTEMBER, "en")
    assert told.actions == ()
    assert told.last is not None
    assert [(one.what, one.state) for one in told.last.actions] == [
        ("打电话", "done"),
        ("Visit Bolt", "open"),
    ]
    assert told.last.afterwards["account_id"].tolist() == ["A", "B"]
    stored = loaded.reports.draft("all", SEPTEMBER, "en")
    assert stored.report.register["last_actions_late"].value == 1
    assert loaded.actions.agreed("all", AUGUST, "en").last is None
    assert loaded.actions.agreed("arr > 0", SEPTEMBER, "en").last is None, "another segment"


def test_overdue_ones_are_those_of_the_members_and_of_the_account(loaded: Desk) -> None:
    report = loaded.reports.draft("all", SEPTEMBER, "en").report_id
    day, past = loaded.data.known_days().last, Assigned("Sales", date(2020, 1, 1))
    loaded.actions.write(report, "Visit Bolt", ["B"], past, "Ann")
    loaded.actions.write(report, "Tidy up", [], past, "Ann")
    assert sorted(loaded.actions.overdue("all", day, "en")["what"]) == ["Tidy up", "Visit Bolt"]
    assert loaded.actions.overdue("arr < 700", day, "en")["what"].tolist() == ["Visit Bolt"]
    assert loaded.actions.overdue("arr > 700", day, "en").empty
    assert loaded.actions.of_account("B", "en")["n_accounts"].tolist() == [1]
    assert loaded.actions.of_account("A", "en").empty
