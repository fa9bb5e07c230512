"""What rules ask of use, running contracts and contacts; unknown stays unknown."""

import pandas as pd

from lib.desk import Desk
from lib.segments.extra import extra, features, own_columns
from tests.metrics.made import accounts, contract, snapshot

DAY = "2026-06-30"


def test_contracts_are_asked_as_a_set_of_what_runs() -> None:
    made = snapshot(
        DAY,
        accounts=accounts("A", "B", "C"),
        contracts=[
            contract("A", 10, "2026-01-01", product="Pro", auto_renew=True),
            contract("A", 10, "2026-01-01", product="Base|x", auto_renew=False),
            contract("A", 10, "2024-01-01", end_date="2024-12-31", product="Old"),
            contract("B", 10, "2026-01-01"),
        ],
    )
    found = extra(made, "contracts.product")
    assert found["A"] == "Base/x|Pro"
    assert found[["B", "C"]].isna().all()
    assert extra(made, "contracts.auto_renew")["A"] == "no|yes"


def test_contacts_and_their_own_columns_are_sets() -> None:
    rows = [
        {"account_id": "A", "department": "IT", "custom": '{"Team": "x|y", "n": 1}'},
        {"account_id": "A", "department": "HR", "custom": ""},
        {"account_id": "A", "department": "IT"},
    ]
    made = snapshot(DAY, accounts=accounts("A", "B"), contacts=rows)
    assert extra(made, "contacts.department")["A"] == "HR|IT"
    assert extra(made, "contacts.Team")["A"] == "x/y"
    assert own_columns(made) == ("contacts.Team", "contacts.n")
    assert pd.isna(extra(made, "contacts.Team")["B"])


def test_without_exports_use_and_tickets_are_unknown_not_zero() -> None:
    made = snapshot(DAY, accounts=accounts("A"))
    names = ("active_users", "seat_utilization", "uses", "last_used_on", "tickets_90")
    for name in (*names, "usage.reports"):
        assert extra(made, name).isna().all(), name
    assert features(made) == ()


def test_use_is_counted_in_four_whole_weeks(sample_desk: Desk) -> None:
    day = sample_desk.data.known_days().last
    made = sample_desk.data.snapshot(day)
    end = pd.Timestamp(day) - pd.Timedelta(days=(day.weekday() + 1) % 7)
    cube = made.usage.cube
    weeks = cube[(cube["day"] > end - pd.Timedelta(days=28)) & (cube["day"] <= end)]
    for event, name in (("any", "uses"), ("login", "usage.login")):
        walked = weeks[weeks["event"] == event].groupby("account_id")["events"].sum()
        found = extra(made, name)
        known = found[found > 0]
        assert known.to_dict() == walked.reindex(known.index).to_dict()
        assert len(known) > 100
    shares = extra(made, "seat_utilization").dropna()
    assert ((shares > 0) & (shares < 3)).any()
    last = extra(made, "last_used_on")
    assert last.max() <= pd.Timestamp(day)
    tickets = extra(made, "tickets_90")
    rows = made.table("tickets")
    recent = rows[rows["created_at"] >= pd.Timestamp(day) - pd.Timedelta(days=89)]
    assert tickets.sum() == recent["account_id"].isin(tickets.index).sum()


def test_rules_ask_for_what_is_worked_out_only_then(sample_desk: Desk) -> None:
    day = sample_desk.data.known_days().last
    few = sample_desk.segments.members("uses < 50 and last_used_on in last 90 days", day)
    assert 0 < len(few) < 150
    view = sample_desk.segments.view("all", day, "contracts.plan")
    assert view.by["n_accounts"].sum() >= view.totals.n_accounts
