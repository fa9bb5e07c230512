"""Terms that end soon."""

from datetime import timedelta

import pandas as pd
import pytest

from lib.metrics.renewals import most_urgent_first, renewals, terms_ending
from tests.metrics.made import Row, accounts, contract, snapshot

DAY = "2026-06-30"


def days_left(*contracts: Row, **account: object) -> list[int]:
    rows = [{"account_id": "A", **account}]
    return renewals(snapshot(DAY, accounts=rows, contracts=contracts))["days_left"].tolist()


@pytest.mark.parametrize(("ahead", "shown"), [(-1, []), (0, [0]), (365, [365]), (366, [])])
def test_terms_of_the_next_365_days_are_shown(ahead: int, shown: list[int]) -> None:
    end = pd.Timestamp(DAY) + timedelta(days=ahead)
    assert days_left(contract("A", 1, "2025-01-01", end_date=end)) == shown


def test_a_later_end_is_still_a_term_ending() -> None:
    row = contract("A", 1, "2025-01-01", end_date="2030-01-01")
    made = snapshot(DAY, accounts=accounts("A"), contracts=[row])
    assert len(terms_ending(made)) == 1


@pytest.mark.parametrize("what", [{"is_trial": True}, {"is_churned": True}, {"stage": "Lost"}])
def test_what_cannot_renew_is_left_out(what: Row) -> None:
    row = contract("A", 1, "2025-01-01", end_date="2026-08-01")
    assert len(days_left(row)) == 1
    assert days_left({**row, **what}) == []


def test_the_account_tells_where_no_contract_states_its_end() -> None:
    stated = {"renewal_date": "2026-07-10"}
    assert days_left(**stated) == [10]
    assert days_left(contract("A", 1, "2025-01-01"), **stated) == [10]
    assert days_left(contract("A", 1, "2025-01-01", end_date="2026-07-05"), **stated) == [5]
    assert days_left(**stated, status="churned") == []
    assert days_left(renewal_date="2026-06-29") == []


def test_rows_carry_money_and_source_soonest_first() -> None:
    made = snapshot(
        DAY,
        accounts=[
            {"account_id": "A", "account_name": "Alpha"},
            {"account_id": "B", "arr": 40, "renewal_date": "2026-07-01", "source_row": 9},
        ],
        contracts=[
            contract("A", None, "2025-01-01", end_date="2026-12-31", mrr=1, contract_id="C1"),
            contract(
                "A", 5, "2025-01-01", end_date="2026-07-02", contract_id="C2", auto_renew=True
            ),
        ],
    )
    found = renewals(made)
    assert found["account_id"].tolist() == ["B", "A", "A"]
    assert found["arr"].tolist() == [40, 5, 12]
    assert found["contract_id"].tolist()[1:] == ["C2", "C1"]
    assert found["source_row"].tolist()[0] == 9
    assert found["auto_renew"].tolist() == [pd.NA, True, pd.NA]
    assert found["account_name"].tolist()[1] == "Alpha"


def test_the_last_day_for_notice_comes_before_the_end() -> None:
    terms = [
        contract("A", 5, "2025-01-01", end_date="2026-12-31", contract_id="C1", notice_days=90.0),
        contract("A", 5, "2025-01-01", end_date="2026-07-30", contract_id="C2", notice_days=60.0),
        contract("A", 5, "2025-01-01", end_date="2027-01-31", contract_id="C3"),
    ]
    found = renewals(snapshot(DAY, accounts=[{"account_id": "A"}], contracts=terms))
    assert found["contract_id"].tolist() == ["C2", "C1", "C3"]
    days = found["notice_on"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    assert days == ["2026-05-31", "2026-10-02", ""]
    assert found["days_to_notice"].fillna(-999).tolist() == [-30, 94, -999]


def test_of_equal_losses_the_one_to_decide_first_comes_first() -> None:
    """scoring.md 3.10: expected loss orders the work list, days to notice settle a tie."""
    terms = pd.DataFrame(
        [
            ("later", 9.0, 90, 60.0),
            ("sooner", 9.0, 90, 10.0),
            ("too_late", 9.0, 20, -10.0),
            ("no_notice", 9.0, 30, None),
            ("most", 10.0, 300, None),
            ("unknown", None, 1, 1.0),
        ],
        columns=["account_id", "loss", "days_left", "days_to_notice"],
    ).assign(arr=1.0)
    order = most_urgent_first(terms.sample(frac=1.0, random_state=1))["account_id"].tolist()
    assert order == ["most", "sooner", "no_notice", "later", "too_late", "unknown"]


def test_nothing_to_renew_gives_the_same_columns() -> None:
    assert renewals(snapshot(DAY)).columns.tolist() == [
        "account_id",
        "account_name",
        "contract_id",
        "ends_on",
        "days_left",
        "arr",
        "auto_renew",
        "notice_on",
        "days_to_notice",
        "batch_id",
        "source_row",
    ]
