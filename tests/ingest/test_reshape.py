"""Shapes that people export: periods and tags in columns, histories, kinds side by side."""

import datetime as dt

import pytest

from lib.ingest import Answers, Parsed, Sheet, parsed, recognitions, sheets
from lib.locale import render
from tests.ingest.files import shared, workbook


def read(file: str, content: str | bytes, **answers: str) -> tuple[Sheet, ...]:
    found = content.encode() if isinstance(content, str) else content
    return sheets(file, found, Answers(answers))


def one(content: str | bytes, file: str = "export.csv", **answers: str) -> Sheet:
    (sheet,) = read(file, content, **answers)
    return sheet


def understood(content: str | bytes, file: str = "export.csv", **answers: str) -> Parsed:
    sheet = one(content, file, **answers)
    (recognition,) = recognitions([sheet], None, Answers(answers))
    return parsed(sheet, recognition, answers)


def said(sheet: Sheet) -> set[str]:
    return {issue.code for issue in sheet.issues}


def records(sheet: Sheet) -> list[tuple[str, ...]]:
    return list(sheet.cells.itertuples(index=False, name=None))


# Usage with one column a period


WIDE = "account_id,{},{},{},Total\nA1,10,0,,10\nA2,5,6,7,18\n"
MONTHS = [
    ("2026-01", "2026-02", "2026-03"),
    ("Jan 2026", "Feb 2026", "Mar 2026"),
    ("January 2026", "February 2026", "March 2026"),
    ("Jan-26", "Feb-26", "Mar-26"),
    ("2026年1月", "2026年2月", "2026年3月"),
    ("202601", "202602", "202603"),
    ("2026/01/01", "2026/02/01", "2026/03/01"),
    ("01/2026", "02/2026", "03/2026"),
    ("Logins 2026-01", "Logins 2026-02", "Logins 2026-03"),
]


@pytest.mark.parametrize("headings", MONTHS, ids=lambda headings: headings[0])
def test_a_column_a_month_becomes_a_row_a_month(headings: tuple[str, str, str]) -> None:
    sheet = one(WIDE.format(*headings))
    assert sheet.cells[["account_id", "month", "count"]].to_numpy().tolist() == [
        ["A1", "2026-01", "10"],
        ["A1", "2026-02", "0"],
        ["A2", "2026-01", "5"],
        ["A2", "2026-02", "6"],
        ["A2", "2026-03", "7"],
    ]
    assert sheet.row_numbers.tolist() == [2, 2, 3, 3, 3]
    assert "wide_periods" in said(sheet)


def test_the_long_rows_are_usage_of_whole_months() -> None:
    found = understood(WIDE.format("2026-01", "2026-02", "2026-03"))
    assert (found.kind, found.rows["count"].tolist()) == ("usage", [10, 0, 5, 6, 7])
    assert [(str(s.first), str(s.last)) for s in found.spans] == [("2026-01-01", "2026-03-31")]


def test_months_without_a_year_take_it_from_the_title_or_are_left_alone() -> None:
    table = "客户编号,1月,2月\n001,10,3\n"
    assert one(f"2026年产品使用统计,,\n{table}").cells["month"].tolist() == ["2026-01", "2026-02"]
    assert one(f"导出时间 2026-10-31,,\n{table}").columns == ("客户编号", "1月", "2月")


@pytest.mark.parametrize(
    "headings",
    [("W12 2026", "W13 2026"), ("2026-W12", "2026-W13"), ("2026年第12周", "2026年第13周")],
)
def test_a_column_a_week_becomes_a_row_a_week(headings: tuple[str, str]) -> None:
    found = understood("account_id,{},{}\nA1,1,2\n".format(*headings))
    assert found.rows["period"].dt.strftime("%Y-%m-%d").tolist() == ["2026-03-16", "2026-03-23"]
    assert [(str(s.first), str(s.last)) for s in found.spans] == [("2026-03-16", "2026-03-29")]


def test_a_column_a_day_becomes_a_row_a_day() -> None:
    found = understood("account_id,2026/01/05,2026/01/06,2026/01/07\nA1,1,,3\n")
    assert found.rows["occurred_at"].dt.day.tolist() == [5, 7]
    assert [(str(s.first), str(s.last)) for s in found.spans] == [("2026-01-05", "2026-01-07")]


def test_headings_that_fit_both_orders_are_asked_about() -> None:
    table = "account_id,05/01/2026,06/01/2026,07/01/2026\nA1,1,2,3\n"
    found = understood(table)
    assert ([q.code for q in found.questions], len(found.rows)) == (["dates"], 0)
    assert understood(table, dates="day_first").rows["occurred_at"].dt.day.tolist() == [5, 6, 7]
    assert understood(table, dates="month_first").rows["period"].dt.month.tolist() == [5, 6, 7]
    clear = "account_id,12/01/2026,13/01/2026,14/01/2026\nA1,1,2,3\n"
    assert understood(clear).rows["occurred_at"].dt.day.tolist() == [12, 13, 14]


def test_a_column_that_says_what_is_counted_stays_beside_the_count() -> None:
    sheet = one("Account Name,Metric,2026-01,2026-02\nAcme,Logins,1,2\nAcme,Exports,,4\n")
    assert records(sheet) == [
        ("Acme", "Logins", "2026-01", "1"),
        ("Acme", "Logins", "2026-02", "2"),
        ("Acme", "Exports", "2026-02", "4"),
    ]


def test_periods_over_measures_become_rows_of_both() -> None:
    sheet = one("account_id,2026-01,,2026-02,\n,Logins,Exports,Logins,Exports\nA1,1,2,3,4\n")
    assert sheet.columns == ("account_id", "event", "month", "count")
    assert [row[1:] for row in records(sheet)] == [
        ("Logins", "2026-01", "1"),
        ("Exports", "2026-01", "2"),
        ("Logins", "2026-02", "3"),
        ("Exports", "2026-02", "4"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "account_id,MRR 2026-01,MRR 2026-02\nA1,100,200\n",  # money, not usage
        "account_id,2026-01,2026-02\nA1,yes,no\n",  # no counts
        "region,2026-01,2026-02\nEast,1,2\n",  # nobody's counts
        "account_id,account_name,2026-01\nA1,Acme,1\n",  # a single period
        "account_id,metric,Logins 2026-01,Exports 2026-01\nA1,x,1,2\n",  # counted twice over
    ],
)
def test_other_columns_named_as_periods_stay_columns(table: str) -> None:
    assert "wide_periods" not in said(one(table))


def test_an_answer_about_a_period_column_leaves_the_table_wide() -> None:
    table = WIDE.format("2026-01", "2026-02", "2026-03")
    assert "2026-01" in one(table, **{"2026-01": "custom"}).columns


def test_a_workbook_with_days_as_headings_is_read_the_same() -> None:
    rows = [("account_id", dt.date(2026, 1, 1), dt.date(2026, 2, 1)), ("A1", 3, 0)]
    sheet = one(workbook({"Usage": rows}), "usage.xlsx")
    assert records(sheet) == [("A1", "2026-01", "3"), ("A1", "2026-02", "0")]


# Tags


def test_one_row_a_tag_becomes_one_row_an_account() -> None:
    found = understood("account_id,tag\nA1,VIP\nA2,Beta\nA1,Beta\nA1,VIP\n", "tags.csv")
    assert found.kind == "accounts"
    assert found.rows["account_id"].tolist() == ["A1", "A2"]
    assert [set(tags.split("|")) for tags in found.rows["tags"]] == [{"VIP", "Beta"}, {"Beta"}]
    assert found.rows["source_row"].tolist() == [2, 3]
    assert found.carried == {"account_id", "tags"}


def test_a_tag_of_nobody_is_rejected_with_its_row() -> None:
    found = understood("account_id,tag\nA1,VIP\nA1,Beta\n,Beta\n", "tags.csv")
    assert (len(found.rows), found.rejects["source_row"].tolist()) == (1, [4])


def test_several_columns_of_tags_become_one() -> None:
    sheet = one("account_id,name,Tag 1,Tag 2,Tag 3\nA1,Acme,VIP,,Beta\nA2,Beta,VIP,VIP,\n")
    assert records(sheet) == [("A1", "Acme", "VIP|Beta"), ("A2", "Beta", "VIP")]


def test_a_column_of_yes_and_no_for_each_tag_becomes_one() -> None:
    sheet = one("客户编号,客户名称,标签：重点,标签：试点\nA1,甲公司,是,否\nA2,乙公司,是,是\n")
    assert records(sheet) == [("A1", "甲公司", "重点"), ("A2", "乙公司", "重点|试点")]


def test_tags_of_tickets_are_not_gathered_by_account() -> None:
    sheet = one("ticket_id,account_id,tags,created_at\nT1,A1,a,2026-01-01\nT2,A1,b,2026-01-02\n")
    assert len(sheet.cells) == 2


# Property history


HISTORY = """company_id,name,value,timestamp
2,name,Beta,2026-01-05 10:00:00
1,name,Acme,2026-01-01 10:00:00
1,industry,Steel,2026-03-01 10:00:00
1,industry,Software,2026-01-01 10:00:00
1,city,,2026-02-01 10:00:00
1,city,Bonn,2026-01-01 10:00:00
"""


def test_a_history_becomes_a_row_an_object_with_the_newest_values() -> None:
    found = understood(HISTORY, "company_property_history_data.csv")
    assert found.kind == "accounts"
    rows = found.rows.set_index("account_id")
    assert (rows.at["1", "account_name"], rows.at["1", "industry"]) == ("Acme", "Steel")
    assert rows["city"].isna().all()
    assert found.rows.sort_values("account_id")["source_row"].tolist() == [4, 2]


def test_the_histories_of_a_warehouse_are_made_rows() -> None:
    folder = shared("formats") / "hubspot_fivetran_seeds"
    for file in sorted(folder.glob("*_property_history_data.csv")):
        sheet = one(file.read_bytes(), file.name)
        assert "property_history" in said(sheet)
        assert sheet.cells.iloc[:, 0].is_unique


def test_a_table_with_name_and_value_is_no_history() -> None:
    assert len(one("id,name,value,date\n1,Big,5,2026-01-01\n1,Small,6,2026-01-02\n").cells) == 2


# Several kinds side by side


CRM = """Account ID,Account Name,Industry,Website,Contact Name,Contact Email,Opportunity Name,Amount
A1,Acme,Software,acme.com,Ann,ann@acme.com,Big,100
A1,Acme,Software,acme.com,Bob,bob@acme.com,Big,100
A2,Beta,Steel,beta.com,Cy,cy@beta.com,Small,10
A3,Gam,Steel,gam.com,,,,
"""


def test_kinds_side_by_side_become_a_sheet_each() -> None:
    found = {sheet.sheet: sheet for sheet in read("crm.csv", CRM)}
    assert {name: len(sheet.cells) for name, sheet in found.items()} == {
        "accounts": 3,
        "contacts": 3,
        "contracts": 2,
    }
    assert found["contacts"].row_numbers.tolist() == [2, 3, 4]
    assert found["contracts"].row_numbers.tolist() == [2, 4]
    assert [r.kind for r in recognitions(list(found.values()))] == list(found)
    assert set(found["contacts"].columns) == {
        "Account ID",
        "Account Name",
        "Contact Name",
        "Contact Email",
    }


def test_what_the_user_says_of_a_column_places_it() -> None:
    found = {sheet.sheet: sheet.columns for sheet in read("crm.csv", CRM, Amount="accounts.arr")}
    assert list(found) == ["accounts", "contacts"]
    assert "Amount" in found["accounts"]
    assert len(read("crm.csv", CRM, Amount="usage.count")) == 1
    assert len(read("crm.csv", CRM, kind="accounts")) == 1


def test_the_parts_of_a_worksheet_are_named_after_it() -> None:
    rows = [line.split(",") for line in CRM.splitlines()]
    names = [sheet.sheet for sheet in read("crm.xlsx", workbook({"Export": rows}))]
    assert names == ["Export → accounts", "Export → contacts", "Export → contracts"]


DEALS = """Opportunity Name,Account Name,Amount,Stage,Contact Name
Big,Acme,1,Won,Ann
Small,Acme,2,Won,Bo
"""
TERMS = """Account ID,Account Name,ARR,Contract Start,Contract End
A1,Acme,1,2026-01-01,2026-12-31
A2,Beta,2,2026-01-01,2026-12-31
"""
PEOPLE = """Contact ID,Contact Name,Email,Account ID,Account Name
C1,Ann,a@x.com,A1,Acme
C2,Bo,b@x.com,A1,Acme
"""
TICKETS = """ticket_id,Account ID,Account Name,Contact Name,Contact Email,subject
T1,A1,Acme,Ann,a@x.com,Help
T2,A1,Acme,Ann,a@x.com,Again
"""
TWO_INDUSTRIES = CRM.replace("Software,acme.com,Bob", "Steel,acme.com,Bob")


NAME_ONLY = CRM + ",Delta,,,,,,\n"  # a row that would stand in no part


@pytest.mark.parametrize("table", [DEALS, TERMS, PEOPLE, TICKETS, TWO_INDUSTRIES, NAME_ONLY])
def test_a_table_of_one_kind_or_in_doubt_is_never_split(table: str) -> None:
    assert len(read("export.csv", table)) == 1


def test_what_was_done_is_said_in_a_sentence() -> None:
    for sheet in (one(HISTORY, "company_property_history.csv"), *read("crm.csv", CRM)):
        done = [i for i in sheet.issues if i.code in {"property_history", "kinds_side_by_side"}]
        assert len(done) == 1
        assert render(done[0].message, "en").endswith(".")


# Quarters, and tables the other way round


@pytest.mark.parametrize(
    "headings",
    [("2025Q1", "2025Q2"), ("Q1 2025", "Q2 2025"), ("2025-Q1", "2025-Q2"), ("Q1'25", "Q2'25"),
     ("2025年第一季度", "2025年第二季度"), ("2025年1季度", "2025年2季度"),
     ("Logins Q1 2025", "Logins Q2 2025")],
)  # fmt: skip
def test_a_column_a_quarter_becomes_a_row_a_quarter(headings: tuple[str, str]) -> None:
    found = understood("account_id,{},{}\nA1,30,\nA2,4,5\n".format(*headings))
    assert found.kind == "usage"
    assert found.rows["count"].tolist() == [30, 4, 5]
    days = found.rows["period"].dt.strftime("%Y-%m-%d").tolist()
    assert days == ["2025-01-01", "2025-01-01", "2025-04-01"]
    assert [(str(s.first), str(s.last)) for s in found.spans] == [("2025-01-01", "2025-06-30")]


def test_quarters_without_a_year_take_it_from_the_title() -> None:
    table = "客户编号,第一季度,Q2\n001,10,3\n"
    found = one(f"2026年产品使用统计,,\n{table}").cells["period"].tolist()
    assert found == ["2026Q1", "2026Q2"]
    assert one(table).columns == ("客户编号", "第一季度", "Q2")


ACROSS = "{},{},{},Total\n2026-01,10,,10\n2026-02,5,6,11\nTotal,15,6,21\n"


@pytest.mark.parametrize(
    ("corner", "first", "second", "field"),
    [("Customer", "Acme", "Globex", "account_name"),
     ("Month / Account", "Acme", "Globex", "account_name"),
     ("月份", "北京示例科技有限公司", "上海样品股份有限公司", "account_name"),
     ("Month", "Acme Inc.", "Globex GmbH", "account_name"),
     ("Month", "A-0001", "A-0002", "account_id")],
)  # fmt: skip
def test_a_column_a_customer_becomes_a_row_for_each_period(
    corner: str, first: str, second: str, field: str
) -> None:
    sheet = one(ACROSS.format(corner, first, second))
    assert sheet.columns == (field, "month", "count")
    assert records(sheet) == [
        (first, "2026-01", "10"), (first, "2026-02", "5"), (second, "2026-02", "6"),
    ]  # fmt: skip
    assert sheet.row_numbers.tolist() == [2, 3, 3]
    assert "customers_across" in said(sheet)
    found = understood(ACROSS.format(corner, first, second))
    assert (found.kind, found.n_rejected, found.rows["count"].sum()) == ("usage", 0, 21)


def test_quarters_weeks_and_days_may_stand_down_the_side() -> None:
    for periods, last in (
        (("2025Q1", "2025Q2"), "2025-06-30"),
        (("2026-W12", "2026-W13"), "2026-03-29"),
        (("2026-03-16", "2026-03-17"), "2026-03-17"),
    ):
        found = understood("Period,A-01,A-02\n{},1,2\n{},3,4\n".format(*periods))
        assert str(found.spans[0].last) == last
        assert found.rows["count"].tolist() == [1, 2, 3, 4]


def test_names_that_may_be_customers_or_events_are_asked_about() -> None:
    table = "Month,Acme,Globex\n2026-01,1,2\n2026-02,3,4\n"
    found = one(table, "usage.csv")
    assert [(q.code, q.options) for q in found.questions] == [("across", ("customers", "counts"))]
    settled = one(table, "usage.csv", across="customers")
    assert (settled.questions, settled.cells["account_name"].nunique()) == ((), 2)
    assert one(table, "usage.csv", across="counts").columns == ("Month", "Acme", "Globex")
    assert one(table, "numbers.csv").columns == ("Month", "Acme", "Globex")


@pytest.mark.parametrize(
    "table",
    [
        "Month,MRR,ARR\n2026-01,1,2\n2026-02,3,4\n",  # money
        "Month,2025,2026\nJan 2026,1,2\nFeb 2026,3,4\n",  # years
        "Month,A-01,A-02\n2026-01,yes,no\n2026-02,no,no\n",  # no counts
        "Month,account_id,user_id\n2026-01,1,2\n2026-02,3,4\n",  # columns that we know
        "Month,A-01,A-02\n2026-01,1,2\n2026-01,3,4\n",  # several rows a period
    ],
)
def test_other_tables_of_periods_stay_as_they_are(table: str) -> None:
    assert "customers_across" not in said(one(table))


def test_three_years_of_days_may_stand_side_by_side() -> None:
    days = [dt.date(2023, 1, 1) + dt.timedelta(n) for n in range(1_096)]
    table = f"account_id,{','.join(map(str, days))}\nA1,{','.join(['1'] * len(days))}\n"
    found = understood(table)
    assert (found.kind, len(found.rows)) == ("usage", 1_096)
    assert [(str(s.first), str(s.last)) for s in found.spans] == [("2023-01-01", "2025-12-31")]
