"""Who left when, by which source, and what contradicts it."""

from datetime import date

import pandas as pd
import pytest

from lib.backtest.labels import Endings, endings
from lib.model import Dataset
from lib.model.will import will_of
from tests.backtest.small import LAST, book, loaded, loss, term

A = [{"account_id": "A"}]


def found(**tables: list[dict[str, object]]) -> Endings:
    return endings(book(**{"accounts": A, **tables}), LAST)  # type: ignore[arg-type]


def days(result: Endings) -> list[tuple[str, str]]:
    rows = result.rows
    return [(str(d.date()), s) for d, s in zip(rows["left_on"], rows["source"], strict=True)]


def test_a_term_that_is_followed_within_30_days_goes_on() -> None:
    terms = [term("A", "2024-01-01", "2024-12-31"), term("A", "2025-01-30", "2025-06-30")]
    assert days(found(contracts=terms)) == [("2025-06-30", "contracts")]


def test_a_term_that_is_followed_later_is_a_new_life() -> None:
    terms = [term("A", "2024-01-01", "2024-12-31"), term("A", "2025-02-01", "2025-06-30")]
    result = found(contracts=terms)
    assert days(result) == [("2024-12-31", "contracts"), ("2025-06-30", "contracts")]
    assert str(result.rows["back_on"][0].date()) == "2025-02-01"
    assert pd.isna(result.rows["back_on"][1])


def test_parallel_terms_end_with_the_last_of_them() -> None:
    terms = [term("A", "2024-01-01", "2026-03-31"), term("A", "2024-06-01", "2025-05-31")]
    assert days(found(contracts=terms)) == [("2026-03-31", "contracts")]


def test_trials_and_lost_deals_are_no_terms() -> None:
    terms = [term("A", "2024-01-01", "2024-12-31", is_trial=True),
             term("A", "2025-01-01", "2025-12-31", is_won=False)]  # fmt: skip
    assert days(found(contracts=terms)) == []


def test_nobody_knows_yet_whether_a_term_of_this_month_goes_on() -> None:
    result = found(contracts=[term("A", "2024-01-01", "2026-10-10")])
    assert days(result) == []
    assert result.known_until == date(2026, 10, 9)


def test_an_account_that_says_it_stays_is_believed_until_then() -> None:
    result = endings(
        book(accounts=[{"account_id": "A", "status": "customer"}],
             contracts=[term("A", "2024-01-01", "2026-10-10")]), LAST)  # fmt: skip
    assert result.known_until == LAST


def test_churn_events_go_before_accounts_and_contracts() -> None:
    result = found(
        accounts=[{"account_id": "A", "churn_date": "2025-08-01"}],
        contracts=[term("A", "2024-01-01", "2025-06-30")],
        losses=[loss("A", "2025-06-20", reason="price")],
    )
    assert days(result) == [("2025-06-20", "losses")]
    assert result.counts["days_differ"] == 1  # the account's own day, not the contract's


def test_accounts_go_before_contracts() -> None:
    result = found(
        accounts=[{"account_id": "A", "churn_date": "2025-07-10"}],
        contracts=[term("A", "2024-01-01", "2025-06-30")],
    )
    assert days(result) == [("2025-07-10", "accounts")]
    assert result.counts["days_differ"] == 0


def test_a_churn_event_is_believed_although_the_contract_runs_on() -> None:
    result = found(contracts=[term("A", "2024-01-01", None)], losses=[loss("A", "2025-03-01")])
    assert days(result) == [("2025-03-01", "losses")]
    assert result.counts["lost_but_running"] == 1


def test_a_return_within_30_days_is_no_leaving() -> None:
    result = found(losses=[loss("A", "2025-03-01", won_back_on="2025-03-20")])
    assert days(result) == []
    assert result.counts["back_at_once"] == 1


def test_the_same_leaving_told_twice_counts_once() -> None:
    result = found(losses=[loss("A", "2025-03-01"), loss("A", "2025-09-01")])
    assert days(result) == [("2025-03-01", "losses")]
    assert result.counts["left_twice"] == 1


def test_two_lives_have_two_endings() -> None:
    result = found(
        losses=[loss("A", "2025-03-01", won_back_on="2025-06-01"), loss("A", "2026-01-15")]
    )
    assert days(result) == [("2025-03-01", "losses"), ("2026-01-15", "losses")]


def test_a_contraction_is_no_leaving() -> None:
    assert days(found(losses=[loss("A", "2025-03-01", kind="contraction")])) == []


@pytest.mark.parametrize(("other_end", "left"), [("2026-12-31", []), ("2025-03-10", ["A"])])
def test_a_lost_contract_ends_the_customer_only_when_nothing_is_left(
    other_end: str, left: list[str]
) -> None:
    result = found(
        contracts=[term("A", "2024-01-01", "2025-03-01", contract_id="C1"),
                   term("A", "2024-01-01", other_end, contract_id="C2")],
        losses=[loss("A", "2025-03-01", contract_id="C1")],
    )  # fmt: skip
    by_losses = result.rows[result.rows["source"] == "losses"]
    assert list(by_losses["account_id"]) == left


def test_who_left_on_no_known_day_is_named() -> None:
    result = found(accounts=[{"account_id": "A", "is_churned": True}, {"account_id": "B"}])
    assert result.undated == {"A"}


def test_reasons_nobody_can_help_are_kept_apart() -> None:
    reasons = pd.Series(["price", "merged or closed", "破产清算", None, "bankruptcy"])
    kinds = pd.Series([None, None, None, None, "voluntary"], dtype="str")
    expected = ["voluntary", "involuntary", "involuntary", "voluntary", "voluntary"]
    assert list(will_of(kinds, reasons)) == expected


def test_the_notice_is_the_lost_renewal_or_the_day_the_loss_was_loaded() -> None:
    renewal = {"account_id": "A", "type": "renewal", "is_won": False, "is_closed": True,
               "closed_on": "2025-04-15"}  # fmt: skip
    result = found(losses=[loss("A", "2025-06-30")], contracts=[renewal])
    assert str(result.rows["noticed_on"][0].date()) == "2025-04-15"
    early = book(accounts=A)
    rows = loaded("losses", [loss("A", "2025-06-30")], date(2025, 5, 2))
    told = Dataset(early.fingerprint, {**early.versions, "losses": rows}, early.carried)
    assert str(endings(told, LAST).rows["noticed_on"][0].date()) == "2025-05-02"


def test_lead_is_measured_to_the_last_day_for_notice_where_it_is_known() -> None:
    """scoring.md 3.11: to the notice date if known, else to the end."""
    term = {"account_id": "A", "contract_id": "C", "arr": 9.0, "start_date": "2024-07-01",
            "end_date": "2025-06-30", "notice_days": 60.0}  # fmt: skip

    def noticed(**more: object) -> str:
        result = found(losses=[loss("A", "2025-06-30")], contracts=[{**term, **more}])
        return str(result.rows["noticed_on"][0].date())

    assert noticed() == "2025-05-01"
    assert noticed(notice_days=None) == "2025-06-30"
    assert noticed(end_date="2026-06-30") == "2025-06-30", "another term's notice says nothing"
    refused = {"account_id": "A", "type": "renewal", "is_won": False, "is_closed": True,
               "closed_on": "2025-04-15"}  # fmt: skip
    both = found(losses=[loss("A", "2025-06-30")], contracts=[term, refused])
    assert str(both.rows["noticed_on"][0].date()) == "2025-04-15"


def test_flags_are_compared_with_the_churn_events() -> None:
    accounts = [{"account_id": "A", "is_churned": True}, {"account_id": "B", "is_churned": True},
                {"account_id": "C", "is_churned": False}]  # fmt: skip
    result = found(accounts=accounts, losses=[loss("A", "2025-03-01")])
    assert (result.counts["flags_agree"], result.counts["flagged"]) == (2, 3)
