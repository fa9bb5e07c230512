"""Laws: what must never change what a file says."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest import Answers, Parsed, parsed, recognised, sheets
from lib.ingest.rows.keys import content_hash
from tests.ingest.files import taken, workbook
from tests.sizes import examples

HEADER = ("account_id", "account_name", "seats", "arr", "customer_since", "is_trial", "区域说明")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NAMES = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12
)
ROWS = st.lists(
    st.tuples(
        NAMES, st.integers(0, 9999), st.decimals(0, 10**6, places=2), DAYS, st.booleans(), NAMES
    ),
    min_size=1,
    max_size=12,
)
GOOD_DAY = "2026-01-28"


def texts(rows: Sequence[tuple[object, ...]]) -> list[tuple[str, ...]]:
    """Return rows of texts, with ids in front and one row that settles nothing."""
    return [
        (f"A{n:03d}", str(name), str(seats), str(arr), str(day), str(trial).upper(), str(note))
        for n, (name, seats, arr, day, trial, note) in enumerate(rows)
    ]


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Return the rows as delimited text, every cell quoted."""
    lines = [HEADER, *rows]
    return "".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in lines
    )


def content(result: Parsed) -> pd.DataFrame:
    """Return what the rows say, ordered by key, without where they stood."""
    return result.rows.drop(columns="source_row").sort_values("row_key", ignore_index=True)


@settings(max_examples=examples(12, 50))
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_a_value(
    rows: list[tuple[object, ...]], shuffle: random.Random
) -> None:
    lines = texts(rows)
    moved = shuffle.sample(lines, len(lines))
    first, second = taken("a.csv", csv_text(lines)), taken("a.csv", csv_text(moved))
    pd.testing.assert_frame_equal(content(first), content(second))
    assert first.carried == second.carried


@given(st.lists(DAYS, min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_turns_day_and_month(
    days: list[date], shuffle: random.Random
) -> None:
    lines = [(f"T{n}", "A1", f"{day:%d/%m/%Y}") for n, day in enumerate(days)]
    lines += [("T-", "A1", "28/01/2026")]
    results = []
    for order in (lines, shuffle.sample(lines, len(lines))):
        text = "ticket_id,account_id,created_at\n" + "".join(",".join(row) + "\n" for row in order)
        rows = taken("tickets.csv", text).rows
        results.append(dict(zip(rows["row_key"], rows["created_at"].dt.date, strict=True)))
    assert results[0] == results[1]
    assert all(results[0][f"T{n}"] == day for n, day in enumerate(days))


@settings(max_examples=examples(10, 40))
@given(ROWS, st.sampled_from([";", "\t", "|"]), st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]))
def test_delimiter_and_encoding_never_change_a_value(
    rows: list[tuple[object, ...]], delimiter: str, codec: str
) -> None:
    lines = texts(rows)
    plain = taken("a.csv", csv_text(lines))
    other = taken("a.csv", csv_text(lines, delimiter).encode(codec), None, {"encoding": codec})
    pd.testing.assert_frame_equal(content(plain), content(other))


@settings(max_examples=examples(10, 40))
@given(ROWS)
def test_a_workbook_says_what_the_text_says(rows: list[tuple[object, ...]]) -> None:
    typed = [
        (f"A{n:03d}", name, seats, float(str(arr)), day, trial, note)
        for n, (name, seats, arr, day, trial, note) in enumerate(rows)
    ]
    book = workbook({"accounts": [HEADER, *typed]})
    first, second = taken("a.csv", csv_text(texts(rows))), taken("a.xlsx", book)
    pd.testing.assert_frame_equal(content(first), content(second))


CELLS = st.sampled_from(["A1", "A2", "", "3", "x", "2026-02-30", GOOD_DAY, "NULL", "Y", "#N/A"])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=25))
def test_every_row_read_is_taken_repeated_rejected_or_left_out(rows: list[list[str]]) -> None:
    full = [["B1", "B", "1", "1", GOOD_DAY, "Y", "n"]] * (len(rows) + 1)
    text = csv_text([*full, *rows]) + "\n ,\n\n"
    answers = {"ragged": "set_aside"}
    (sheet,) = sheets("accounts.csv", text.encode(), Answers(answers))
    result = parsed(sheet, recognised(sheet, None, answers), answers)
    blank = sum(not "".join(row).strip() for row in rows)
    if not result.questions:
        assert result.n_read == len(result.rows) + result.n_repeated + result.n_rejected
        assert result.n_read + result.n_left_out + blank == len(full) + len(rows)
        assert result.rejects["source_row"].is_unique
        assert not set(result.rejects["source_row"]) & set(result.rows["source_row"])
        assert result.rows["row_key"].is_unique


@given(DAYS, st.integers(1, 400))
def test_a_serial_day_of_a_spreadsheet_is_the_day_it_shows(first: date, n: int) -> None:
    day = first + timedelta(days=n)
    serial = (day - date(1899, 12, 30)).days
    text = "ticket_id,account_id,created_at\n"
    rows = taken("tickets.csv", f"{text}T1,A1,{serial}\nT2,A1,{day}\n").rows
    assert rows["created_at"].iloc[0] == rows["created_at"].iloc[1]


# One column may be written in many ways; the anchor row has the values that tell which.
DAY_STYLES: Sequence[Callable[[date], str]] = (
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%m/%d/%Y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%d %b %Y}",
    lambda day: str((day - date(1899, 12, 30)).days),
)
GERMAN = str.maketrans(",.", ".,")
AMOUNT_STYLES: Sequence[Callable[[Decimal], str]] = (
    str,
    lambda amount: f"{amount:,.2f}",
    lambda amount: f"{amount:,.2f}".translate(GERMAN),
    lambda amount: f"{amount:,.2f}".replace(",", "’"),
    lambda amount: f"{amount:,.2f}".replace(",", "\u202f").replace(".", ","),
    lambda amount: f"¥{amount:,.2f}",
    lambda amount: f"{amount:,.2f} €",
    lambda amount: f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}",
    lambda amount: f"{-amount:,.2f}-" if amount < 0 else f"{amount:,.2f}",
    lambda amount: f"{amount / 10000}万",
)
FLAG_STYLES = (("Y", "N"), ("是", "否"), ("TRUE", "FALSE"), ("1", "0"))
IDS = st.one_of(
    st.integers(0, 10**6).map(lambda n: f"{n:0>9}"),
    st.integers(10**17, 10**20).map(str),
    st.sampled_from(["NA", "None", "null", "1e5", "TRUE", "00", "2026-01-01", "e\u0301", "שלום"]),
)
TEXTS = NAMES.map(str.strip).filter(lambda t: t and t[0] not in "'#" and t != "sep=")
RICH = ("account_id", "account_name", "arr", "customer_since", "is_trial", "status", "tags",
        "notes", "Zone")  # fmt: skip
RICH_ROWS = st.lists(
    st.tuples(
        IDS,
        TEXTS,
        st.decimals(-(10**7), 10**7, places=2),
        DAYS,
        st.booleans(),
        st.sampled_from(["Customer", "试用", "vip"]),
        st.sampled_from(["a;b", "重点", ""]),
        st.sampled_from(["two\nlines", 'say "x"', "", "#N/A", "a,b;c\td|e"]),
        TEXTS,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)
STYLES = st.tuples(
    st.sampled_from(DAY_STYLES), st.sampled_from(AMOUNT_STYLES), st.sampled_from(FLAG_STYLES)
)
RichRow = tuple[str, str, Decimal, date, bool, str, str, str, str]
Style = tuple[Callable[[date], str], Callable[[Decimal], str], tuple[str, str]]
ANCHOR: RichRow = ("anchor", "Anchor", Decimal("-1234567.25"), date(2026, 1, 28), True, "vip", "a",
                   "n", "z")  # fmt: skip


def written(rows: Sequence[RichRow], style: Style) -> list[tuple[str, ...]]:
    """Return the rows, and the anchor, as texts in the style of their file."""
    day, amount, (yes, no) = style
    return [
        (row[0], row[1], amount(row[2]), day(row[3]), yes if row[4] else no, *row[5:])
        for row in (*rows, ANCHOR)
    ]


def delimited(rows: Sequence[Sequence[str]], delimiter: str = ",", quoting: int = 1) -> str:
    """Return rows as delimited text with a header."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([RICH, *rows])
    return out.getvalue()


def account_rows(content_: str | bytes, file: str = "accounts.csv", **answers: str) -> Parsed:
    """Return a file of accounts parsed, without questions."""
    result = taken(file, content_, "accounts", answers)
    assert [q.code for q in result.questions] == []
    return result


def values(result: Parsed) -> dict[str, tuple[object, ...]]:
    """Return what each row says, under its key."""
    rows = result.rows.drop(columns="source_row").set_index("row_key", drop=False)
    texts_ = rows.astype("object").where(rows.notna(), None).astype(str)
    return dict(zip(rows.index, texts_.itertuples(index=False, name=None), strict=True))


@settings(max_examples=examples(12, 60), deadline=None)
@given(RICH_ROWS, STYLES)
def test_every_value_is_what_was_written(rows: list[RichRow], style: Style) -> None:
    found = account_rows(delimited(written(rows, style))).rows.set_index("account_id")
    for row in rows:
        here = found.loc[row[0]]
        assert here["account_name"] == row[1]
        assert here["arr"] == pytest.approx(float(row[2]), rel=1e-14)
        assert here["customer_since"].date() == row[3]
        assert here["is_trial"] == row[4]


@settings(max_examples=examples(12, 60), deadline=None)
@given(RICH_ROWS, STYLES, st.randoms(use_true_random=False))
def test_order_of_rows_and_columns_and_more_rows_change_no_value(
    rows: list[RichRow], style: Style, chance: random.Random
) -> None:
    lines = written(rows, style)
    first = values(account_rows(delimited(lines)))
    assert values(account_rows(delimited(chance.sample(lines, len(lines))))) == first
    places = chance.sample(range(len(RICH)), len(RICH))
    moved = [tuple(line[n] for n in places) for line in (RICH, *lines)]
    text = delimited([]).replace(",".join(f'"{name}"' for name in RICH) + "\r\n", "")
    out = io.StringIO(text)
    csv.writer(out).writerows(moved)
    assert values(account_rows(out.getvalue())) == first
    fewer = values(account_rows(delimited([*lines[: len(lines) // 2], lines[-1]])))
    assert fewer.items() <= first.items()


@settings(max_examples=examples(12, 60), deadline=None)
@given(
    RICH_ROWS,
    STYLES,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_delimiter_encoding_and_quotes_change_no_value(
    rows: list[RichRow], style: Style, delimiter: str, codec: str, quoting: int
) -> None:
    lines = written(rows, style)
    plain = account_rows(delimited(lines))
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
    other = account_rows(
        delimited(lines, delimiter, quoting).encode(codec),
        "accounts.txt",
        encoding=codec.removesuffix("-sig"),
        delimiter=names[delimiter],
    )
    assert values(other) == values(plain)


@settings(max_examples=examples(8, 30), deadline=None)
@given(RICH_ROWS, STYLES)
def test_cells_of_a_workbook_say_what_texts_say(rows: list[RichRow], style: Style) -> None:
    everything = (*rows, ANCHOR)
    typed = [(*row[:2], float(row[2]), *row[3:]) for row in everything]
    plain = values(account_rows(delimited(written(rows, (DAY_STYLES[0], str, FLAG_STYLES[2])))))
    as_cells = workbook({"accounts": [RICH, *typed]})
    assert values(account_rows(as_cells, "accounts.xlsx")) == plain
    lines = written(rows, style)
    as_texts = workbook({"accounts": [RICH, *lines]})
    assert values(account_rows(as_texts, "accounts.xlsx")) == values(account_rows(delimited(lines)))


def test_whole_numbers_and_days_have_the_same_keys_in_every_format() -> None:
    header = ("账户编号", "account_id", "period", "event", "count")
    book = workbook({"usage": [header[1:], (1001, date(2026, 1, 1), "login", 12)]})
    text = "account_id,period,event,count\n1001.0,2026-01-01,login,12.0\n"
    first, second = taken("usage.xlsx", book).rows, taken("usage.csv", text).rows
    assert first["row_key"].tolist() == second["row_key"].tolist()
    columns = ["account_id", "period", "event", "count"]
    assert content_hash(first, columns).tolist() == content_hash(second, columns).tolist()


def test_chinese_after_three_hundred_ascii_rows_is_read_right() -> None:
    lines = [f"A{n},Firm {n}" for n in range(300)] + ["A300,云杉科技𠀀"]
    content_ = "\n".join(["account_id,account_name", *lines]).encode("gb18030")
    (sheet,) = sheets("accounts.csv", content_)
    assert sheet.encoding == "gb18030"
    assert sheet.cells["account_name"].iloc[-1] == "云杉科技𠀀"
