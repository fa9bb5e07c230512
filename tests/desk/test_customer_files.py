"""Customer files: teams, the template, filling, the plan, invalid customers, and the way back."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.desk import Desk
from lib.desk.customer.plans import Making, WayRule
from lib.errors import DeskError
from lib.profile.completeness import completeness, filled, share_filled, shares_by_team
from lib.profile.customer_file import customer_file
from lib.profile.template import TEAMS, TEMPLATE, Wish, changed
from lib.profile.urgency import urgency
from tests.metrics.made import contract, row_of, snapshot

NOW = datetime.fromisoformat("2026-07-01 09:00:00")
ACCOUNTS = b"""Account ID,Account name,Industry,Owner,ARR,Status,Colour
A1,Alpha,Retail,Sales North,1000,customer,blue
A2,Beta,,,90000,customer,
A3,Gamma,Energy,,200,customer,red
"""


class Hand:
    """A clock whose hand is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def filed(tmp_path: Path, clock: Hand) -> Desk:
    """Give a desk with three accounts."""
    desk = Desk(tmp_path, clock=clock)
    outcomes = desk.imports.commit([("accounts.csv", ACCOUNTS)])
    assert [o.status for o in outcomes] == ["committed"]
    return desk


def day_of(desk: Desk) -> date:
    return desk.data.known_days().last


def field(desk: Desk, account: str, name: str) -> pd.Series:
    rows = desk.filed.of(account, day_of(desk))
    return rows[rows["field"] == name].iloc[0]


def test_each_team_has_its_own_share() -> None:
    made = snapshot(
        "2026-06-30",
        accounts=[{"account_id": "A", "plan": "Pro", "seats": 5, "tags": "x"}],
        contracts=[contract("A", 5, "2026-01-01", end_date="2026-12-31")],
    )
    shares = shares_by_team(filled(customer_file(made)))
    finance = {n: e.weight for n, e in TEMPLATE.items() if e.team == "finance"}
    missing = finance["customer_since"]
    assert shares["finance"]["A"] == (sum(finance.values()) - missing) / sum(finance.values())
    assert shares["sales"]["A"] == 0
    service = {n: e.weight for n, e in TEMPLATE.items() if e.team == "service"}
    assert shares["service"]["A"] == service["tags"] / sum(service.values())


def test_the_teams_add_up_to_the_whole() -> None:
    made = snapshot("2026-06-30", accounts=[{"account_id": "A", "owner": "x", "plan": "y"}])
    found = filled(customer_file(made))
    weights = {t: sum(e.weight for e in TEMPLATE.values() if e.team == t) for t in TEAMS}
    parts = shares_by_team(found)
    total = sum(float(parts[team]["A"]) * weight for team, weight in weights.items())
    assert total / sum(weights.values()) == pytest.approx(float(share_filled(found)["A"]))


_CELLS = {
    "account_name": "Alpha", "domain": "a.example", "industry": "Retail", "region": "North",
    "country": "FR", "employees": 5, "owner": "x", "customer_since": "2025-01-01", "plan": "Pro",
    "seats": 3, "arr": 9.0, "renewal_date": "2026-12-31", "tags": "key", "journey_stage": "partner",
    "maturity_level": "high",
}  # fmt: skip


@given(
    st.sets(st.sampled_from(sorted(_CELLS))),
    st.sampled_from(sorted(_CELLS)),
    st.dictionaries(st.sampled_from(sorted(TEMPLATE)), st.integers(0, 5), max_size=4),
)
@settings(max_examples=15)
def test_blanking_a_field_never_raises_completeness(
    present: set[str], blanked: str, weights: dict[str, int]
) -> None:
    wishes = {name: Wish(weight, TEMPLATE[name].team) for name, weight in weights.items()}
    template = changed(TEMPLATE, wishes)

    def whole(names: set[str]) -> float:
        row = {"account_id": "A", **{name: _CELLS[name] for name in names}}
        made = snapshot("2026-06-30", accounts=[row])
        return float(row_of(completeness(made, template), "A")["completeness"])

    assert whole(present - {blanked}) <= whole(present | {blanked})


def test_what_no_export_carries_is_told_from_what_is_blank(filed: Desk) -> None:
    fields = filed.files.view("all", day_of(filed)).fields.set_index("field")
    assert row_of(fields, "industry")[["carried", "n_missing"]].tolist() == [True, 1]
    assert not fields.loc["domain", "carried"]
    assert not fields.loc["decision_maker", "carried"]


def test_the_most_urgent_file_is_large_incomplete_and_near_its_end() -> None:
    files = pd.DataFrame(
        {
            "completeness": [0.5, 0.5, 0.5, 1.0, 0.5],
            "arr": [100.0, 100.0, 100.0, 1e9, float("nan")],
            "renewal_days": [90.0, 91.0, float("nan"), 1.0, 10.0],
        }
    )
    assert urgency(files).tolist() == [50.0, 25.0, 12.5, 0.0, 50.0]


def test_the_template_is_changed_with_a_reason_and_undone(filed: Desk) -> None:
    day = day_of(filed)
    before = filed.files.view("all", day).completeness
    assert "custom.Colour" in filed.templates.offered()
    wishes = {"custom.Colour": Wish(5, "product"), "domain": Wish(0, "sales")}
    version = filed.templates.save(wishes, "Product", "We deliver by colour.")
    fields = filed.files.view("all", day).fields.set_index("field")
    assert "domain" not in fields.index
    assert row_of(fields, "custom.Colour")[["team", "n_missing"]].tolist() == ["product", 1]
    assert filed.files.view("all", day).completeness != before
    assert filed.data.book(day)["completeness"].mean() == pytest.approx(
        filed.files.view("all", day).completeness
    )
    filed.templates.undo(version)
    assert filed.files.view("all", day).completeness == before
    assert filed.templates.versions()["state"].tolist() == ["undone"]


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        ({"plan": Wish(2, "finance")}, ""),
        ({"plan": Wish(1, "finance")}, "nothing differs"),
        ({"plan": Wish(6, "finance")}, "too heavy"),
        ({"plan": Wish(1, "nobody")}, "no team"),
        ({"shoe_size": Wish(1, "sales")}, "no field"),
        (dict.fromkeys(TEMPLATE, Wish(0, "sales")), "nothing left"),
    ],
)
def test_a_template_that_cannot_be_is_refused(
    filed: Desk, wishes: dict[str, Wish], reason: str
) -> None:
    with pytest.raises(DeskError):
        filed.templates.save(wishes, "x", reason)
    assert filed.templates.now() == TEMPLATE


def test_a_field_is_filled_in_the_app_and_says_who_and_when(filed: Desk, clock: Hand) -> None:
    before = field(filed, "A1", "industry")
    assert (before["value"], before["file"], before["row"]) == ("Retail", "accounts.csv", 2)
    clock.now += timedelta(days=1)
    batch = filed.filed.fill("A1", "industry", "Energy", "Sales team")
    after = field(filed, "A1", "industry")
    assert (after["value"], after["by"]) == ("Energy", "Sales team")
    assert pd.isna(after["file"])
    assert after["earlier"] == ["Retail"]
    assert field(filed, "A1", "owner")["value"] == "Sales North"  # the rest of the row stays
    filed.imports.undo(batch)
    assert field(filed, "A1", "industry")["value"] == "Retail"


def test_filling_does_not_move_the_days_of_the_desk(filed: Desk, clock: Hand) -> None:
    day = day_of(filed)
    clock.now += timedelta(days=60)
    filed.filed.fill("A2", "industry", "Energy", "x")
    assert day_of(filed) == day
    missing = filed.files.view("all", day).accounts.set_index("account_id").loc["A2", "missing"]
    assert "industry" not in str(missing).split("|")  # entered since, and so filled


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("customer_since", "next year"),
        ("seats", "-1"),
        ("seats", "many"),
        ("journey_stage", "great"),
        ("industry", "  "),
        ("decision_maker", "Somebody"),
        ("nowhere", "x"),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused(filed: Desk, name: str, text: str) -> None:
    with pytest.raises(DeskError):
        filed.filed.fill("A1", name, text, "x")


def plan(desk: Desk, *fields: str) -> str:
    ways = WayRule(call_from=500, visit_from=50_000)
    rows = desk.plans.proposed("all", day_of(desk), fields, ways)
    making = Making(owner="", due_on=NOW.date() + timedelta(days=14), author="Officer")
    return desk.plans.make(rows, making)


def test_a_plan_is_made_for_many_by_the_size_of_the_customer(filed: Desk) -> None:
    ways = WayRule(call_from=500, visit_from=50_000)
    rows = filed.plans.proposed("all", day_of(filed), ("owner", "industry"), ways)
    assert rows["account_id"].tolist() == ["A2", "A2", "A3"]
    assert rows["way"].tolist() == ["visit", "visit", "in_app"]
    made = plan(filed, "owner", "industry")
    tasks = filed.plans.all()
    assert tasks["state"].tolist() == ["open"] * 3
    assert set(tasks["owner"]) == {"sales"}
    assert filed.plans.proposed("all", day_of(filed), ("owner", "industry"), ways).empty
    filed.plans.undo(made)
    assert filed.plans.all().empty
    filed.plans.redo(made)
    assert len(filed.plans.all()) == 3


def test_a_task_is_done_when_its_field_is_filled(filed: Desk, clock: Hand) -> None:
    plan(filed, "industry")
    clock.now += timedelta(days=20)
    assert filed.plans.all()["state"].tolist() == ["overdue"]
    batch = filed.filed.fill("A2", "industry", "Energy", "Sales team")
    task = filed.plans.all().iloc[0]
    assert (task["state"], task["ended_by"]) == ("filled", "Sales team")
    assert task["ended_on"].date() == clock.now.date()
    filed.imports.undo(batch)
    assert filed.plans.all()["state"].tolist() == ["overdue"]


def test_a_task_is_done_or_cancelled_by_word_and_that_is_undone(filed: Desk) -> None:
    plan(filed, "industry")
    task = int(filed.plans.all()["task_id"].iloc[0])
    step = filed.plans.done(task, "Sales team")
    done = filed.plans.all().iloc[0]
    assert (done["state"], bool(done["still_missing"])) == ("done", True)
    filed.plans.undo_step(step)
    assert filed.plans.all()["state"].tolist() == ["open"]
    with pytest.raises(DeskError):
        filed.plans.cancel(task, "x", " ")
    filed.plans.cancel(task, "Sales team", "They will be merged.")
    assert filed.plans.all()["state"].tolist() == ["cancelled"]


def test_an_invalid_customer_counts_nowhere_and_comes_back(filed: Desk) -> None:
    day = day_of(filed)
    plan(filed, "industry")
    before = filed.data.book(day)
    mark = filed.invalid.mark("A2", "A test account.", "Officer")
    assert filed.segments.members("all", day).tolist() == ["A1", "A3"]
    assert row_of(filed.data.book(day), "A2")[["status", "arr"]].tolist() == ["invalid", 0]
    assert filed.invalid.now(day)[["account_id", "reason"]].to_numpy().tolist() == [
        ["A2", "A test account."]
    ]
    assert filed.plans.all()["state"].tolist() == ["invalid"]
    with pytest.raises(DeskError):
        filed.invalid.mark("A2", "twice", "Officer")
    filed.imports.commit([("again.csv", ACCOUNTS.replace(b"blue", b"green"))])
    assert "A2" not in filed.segments.members("all", day)  # a newer export does not bring it back
    filed.invalid.take_back(mark, "Officer")
    after = filed.data.book(day).drop(columns=["custom.Colour", "custom", "batch_id"])
    kept = before.drop(columns=["custom.Colour", "custom", "batch_id"])
    pd.testing.assert_frame_equal(after, kept)
    assert filed.plans.all()["state"].tolist() == ["open"]
    assert filed.invalid.history("A2")["undone_by"].tolist() == ["Officer"]


@pytest.mark.parametrize(("account", "reason"), [("A2", " "), ("X", "unknown account")])
def test_a_mark_needs_a_reason_and_an_account(filed: Desk, account: str, reason: str) -> None:
    with pytest.raises(DeskError):
        filed.invalid.mark(account, reason, "x")
