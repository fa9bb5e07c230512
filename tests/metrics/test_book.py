"""ARR of a day: from contracts, else from accounts, never 0 for unknown."""

from collections.abc import Sequence
from datetime import date
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.metrics.book import arr, arr_rows, customers, term_months
from lib.model import Snapshot
from tests.metrics.made import Row, accounts, contract, ravenstack, snapshot, table

UNKNOWN = float("nan")
DAY = "2026-06-30"


def arr_of_a(*contracts: Row, currency: str | None = None, **account: object) -> float:
    rows = [{"account_id": "A", **account}]
    return float(arr(snapshot(DAY, currency, accounts=rows, contracts=contracts))["A"])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-06-30", None, 120),  # begins today
        ("2026-07-01", None, 0),  # begins tomorrow
        ("2025-07-01", "2026-06-30", 120),  # the last day of the term counts
        ("2025-07-01", "2026-06-29", 0),
        ("2025-07-01", "2027-06-30", 120),
    ],
)
def test_a_contract_counts_from_its_first_to_its_last_day(
    start: str, end: str | None, expected: float
) -> None:
    assert arr_of_a(contract("A", 120, start, end_date=end)) == expected


def test_a_signed_contract_without_start_counts_from_the_signature() -> None:
    assert arr_of_a(contract("A", 120, None, signed_on="2026-06-30")) == 120
    assert arr_of_a(contract("A", 120, None, signed_on="2026-07-01")) == 0


@pytest.mark.parametrize(
    ("deal", "counts"),
    [
        ({"stage": "Closed Won"}, True),
        ({"stage": "closedwon"}, True),
        ({"stage": "6 - Closed Won"}, True),
        ({"stage": "赢单"}, True),
        ({"stage": "Negotiation"}, False),
        ({"stage": "Closed Lost"}, False),
        ({"stage": "未成交"}, False),
        ({"stage": "Negotiation", "is_won": True}, True),
        ({"stage": "Won", "is_won": False}, False),
        ({"is_closed": False}, False),
        ({"loss_reason": "price"}, False),
        ({}, True),
    ],
)
def test_only_bought_rows_count(deal: Row, *, counts: bool) -> None:
    bought = contract("A", 1000, "2026-01-01")
    assert arr_of_a(bought, contract("A", 120, "2026-01-01", **deal)) == 1000 + 120 * counts


def test_an_account_with_only_an_open_deal_is_unknown_not_zero() -> None:
    assert pd.isna(arr_of_a(contract("A", 120, "2026-01-01", stage="Negotiation")))


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({"arr": 120, "mrr": 11}, 120),
        ({"arr": None, "mrr": 11}, 132),
        ({"arr": None, "amount": 300, "end_date": "2028-12-31"}, 100),  # three years
        ({"arr": None, "amount": 300, "end_date": "2029-01-01"}, 100),  # ended a day too late
        ({"arr": None, "amount": 50, "end_date": "2026-06-30"}, 100),  # half a year
        ({"arr": None, "amount": 300}, UNKNOWN),  # how long it runs is unknown
        ({"arr": None}, UNKNOWN),
        ({"arr": -5}, UNKNOWN),
        ({"arr": None, "is_trial": True}, 0),
        ({"arr": 900, "is_trial": True}, 0),  # a trial is unpaid
    ],
)
def test_a_contract_is_worth_its_arr_else_mrr_else_amount_over_its_term(
    amounts: Row, expected: float
) -> None:
    row = contract("A", None, "2026-01-01")
    assert arr_of_a({**row, **amounts}) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ({}, 0),
        ({"status": "customer"}, UNKNOWN),
        ({"status": "customer", "as_loaded": True}, 0),  # called so only later
        ({"arr": 120}, 120),
        ({"arr": 120, "currency": "CNY"}, UNKNOWN),
    ],
)
def test_an_account_without_contract_pays_nothing_once_contracts_are_loaded(
    account: Row, expected: float
) -> None:
    rows = [{"account_id": "A", **account}, *accounts("B")]
    other = contract("B", 70, "2026-01-01")
    found = arr(snapshot(DAY, "USD", accounts=rows, contracts=[other]))
    assert found["A"] == pytest.approx(expected, nan_ok=True)
    open_deal = other | {"stage": "Negotiation"}  # a pipeline is not a list of contracts
    found = arr(snapshot(DAY, accounts=accounts("A", "B"), contracts=[open_deal]))
    assert found.isna().all()


def test_one_unknown_contract_makes_the_account_unknown() -> None:
    rows = contract("A", 100, "2026-01-01"), contract("A", None, "2026-01-01")
    assert pd.isna(arr_of_a(*rows))
    assert arr_of_a(*rows, arr=150) == 150  # unless the account states its ARR


def test_another_currency_is_unknown_because_nothing_converts_it() -> None:
    dollars = contract("A", 100, "2026-01-01", currency="USD")
    assert arr_of_a(dollars, currency="USD") == 100
    assert pd.isna(arr_of_a(dollars, currency="CNY"))
    assert arr_of_a(contract("A", 100, "2026-01-01"), currency="CNY") == 100


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ({"arr": 120}, 120),
        ({"mrr": 10}, 120),
        ({}, UNKNOWN),
        ({"status": "customer"}, UNKNOWN),
        ({"status": "prospect"}, 0),
        ({"status": "invalid"}, 0),
        ({"is_trial": True}, 0),
        ({"status": "churned", "arr": 120}, 0),
        ({"is_churned": True}, 0),
        ({"churn_date": "2026-06-30", "arr": 120}, 0),
        ({"churn_date": "2026-06-30", "arr": 120, "status": "customer"}, 120),  # came back
        ({"customer_since": "2026-07-01", "arr": 120}, 0),
        ({"customer_since": "2026-06-30", "arr": 120}, 120),
    ],
)
def test_without_contracts_the_account_tells(account: Row, expected: float) -> None:
    assert arr_of_a(**account) == pytest.approx(expected, nan_ok=True)


def test_contracts_outweigh_what_the_account_states() -> None:
    assert arr_of_a(contract("A", 70, "2026-01-01"), arr=120) == 70
    assert arr_of_a(contract("A", 70, "2025-01-01", end_date="2026-01-01"), arr=120) == 0


def test_a_loss_ends_a_stated_arr_until_the_customer_is_won_back() -> None:
    rows = [{"account_id": "A", "arr": 120}]
    loss: Row = {"account_id": "A", "churn_date": "2026-03-01"}
    for more, expected in (
        ({}, 0),
        ({"won_back_on": "2026-05-01"}, 120),
        ({"won_back_on": "2026-08-01"}, 0),
        ({"contract_id": "C1"}, 120),  # one contract, not the account
        ({"kind": "contraction"}, 120),
    ):
        found = arr(snapshot(DAY, accounts=rows, losses=[{**loss, **more}]))
        assert found["A"] == expected


def test_a_flag_that_was_loaded_later_does_not_end_an_account_early() -> None:
    flagged: Row = {"account_id": "A", "status": "churned", "arr": 120, "as_loaded": True}
    assert arr(snapshot(DAY, accounts=[flagged])).isna().all()
    other: Row = {"account_id": "B", "churn_date": "2026-01-05"}  # days of leaving are on file
    found = arr(snapshot(DAY, accounts=[flagged, other]))
    assert found["A"] == 120


def test_a_list_of_contracts_without_days_is_in_force_once_it_is_loaded() -> None:
    assert arr_of_a(contract("A", 120, None)) == 120
    assert pd.isna(arr_of_a(contract("A", 120, None, as_loaded=True)))
    assert arr_of_a(contract("A", 120, None, end_date="2026-06-29"), arr=5) == 5


def test_rows_of_unknown_accounts_add_nothing() -> None:
    stray: Row = {"account_id": None, "arr": 500, "start_date": "2026-01-01"}
    found = arr(snapshot(DAY, accounts=accounts("A"), contracts=[stray]))
    assert found.index.tolist() == ["A"]
    assert found.isna().all()


def test_customers_are_those_who_pay_and_those_of_whom_we_do_not_know() -> None:
    rows: list[Row] = [
        {"account_id": "pays", "arr": 1},
        {"account_id": "unknown"},
        {"account_id": "called customer", "status": "customer"},
        {"account_id": "prospect", "status": "prospect"},
        {"account_id": "churned", "status": "churned", "as_loaded": True},
        {"account_id": "invalid", "status": "invalid"},
        {"account_id": "nothing", "arr": 0},
    ]
    found = customers(snapshot(DAY, accounts=rows))
    assert found.tolist() == ["called customer", "pays", "unknown"]
    assert found.name == "account_id"


def test_arr_rows_name_the_source_of_each_figure() -> None:
    made = snapshot(
        DAY,
        accounts=[{"account_id": "A", "account_name": "Alpha"}, {"account_id": "B", "arr": 40}],
        contracts=[
            contract("A", 10, "2026-01-01", contract_id="C1", source_row=7),
            contract("A", 99, "2025-01-01", end_date="2025-12-31"),
        ],
    )
    rows = arr_rows(made, pd.Index(["A", "B"]))
    assert rows[["kind", "account_id", "contract_id", "arr", "source_row"]].fillna("").to_dict(
        "tight"
    )["data"] == [
        ["contracts", "A", "C1", 10.0, 7],
        ["accounts", "B", "", 40.0, 3],
    ]
    assert rows["account_name"][0] == "Alpha"


AMOUNT = st.one_of(st.none(), st.integers(-10, 1000).map(float))
DAYS = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
CONTRACTS = st.lists(
    st.fixed_dictionaries(
        {
            "account_id": st.sampled_from([None, "A", "B", "C"]),
            "arr": AMOUNT,
            "mrr": AMOUNT,
            "amount": AMOUNT,
            "start_date": DAYS,
            "end_date": DAYS,
            "stage": st.sampled_from([None, "Won", "Lost"]),
            "is_trial": st.sampled_from([None, True, False]),
        }
    ),
    max_size=8,
)
ACCOUNTS = st.fixed_dictionaries({"arr": AMOUNT, "status": st.sampled_from([None, "prospect"])})


def made_of(contracts: Sequence[Row], about: Sequence[Row]) -> Snapshot:
    rows = [{"account_id": i, **row} for i, row in zip("ABC", about, strict=True)]
    return snapshot(DAY, accounts=rows, contracts=contracts)


@given(CONTRACTS, st.lists(ACCOUNTS, min_size=3, max_size=3))
def test_the_rows_of_an_account_add_up_to_its_arr(contracts: list[Row], about: list[Row]) -> None:
    made = made_of(contracts, about)
    values = arr(made)
    rows = arr_rows(made, made.account_ids)
    sums = rows.groupby("account_id")["arr"].sum(skipna=False).reindex(values.index)
    known = values.notna()
    assert sums[known].fillna(0).to_numpy() == pytest.approx(values[known].to_numpy())
    assert sums[~known].isna().all()
    assert (values[known] >= 0).all()


@given(CONTRACTS, st.lists(ACCOUNTS, min_size=3, max_size=3), st.randoms())
def test_the_order_of_rows_does_not_matter(
    contracts: list[Row], about: list[Row], random: Random
) -> None:
    mixed = random.sample(contracts, len(contracts))
    left, right = arr(made_of(contracts, about)), arr(made_of(mixed, about))
    assert right.to_numpy() == pytest.approx(left.to_numpy(), nan_ok=True)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-01", "2026-12-31", 12),
        ("2024-01-01", "2024-12-31", 12),
        ("2026-02-01", "2026-02-28", 1),
        ("2026-01-01", "2028-12-31", 36),
        ("2026-02-01", "2026-01-31", UNKNOWN),
        ("2026-02-01", "2026-01-01", UNKNOWN),
        ("2026-01-01", None, UNKNOWN),
    ],
)
def test_terms_of_whole_months_are_whole(start: str, end: str | None, months: float) -> None:
    row = table("contracts", [contract("A", 1, start, end_date=end)])
    assert term_months(row)[0] == pytest.approx(months, nan_ok=True)


def test_ravenstack_runs_about_nine_subscriptions_an_account() -> None:
    made = ravenstack()
    values = arr(made)
    rows = arr_rows(made, made.account_ids)
    assert values.sum() == 123_114_108
    assert rows["arr"].sum() == values.sum()
    assert len(rows) == 4538
    assert len(customers(made)) == 500
