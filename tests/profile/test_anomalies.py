"""What looks odd in single customer files."""

import pytest

from lib.profile.anomalies import ANOMALIES, anomalies
from lib.profile.template import TEMPLATE
from tests.metrics.made import Row, contract, snapshot

DAY = "2026-06-30"


def found(**rows: list[Row]) -> list[tuple[str, str, str]]:
    accounts = rows.pop("accounts", [{"account_id": "A", "domain": "a.example"}])
    table = anomalies(snapshot(DAY, None, accounts=accounts, **rows))
    assert set(table["what"]) <= set(ANOMALIES)
    assert set(table["field"]) <= set(TEMPLATE)
    return [tuple(row) for row in table[["account_id", "field", "what"]].to_numpy().tolist()]


def test_nothing_is_odd_in_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("domain", "mail", "odd"),
    [
        ("a.example", "x@a.example", False),
        ("https://www.a.example/home", "x@A.example", False),
        ("a.example", "x@mail.a.example", False),
        ("eu.a.example", "x@a.example", False),
        ("a.example", "x@gmail.com", False),
        ("a.example", "x@b.example", True),
        (None, "x@b.example", False),
        ("a.example", None, False),
    ],
)
def test_a_mail_of_another_domain(domain: str | None, mail: str | None, *, odd: bool) -> None:
    accounts: list[Row] = [{"account_id": "A", "domain": domain}]
    contacts: list[Row] = [{"account_id": "A", "full_name": "x", "email": mail}]
    expected = [("A", "domain", "mail_differs")] if odd else []
    assert found(accounts=accounts, contacts=contacts) == expected


def test_people_who_left() -> None:
    contacts: list[Row] = [
        {"account_id": "A", "full_name": "x", "active": False, "buying_roles": "decision_maker"},
        {"account_id": "A", "full_name": "y", "active": False},
        {"account_id": "A", "full_name": "z", "active": True},
        {"account_id": "A", "full_name": "w"},
    ]
    assert found(contacts=contacts) == [
        ("A", "decision_maker", "person_left"),
        ("A", "contact", "person_left"),
    ]


@pytest.mark.parametrize(
    ("begin", "odd"), [("2025-12-30", False), ("2025-12-31", True), ("2026-07-01", False)]
)
def test_seats_that_fell(begin: str, *, odd: bool) -> None:
    rows = [contract("A", 1, begin, type="contraction", seats=3)]
    assert (("A", "seats", "seats_fell") in found(contracts=rows)) == odd


def test_account_and_contract_differ() -> None:
    accounts = [{"account_id": "A", "seats": 5, "renewal_date": "2026-12-31"}]
    same = [contract("A", 1, "2026-01-01", end_date="2026-12-31", seats=5)]
    other = [contract("A", 1, "2026-01-01", end_date="2026-11-30", seats=6)]
    assert found(accounts=accounts, contracts=same) == []
    assert found(accounts=accounts, contracts=other) == [
        ("A", "renewal_on", "end_differs"),
        ("A", "seats", "seats_differ"),
    ]
