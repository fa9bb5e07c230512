"""The month: due days, the state of each step by a worked example, the procedure."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import DeskError
from lib.locale import msg, render
from lib.model import Period
from lib.month.exported import Row, as_markdown, as_rows
from lib.month.facts import (
    DemandFacts,
    Facts,
    LoadFacts,
    MendFacts,
    ReportFacts,
    SampleFacts,
    SegmentFacts,
    WatchFacts,
)
from lib.month.procedure import Line, as_text, checked, from_text, usual
from lib.month.rules import items_of
from lib.month.states import Item, State, state_of
from lib.month.steps import STEPS
from lib.month.working_days import due_day

DUE = date(2026, 11, 10)
BEFORE, AFTER = date(2026, 11, 10), date(2026, 11, 11)
NOTHING = Facts(
    load=LoadFacts((), (msg("Tickets"),)),
    mend=MendFacts(completeness=0.5, n_incomplete=4, n_open=0, n_late=0, n_ended=0, n_unmatched=2),
    segment=SegmentFacts(0, None),
    watch=WatchFacts(n_judged=9, n_alerts=5, n_unanswered=5, n_overdue=1),
    sample=SampleFacts(n_plans=0, n_planned=0, n_held=0, n_declined=0),
    demands=DemandFacts(n_all=9, n_overdue=3, n_unassigned=2, n_unseen=0),
    report=ReportFacts(state=None, report_id=None, n_agreed=0, n_last_open=0, n_last_late=0),
)
SOME = Facts(
    load=LoadFacts((msg("Accounts"),), (msg("Tickets"),)),
    mend=MendFacts(completeness=0.8, n_incomplete=4, n_open=2, n_late=1, n_ended=3, n_unmatched=0),
    segment=SegmentFacts(3, 2),
    watch=WatchFacts(n_judged=9, n_alerts=5, n_unanswered=2, n_overdue=0),
    sample=SampleFacts(n_plans=1, n_planned=8, n_held=3, n_declined=1),
    demands=DemandFacts(n_all=9, n_overdue=0, n_unassigned=2, n_unseen=40),
    report=ReportFacts(state="in_review", report_id=7, n_agreed=2, n_last_open=2, n_last_late=1),
)
ALL = Facts(
    load=LoadFacts((msg("Accounts"), msg("Tickets")), ()),
    mend=MendFacts(completeness=0.9, n_incomplete=1, n_open=0, n_late=0, n_ended=3, n_unmatched=0),
    segment=SegmentFacts(3, 0),
    watch=WatchFacts(n_judged=9, n_alerts=5, n_unanswered=0, n_overdue=0),
    sample=SampleFacts(n_plans=1, n_planned=8, n_held=7, n_declined=1),
    demands=DemandFacts(n_all=9, n_overdue=0, n_unassigned=0, n_unseen=0),
    report=ReportFacts(state="published", report_id=7, n_agreed=2, n_last_open=2, n_last_late=1),
)


def _states(facts: Facts, today: date) -> list[State]:
    return [state_of(items_of(step, facts), DUE, today, ticked=False) for step in STEPS]


def test_each_step_by_what_was_counted_before_and_after_its_day() -> None:
    assert set(_states(NOTHING, BEFORE)) == {"not_begun"}
    assert set(_states(NOTHING, AFTER)) == {"late"}
    assert set(_states(SOME, BEFORE)) == {"open"}
    assert set(_states(SOME, AFTER)) == {"late"}
    # Whether leaders have read it no data tell: that step stays open until somebody ticks it.
    assert _states(ALL, BEFORE) == ["done"] * 7 + ["open"]
    assert _states(ALL, AFTER) == ["done"] * 7 + ["late"]


def test_a_tick_makes_any_step_done_and_an_own_step_needs_one() -> None:
    assert state_of((), DUE, BEFORE, ticked=False) == "not_begun"
    assert state_of((), DUE, AFTER, ticked=False) == "late"
    assert state_of((), DUE, AFTER, ticked=True) == "done"
    assert state_of(items_of("watch", NOTHING), DUE, AFTER, ticked=True) == "done"
    assert items_of("own1", ALL) == ()


@pytest.mark.parametrize(
    ("step", "facts", "says"),
    [
        ("load", NOTHING, ["No export has rows of this month."]),
        ("load", SOME, ["1 kind has rows of this month: Accounts.",
                        "1 kind has none, but had some in the months before: Tickets."]),
        ("mend", SOME, ["The customer files are filled to 80% on average.",
                        "3 completion tasks are open, 1 of them late.",
                        "Every name is matched to a customer."]),
        ("mend", NOTHING, ["The customer files are filled to 50% on average.",
                           "4 files are not complete, and nobody is asked to fill them.",
                           "2 names or pairs of customers wait for a decision."]),
        ("sample", SOME, ["1 sampling plan was drawn.",
                          "3 of 8 planned conversations are held, 1 declined."]),
        ("demands", SOME, ["No answer to a demand is overdue.", "2 demands have no theme.",
                           "40 texts were not looked at for themes yet."]),
        ("report", SOME, ["The report of this month is in review.",
                          "2 actions of the report before are still open, 1 of them late."]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_step(step: str, facts: Facts, says: list[str]) -> None:
    assert [render(item.words, "en") for item in items_of(step, facts)] == says


def test_only_what_is_wrong_is_open_and_leads_to_its_page() -> None:
    alerts, follow_ups = items_of("watch", SOME)
    assert (alerts.page, dict(alerts.query)) == (
        "pages/signals.py", {"grade": "alert", "state": "open"},
    )  # fmt: skip
    assert (alerts.state, follow_ups.state) == ("open", "told")
    calm = replace(SOME, watch=WatchFacts(n_judged=9, n_alerts=0, n_unanswered=0, n_overdue=0))
    assert state_of(items_of("watch", calm), DUE, AFTER, ticked=False) == "done"


def test_what_nobody_could_judge_is_not_done() -> None:
    unread = WatchFacts(n_judged=0, n_alerts=0, n_unanswered=0, n_overdue=0)
    no_demands = DemandFacts(n_all=0, n_overdue=0, n_unassigned=0, n_unseen=0)
    facts = replace(ALL, watch=unread, demands=no_demands)
    for step in ("watch", "demands"):
        assert state_of(items_of(step, facts), DUE, BEFORE, ticked=False) == "not_begun"


def test_working_days_step_over_weekends_and_the_home_country_s_holidays() -> None:
    september = Period.month(2026, 9)
    assert due_day(september, 1, "elsewhere") == date(2026, 10, 1)
    assert due_day(september, 2, "china") == date(2026, 10, 9)
    assert due_day(Period.month(2026, 10), 1, "elsewhere") == date(2026, 11, 2), "1 is a Sunday"


@given(st.integers(1, 59), st.integers(0, 11), st.sampled_from(["china", "japan", "elsewhere"]))
def test_a_later_working_day_is_a_later_day(number: int, month: int, group: str) -> None:
    period = Period.month(2026, month + 1)
    first, second = due_day(period, number, group), due_day(period, number + 1, group)
    assert period.last < first < second
    assert first.weekday() < 5


def _rows(*lines: Line) -> list[dict[str, object]]:
    return [
        {"key": one.key, "title": one.title, "wording": one.wording, "due": one.due,
         "role": one.role}
        for one in lines
    ]  # fmt: skip


def test_a_procedure_is_worded_dated_and_added_to() -> None:
    own = {"key": "", "title": "报销", "due": 4.0, "wording": float("nan"), "role": None}
    changed = [*_rows(replace(usual()[0], wording="Ask IT", due=2), *usual()[1:]), own]
    lines = checked(changed)
    assert (lines[0].worded(), lines[0].due) == ("Ask IT", 2)
    assert lines[1] == usual()[1], "what nobody changed stays in both languages"
    assert (lines[8].key, lines[8].named(), lines[8].due, lines[8].own) == ("own1", "报销", 4, True)
    assert from_text(as_text(lines)) == lines
    assert checked(_rows(*lines)) == lines


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"key": "", "title": " ", "due": 3}, "no_title"),
        ({"key": "", "title": "x", "due": 0}, "bad_due"),
        ({"key": "", "title": "x", "due": 61}, "bad_due"),
        ({"key": "", "title": "x", "due": 2.5}, "bad_due"),
        ({"key": "", "title": "x", "due": None}, "bad_due"),
        ({"key": "", "title": "x" * 2001, "due": 3}, "too_long"),
    ],
)
def test_what_cannot_be_a_step_is_refused(row: dict[str, object], code: str) -> None:
    with pytest.raises(DeskError, match=code):
        checked([*_rows(*usual()), row])


def test_the_eight_steps_stay() -> None:
    with pytest.raises(DeskError, match="bad_procedure"):
        checked(_rows(*usual()[1:]))


def test_the_checklist_is_taken_away_with_boxes_and_nothing_active() -> None:
    own = Line(key="own1", due=3, title="<b>Pay</b>", wording="[x](y)")
    rows: list[Row] = [
        (usual()[0], DUE, "done", items_of("load", ALL), "seen"),
        (own, DUE, "late", (), ""),
    ]
    text = as_markdown(msg("{n} of 2", n="1"), rows, "en").decode()
    assert "- [x] **Load** — Done · due 10 Nov 2026" in text
    assert "- [ ] **\\<b\\>Pay\\</b\\>** — Late · due 10 Nov 2026\n  - \\[x\\](y)" in text
    table = as_rows(rows, "zh")
    assert table.iloc[0].tolist()[:2] == ["载入", "已完成"]
    assert table.shape == (2, 7)


def test_items_of_one_day_do_not_depend_on_their_order() -> None:
    items = items_of("demands", SOME)
    assert state_of(items, DUE, BEFORE, ticked=False) == state_of(
        items[::-1], DUE, BEFORE, ticked=False
    )
    told = Item(msg("x"), "told", "pages/reports.py")
    assert state_of((told,), DUE, BEFORE, ticked=False) == "not_begun", "nothing was judged"
