"""Rows held as columns: what is asked of all at once is what the rows say one by one."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import DeskError
from lib.ingest.even_rows import EvenRows, blank_columns, columns_of
from lib.ingest.sheet import Sheet
from lib.ingest.tables import places
from lib.ingest.tables.table import Origin, tables

_CELLS = st.sampled_from(
    ["", "", " ", "\u3000", "\x1f", "#", "# made by us", "// x", "account_id", "name", "mrr",
     "A-1", "A-2", "客户", "12.5", "2026-01-02", "Total", "合计", "Confidential", "\u200b"]
)  # fmt: skip


def _even(rows: list[tuple[str, ...]]) -> EvenRows:
    return EvenRows(pa.array(cells, pa.large_string()) for cells in zip(*rows, strict=True))


@st.composite
def _grids(draw: st.DrawFn) -> list[tuple[str, ...]]:
    width = draw(st.integers(1, 5))
    return draw(st.lists(st.tuples(*[_CELLS] * width), min_size=1, max_size=30))


@given(_grids(), st.integers(0, 3))
def test_rows_are_asked_for_as_in_a_list(rows: list[tuple[str, ...]], start: int) -> None:
    even = _even(rows)
    everywhere = np.arange(len(rows))
    assert list(even) == rows
    assert [even[n] for n in range(-len(rows), len(rows))] == rows * 2
    assert list(even[start:]) == rows[start:]
    assert list(even[::-2]) == rows[::-2]
    assert places.empty(even) == places.empty(rows)
    assert places.filled(even, start).tolist() == places.filled(rows, start).tolist()
    for row in rows:
        assert places.same(even, everywhere, row) == places.same(rows, everywhere, row)
    signs = places.beginning(even, everywhere, "#/")
    assert signs == places.beginning(rows, everywhere, "#/")
    some = everywhere[::2]
    assert list(places.picked(even, some)) == list(places.picked(rows, some))


@given(_grids())
@settings(max_examples=200)
def test_tables_are_the_same_however_rows_are_held(rows: list[tuple[str, ...]]) -> None:
    assert _found(_even(rows)) == _found(rows)


def _found(rows: EvenRows | list[tuple[str, ...]]) -> object:
    try:
        return [_told(sheet) for sheet in tables(Origin("file.xlsx", merged=((1, 0, 3, 0),)), rows)]
    except DeskError as error:
        return error.code, str(error.message)


def _told(sheet: Sheet) -> tuple[object, ...]:
    cells = sheet.cells.to_dict("list")
    return sheet.header, cells, sheet.row_numbers.tolist(), sheet.issues, sheet.left_out


def test_a_block_is_read_column_by_column() -> None:
    (first, second) = columns_of({"rows": 2, "width": 2}, "a\0\0客\0d".encode())
    assert (first.to_pylist(), second.to_pylist()) == (["a", ""], ["客", "d"])
    rows = EvenRows.of_blocks([[first, second], blank_columns(1, 2)])
    assert list(rows) == [("a", "客"), ("", "d"), ("", "")]
    assert list(rows.with_texts({(2, 1): "late", (0, 0): "b"})) == [
        ("b", "客"), ("", "d"), ("", "late"),
    ]  # fmt: skip
    assert list(rows) == [("a", "客"), ("", "d"), ("", "")]


@pytest.mark.parametrize(
    ("record", "content"),
    [
        ({"rows": 2, "width": 2}, b"a\0b\0c"),
        ({"rows": 1, "width": 2}, b"a\0b\0c"),
        ({"rows": 0, "width": 0}, b""),
        ({"rows": -1, "width": -1}, b""),
        ({"rows": 1, "width": 2}, b"a\0\xff"),
        ({"rows": 1, "width": 2}, "é".encode()[:1] + b"\0" + "é".encode()[1:]),
    ],
)
def test_what_is_no_block_is_refused(record: dict[str, int], content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong, it is no block
        columns_of(record, content)
