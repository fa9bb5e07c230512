"""The importer takes the sample whole, and the untidy files but for the rows that are wrong."""

from pathlib import Path

import pandas as pd
import pytest

from lib.ingest import Parsed, Sheet, parsed, recognised, sheets
from tests.sample.answer_key import SAMPLE

DATA = sorted(p for p in SAMPLE.glob("*") if p.suffix in {".csv", ".xlsx"})
UNTIDY = sorted((SAMPLE / "messy").iterdir())


def taken_in(path: Path) -> tuple[Sheet, Parsed]:
    (sheet,) = sheets(path.name, path.read_bytes())
    recognition = recognised(sheet)
    assert recognition.kind == path.stem
    assert recognition.questions == ()
    return sheet, parsed(sheet, recognition)


def untidy(name: str) -> tuple[Sheet, Parsed]:
    return taken_in(SAMPLE / "messy" / name)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_row_of_the_sample_is_taken_in(path: Path) -> None:
    sheet, found = taken_in(path)
    assert found.questions == ()
    assert found.rejects.empty
    assert len(found.rows) == len(sheet.cells) > 0
    assert not [issue for issue in found.issues if issue.severity != "info"]
    custom = {m.column for m in found.mapping if m.field and m.field.startswith("custom.")}
    assert custom == ({"Deployment"} if path.stem == "accounts" else set())


def test_chinese_words_become_the_values_they_mean() -> None:
    people = taken_in(SAMPLE / "contacts.xlsx")[1].rows
    roles = set(people["buying_roles"].dropna().str.split("|").explode())
    assert roles == {"decision_maker", "influencer", "end_user"}
    asked = taken_in(SAMPLE / "tickets.csv")[1].rows
    assert set(asked["priority"]) == {"low", "medium", "high", "urgent"}
    assert asked["satisfaction"].dropna().between(0.2, 1).all()


@pytest.mark.parametrize("path", UNTIDY, ids=lambda path: path.name)
def test_every_untidy_file_is_recognised_without_asking(path: Path) -> None:
    sheet, found = taken_in(path)
    assert found.questions == ()
    assert len(found.rows) >= len(sheet.cells) - 4


def test_untidy_accounts_keep_their_money_and_days(accounts: pd.DataFrame) -> None:
    sheet, found = untidy("accounts.xlsx")
    assert sheet.header_row == 3
    assert sheet.left_out == (16,)  # 合计
    assert found.rejects.empty
    rows = found.rows[found.rows["account_id"].isin(accounts.index)].set_index("account_id")
    assert len(rows) == 12
    assert rows["arr"].tolist() == accounts.loc[rows.index, "ARR"].tolist()
    assert rows["renewal_date"].tolist() == accounts.loc[rows.index, "Renewal date"].tolist()


def test_untidy_contacts_are_the_people_of_the_sample(contacts: pd.DataFrame) -> None:
    sheet, found = untidy("contacts.xlsx")
    assert sheet.header_row == 2
    assert set(found.rows["email"]) <= set(contacts["邮箱"])
    assert found.rows["email"].is_unique


def test_untidy_contracts_keep_their_amounts_and_days(contracts: pd.DataFrame) -> None:
    sheet, found = untidy("contracts.csv")
    known = contracts.set_index("Contract ID").loc[found.rows["contract_id"]]
    assert sheet.delimiter == ";"
    assert found.rows["arr"].tolist() == known["ARR"].tolist()
    assert found.rows["amount"].tolist() == known["Contract value"].tolist()
    assert found.rows["signed_on"].tolist() == known["Signed date"].tolist()


def test_untidy_tickets_keep_their_line_breaks() -> None:
    sheet, found = untidy("tickets.csv")
    assert sheet.encoding == "gb18030"
    assert len(found.rows) == 8
    assert found.rows["description"].str.contains("\n").all()


def test_untidy_activities_are_read_month_first() -> None:
    rows = untidy("activities.csv")[1].rows
    assert set(rows["occurred_at"].dt.month) == {10}
    assert rows["occurred_at"].min() == pd.Timestamp(2026, 10, 8, 9, 15)
    assert set(rows["type"]) == {"call"}
    assert set(rows["outcome"]) == {"held", "no_answer"}


def test_untidy_usage_counts_days_from_1900() -> None:
    rows = untidy("usage.csv")[1].rows
    assert (rows["occurred_at"].min(), rows["occurred_at"].max()) == (
        pd.Timestamp(2026, 10, 12),
        pd.Timestamp(2026, 10, 17),
    )


def test_untidy_losses_lose_the_two_rows_without_a_day() -> None:
    found = untidy("losses.csv")[1]
    assert found.rejects["source_row"].tolist() == [8, 9]


def test_untidy_assessments_lose_the_answer_left_blank() -> None:
    found = untidy("assessments.csv")[1]
    assert 10 in found.rejects["source_row"].tolist()
    assert found.rows["points"].notna().all()


def test_untidy_demands_lose_the_row_that_says_nothing() -> None:
    sheet, found = untidy("demands.csv")
    assert sheet.encoding == "gb18030"
    assert found.rejects["source_row"].tolist() == [8]
    assert set(found.rows["state"]) <= {
        "new", "accepted", "planned", "in_progress", "delivered", "declined",
    }  # fmt: skip
    assert set(found.rows["direction"]) <= {"wants", "opposes"}


def test_untidy_interviews_keep_their_days_and_questions() -> None:
    sheet, found = untidy("interviews.xlsx")
    assert sheet.header_row == 3
    assert len(sheet.left_out) == 1
    assert found.rejects.empty
    assert found.rows["held_on"].notna().all()
    assert set(found.rows["method"].dropna()) <= {"call", "visit", "video"}


def test_untidy_walk_throughs_are_read_day_first() -> None:
    sheet, found = untidy("walkthroughs.csv")
    assert sheet.delimiter == ";"
    assert found.rows["walked_on"].min() == pd.Timestamp(2026, 7, 15)
    assert {"blank", "duplicate", "slow"} <= set(found.rows["finding"])
