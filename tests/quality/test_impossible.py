"""Values that cannot be, and what usage says against itself and the other files."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from lib.demand.register import register
from lib.locale import render
from lib.model import Coverage, Snapshot, Span, Usage
from lib.model.usage import ANY, empty_cube
from lib.quality.checks import DataFinding, data_findings
from tests.metrics.made import accounts, snapshot

NOTHING = pd.DataFrame()
DAY = "2026-06-30"


def found(at: Snapshot, future: pd.DataFrame | None = None) -> Mapping[str, DataFinding]:
    return {f.code: f for f in data_findings(at, NOTHING, NOTHING, future)}


def said(finding: DataFinding) -> str:
    return render(finding.message, "en")


def with_use(at: Snapshot, days: Mapping[str, pd.DatetimeIndex]) -> Snapshot:
    cube = pd.concat(
        [empty_cube()]
        + [
            pd.DataFrame({"account_id": name, "day": on, "event": ANY, "events": 1.0})
            for name, on in days.items()
        ]
    ).astype(dict(empty_cube().dtypes))
    covered = Coverage((Span(date(2026, 1, 1), date(2026, 6, 30)),))
    return replace(at, usage=Usage(at.day, cube, covered))


def test_a_count_below_zero_is_found_and_a_net_promoter_score_is_not() -> None:
    rows = [{"account_id": "A", "seats": -5}, {"account_id": "B", "seats": 0, "nps": -40}]
    finding = found(snapshot(DAY, accounts=rows))["negative_accounts"]
    assert said(finding).startswith("1 of 2 rows of Accounts (50.0%)")
    assert finding.rows["account_id"].tolist() == ["A"]


def test_an_importance_off_the_scale_is_told_and_counts_as_unknown() -> None:
    rows = [{"statement": f"Wish {n}", "account_id": "A", "importance": n} for n in (0, 3, 7)]
    at = snapshot(
        DAY, accounts=accounts("A"), demands=[*rows, {"statement": "?", "account_id": "A"}]
    )
    finding = found(at)["importance_off_scale"]
    assert said(finding).startswith("The importance of 1 of 3 demands")
    assert finding.rows["statement"].tolist() == ["Wish 7"]
    assert register(at).set_index("statement")["importance"].dropna().to_dict() == {
        "Wish 0": 0,
        "Wish 3": 3,
    }


def test_a_ticket_cannot_be_resolved_before_it_was_asked() -> None:
    at = snapshot(
        DAY,
        accounts=accounts("A"),
        tickets=[
            {"ticket_id": "1", "created_at": "2026-01-02", "resolved_at": "2026-01-01"},
            {"ticket_id": "2", "created_at": "2026-01-02", "resolved_at": "2026-01-02"},
            {"ticket_id": "3", "created_at": "2026-01-02"},
        ],
    )
    finding = found(at)["resolved_before_asked"]
    assert finding.rows["ticket_id"].tolist() == ["1"]
    assert "1 of 2 tickets" in said(finding)


def test_facts_dated_after_their_file_was_taken_are_told() -> None:
    future = pd.DataFrame(
        {"kind": ["tickets"], "account_id": ["A"], "day": [pd.Timestamp("2099-01-01")],
         "known_on": [pd.Timestamp(DAY)], "batch_id": [1], "source_row": [2]}
    )  # fmt: skip
    assert "1 row is dated after" in said(found(snapshot(DAY), future)["dated_in_the_future"])
    assert "dated_in_the_future" not in found(snapshot(DAY))


def test_one_mail_at_two_accounts_is_told_and_twice_at_one_is_not() -> None:
    contacts = [
        {"account_id": "A", "email": "Li@x.example"},
        {"account_id": "B", "email": "li@x.example "},
        {"account_id": "A", "email": "wu@x.example"},
        {"account_id": "A", "email": "wu@x.example"},
        {"account_id": "B"},
    ]
    finding = found(snapshot(DAY, accounts=accounts("A", "B"), contacts=contacts))
    assert len(finding["same_mail_two_accounts"].rows) == 2


def test_use_long_after_leaving_is_a_contradiction_and_use_of_the_last_weeks_is_not() -> None:
    losses = [
        {"account_id": "A", "churn_date": "2026-03-01"},
        {"account_id": "B", "churn_date": "2026-06-15"},
    ]
    at = snapshot(DAY, accounts=accounts("A", "B", "C"), losses=losses)
    every_day = pd.date_range("2026-01-01", DAY, freq="D")
    finding = found(with_use(at, dict.fromkeys("ABC", every_day)))["used_after_leaving"]
    assert finding.rows["account_id"].tolist() == ["A"]
    assert "1 of 2 accounts that left" in said(finding)


def test_days_without_any_use_are_gaps_and_weekends_off_are_not() -> None:
    workdays = pd.date_range("2026-01-01", DAY, freq="B")
    whole = with_use(snapshot(DAY, accounts=accounts("A")), {"A": workdays})
    assert "days_without_use" not in found(whole)
    holes = workdays.drop(pd.to_datetime(["2026-03-02", "2026-03-03", "2026-05-05"]))
    finding = found(with_use(snapshot(DAY, accounts=accounts("A")), {"A": holes}))
    rows = finding["days_without_use"].rows
    assert rows["from"].dt.strftime("%m-%d").tolist() == ["03-02", "05-05"]
    assert rows["to"].dt.strftime("%m-%d").tolist() == ["03-03", "05-05"]
