"""Parsing: typed rows, rejects with reasons, keys, custom columns, covered days."""

import json
from datetime import date

import pandas as pd
import pytest

from lib.ingest import parsed, recognised
from lib.locale import render
from lib.model import KINDS, Span
from lib.model.frames import DTYPES
from tests.ingest.files import codes, only, reasons, taken

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


def test_ragged_rows_count_as_read_and_rejected() -> None:
    result = taken("a.csv", ACCOUNTS + "A1,Acme,3,2026-01-31,Y\nA2,Beta\nA3,Eta,5,2026-01-31,Y\n")
    assert (result.n_read, len(result.rows), result.n_rejected) == (3, 2, 1)
    assert reasons(result) == [(3, None, "The row has 2 fields, the header has 5.")]


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
