"""The set on which the main job runs: every row of RavenStack's five files, as they are."""

import pandas as pd
import pytest

from lib.ingest import Parsed
from tests.ingest.files import codes, shared, taken

FOLDER = "exports/ravenstack_saas"


def loaded(name: str) -> Parsed:
    file = shared(FOLDER) / f"ravenstack_{name}.csv"
    return taken(file.name, file.read_bytes())


def raw(name: str) -> pd.DataFrame:
    return pd.read_csv(shared(FOLDER) / f"ravenstack_{name}.csv", dtype="str", encoding="utf-8-sig")


def mapped(result: Parsed) -> dict[str, str | None]:
    return {
        m.column: m.field and m.field.split(".", 1)[1] for m in result.mapping if not m.is_custom
    }


@pytest.mark.parametrize(
    ("name", "kind", "n_rows"),
    [
        ("accounts", "accounts", 500),
        ("subscriptions", "contracts", 5000),
        ("feature_usage", "usage", 25000),
        ("supports_ticket", "tickets", 2000),
        ("churn_events", "losses", 600),
    ],
)
def test_every_row_is_in(name: str, kind: str, n_rows: int) -> None:
    result = loaded(name)
    assert (result.kind, result.questions) == (kind, ())
    assert (result.n_read, len(result.rows), result.n_rejected) == (n_rows, n_rows, 0)
    assert result.rows["row_key"].is_unique
    assert result.rows["source_row"].tolist() == list(range(2, n_rows + 2))


def test_accounts_are_mapped() -> None:
    assert mapped(loaded("accounts")) == {
        "account_id": "account_id",
        "account_name": "account_name",
        "industry": "industry",
        "country": "country",
        "signup_date": "customer_since",
        "referral_source": "lead_source",
        "plan_tier": "plan",
        "seats": "seats",
        "is_trial": "is_trial",
        "churn_flag": "is_churned",
    }


def test_subscriptions_are_mapped_and_the_rest_is_custom() -> None:
    result = loaded("subscriptions")
    found = mapped(result)
    assert found["subscription_id"] == "contract_id"
    assert (found["mrr_amount"], found["arr_amount"]) == ("mrr", "arr")
    assert (found["billing_frequency"], found["auto_renew_flag"]) == (
        "billing_period",
        "auto_renew",
    )
    assert [m.field for m in result.mapping if m.is_custom] == [
        "custom.upgrade_flag",
        "custom.downgrade_flag",
    ]


def test_usage_and_churn_events_are_mapped() -> None:
    usage = mapped(loaded("feature_usage"))
    assert usage["subscription_id"] == "contract_id"
    assert usage["usage_date"] == "occurred_at"
    assert (usage["feature_name"], usage["usage_count"]) == ("feature", "count")
    assert usage["usage_duration_secs"] == "duration_seconds"
    losses = mapped(loaded("churn_events"))
    assert (losses["churn_event_id"], losses["reason_code"]) == ("loss_id", "reason")
    assert (losses["refund_amount_usd"], losses["feedback_text"]) == ("refund", "reason_detail")


def test_days_are_read_day_first_also_where_some_carry_a_time() -> None:
    tickets, source = loaded("supports_ticket").rows, raw("supports_ticket")
    for ours, theirs in (("created_at", "submitted_at"), ("closed_at", "closed_at")):
        wanted = pd.to_datetime(source[theirs], format="mixed", dayfirst=True)
        assert (tickets[ours].fillna(0) == wanted.fillna(0)).all()
    accounts = loaded("accounts").rows
    wanted = pd.to_datetime(raw("accounts")["signup_date"], format="%d-%m-%Y")
    assert (accounts["customer_since"] == wanted).all()


def test_numbers_add_up_to_the_source() -> None:
    contracts, source = loaded("subscriptions").rows, raw("subscriptions")
    assert contracts["arr"].sum() == source["arr_amount"].astype("float64").sum()
    assert contracts["is_churned"].sum() == (source["churn_flag"] == "TRUE").sum()
    tickets, source = loaded("supports_ticket").rows, raw("supports_ticket")
    hours = source["resolution_time_hours"].astype("float64")
    assert (tickets["resolution_minutes"] == hours * 60).all()
    stars = source["satisfaction_score"].astype("float64")
    assert (tickets["satisfaction"].fillna(-1) == (stars / 5).fillna(-1)).all()


def test_usage_ids_that_stand_twice_stay_and_are_told() -> None:
    result = loaded("feature_usage")
    assert int(result.rows["usage_id"].duplicated().sum()) == 21
    assert "repeated_event_id" in codes(result)
