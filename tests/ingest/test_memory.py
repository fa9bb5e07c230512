"""What is remembered of a file, and what is said when its headings change."""

import pytest

from lib.ingest import recognised
from lib.ingest.memory import Drift, changed, drift, signature, source, to_remember
from lib.locale import render
from tests.ingest.files import only


def test_a_signature_does_not_hang_on_order_or_spelling() -> None:
    assert signature(["Account ID", "*客户名称"]) == signature(["客户名称", "account_id"])
    assert signature(["a", "b"]) != signature(["a", "b", "c"])
    assert signature(["a", "a"]) != signature(["a"])


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("accounts_2026-10-31.csv", "accounts"),
        ("Accounts 20261031.xlsx", "accounts"),
        ("accounts (3).csv", "accounts"),
        ("Copy of accounts - final v2.xlsx", "accounts"),
        ("客户导出2026年10月.xlsx", "客户"),
        ("hubspot-crm-exports-all-deals-2026-10-31-1.csv", "hubspot crm exports all deals"),
        ("usage_Oct-2026.csv.gz", "usage"),
        ("usage Q3 2026.csv", "usage"),
        ("2026-10.csv", "2026 10"),
        ("march_madness.csv", "madness"),
        ("marches.csv", "marches"),
        ("folder/tickets_10.csv", "tickets"),
    ],
)
def test_a_source_is_the_name_without_days_and_counters(file: str, name: str) -> None:
    assert source(file) == name


def test_a_source_is_stable_from_month_to_month() -> None:
    assert source("crm_export_2026-09-30_0815.csv") == source("crm_export_2026-10-31_1702.csv")


def test_drift_names_what_is_new_missing_and_renamed() -> None:
    known = ["account_id", "Modified On", "Segment", "MRR"]
    now = ["MRR", "Account ID", "Date Modified", "Zone"]
    found = drift(known, now)
    assert found == Drift(("Zone",), ("Segment",), (("Modified On", "Date Modified"),))
    assert not drift(["A b", "c"], ["C", "a_b"])


def test_a_rename_needs_more_than_a_few_letters_in_common() -> None:
    assert drift(["start"], ["stage"]).renamed == ()
    assert drift(["customer tier"], ["customer tiers"]).renamed == (
        ("customer tier", "customer tiers"),
    )


def test_losing_a_mapped_column_is_a_warning_and_other_changes_are_told() -> None:
    lost = drift(["id", "mrr"], ["id", "zone"])
    (issue,) = changed("accounts", lost, "2026-09-30", {"id", "mrr"})
    assert (issue.severity, issue.column) == ("warning", "mrr")
    text = render(issue.message, "en")
    assert "The headings of 'accounts' have changed since 2026-09-30:" in text
    assert "'mrr' is missing" in text
    assert "'zone' is new" in text
    (issue,) = changed("accounts", drift(["id"], ["id", "zone"]), "2026-09-30", {"id"})
    assert issue.severity == "info"
    assert changed("accounts", drift(["id"], ["id"]), "2026-09-30", {"id"}) == ()


def test_what_is_remembered_reproduces_the_mapping() -> None:
    text = "Firm,Signup,Betrag,junk\nAcme,01/02/2026,5,x\nBeta,03/04/2026,7,y\n"
    sheet = only("a.csv", text)
    answers = {
        "kind": "accounts",
        "dates": "day_first",
        "Firm": "accounts.account_id",
        "Betrag": "accounts.mrr",
        "junk": "skip",
    }
    first = recognised(sheet, None, answers)
    kept = to_remember(sheet, first.mapping, answers)
    assert kept["dates"] == "day_first"
    assert kept["kind"] == "accounts"
    again = recognised(sheet, None, kept)
    assert [m.field for m in again.mapping] == [m.field for m in first.mapping]
    assert [m.also for m in again.mapping] == [m.also for m in first.mapping]
    assert (again.kind, again.questions) == (first.kind, first.questions)
