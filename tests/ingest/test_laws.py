"""Laws: what must never change what a file says."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest import Parsed
from tests.ingest.files import taken, workbook

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


@settings(max_examples=25)
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


@settings(max_examples=20)
@given(ROWS, st.sampled_from([";", "\t", "|"]), st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]))
def test_delimiter_and_encoding_never_change_a_value(
    rows: list[tuple[object, ...]], delimiter: str, codec: str
) -> None:
    lines = texts(rows)
    plain = taken("a.csv", csv_text(lines))
    other = taken("a.csv", csv_text(lines, delimiter).encode(codec), None, {"encoding": codec})
    pd.testing.assert_frame_equal(content(plain), content(other))


@settings(max_examples=20)
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


@given(st.lists(st.lists(CELLS, min_size=1, max_size=7), min_size=1, max_size=25))
def test_every_row_read_is_taken_repeated_or_rejected(rows: list[list[str]]) -> None:
    full = [["B1", "B", "1", "1", GOOD_DAY, "Y", "n"]] * (len(rows) + 1)
    text = csv_text([*full, *rows])
    result = taken("accounts.csv", text)
    if not result.questions:
        assert result.n_read == len(result.rows) + result.n_repeated + result.n_rejected
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
