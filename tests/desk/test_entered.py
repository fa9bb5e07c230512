"""What people enter long after the newest export: shown at once, and it opens no new month."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from lib.desk import Desk
from lib.desk.clock import Clock
from lib.desk.customer.assess import Judgement
from lib.desk.customer.roles import Change
from lib.desk.entered import Entry, entered

OCTOBER = date(2026, 10, 31)
FILES = {
    "accounts.csv": "Account ID,Account name,Industry\nA1,One,\nA2,Two,Retail\n",
    "contacts.csv": "Contact ID,Account ID,Full name,Job title\nK1,A1,Ann Lee,CFO\n",
    "activities.csv": "Activity ID,Account ID,Date,Type\nX1,A1,2026-10-31,Call\n",
}


@dataclass
class _Time:
    """A clock that is set by hand."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module", params=["2026-11-09 10:00:00", "2026-12-24 10:00:00"])
def late(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk of October's files, looked at in November and around Christmas."""
    folder: Path = tmp_path_factory.mktemp("late")
    time = _Time(datetime.fromisoformat("2026-11-02 09:00:00"))
    clock: Clock = time
    desk = Desk(folder, clock=clock)
    desk.imports.commit([(name, text.encode()) for name, text in FILES.items()])
    assert desk.data.known_days().last == OCTOBER
    time.now = datetime.fromisoformat(request.param)
    return desk


def newest(desk: Desk) -> date:
    days = desk.data.known_days()
    return days.as_of(days.newest)


def test_a_judgement_of_today_is_seen_on_the_page_it_was_made_on(late: Desk) -> None:
    given = Judgement(
        account_id="A1", scheme="maturity", criterion="use_case", points=3, evidence="a plan",
        assessed_on=late.clock().date(), assessed_by="me",
    )  # fmt: skip
    batch = late.assessing.record(given)
    assert newest(late) == OCTOBER
    said = {one.key: one for one in late.assessing.of_one("A1", "maturity", OCTOBER).said}
    assert (said["use_case"].points, said["use_case"].by) == (3, "me")
    late.imports.undo(batch)


def person_on(desk: Desk, day: date) -> dict[str, object]:
    row = desk.data.snapshot(day).table("contacts").iloc[0]
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def test_what_is_entered_on_a_past_page_counts_from_then_on(late: Desk) -> None:
    september = date(2026, 9, 30)
    key = str(person_on(late, OCTOBER)["row_key"])
    batch = late.people.roles.change(
        Change(row_key=key, fields={"department": "Finance"}), "me", september
    )
    said = [person_on(late, day)["department"] for day in (date(2026, 8, 31), september, OCTOBER)]
    assert said == [None, "Finance", "Finance"]
    late.people.roles.undo(batch)


def test_a_role_is_seen_at_once(late: Desk) -> None:
    person = late.data.snapshot(OCTOBER).table("contacts")["row_key"].iloc[0]
    change = Change(row_key=str(person), fields={"buying_roles": "decision_maker"})
    batch = late.people.roles.change(change, "me", OCTOBER)
    assert late.people.roles.counts_on(batch, OCTOBER)
    assert newest(late) == OCTOBER
    contacts = late.data.snapshot(OCTOBER).table("contacts")
    assert contacts["buying_roles"].tolist() == ["decision_maker"]
    assert person_on(late, date(2026, 9, 30))["buying_roles"] is None, "nobody said so of then"
    late.people.roles.undo(batch)
    assert late.data.snapshot(OCTOBER).table("contacts")["buying_roles"].isna().all()


def test_a_field_of_the_customer_file_is_seen_at_once(late: Desk) -> None:
    batch = late.filed.fill("A1", "industry", "Mining", "me")
    assert newest(late) == OCTOBER
    assert late.data.book(OCTOBER).loc["A1", "industry"] == "Mining"
    late.imports.undo(batch)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("demands", {"demand_id": "D", "statement": "A map", "raised_on": "today"}),
        ("activities", {"activity_id": "X2", "type": "call", "occurred_at": "today"}),
        ("contacts", {"contact_id": "K2", "full_name": "Bo Wu", "created_at": "today"}),
        ("interviews", {"interview_id": "I", "answer": "Yes", "held_on": "today"}),
        ("walkthroughs", {"walkthrough_id": "W", "finding": "slow", "walked_on": "today"}),
    ],
)
def test_a_new_row_of_any_kind_is_seen_at_once(
    late: Desk, kind: str, fields: dict[str, str]
) -> None:
    now = pd.Timestamp(late.clock())
    row = {name: now if value == "today" else value for name, value in fields.items()}
    entry = Entry(kind=kind, row_key="new", fields={"account_id": "A1", **row}, author="me",
                  day=now.date())  # fmt: skip
    batch = entered(late.data, late.clock, entry)
    assert newest(late) == OCTOBER
    rows = late.data.snapshot(OCTOBER).table(kind)
    assert "new" in set(rows["row_key"])
    late.imports.undo(batch)
    assert "new" not in set(late.data.snapshot(OCTOBER).table(kind)["row_key"])


def test_days_that_lie_ahead_stay_as_they_were_said(late: Desk) -> None:
    due = pd.Timestamp("2027-03-01")
    entry = Entry(kind="demands", row_key="later", author="me", day=OCTOBER,
                  fields={"account_id": "A1", "statement": "A map", "due_on": due})  # fmt: skip
    batch = entered(late.data, late.clock, entry)
    assert late.data.snapshot(OCTOBER).table("demands")["due_on"].tolist() == [due]
    late.imports.undo(batch)


def test_what_was_entered_before_the_first_file_still_gives_a_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path, clock=_Time(datetime.fromisoformat("2026-11-09 10:00:00")))
    entry = Entry(kind="accounts", row_key="A9", fields={"account_id": "A9"}, author="me",
                  day=date(2026, 11, 9))  # fmt: skip
    entered(desk.data, desk.clock, entry)
    assert desk.data.known_days().last == date(2026, 11, 9)
