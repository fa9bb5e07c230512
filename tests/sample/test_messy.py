"""The untidy files are about accounts of the sample and untidy in the way they claim."""

import re
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from tests.sample.answer_key import SAMPLE

MESSY = SAMPLE / "messy"


def text(name: str, encoding: str = "utf-8") -> str:
    return (MESSY / name).read_text(encoding=encoding)


def cells(name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(MESSY / name).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("contracts.csv", "utf-8-sig"),
        ("tickets.csv", "gb18030"),
        ("usage.csv", "utf-8"),
        ("losses.csv", "utf-8"),
        ("assessments.csv", "utf-8"),
    ],
)
def test_the_ids_in_it_exist(name: str, encoding: str, accounts: pd.DataFrame) -> None:
    ids = set(re.findall(r"\bA\d{4}\b", text(name, encoding)))
    assert ids
    assert ids <= set(accounts.index)


@pytest.mark.parametrize("name", ["accounts.xlsx", "contacts.xlsx", "interviews.xlsx"])
def test_workbooks_have_a_title_above_the_header(name: str) -> None:
    title = cells(name)[0]
    assert title[0]
    assert not any(title[1:])


def test_accounts_end_with_a_total_and_write_money_and_days_in_words(
    accounts: pd.DataFrame,
) -> None:
    rows = cells("accounts.xlsx")
    header, body, total = rows[2], rows[3:-1], rows[-1]
    assert header[0] == "客户编号"
    assert total[0] == "合计"
    money = [row[header.index("年度经常性收入")] for row in body]
    assert any(value.endswith("万") for value in money)
    assert any(value.startswith("¥") for value in money)
    assert all(re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", row[-1]) for row in body)
    stated = [
        float(value[:-1]) * 10_000 if value.endswith("万") else float(re.sub("[¥,]", "", value))
        for value in money
    ]
    assert stated == pytest.approx(accounts.loc[[row[0] for row in body], "ARR"].tolist())


def test_contacts_name_companies_with_blanks_around_and_one_person_twice(
    accounts: pd.DataFrame,
) -> None:
    rows = cells("contacts.xlsx")
    people = [tuple(row) for row in rows[2:]]
    assert len(set(people)) == len(people) - 1
    assert any("、" in row[4] for row in people)
    companies = [row[1] for row in people]
    assert all(name != name.strip() for name in companies)
    assert {name.strip() for name in companies} <= set(accounts["Account name"])


def test_contracts_write_numbers_and_days_the_continental_way(contracts: pd.DataFrame) -> None:
    assert (MESSY / "contracts.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(MESSY / "contracts.csv", sep=";", dtype=str, encoding="utf-8-sig")
    known = contracts.set_index("Contract ID").loc[frame["Contract ID"]]
    assert frame["ARR"].str.fullmatch(r"[\d.]+,00").all()
    arr = frame["ARR"].str.removesuffix(",00").str.replace(".", "", regex=False)
    assert arr.astype(int).tolist() == known["ARR"].tolist()
    assert frame["End date"].str.fullmatch(r"\d{2}\.\d{2}\.\d{4}").all()
    assert (
        pd.to_datetime(frame["End date"], format="%d.%m.%Y").tolist() == known["End date"].tolist()
    )


def test_tickets_hold_line_breaks_and_quotes_inside_cells() -> None:
    frame = pd.read_csv(MESSY / "tickets.csv", encoding="gb18030")
    assert frame["问题描述"].str.contains('\n"').all()
    assert len(frame) < text("tickets.csv", "gb18030").count("\n") - 1


def test_activities_put_the_month_first() -> None:
    frame = pd.read_csv(MESSY / "activities.csv")
    days = frame["Date"].str.split("/")
    assert (days.str[0] == "10").all()
    assert (days.str[1].astype(int) > 12).any()
    assert (days.str[1].astype(int) <= 12).any()


def test_usage_counts_days_as_excel_does() -> None:
    frame = pd.read_csv(MESSY / "usage.csv")
    days = pd.Timestamp("1899-12-30") + pd.to_timedelta(frame["Usage date"], unit="D")
    assert days.between("2026-10-01", "2026-10-31").all()


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("contracts.csv", ("47.200,00", "23.09.2025")),
        ("activities.csv", ("10/08/2026 09:15 AM", "Phone call", "Connected")),
        ("usage.csv", ("46307",)),
        ("assessments.csv", ("vision",)),
        ("walkthroughs.csv", ("15.07.2026", "twice", "nobody", "超时")),
    ],
)
def test_the_readme_quotes_what_is_in_the_file(name: str, quoted: tuple[str, ...]) -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for words in quoted:
        assert f"`{words}`" in readme
        assert words in text(name)


def test_demands_name_companies_and_use_the_words_of_a_chinese_list(
    accounts: pd.DataFrame,
) -> None:
    frame = pd.read_csv(MESSY / "demands.csv", encoding="gb18030")
    assert set(frame["客户名称"]) <= set(accounts["Account name"])
    assert frame["需求描述"].isna().sum() == 1
    assert (frame["重要性"] > 3).sum() == 1
    assert {"已排期", "待评估"} <= set(frame["处理状态"])
    assert frame["提出日期"].str.fullmatch(r"2026/\d{1,2}/\d{1,2}").all()


def test_interviews_have_days_in_words_letters_for_consent_and_a_last_line() -> None:
    rows = cells("interviews.xlsx")
    header, body, last = rows[2], rows[3:-1], rows[-1]
    assert last[0].startswith("合计")
    days = [row[header.index("访谈日期")] for row in body]
    assert all(re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", day) for day in days)
    assert {row[header.index("同意引用")] for row in body} <= {"Y", "N", ""}


def test_losses_hold_two_bad_rows(losses: pd.DataFrame) -> None:
    frame = pd.read_csv(MESSY / "losses.csv")
    readable = pd.to_datetime(frame["Churn date"], format="%Y-%m-%d", errors="coerce")
    assert readable.isna().sum() == 2
    assert set(frame.loc[readable.notna(), "Loss ID"]) <= set(losses["Loss ID"])


def test_assessments_hold_a_criterion_an_answer_and_a_gap_that_do_not_count() -> None:
    frame = pd.read_csv(MESSY / "assessments.csv")
    assert (frame["Criterion"] == "vision").sum() == 1
    assert (frame["Points"] > 4).sum() == 1
    assert frame["Points"].isna().sum() == 1
