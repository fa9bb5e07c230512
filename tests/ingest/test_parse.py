"""Parsing: typed rows, rejects with reasons, keys, custom columns, covered days."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.ingest import Answers, Parsed, parsed, recognised, sheets
from lib.locale import render
from lib.model import KINDS, Span
from lib.model.frames import DTYPES
from tests.ingest.files import codes, only, reasons, taken, workbook

ACCOUNTS = "account_id,account_name,seats,customer_since,is_trial\n"


def test_rows_have_the_types_of_their_kind() -> None:
    rows = taken("a.csv", ACCOUNTS + "00123,Acme,3,2026-01-31,Y\n").rows
    types = {c.name: DTYPES[c.type] for c in KINDS["accounts"].columns}
    types |= {"custom": "str", "source_row": "int64", "row_key": "str"}
    assert {name: str(dtype) for name, dtype in rows.dtypes.items()} == types
    (row,) = rows[["account_id", "seats", "is_trial", "source_row", "row_key"]].to_numpy().tolist()
    assert row == ["00123", 3.0, True, 2, "00123"]


def test_a_bad_cell_rejects_its_row_and_the_others_go_in() -> None:
    text = ACCOUNTS + "A1,Acme,3,2026-01-31,Y\nA2,Beta,n/a,2026-02-30,N\nA3,Eta,5,2026-03-01,Y\n"
    result = taken("a.csv", text)
    assert result.rows["account_id"].tolist() == ["A1", "A3"]
    assert reasons(result) == [(3, "seats", "This is not a number.")]
    told = [(i.row, i.column, i.value, i.code) for i in result.issues if i.severity == "error"]
    assert told == [
        (3, "seats", "n/a", "not_a_number"),
        (3, "customer_since", "2026-02-30", "no_such_day"),
    ]
    assert result.n_read == len(result.rows) + result.n_rejected == 3


def test_a_column_that_is_mostly_something_else_stays_custom() -> None:
    sheet = only("a.csv", ACCOUNTS + "A1,Acme,ten,2026-01-31,Y\nA2,Beta,few,2026-02-01,N\n")
    answers = {"seats": "accounts.seats"}
    result = parsed(sheet, recognised(sheet, None, answers), answers)
    assert result.n_rejected == 0
    assert result.mapping[2].field == "custom.seats"
    assert "seats" not in result.carried
    assert "column_not_understood" in codes(result)
    assert json.loads(result.rows["custom"][0]) == {"seats": "ten"}


def test_words_for_nothing_in_a_typed_column_are_blank_and_told() -> None:
    result = taken("a.csv", ACCOUNTS + "A1,NULL,NULL,NULL,NULL\nA2,Beta,5,2026-01-31,N\n")
    assert result.rows.loc[0, "account_name"] == "NULL"
    assert result.rows.loc[0, ["seats", "customer_since", "is_trial"]].isna().all()
    assert [i.code for i in result.issues].count("null_words") == 3


def test_rows_without_id_are_rejected() -> None:
    result = taken("a.csv", ACCOUNTS + ",Acme,3,2026-01-31,Y\nA2,Beta,4,2026-01-31,Y\n")
    assert reasons(result) == [(2, None, "The row has no id, and nothing else that identifies it.")]


def test_rows_without_their_day_are_rejected() -> None:
    text = "account_id,churn_date,reason\nA1,,price\nA2,2026-01-31,price\n"
    assert reasons(taken("losses.csv", text)) == [(2, "churn_date", "The row has no churn_date.")]


def test_rows_that_name_no_customer_are_kept_and_told() -> None:
    text = (
        "opportunity_id,account,deal_stage,close_date\nO1,,Won,2026-01-31\nO2,Acme,Won,2026-01-31\n"
    )
    result = taken("deals.csv", text)
    assert len(result.rows) == 2
    assert "no_customer" in codes(result)


def test_ragged_rows_that_are_set_aside_count_as_read_and_rejected() -> None:
    answers = Answers({"ragged": "set_aside"})
    text = ACCOUNTS + "A1,Acme,3,2026-01-31,Y\nA2,Beta\nA3,Eta,5,2026-01-31,Y\n"
    (sheet,) = sheets("a.csv", text.encode(), answers)
    result = parsed(sheet, recognised(sheet))
    assert (result.n_read, len(result.rows), result.n_rejected) == (3, 2, 1)
    assert result.rejects["source_row"].tolist() == [3]


def test_the_same_key_with_other_content_is_rejected_naming_the_first() -> None:
    text = ACCOUNTS + "A1,Acme,3,2026-01-31,Y\nA1,Acme,3,2026-01-31,Y\n\nA1,Acme,4,2026-01-31,Y\n"
    result = taken("a.csv", text)
    assert (result.n_read, len(result.rows), result.n_repeated, result.n_rejected) == (3, 1, 1, 1)
    assert reasons(result) == [(5, None, "Row 2 has the same key and says something else.")]
    assert "repeated_rows" in codes(result)


def test_a_rejected_row_does_not_hold_its_key() -> None:
    result = taken(
        "a.csv", ACCOUNTS + "A1,Acme,x,2026-01-31,Y\nA1,Acme,4,2026-01-31,Y\nA2,B,1,,Y\n"
    )
    assert result.rows["source_row"].tolist() == [3, 4]


def test_ids_that_differ_only_in_invisible_signs_are_the_same_id() -> None:
    result = taken("a.csv", ACCOUNTS + "a1,Acme,3,2026-01-31,Y\na1\u200b,Other,4,2026-01-31,Y\n")
    assert reasons(result) == [(3, None, "Row 2 has the same key and says something else.")]


def test_keys_fall_back_from_id_to_mail_to_name() -> None:
    text = (
        "contact_id,account_id,company,full_name,email\n"
        "C1,A1,Acme,Li Wei,li@a.cn\n,A1,Acme,Wang Fang,WANG@a.cn\n,A1,Acme,Zhao Min,\n"
    )
    keys = taken("contacts.csv", text).rows["row_key"].tolist()
    assert keys == ["C1", "wang@a.cn", "A1\x1fzhao min"]


def test_a_renamed_customer_keeps_the_keys_of_its_rows() -> None:
    text = "account_id,company,product,start_date,mrr\nA1,{name},Desk,2026-01-31,5\n"
    first = taken("contracts.csv", text.format(name="Acme"))
    renamed = taken("contracts.csv", text.format(name="Acme Inc"))
    assert first.rows["row_key"].tolist() == renamed.rows["row_key"].tolist()


def test_events_stay_as_often_as_they_are_listed() -> None:
    text = "usage_id,account_id,event,timestamp\n" + "U1,A1,login,2026-01-31 10:00\n" * 3
    result = taken("usage.csv", text + "U1,A1,export,2026-01-31 11:00\n")
    assert len(result.rows) == 4
    assert result.rows["row_key"].is_unique
    assert [i.value for i in result.issues if i.code == "repeated_event_id"] == ["U1"]


def test_event_keys_do_not_depend_on_order_of_columns_or_on_custom_columns() -> None:
    one = taken(
        "usage.csv", "account_id,event,timestamp\nA1,login,2026-01-31\nA1,login,2026-02-01\n"
    )
    other = taken(
        "usage.csv",
        "timestamp,browser,event,account_id\n2026-02-01,x,login,A1\n2026-01-31,y,Log in,A1\n",
    )
    assert set(one.rows["row_key"]) == set(other.rows["row_key"])


def test_counts_of_months_are_dated_and_cover_the_month() -> None:
    text = "account_id,month,event,count\nA1,2026-01,login,5\nA1,2026-02,login,6\n"
    result = taken("usage.csv", text)
    assert result.rows["occurred_at"].tolist() == [
        pd.Timestamp("2026-01-01"),
        pd.Timestamp("2026-02-01"),
    ]
    assert result.spans == (Span(date(2026, 1, 1), date(2026, 2, 28)),)
    assert {"period", "occurred_at"} <= result.carried


@pytest.mark.parametrize(
    ("heading", "last"),
    [("week", date(2026, 1, 18)), ("统计月份", date(2026, 1, 31)), ("period", date(2026, 1, 12))],
)
def test_the_heading_says_how_long_a_period_is(heading: str, last: date) -> None:
    text = f"account_id,{heading},event,count\nA1,2026-01-05,login,5\nA1,2026-01-12,login,6\n"
    assert taken("usage.csv", text).spans == (Span(date(2026, 1, 5), last),)


def test_dated_kinds_cover_their_first_to_last_day_and_states_cover_none() -> None:
    text = "ticket_id,account_id,created_at\nT1,A1,2026-01-31 10:00\nT2,A1,2026-03-01\n"
    assert taken("tickets.csv", text).spans == (Span(date(2026, 1, 31), date(2026, 3, 1)),)
    assert taken("a.csv", ACCOUNTS + "A1,Acme,3,2026-01-31,Y\n").spans == ()


def test_other_columns_are_kept_under_their_headings() -> None:
    text = "account_id,account_name,负责区域,Zoo\nA1,Acme,华东,\nA2,Beta,,\n"
    result = taken("a.csv", text)
    assert json.loads(result.rows["custom"][0]) == {"负责区域": "华东"}
    assert pd.isna(result.rows["custom"][1])
    assert "custom" in result.carried


def test_ambiguous_days_are_asked_about_and_nothing_goes_in() -> None:
    text = "ticket_id,account_id,created_at,closed_at\nT1,A1,01/02/2026,03/02/2026\n"
    result = taken("tickets.csv", text)
    (question,) = result.questions
    assert (question.code, question.options) == ("dates", ("day_first", "month_first"))
    assert "created_at, closed_at fit both" in render(question.message, "en")
    assert (len(result.rows), result.n_read, result.n_rejected) == (0, 1, 0)


def test_the_answer_settles_ambiguous_days() -> None:
    text = "ticket_id,account_id,created_at\nT1,A1,01/02/2026\n"
    rows = taken("tickets.csv", text, answers={"dates": "month_first"}).rows
    assert rows["created_at"].tolist() == [pd.Timestamp("2026-01-02")]


def test_another_column_of_the_file_settles_ambiguous_days() -> None:
    text = "ticket_id,account_id,created_at,closed_at\nT1,A1,01/02/2026,28/02/2026\n"
    rows = taken("tickets.csv", text).rows
    assert rows["created_at"].tolist() == [pd.Timestamp("2026-02-01")]


def test_a_columns_own_evidence_is_stronger_than_an_answer() -> None:
    text = "ticket_id,account_id,created_at\nT1,A1,01/02/2026\nT2,A1,28/02/2026\n"
    rows = taken("tickets.csv", text, answers={"dates": "month_first"}).rows
    assert rows["created_at"].tolist() == [pd.Timestamp("2026-02-01"), pd.Timestamp("2026-02-28")]


def test_a_column_of_many_forms_is_asked_about_and_lists_impossible_days() -> None:
    days = (
        "03/04/2025", "13/04/2025", "2025-02-30", "2025-01-01T00:00:00+14:00", "45000",
        "1700000000", "29/02/2023",
    )  # fmt: skip
    text = "ticket_id,account_id,created_at\n" + "".join(
        f"T{n},A1,{day}\n" for n, day in enumerate(days)
    )
    assert [q.code for q in taken("tickets.csv", text).questions] == ["dates"]
    result = taken("tickets.csv", text, answers={"dates": "day_first"})
    assert reasons(result) == [(n, "created_at", "There is no such day.") for n in (4, 8)]
    assert [f"{day}" for day in result.rows["created_at"]] == [
        "2025-04-03 00:00:00",
        "2025-04-13 00:00:00",
        "2024-12-31 10:00:00",
        "2023-03-15 00:00:00",
        "2023-11-14 22:13:20",
    ]


def test_ids_that_a_spreadsheet_rounded_are_warned_of() -> None:
    assert "rounded_ids" in codes(
        taken("a.csv", "account_id,account_name\n1.23457E+11,Acme\nA2,B\n")
    )


def test_a_thousand_bad_cells_are_told_as_two_hundred_and_the_rest_in_one() -> None:
    good = "".join(f"B{n},Acme,1,,\n" for n in range(1500))
    bad = "".join(f"A{n},Acme,x,,\n" for n in range(1000))
    result = taken("a.csv", ACCOUNTS + good + bad)
    assert result.n_rejected == 1000
    errors = [i for i in result.issues if i.severity == "error"]
    assert (len(errors), errors[-1].row) == (201, None)
    assert "800 more rows" in render(errors[-1].message, "en")


def told(result: Parsed, code: str) -> list[str]:
    """Return what was remarked under a code, in English."""
    return [render(issue.message, "en") for issue in result.issues if issue.code == code]


DEALS = "contract_id,account_id,account_name,amount,seats,start_date\n"


def test_numbers_that_may_part_thousands_or_decimals_are_asked_about_once() -> None:
    text = DEALS + "C1,A1,Acme,1.234,1.500,2026-01-31\nC2,A1,Acme,5.678,2.500,2026-01-31\n"
    result = taken("contracts.csv", text)
    (question,) = result.questions
    assert (question.code, question.options) == ("decimal", ("comma", "point"))
    assert "amount, seats may part thousands or decimals (1.234)" in render(question.message, "en")
    assert len(result.rows) == 0
    for mark, amounts in (("comma", [1234.0, 5678.0]), ("point", [1.234, 5.678])):
        rows = taken("contracts.csv", text, answers={"decimal": mark}).rows
        assert rows["amount"].tolist() == amounts


def test_the_decimal_mark_is_not_asked_where_the_file_tells() -> None:
    by_column = taken("contracts.csv", DEALS + "C1,A1,Acme,1.234,5,2026-01-31\n"
                      "C2,A1,Acme,99.5,5,2026-01-31\n")  # fmt: skip
    assert by_column.rows["amount"].tolist() == [1.234, 99.5]
    text = DEALS.replace(",", ";") + "C1;A1;Acme;1.234;99,5;2026-01-31\n"
    assert taken("contracts.csv", text).rows["amount"].tolist() == [1234.0]
    commas = taken("contracts.csv", DEALS + 'C1,A1,Acme,"1,234",5,2026-01-31\n')
    assert commas.rows["amount"].tolist() == [1234.0]
    assert told(commas, "thousands_comma") == [
        "In 'amount' the comma parts thousands, as in 1,234."
    ]


def test_amounts_that_contradict_each_other_are_asked_about_in_every_format() -> None:
    header = DEALS.strip().split(",")
    texts = ("1,234.5", "99,5", "1.234")
    rows = [[f"C{n}", "A1", "Acme", text, 5, "2026-01-31"] for n, text in enumerate(texts)]
    book = workbook({"contracts": [header, *rows]})
    assert [q.code for q in taken("contracts.xlsx", book).questions] == ["decimal"]
    said = taken("contracts.xlsx", book, answers={"decimal": "comma"}).rows
    assert said["amount"].tolist() == [1234.5, 99.5, 1234.0]


def test_ids_behind_a_guard_against_rounding_are_the_same_ids() -> None:
    text = "account_id,account_name\n'00123,Acme\n00123,Acme\n\t456,Beta\n"
    result = taken("accounts.csv", text)
    assert result.rows["account_id"].tolist() == ["'00123", "\t456"]
    assert result.rows["row_key"].tolist() == ["00123", "456"]
    assert result.n_repeated == 1


def test_a_comma_in_a_file_of_semicolons_is_asked_about() -> None:
    text = DEALS.replace(",", ";") + "C1;A1;Acme;1,234;5;2026-01-31\n"
    assert [q.code for q in taken("contracts.csv", text).questions] == ["decimal"]


def test_a_workbook_has_its_own_decimal_mark() -> None:
    header = DEALS.strip().split(",")
    book = workbook({"contracts": [header, ["C1", "A1", "Acme", 1.234, 5, "2026-01-31"]]})
    assert taken("contracts.xlsx", book).rows["amount"].tolist() == [1.234]


def test_currency_signs_fill_the_currency_and_contradictions_are_warned_of() -> None:
    text = DEALS + "C1,A1,Acme,¥1200,5,2026-01-31\nC2,A1,Acme,$99.50,5,2026-01-31\n"
    result = taken("contracts.csv", text)
    assert result.rows["currency"].tolist() == ["CNY", "USD"]
    assert result.rows["amount"].tolist() == [1200.0, 99.5]
    assert "currency" in result.carried
    assert told(result, "currency_sign") == [
        "The currency of 2 rows was taken from the sign beside their amounts (CNY, USD)."
    ]
    said = taken("contracts.csv", "contract_id,account_id,amount,currency,start_date\n"
                 "C1,A1,¥5,USD,2026-01-31\nC2,A1,¥6,,2026-01-31\n")  # fmt: skip
    assert said.rows["currency"].tolist() == ["USD", "CNY"]
    assert told(said, "currency_conflict") == [
        "1 row carries a currency sign that contradicts its currency."
    ]


def test_mixed_currencies_without_a_place_for_them_are_warned_of() -> None:
    text = "account_id,churn_date,reason,refund\nA1,2026-01-31,x,¥1200\nA2,2026-01-31,y,$5\n"
    (remark,) = told(taken("losses.csv", text), "mixed_currencies")
    assert remark == (
        "The amounts of 'refund' carry different currencies (CNY, USD); they were read as bare "
        "numbers."
    )


def test_times_with_zones_become_utc_and_vague_zones_are_told() -> None:
    text = (
        "ticket_id,account_id,created_at\nT1,A1,2026-01-31 10:00 +0800\n"
        "T2,A1,2026-01-31 10:00\nT3,A1,2026-01-31 10:00 CST\n"
    )
    result = taken("tickets.csv", text)
    hours = [2, 10, 10]
    assert result.rows["created_at"].tolist() == [pd.Timestamp(2026, 1, 31, h) for h in hours]
    assert "such as 2026-01-31 10:00 +0800, were turned into UTC" in told(result, "time_zone")[0]
    (vague,) = told(result, "vague_zone")
    assert vague == (
        "The zone in 'created_at' has several meanings (2026-01-31 10:00 CST); those times count "
        "as written."
    )


def test_quarters_and_weeks_cover_their_days() -> None:
    text = "account_id,period,event,count\nA1,{a},login,5\nA1,{b},login,6\n"
    quarters = taken("usage.csv", text.format(a="2026Q1", b="2026Q2"))
    assert quarters.spans == (Span(date(2026, 1, 1), date(2026, 6, 30)),)
    weeks = taken("usage.csv", text.format(a="2026-W02", b="2026-W03"))
    assert weeks.spans == (Span(date(2026, 1, 5), date(2026, 1, 18)),)


def test_excel_errors_count_as_blank_and_are_told_by_name() -> None:
    text = ACCOUNTS + "A1,Acme,#DIV/0!,#N/A,Y\nA2,Beta,#REF!,#N/A,N\n"
    result = taken("a.csv", text)
    assert result.rows["seats"].isna().all()
    assert [i.severity for i in result.issues] == ["info", "warning"]
    assert told(result, "not_available") == ["2 cells hold #N/A and count as blank."]
    assert told(result, "error_cells") == [
        "2 cells hold an Excel error (#DIV/0!, #REF!) and count as blank."
    ]


def test_infinities_are_listed_and_nan_is_warned_of() -> None:
    text = (
        ACCOUNTS
        + "A1,Acme,inf,,Y\nA2,Beta,1E999,,N\nA3,Eta,NaN,,N\nA4,Zeta,4,,N\n"
        + ("A5,Theta,4,,N\n")
    )
    result = taken("a.csv", text)
    assert reasons(result) == [(n, "seats", "This is not a number.") for n in (2, 3)]
    assert told(result, "not_a_number")[0] == "1 cell of 'seats' holds 'NaN' and counts as blank."


@pytest.mark.parametrize(
    ("ids", "rounded"),
    [
        (("1.23457E+17", "A2"), True),
        (("1.2e+05", "A2"), True),
        (("12345678901234500000", "22345678901234500000"), True),
        (("9007199254740992", "9007199254740996", "9007199254741000"), True),
        (("9007199254740993", "9007199254740996", "9007199254741000"), False),
        (("123456789012345678", "A2"), False),
        (("00123456789012345000", "A2"), False),
        (("1e5", "A2"), False),
    ],
)
def test_ids_that_number_cells_have_damaged_are_warned_of(
    ids: tuple[str, ...], *, rounded: bool
) -> None:
    rows = "".join(f"{text},Acme {n}\n" for n, text in enumerate(ids))
    result = taken("a.csv", "account_id,account_name\n" + rows)
    assert result.rows["account_id"].tolist() == list(ids)
    assert bool(told(result, "rounded_ids")) == rounded


def test_look_alike_ids_are_warned_of_with_both_rows_and_all_stay() -> None:
    ids = ("a1", "A1", "\u0430\u0031", "Ａ１", "caf\u00e9", "CAFE\u0301", "b2")
    text = "account_id,account_name\n" + "".join(f"{i},N{n}\n" for n, i in enumerate(ids))
    result = taken("accounts.csv", text)
    found = told(result, "look_alike_ids")
    assert found[0] == "The ids in rows 2 and 3 look alike but differ: a1 and A1."
    assert found[1] == "The ids in rows 2 and 4 look alike but differ: a1 and \u0430[U+0430]1."
    assert found[2].startswith("The ids in rows 6 and 7 look alike but differ: café[U+00E9] and ")
    assert len(found) == 3
    assert reasons(result) == [(5, None, "Row 3 has the same key and says something else.")]


def test_signs_that_nobody_sees_are_kept_and_shown() -> None:
    result = taken("a.csv", "account_id,account_name\nA\u202e1,Ac\u200bme\nA2,👩\u200d👩\n")
    assert result.rows["account_name"].tolist() == ["Ac\u200bme", "👩\u200d👩"]
    assert told(result, "invisible_signs") == [
        "1 cell of 'account_id' holds signs that cannot be seen (A[U+202E]1).",
        "1 cell of 'account_name' holds signs that cannot be seen (Ac[U+200B]me).",
    ]


def test_the_same_key_spelt_with_an_unseen_sign_says_the_same() -> None:
    result = taken("a.csv", ACCOUNTS + "a1,Acme,3,2026-01-31,Y\na1\u200b,Acme,3,2026-01-31,Y\n")
    assert (len(result.rows), result.n_repeated, result.n_rejected) == (1, 1, 0)


def test_line_breaks_inside_cells_are_kept() -> None:
    text = 'account_id,account_name,notes\nA1,"Acme\nEurope","a\r\nb\tc"\n'
    rows = taken("a.csv", text).rows
    assert rows["account_name"].tolist() == ["Acme\nEurope"]
    assert rows["notes"].tolist() == ["a\nb\tc"]


def test_values_that_no_spelling_covers_are_told_as_written() -> None:
    text = (
        "account_id,scheme,criterion,points,assessed_on\n"
        "A1,BANT,vision,3,2026-01-31\nA2,bant,Vision,2,2026-01-31\nA3,bant,budget,2,2026-01-31\n"
    )
    result = taken("assessments.csv", text)
    assert result.unknown_values == {"criterion": {"Vision": 1, "vision": 1}}
    assert result.rows["criterion"].tolist() == ["vision", "Vision", "budget"]
    sheet = only("assessments.csv", text)
    known = parsed(sheet, recognised(sheet), {}, {"criterion": {"vision": "strategy"}})
    assert known.unknown_values == {}
    assert known.rows["criterion"].tolist() == ["vision", "Vision", "budget"]


COUNTS = "account_id,period,event,count\n"


def test_another_count_of_the_same_period_is_the_same_row() -> None:
    text = COUNTS + "A1,2026-01,login,{n}\nA1,2026-02,login,6\nA1,2026-01,export,5\n"
    first, second = (taken("usage.csv", text.format(n=n)).rows for n in (5, 7))
    assert first["row_key"].tolist() == second["row_key"].tolist()
    assert first["row_key"].is_unique


def test_counts_of_a_period_that_agree_in_their_key_all_stay() -> None:
    lines = ["A1,2026-01,login,5\n", "A1,2026-01,login,7\n", "A1,2026-01,login,5\n"]
    one = taken("usage.csv", COUNTS + "".join(lines)).rows
    other = taken("usage.csv", COUNTS + "".join(reversed(lines))).rows
    assert one["row_key"].is_unique
    key = dict(zip(one["row_key"], one["count"], strict=True))
    assert key == dict(zip(other["row_key"], other["count"], strict=True))


def test_the_id_of_an_event_is_its_key() -> None:
    text = "usage_id,account_id,event,timestamp\nU1,A1,{event},2026-01-31 10:00\n"
    keys = [taken("usage.csv", text.format(event=e)).rows["row_key"][0] for e in ("login", "x")]
    assert keys == ["U1", "U1"]


def test_left_out_rows_are_counted_apart() -> None:
    sheet = replace(only("a.csv", ACCOUNTS + "A1,Acme,3,2026-01-31,Y\n"), left_out=(3, 4))
    result = parsed(sheet, recognised(sheet))
    assert (result.n_read, result.n_left_out, len(result.rows)) == (1, 2, 1)
