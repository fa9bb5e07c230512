"""The book, and the views of a segment."""

from math import isnan

import pandas as pd
import pytest
from hypothesis import given

from lib.errors import DeskError
from lib.segments.book import book
from lib.segments.extra import is_extra
from lib.segments.rules import FIELDS, members, parsed_rule
from lib.segments.views import NO_SIGNAL, breakdown, totals
from tests.metrics.made import Row, accounts, contract, ravenstack, row_of, snapshot
from tests.segments.small_book import BOOKS, book_of

DAY = "2026-06-30"
KEYS = ("bulk_export", "login_decline")


def readings(**grades: tuple[str, str]) -> pd.DataFrame:
    """Return readings of two signals for each account."""
    rows = [
        {"account_id": account, "signal": key, "grade": grade}
        for account, pair in grades.items()
        for key, grade in zip(KEYS, pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["account_id", "signal", "grade"]).astype("str")


def test_the_book_has_every_field_of_every_account() -> None:
    made = snapshot(
        DAY,
        accounts=[
            {"account_id": "B", "custom": '{"Health": "good", "等级": "1"}'},
            {
                "account_id": "A",
                "account_name": "Alpha",
                "tags": "x|y",
                "custom": '{"Health": "bad"}',
            },
        ],
        contracts=[contract("A", 10, "2026-01-01", end_date="2026-07-10")],
    )
    found = book(made, readings(A=("watch", "alert"), B=("none", "unknown")))
    assert found.index.tolist() == ["A", "B"]
    assert found.index.name == "account_id"
    first = row_of(found, "A")
    assert first[["arr", "is_customer", "renewal_days"]].tolist() == [10, True, 10]
    assert first[["n_alerts", "n_watch", "n_unknown", "worst"]].tolist() == [1, 1, 0, "alert"]
    assert first["signals"] == "bulk_export|login_decline"
    second = row_of(found, "B")
    assert second[["worst", "signals", "signals_unknown"]].tolist() == ["none", "", "login_decline"]
    assert found["custom.Health"].tolist() == ["bad", "good"]
    assert pd.isna(first["custom.等级"])
    asked = {f.column for f in FIELDS.values() if not is_extra(f.column)}
    assert asked - {"account_id", "segment"} <= set(found.columns)


@pytest.mark.parametrize(
    ("grades", "worst"),
    [
        (("alert", "watch"), "alert"),
        (("watch", "unknown"), "watch"),
        (("none", "unknown"), "none"),
        (("unknown", "unknown"), "unknown"),
    ],
)
def test_the_worst_grade_known_counts(grades: tuple[str, str], worst: str) -> None:
    found = book(snapshot(DAY, accounts=accounts("A")), readings(A=grades))
    assert found["worst"].tolist() == [worst]


def test_an_account_without_readings_is_unknown_not_well() -> None:
    found = book(snapshot(DAY, accounts=accounts("A", "B")), readings(A=("none", "none")))
    assert row_of(found, "B")[["n_unknown", "worst"]].tolist() == [2, "unknown"]
    bare = book(snapshot(DAY, accounts=accounts("A")), readings())
    assert bare["worst"].tolist() == ["unknown"]


def test_an_empty_book_has_its_columns() -> None:
    empty = book(snapshot(DAY), readings())
    assert empty.empty
    assert members(parsed_rule("tag = x and arr > 1"), empty).empty
    assert totals(empty, empty.index).n_accounts == 0
    assert breakdown(empty, empty.index, "tag").empty


def test_ravenstack_becomes_a_book() -> None:
    made = ravenstack()
    found = book(made, readings())
    whole = totals(found, members(parsed_rule("all"), found))
    assert (whole.n_accounts, whole.arr, whole.share_of_book) == (500, 123_114_108, 1)
    parts = breakdown(found, found.index, "industry")
    assert parts["arr"].sum() == whole.arr
    assert parts["n_accounts"].sum() == 500


def rows() -> list[Row]:
    return [
        {"arr": 60, "tags": "x|y", "maturity_level": "high", "n_alerts": 2},
        {"arr": 30, "tags": "x", "maturity_level": "low"},
        {"arr": None, "maturity_level": "low"},
        {"arr": 10, "maturity_level": None},
        {"arr": 500, "is_customer": False, "tags": "x"},
    ]


def test_an_account_with_two_tags_counts_in_both_rows_but_once_in_the_totals() -> None:
    made = book_of(*rows())
    inside = pd.Index(["a", "b", "c"])
    parts = breakdown(made, inside, "tag")
    assert parts["value"].tolist()[:2] == ["x", "y"]
    assert pd.isna(parts["value"][2])
    assert parts["n_accounts"].tolist() == [2, 1, 1]
    assert parts["arr"].tolist()[:2] == [90, 60]
    assert pd.isna(parts["arr"][2])  # nothing of it is known
    assert parts["share_of_book"].tolist()[:2] == [0.9, 0.6]
    assert parts["n_alerts"].tolist() == [1, 1, 0]
    assert parts["n_arr_unknown"].tolist() == [0, 0, 1]
    whole = totals(made, inside)
    assert (whole.n_accounts, whole.arr, whole.share_of_book, whole.n_arr_unknown) == (
        3,
        90,
        0.9,
        1,
    )


def test_levels_come_in_their_order_and_unknown_last() -> None:
    made = book_of(*rows())
    parts = breakdown(made, made.index, "maturity_level")
    assert parts["value"].fillna("?").tolist() == ["low", "high", "?"]


def test_other_values_come_by_arr() -> None:
    made = book_of({"industry": "a", "arr": 1}, {"industry": "b", "arr": 2}, {"industry": "c"})
    assert breakdown(made, made.index, "industry")["value"].tolist() == ["b", "a", "c"]


def test_no_signal_is_not_an_unknown_signal() -> None:
    made = book_of({"signals": "api_burst"}, {}, {"worst": "unknown"})
    parts = breakdown(made, made.index, "signal")
    assert parts["value"].fillna("?").tolist() == ["api_burst", NO_SIGNAL, "?"]


def test_flags_and_columns_of_the_source_can_be_grouped() -> None:
    made = book_of({"is_trial": True, "custom.score": "3"}, {"is_trial": False}, {})
    assert breakdown(made, made.index, "is_trial")["n_accounts"].tolist() == [1, 1, 1]
    assert breakdown(made, made.index, "custom.score")["n_accounts"].tolist() == [1, 2]
    assert breakdown(made, made.index, "custom.gone")["n_accounts"].tolist() == [3]


@pytest.mark.parametrize("field", ["arr", "renewal_on", "owner", "account_name"])
def test_no_view_ranks_people_or_splits_by_number(field: str) -> None:
    with pytest.raises(DeskError):
        breakdown(book_of({}), pd.Index(["a"]), field)


def test_shares_need_a_book_with_known_arr() -> None:
    made = book_of({}, {})
    assert pd.isna(totals(made, made.index).arr)
    assert pd.isna(totals(made, made.index).share_of_book)
    assert totals(made, made.index[:0]).arr == 0


@given(BOOKS)
def test_parts_of_a_single_value_field_add_up_to_the_segment(made: pd.DataFrame) -> None:
    inside = members(parsed_rule("all"), made)
    whole = totals(made, inside)
    for by in ("industry", "is_trial"):
        parts = breakdown(made, inside, by)
        assert parts["n_accounts"].sum() == whole.n_accounts
        assert parts["n_arr_unknown"].sum() == whole.n_arr_unknown
        assert parts["arr"].sum() == pytest.approx(0 if isnan(whole.arr) else whole.arr)
        assert parts["value"].isna().sum() <= 1
