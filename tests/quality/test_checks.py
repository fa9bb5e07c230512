"""Every check: what it finds, what it must leave alone, and RavenStack's contradictions."""

import pandas as pd
import pytest

from lib.locale import Count, Share, render
from lib.quality.checks import CHECKS, DataFinding, data_findings
from tests.metrics.made import Row, accounts, contract, ravenstack, ravenstack_links, snapshot

DAY = "2026-06-30"
NOTHING = pd.DataFrame()


def findings(links: pd.DataFrame = NOTHING, **rows: list[Row]) -> dict[str, DataFinding]:
    return {
        found.code: found for found in data_findings(snapshot(DAY, None, **rows), NOTHING, links)
    }


def said(found: DataFinding) -> str:
    return render(found.message, "en")


def link(day: str | None, start: str | None, end: str | None) -> Row:
    dates = {"occurred_at": day, "start_date": start, "end_date": end}
    found = {name: pd.Timestamp(value) if value else pd.NaT for name, value in dates.items()}
    return {"account_id": "A", "contract_id": "C", "batch_id": 1, "source_row": 2, **found}


def test_usage_on_the_first_and_last_day_lies_inside_its_contract() -> None:
    term = ("2026-01-10", "2026-01-20")
    rows = [
        link("2026-01-10 08:00", *term),
        link("2026-01-20 23:59", *term),
        link("2026-01-09 23:59", *term),
        link("2026-01-21", *term),
        link("2026-03-01", "2026-01-10", None),
        link("2025-03-01", None, None),  # nothing to compare with
        link(None, *term),
    ]
    found = findings(pd.DataFrame(rows))["usage_outside_contract"]
    assert said(found) == (
        "2 of 5 usage rows (40.0%) lie outside the dates of the contract they name."
    )
    assert found.rows["occurred_at"].dt.day.tolist() == [9, 21]


def test_tickets_of_the_first_day_are_not_early() -> None:
    found = findings(
        accounts=[{"account_id": "A", "customer_since": "2026-02-01"}, *accounts("B")],
        tickets=[
            {"account_id": "A", "created_at": "2026-01-31 23:00", "ticket_id": "T1"},
            {"account_id": "A", "created_at": "2026-02-01 01:00"},
            {"account_id": "B", "created_at": "2026-01-01"},  # since when is unknown
        ],
    )["tickets_before_customer"]
    assert said(found).startswith("1 of 2 tickets (50.0%)")
    assert found.rows["ticket_id"].tolist() == ["T1"]


def test_losses_before_the_first_day_and_terms_ended_before_begun_are_found() -> None:
    found = findings(
        accounts=[{"account_id": "A", "customer_since": "2026-02-01"}],
        losses=[{"account_id": "A", "churn_date": "2026-01-01"}],
        contracts=[
            contract("A", 1, "2026-02-02", end_date="2026-02-01"),
            contract("A", 1, "2026-02-02", end_date="2026-02-02"),
        ],
    )
    assert said(found["losses_before_customer"]).startswith("1 of 1 churn events")
    assert said(found["contract_ends_before_start"]).startswith("1 of 2 contracts (50.0%)")


def test_a_return_between_two_losses_explains_them() -> None:
    first: Row = {"account_id": "A", "churn_date": "2026-01-01"}
    second: Row = {"account_id": "A", "churn_date": "2026-05-01"}
    back = first | {"won_back_on": "2026-02-01"}
    rows = accounts("A")
    assert "several_churn_dates" in findings(accounts=rows, losses=[first, second])
    assert "several_churn_dates" not in findings(accounts=rows, losses=[back, second])
    assert "several_churn_dates" not in findings(accounts=rows, losses=[first, first])


def test_the_accounts_own_day_of_leaving_may_differ_from_the_event() -> None:
    loss: Row = {"account_id": "A", "churn_date": "2026-01-01"}
    same: Row = {"account_id": "A", "churn_date": "2026-01-01"}
    other: Row = {"account_id": "A", "churn_date": "2026-01-02"}
    assert "several_churn_dates" not in findings(accounts=[same], losses=[loss])
    found = findings(accounts=[other], losses=[loss])["several_churn_dates"]
    assert found.rows["kind"].tolist() == ["losses", "accounts"]


def test_the_churn_flag_is_compared_with_the_events() -> None:
    found = findings(
        accounts=[
            {"account_id": "agrees", "is_churned": True},
            {"account_id": "flag only", "status": "churned"},
            {"account_id": "event only", "is_churned": False, "status": "churned"},
            {"account_id": "no flag"},
            {"account_id": "came back", "is_churned": False},
            {"account_id": "came back, flagged", "is_churned": True},
        ],
        losses=[
            {"account_id": "agrees", "churn_date": "2026-01-01"},
            {"account_id": "event only", "churn_date": "2026-01-01"},
            {"account_id": "no flag", "churn_date": "2026-01-01"},
            {"account_id": "came back", "churn_date": "2026-01-01", "won_back_on": "2026-02-01"},
            {
                "account_id": "came back, flagged",
                "churn_date": "2026-01-01",
                "won_back_on": "2026-02-01",
            },
        ],
    )["churn_flag_disagrees"]
    assert found.rows["account_id"].tolist() == ["event only", "flag only"]
    assert "for 1 of 3 accounts (33.3%)" in said(found)


def test_without_churn_events_the_flag_is_not_doubted() -> None:
    assert findings(accounts=[{"account_id": "A", "is_churned": True}]) == {}


def test_a_contract_begun_after_the_loss_is_a_return_not_a_contradiction() -> None:
    loss: Row = {"account_id": "A", "churn_date": "2026-03-01"}
    old = contract("A", 1, "2026-03-01")
    new = contract("A", 1, "2026-03-02")
    ended = contract("A", 1, "2026-01-01", end_date="2026-03-01")
    rows = accounts("A", "B")
    found = findings(
        accounts=rows, losses=[loss], contracts=[old, new, ended, contract("B", 1, "2026-01-01")]
    )
    assert found["lost_but_running"].rows["start_date"].dt.day.tolist() == [1]
    assert "lost_but_running" not in findings(accounts=rows, losses=[loss], contracts=[new, ended])


def test_a_churned_contract_needs_a_last_day() -> None:
    found = findings(
        accounts=accounts("A"),
        contracts=[
            contract("A", 1, "2026-01-01", is_churned=True),
            contract("A", 1, "2026-01-01", is_churned=True, end_date="2026-02-01"),
            contract("A", 1, "2026-01-01", is_churned=False),
        ],
    )["churned_contract_without_end"]
    assert said(found).startswith("1 of 2 contracts flagged as churned (50.0%)")


def test_a_term_that_renews_by_itself_does_not_end_without_a_word() -> None:
    ended = contract("A", 1, "2025-01-01", end_date="2025-12-31", auto_renew=True)
    rows = accounts("A")
    assert "ended_though_renewing" in findings(accounts=rows, contracts=[ended])
    explanations: tuple[dict[str, list[Row]], ...] = (
        {"contracts": [ended, contract("A", 1, "2026-01-01")]},
        {"contracts": [ended | {"is_churned": True}]},
        {"contracts": [ended | {"auto_renew": False}]},
        {"contracts": [ended], "losses": [{"account_id": "A", "churn_date": "2026-01-01"}]},
    )
    for explained in explanations:
        assert "ended_though_renewing" not in findings(NOTHING, accounts=rows, **explained)


def test_rows_that_name_nobody_are_counted_for_each_kind() -> None:
    stray: Row = {"account_name": "Nobody", "created_at": "2026-01-01"}
    usage = pd.DataFrame([{"batch_id": 3, "source_row": 9}])
    made = snapshot(
        DAY, accounts=accounts("A"), tickets=[stray, stray | {"account_id": "A"}], contacts=[stray]
    )
    found = {f.code: f for f in data_findings(made, usage, NOTHING)}
    assert set(found) == {"unplaced_tickets", "unplaced_contacts", "unplaced_usage"}
    assert said(found["unplaced_tickets"]) == (
        "1 of 2 rows of Tickets (50.0%) name no known account and are in no figure."
    )
    assert said(found["unplaced_usage"]).startswith("1 usage row names")


def test_companies_of_one_name_are_found_whatever_their_legal_form() -> None:
    names = {"A": "ACME Corp.", "B": "acme", "C": "Other", "D": None, "E": None}
    rows = [{"account_id": i, "account_name": name} for i, name in names.items()]
    found = findings(accounts=rows)["one_name_many_ids"]
    assert found.rows["account_id"].tolist() == ["A", "B"]
    assert said(found).startswith("2 of 5 accounts (40.0%)")


def test_amounts_in_several_currencies_are_not_added_up() -> None:
    one = [contract("A", 1, "2026-01-01", currency=c) for c in ("USD", "USD", None)]
    assert findings(accounts=accounts("A"), contracts=one) == {}
    two = [*one, contract("A", 1, "2026-01-01", currency="CNY")]
    found = findings(accounts=accounts("A"), contracts=two)["mixed_currencies"]
    assert found.message.values["rows"] == Count(1)  # noqa: PD011
    assert said(found).startswith("Amounts come in 2 currencies (CNY and USD).")
    assert found.rows["currency"].tolist() == ["CNY"]


def test_amounts_and_answers_out_of_range_are_named() -> None:
    found = findings(
        accounts=accounts("A"),
        contracts=[
            contract("A", -1, "2026-01-01", product="x"),
            contract("A", 0, "2026-01-01", product="y", is_trial=True),
            contract("A", 9, "2026-01-01", product="z", is_trial=True),
        ],
        assessments=[
            {"account_id": "A", "points": points, "criterion": "need"} for points in (0, 4, 5, -1)
        ],
    )
    assert said(found["negative_amounts"]).startswith("1 of 3 contracts")
    assert said(found["paid_trials"]).startswith("1 of 2 trials")
    assert found["points_out_of_range"].rows["points"].tolist() == [5, -1]


def test_accounts_without_contract_are_named_once_contracts_are_loaded() -> None:
    rows: list[Row] = [
        *accounts("A", "B"),
        {"account_id": "C", "arr": 5},
        {"account_id": "D", "status": "prospect"},
    ]
    found = findings(accounts=rows, contracts=[contract("A", 1, "2026-01-01")])
    assert found["accounts_without_contract"].rows["account_id"].tolist() == ["B"]
    assert findings(accounts=rows) == {}


def test_several_contracts_for_one_product_are_worth_a_hint() -> None:
    rows = [contract("A", 1, "2026-01-01", product="x"), contract("A", 1, "2026-01-01", plan="x")]
    found = findings(accounts=accounts("A", "B"), contracts=[*rows, contract("B", 1, "2026-01-01")])
    assert found["several_at_once"].severity == "info"
    assert said(found["several_at_once"]).startswith("1 of 2 accounts")
    ended = rows[0] | {"end_date": "2026-02-01"}
    assert findings(accounts=accounts("A"), contracts=[ended, rows[1]]) == {}


def test_clean_data_and_no_data_have_no_findings() -> None:
    assert findings() == {}
    assert findings(accounts=accounts("A"), contracts=[contract("A", 1, "2026-01-01")]) == {}


def test_every_check_has_a_name_of_its_own() -> None:
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    ("code", "n", "total", "share"),
    [
        ("usage_outside_contract", 19_432, 25_000, 0.777),
        ("tickets_before_customer", 1_077, 2_000, 0.539),
        ("churn_flag_disagrees", 188, 500, 0.376),
        ("lost_but_running", 333, 352, 0.946),
        ("several_churn_dates", 175, 352, 0.497),
        ("several_at_once", 497, 500, 0.994),
    ],
)
def test_ravenstack_contradicts_itself_as_its_source_says(
    code: str, n: int, total: int, share: float
) -> None:
    made = data_findings(ravenstack(), NOTHING, ravenstack_links())
    found = {finding.code: finding for finding in made}[code]
    values = found.message.values  # noqa: PD011
    assert (values["n"], values["total"]) == (Count(n), Count(total))
    assert isinstance(values["share"], Share)
    assert values["share"].value == pytest.approx(share, abs=0.00051)
    assert {"kind", "batch_id", "source_row"} <= set(found.rows.columns)
