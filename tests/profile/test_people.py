"""The buying group and the completeness of the customer file."""

import pandas as pd
import pytest

from lib.profile.buying_group import FINDINGS, buying_group, findings
from lib.profile.completeness import TEMPLATE, completeness
from lib.profile.customer_file import customer_file
from tests.metrics.made import Row, accounts, contract, ravenstack, row_of, snapshot

DAY = "2026-06-30"


def group(
    contacts: list[Row], activities: list[Row] | None = None, account: str = "A"
) -> pd.Series:
    made = snapshot(
        DAY, accounts=accounts("A", "B"), contacts=contacts, activities=activities or []
    )
    return row_of(buying_group(made), account)


def person(**more: object) -> Row:
    return {"account_id": "A", "full_name": "x", **more}


def touch(**more: object) -> Row:
    return {"account_id": "A", "occurred_at": "2026-06-20 10:00", **more}


def test_one_person_counts_in_each_of_its_roles() -> None:
    found = group(
        [
            person(buying_roles="decision_maker|end_user", department="IT"),
            person(buying_roles="influencer", department="IT", active=True),
            person(department="Sales"),
            person(buying_roles="decision_maker", active=False),  # has left
            {"account_id": None, "full_name": "stray"},
        ]
    )
    assert found[["n_contacts", "n_decision_makers", "n_influencers"]].tolist() == [3, 1, 1]
    assert found[["n_end_users", "n_departments"]].tolist() == [1, 2]


def test_without_contacts_the_people_are_unknown_not_none() -> None:
    found = group([])
    assert found["n_contacts":"n_departments"].isna().all()
    assert not found["known"]
    assert findings(found) == ("never_heard",)


def test_with_contacts_loaded_an_account_without_any_has_none() -> None:
    found = group([person()], account="B")
    assert found["n_contacts"] == 0
    assert findings(found) == ("no_contact", "never_heard")


@pytest.mark.parametrize(
    ("activity", "heard"),
    [
        ({"direction": "theirs", "type": "mail"}, True),
        ({"direction": "ours", "type": "mail"}, False),
        ({"direction": "ours", "type": "mail", "outcome": "held"}, False),  # sent is not heard
        ({"type": "meeting"}, True),
        ({"type": "meeting", "outcome": "cancelled"}, False),
        ({"type": "visit", "outcome": "held"}, True),
        ({"type": "call"}, False),
        ({"type": "call", "outcome": "held"}, True),
        ({"type": "call", "outcome": "no_answer"}, False),
        ({"type": "internal_note", "direction": "theirs"}, False),
        ({}, False),
    ],
)
def test_only_two_way_contact_is_heard(activity: Row, *, heard: bool) -> None:
    touches = [touch(**activity)]
    found = group([], touches)["last_heard_on"]
    assert found == pd.Timestamp("2026-06-20") if heard else pd.isna(found)
    assert pd.isna(group([], touches, "B")["last_heard_on"])


def test_the_latest_of_activities_and_contacts_counts() -> None:
    people = [person(last_contacted_on="2026-06-25"), person(last_contacted_on="2026-07-02")]
    found = group(people, [touch(type="visit")])
    assert (found["last_heard_on"], found["heard_days"]) == (pd.Timestamp("2026-06-25"), 5)


def test_findings_name_what_is_missing() -> None:
    lone = group([person(last_contacted_on="2026-04-01")])
    assert findings(lone) == ("single_contact", "no_decision_maker", "no_end_user")
    silent = group([person(last_contacted_on="2026-03-31")])
    assert findings(silent)[-1] == "silent"
    two = [person(department="IT", buying_roles="decision_maker|end_user"), person(department="IT")]
    assert findings(group(two)) == ("one_department", "never_heard")
    assert set(findings(lone)) <= set(FINDINGS)


def test_completeness_is_the_weighted_share_of_filled_fields() -> None:
    made = snapshot(
        DAY,
        accounts=[{"account_id": "A", "account_name": "Alpha", "tags": "", "country": "FR"}],
        contracts=[contract("A", 5, "2026-01-01", end_date="2026-12-31")],
    )
    found = row_of(completeness(made), "A")
    weight = sum(entry.weight for entry in TEMPLATE.values())
    assert found["completeness"] == (2 + 1 + 3 + 3) / weight  # name, country, ARR, end of term
    missing = found["missing"].split("|")
    assert missing[0] == "owner"  # the weightiest first
    assert {"tags", "contact", "maturity_level"} <= set(missing)
    assert not {"region", "arr", "renewal_on", "account_name"} & set(missing)


def test_a_full_file_is_complete_and_an_empty_one_is_not() -> None:
    bare = snapshot(DAY, accounts=[{"account_id": "A"}])
    assert row_of(completeness(bare), "A").tolist() == [0.0, "|".join(sorted_template())]


def sorted_template() -> list[str]:
    return sorted(TEMPLATE, key=lambda name: -TEMPLATE[name].weight)


def test_the_customer_file_has_one_row_for_each_account() -> None:
    made = snapshot(
        DAY,
        accounts=[{"account_id": "A", "maturity_level": "low"}, {"account_id": "B", "arr": 0}],
        contracts=[
            contract("A", 5, "2026-01-01", end_date="2026-12-31"),
            contract("A", 5, "2026-01-01", end_date="2026-07-10"),
        ],
    )
    files = customer_file(made)
    assert files.index.tolist() == ["A", "B"]
    assert files["is_customer"].tolist() == [True, False]
    first = row_of(files, "A")
    assert first[["arr", "renewal_days"]].tolist() == [10, 10]
    assert first[["maturity_level", "maturity_status"]].tolist() == ["low", "stated"]


def test_ravenstack_has_no_people_and_says_so() -> None:
    files = customer_file(ravenstack())
    assert len(files) == 500
    assert files["n_contacts"].isna().all()
    assert (files["maturity_status"] == "not_rated").all()
