"""Values: what the text of a cell means, decided by the whole column."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.values import day_parts, day_periods, days, flags, numbers, shares, words
from lib.ingest.values.cells import Cells, Meanings
from lib.ingest.values.shares import Meaning
from lib.model import KINDS


def cells(*texts: str) -> Cells:
    return Cells.of(pd.Series(list(texts), dtype="str"))


def spread(column: Cells, found: Meanings) -> list[object]:
    return list(found.meant[column.codes])


def dates(*texts: str, order: str | None = None, months: bool = False) -> list[str]:
    """Return each text's instant, or why it is none."""
    column = cells(*texts)
    scan = days.scanned(column)
    found = days.parsed(scan, scan.order.said or order, with_time=True, months=months)
    values = [str(v)[:19].removesuffix("T00:00:00") for v in found.meant]
    return [found.reasons[code] or values[code] for code in column.codes]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-15", "2026-10-15"),
        ("2026/10/5", "2026-10-05"),
        ("2026.10.05", "2026-10-05"),
        ("2026年10月15日", "2026-10-15"),
        ("2026年10月15日 下午3点05分", "2026-10-15T15:05:00"),
        ("２０２６／１０／１５", "2026-10-15"),
        ("15 Oct 2026", "2026-10-15"),
        ("Oct 5, 2026", "2026-10-05"),
        ("15-Oct-26", "2026-10-15"),
        ("Thursday, October 15, 2026 3:05 PM", "2026-10-15T15:05:00"),
        ("20261015", "2026-10-15"),
        ("45000", "2023-03-15"),
        ("45000.5", "2023-03-15T12:00:00"),
        ("1700000000", "2023-11-14T22:13:20"),
        ("1700000000123", "2023-11-14T22:13:20"),
        ("2025-W01-1", "2024-12-30"),
        ("2026-10-15T10:00:00Z", "2026-10-15T10:00:00"),
        ("2026-10-15T10:00:00+08:00", "2026-10-15T02:00:00"),
        ("2025-01-01T00:00:00+14:00", "2024-12-31T10:00:00"),
        ("10/15/2026 12:05 AM", "2026-10-15T00:05:00"),
        ("29/02/2024", "2024-02-29"),
        ("2025-02-30", "no_such_day"),
        ("29/02/2023", "no_such_day"),
        ("31/04/2026", "no_such_day"),
        ("0001-01-01", "no_such_day"),
        ("2026-10-15 25:00", "not_a_day"),
        ("12:30", "not_a_day"),
        ("n/a", "not_a_day"),
        ("2026-10", "not_a_day"),
        ("2026-10-15 上午12:05:09", "2026-10-15T00:05:09"),
        ("2026/10/15 下午12:05", "2026-10-15T12:05:00"),
        ("2026年10月15日 晚上8点", "2026-10-15T20:00:00"),
        ("2026年10月15日 凌晨2时30分5秒", "2026-10-15T02:30:05"),
        ("2026-10-15 中午12点", "2026-10-15T12:00:00"),
        ("2026-10-15 中午1点", "2026-10-15T13:00:00"),
        ("2026-10-15 3 PM", "2026-10-15T15:00:00"),
        ("2026-10-15 24:00:00", "2026-10-16"),
        ("2026-10-15 24:00:01", "not_a_day"),
        ("202610151030", "2026-10-15T10:30:00"),
        ("20261015T103000Z", "2026-10-15T10:30:00"),
        ("20261015996000", "not_a_day"),
        ("2026-10-15 10:00 +0800", "2026-10-15T02:00:00"),
        ("2026-10-15 10:00 GMT+8", "2026-10-15T02:00:00"),
        ("2026-10-15 10:00 北京时间", "2026-10-15T02:00:00"),
        ("2026-10-15 10:00 EST", "2026-10-15T15:00:00"),
        ("2026-10-15 10:00 CST", "2026-10-15T10:00:00"),
        ("2026-10-15 10:00 XYZ", "not_a_day"),
        ("2026-10-15T10:00:00+99:00", "not_a_day"),
        ("Thu Oct 15 2026 10:00:00 GMT+0800 (中国标准时间)", "2026-10-15T02:00:00"),
        ("\u200e2026-10-15\u200e", "2026-10-15"),
        ("民國115年10月15日", "2026-10-15"),
        ("民国115/10/15", "2026-10-15"),
        ("115/10/15", "no_such_day"),
        ("0", "not_a_day"),
        ("60", "not_a_day"),
        ("-1", "not_a_day"),
        ("2958466", "not_a_day"),
        ("00:00:00", "not_a_day"),
        ("45000.999988426", "2023-03-15T23:59:59"),
        ("2026Q1", "not_a_day"),
        ("2026-W05", "not_a_day"),
        ("9999-12-31", "9999-12-31"),
        ("NA", "NaT"),
        ("", "NaT"),
        ("NULL", "NaT"),
        ("#N/A", "NaT"),
    ],
)
def test_a_day_in_the_forms_of_exports(text: str, instant: str) -> None:
    assert dates(text) == [instant]


def test_one_clear_row_decides_for_the_column() -> None:
    assert dates("01-02-2023", "27-07-2023") == ["2023-02-01", "2023-07-27"]
    assert dates("01/02/2023", "07/27/2023") == ["2023-01-02", "2023-07-27"]


def test_the_twelfth_is_open_and_the_thirteenth_decides() -> None:
    assert dates("12/12/2026", "11/12/2026") == ["2026-12-12", "NaT"]
    assert dates("13/12/2026", "11/12/2026") == ["2026-12-13", "2026-12-11"]


def test_a_column_that_fits_both_orders_is_left_open() -> None:
    scan = days.scanned(cells("01/02/2026", "03/04/2026"))
    assert (scan.order.said, scan.n_open) == (None, 2)
    assert dates("01/02/2026", order=days.MONTH_FIRST) == ["2026-01-02"]


def test_a_few_slips_do_not_turn_a_column_but_an_even_split_leaves_it_open() -> None:
    assert dates(*["27/07/2023"] * 10, "07/27/2023")[-1] == "no_such_day"
    assert days.scanned(cells("27/07/2023", "07/27/2023")).order.said is None


def test_points_between_figures_are_day_first() -> None:
    assert dates("01.02.2026") == ["2026-02-01"]


def test_a_month_counts_as_its_first_day_where_periods_are_meant() -> None:
    texts = ("2026-10", "2026年10月", "Oct 2026", "202610")
    assert dates(*texts, months=True) == ["2026-10-01"] * 4
    assert days.scanned(cells(*texts)).months_only


@pytest.mark.parametrize(
    ("text", "first", "grain"),
    [
        ("2026Q1", "2026-01-01", day_periods.QUARTER),
        ("2026-Q4", "2026-10-01", day_periods.QUARTER),
        ("Q2 2026", "2026-04-01", day_periods.QUARTER),
        ("2026年第三季度", "2026-07-01", day_periods.QUARTER),
        ("2026年1季度", "2026-01-01", day_periods.QUARTER),
        ("2026-W01", "2025-12-29", day_periods.WEEK),
        ("2026年第5周", "2026-01-26", day_periods.WEEK),
        ("Week 5, 2026", "2026-01-26", day_periods.WEEK),
        ("2026-W54", "not_a_day", day_periods.DAY),
        ("2026年10月份", "2026-10-01", day_periods.MONTH),
        ("Oct '2026", "2026-10-01", day_periods.MONTH),
        ("2026-10-15", "2026-10-15", day_periods.DAY),
    ],
)
def test_a_period_counts_as_its_first_day(text: str, first: str, grain: int) -> None:
    assert dates(text, months=True) == [first]
    assert days.scanned(cells(text)).grain == grain


@given(st.datetimes(pd.Timestamp("1900-01-01"), pd.Timestamp("2100-01-01")))
def test_a_stamp_read_with_its_column_is_the_stamp_read_alone(instant: object) -> None:
    text = f"{instant:%Y-%m-%d %H:%M:%S}"
    alone = day_parts.parts_of(text)
    scan = days.scanned(cells(text))
    assert alone is not None
    assert scan.parts[0].tolist() == [float(part) for part in alone]


def test_a_day_column_keeps_the_day_as_written_whatever_the_zone() -> None:
    found = days.parsed(days.scanned(cells("2026-10-15T01:00:00+08:00")), None, with_time=False)
    assert str(found.meant[0])[:10] == "2026-10-15"


@given(st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2100-12-31").date()))
def test_every_day_survives_every_spelling(day: object) -> None:
    iso = str(day)
    year, month, number = iso.split("-")
    spellings = (
        f"{year}/{month}/{number}",
        f"{year}年{int(month)}月{int(number)}日",
        year + month + number,
    )
    assert dates(*spellings) == [iso] * 3
    assert dates(f"{number}/{month}/{year}", order=days.DAY_FIRST) == [iso]
    assert dates(f"{month}-{number}-{year}", order=days.MONTH_FIRST) == [iso]


def amounts(*texts: str) -> list[float | str]:
    column = cells(*texts)
    scan = numbers.scanned(column)
    found = numbers.parsed(scan, scan.decimal)
    return [found.reasons[code] or float(found.meant[code]) for code in column.codes]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1 234,5", 1234.5),
        ("1'234.5", 1234.5),
        ("12,34,567.5", 1234567.5),
        ("(1,200)", -1200.0),
        ("-3", -3.0),
        ("3-", -3.0),
        ("−3", -3.0),
        ("¥1,200.50", 1200.5),
        ("$ 5", 5.0),
        ("-$5", -5.0),
        ("€3.5", 3.5),
        ("USD 5", 5.0),
        ("5元", 5.0),
        ("12.5万", 125000.0),
        ("3亿", 3e8),
        ("1.2k", 1200.0),
        ("12%", 0.12),
        ("１２３", 123.0),
        ("1e5", 100000.0),
        ("0.500", 0.5),
        (".5", 0.5),
        ("1\u202f234,5", 1234.5),
        ("1\u00a0234\u00a0567", 1234567.0),
        ("1’234’567.50", 1234567.5),
        ("12,34,567", 1234567.0),
        ("1,2345,6789", 123456789.0),
        ("￥１，２００．５０", 1200.5),
        ("1.234,56 €", 1234.56),
        ("CHF 1'200.-", 1200.0),
        ("50,- €", 50.0),
        ("Rs. 1,20,000", 120000.0),
        ("HK$5", 5.0),
        ("5 万元", 50000.0),
        ("-1.2亿", -120000000.0),
        ("(¥1,200.50)", -1200.5),
        ("1,200-", -1200.0),
        ("+5", 5.0),
        ("5.", 5.0),
        ("12.3%", 0.123),
        ("\u200e$5", 5.0),
        ("1.7976931348623157e308", 1.7976931348623157e308),
        ("1.25e3", 1250.0),
        ("12,34.5", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("12,345,67", "not_a_number"),
        ("1.234.56", "not_a_number"),
        ("12 34", "not_a_number"),
        ("1亿2", "not_a_number"),
        ("-inf", "not_a_number"),
        ("1E999", "not_a_number"),
        ("12345678901234567", 12345678901234567.0),
        ("n/a", "not_a_number"),
        ("12 apples", "not_a_number"),
        ("1_000", "not_a_number"),
        ("0x10", "not_a_number"),
        ("inf", "not_a_number"),
        ("1e400", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("(5", "not_a_number"),
    ],
)
def test_a_number_in_the_forms_of_exports(text: str, value: float | str) -> None:
    assert amounts(text) == [value]


def test_an_open_thousand_follows_the_rest_of_its_column() -> None:
    assert amounts("1.234", "99,5") == [1234.0, 99.5]
    assert amounts("1.234", "99.5") == [1.234, 99.5]
    assert amounts("1,234", "5,678") == [1234.0, 5678.0]


def test_an_open_column_follows_the_rest_of_its_file() -> None:
    scan = numbers.scanned(cells("1.234"))
    assert numbers.parsed(scan, numbers.Decimal(comma=1, point=0)).meant[0] == 1234.0


@given(st.decimals(-10_000_000, 10_000_000, places=2))
def test_every_amount_survives_both_ways_of_writing(amount: object) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert amounts(english) == amounts(german) == [float(str(amount))]


@pytest.mark.parametrize(
    ("texts", "meaning", "values"),
    [
        (("1", "4", "5"), "answer", [0.2, 0.8, 1.0]),
        (("0.85", "1"), "answer", [0.85, 1.0]),
        (("85%", "0.5"), "answer", [0.85, 0.5]),
        (("9", "10", "0"), "answer", [0.9, 1.0, 0.0]),
        (("80", "100"), "answer", [0.8, 1.0]),
        (("5", "3"), "percentage", [0.05, 0.03]),
        (("0.05", "0.5"), "percentage", [0.05, 0.5]),
    ],
)
def test_shares_are_scaled_by_the_whole_column(
    texts: tuple[str, ...], meaning: Meaning, values: list[float]
) -> None:
    column = cells(*texts)
    found = shares.cells_parsed(column, meaning, "score")
    assert spread(column, found) == pytest.approx(values)
    assert bool(found.notes) == (
        float(np.nanmax([float(t.rstrip("%")) for t in texts])) > 1 and "%" not in texts[0]
    )


def test_a_share_beyond_the_scale_is_bad() -> None:
    found = shares.cells_parsed(cells("50", "120", "-1"), "answer", "score")
    assert list(found.reasons) == ["", "not_a_share", "not_a_share"]


def test_flags_in_both_languages() -> None:
    column = cells("是", "否", "Y", "n", "TRUE", "false", "1", "0.0", "Ｙ", "")
    found = flags.parsed(column)
    assert spread(column, found) == [True, False, True, False, True, False, True, False, True, None]
    assert list(flags.parsed(cells("maybe", "-")).reasons) == ["not_a_flag"] * 2


@given(st.decimals(0, 10**12, places=2) | st.integers(0, 10**15))
def test_a_plain_number_read_with_its_column_is_the_number_read_alone(number: object) -> None:
    alone = numbers.reading_of(str(number))
    scan = numbers.scanned(cells(str(number)))
    assert alone is not None
    assert scan.point[0] == alone.point
    assert (scan.comma[0] == alone.comma) or np.isnan([scan.comma[0], alone.comma]).all()


def test_the_signs_beside_amounts_are_known() -> None:
    scan = numbers.scanned(cells("¥1", "US$ 2", "3 EUR", "4元", "5"))
    assert list(scan.currencies) == ["CNY", "USD", "EUR", "CNY", ""]


def test_a_column_that_contradicts_itself_about_the_decimal_mark_says_so() -> None:
    assert numbers.scanned(cells("1,234.5", "99,5", "1.234")).contradicts
    assert not numbers.scanned(cells("1,234.5", "1.234")).contradicts


def test_ids_lose_nothing_but_full_width_and_what_programs_add() -> None:
    column = cells(
        "00123", "９００７１９９２５４７４０９９３", "\u200bA1\u2060", "A\u202e1", " x\u00a0\t",
        "1e5", "12345.0", "\t=1", "＝１", "e\u0301", "00012345678901234567890",
    )  # fmt: skip
    found = words.parsed(column, KINDS["accounts"].column("account_id"))
    assert spread(column, found) == [
        "00123", "9007199254740993", "\u200bA1\u2060", "A\u202e1", "x",
        "1e5", "12345", "\t=1", "＝1", "e\u0301", "00012345678901234567890",
    ]  # fmt: skip


def test_control_characters_go_and_excel_errors_are_counted_by_name() -> None:
    column = cells("a\x00b", "ab", "#DIV/0!", " #n/a ", "#DIV/0!", "\u200b", "a\nb\tc")
    assert [column.texts[code] for code in column.codes] == ["ab", "ab", "", "", "", "", "a\nb\tc"]
    assert column.errors == {"#DIV/0!": 2, "#N/A": 1}
    assert column.counts.sum() == 7


def test_values_that_no_spelling_covers_are_counted_as_written() -> None:
    criterion = KINDS["assessments"].column("criterion")
    column = cells("Vision", "vision ", "预算", "", "Vision")
    assert words.unknown(column, criterion) == {"Vision": 2, "vision": 1}
    assert words.unknown(column, criterion, {"vision": "strategy"}) == {}
    roles = KINDS["contacts"].column("buying_roles")
    assert words.unknown(cells("决策人, Fan", "Fan"), roles) == {"Fan": 2}
    assert words.unknown(cells("Retail"), KINDS["accounts"].column("industry")) == {}


def test_names_that_look_like_nothing_stay_names() -> None:
    column = cells("NA", "None", "null", "NaN", "#N/A", "")
    found = words.parsed(column, KINDS["accounts"].column("account_name"))
    assert spread(column, found) == ["NA", "None", "null", "NaN", None, None]


def test_choices_become_their_canonical_value_or_stay_as_written() -> None:
    column = cells("Month-to-Month", "按月", "ANNUAL", "Weekly ")
    found = words.parsed(column, KINDS["contracts"].column("billing_period"))
    assert spread(column, found) == ["monthly", "monthly", "annual", "Weekly"]


def test_tags_are_split_named_once_and_joined() -> None:
    column = cells("Decision Maker, 影响者", "end_user；End-User", '["a", "b"]', "大客户、重点")
    found = words.parsed(column, KINDS["contacts"].column("buying_roles"))
    assert spread(column, found) == ["decision_maker|influencer", "end_user", "a|b", "大客户|重点"]


@pytest.mark.parametrize("start", ["1-1-1", "1", "USD 1", "Oct 5, 2026", "("])
def test_a_page_of_blanks_in_a_cell_takes_no_time(start: str) -> None:
    column = cells(start + " " * 30_000 + "x")
    began = time.perf_counter()
    assert not days.scanned(column).known.any()
    assert np.isnan(numbers.scanned(column).point).all()
    assert time.perf_counter() - began < 0.5
