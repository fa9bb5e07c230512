"""A large sheet that two processes read is the sheet that one would read."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

_ROOT = Path(__file__).parents[2]
_BOTH = """
import io, json, sys
from lib.foreign import halves, paired
from lib.foreign.book import tell_book
from lib.foreign.parts import Parts
from lib.foreign.wire import Teller, rows_of
from lib.foreign.zipped import Zip

def told(tell):
    out = io.BytesIO()
    teller = Teller(out)
    tell(teller)
    out.seek(0)
    rows, others = [], []
    while line := out.readline():
        record = json.loads(line)
        cells = out.read(record.get("bytes", 0))
        if "rows" in record:
            rows += map(list, rows_of(record, cells))
        elif "blank" in record:
            rows += [[""] * record["width"]] * record["blank"]
        else:
            others.append(record)
    return [rows, others]

halves._LEAST_BYTES = 0
content = sys.stdin.buffer.read()
book = Zip.of(content)
parted = halves.halves(book, Parts.of(book))
one = told(lambda teller: tell_book(teller, content, None))
two = one if parted is None else told(
    lambda teller: paired.tell_paired(teller, content, parted, None))
print(json.dumps({"parted": parted is not None, "same": one == two, "n": len(one[0])}))
"""


def _book(rows: dict[int, dict[int, object]], *, sheets: int = 1) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            sheet.merge_range(0, 0, 0, 1, "title")
            for row, cells in rows.items():
                for column, value in cells.items():
                    sheet.write(row, column, value)
    return out.getvalue()


def _read(content: bytes) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", _BOTH], input=content, stdout=subprocess.PIPE,
                          check=True, cwd=_ROOT, timeout=60)  # fmt: skip
    return dict(json.loads(done.stdout))


def _even(n: int) -> dict[int, dict[int, object]]:
    return {r: {0: f"A-{r}", 1: r + 0.5, 2: f"text {r}"} for r in range(1, n)}


@pytest.mark.parametrize(
    "rows",
    [
        _even(500),
        {r: cells for r, cells in _even(500).items() if not 200 < r < 300},
        {**_even(500), **{r: {2: "only here"} for r in range(240, 500)}},
        {**_even(500), **{r: {5: f"wider {r}"} for r in range(400, 500)}},
        {**_even(60), **{r + 4000: cells for r, cells in _even(60).items()}},
    ],
    ids=["even", "blank_rows_between", "lower_is_narrower", "lower_is_wider", "far_below"],
)
def test_halves_of_a_sheet_are_told_as_the_whole(rows: dict[int, dict[int, object]]) -> None:
    assert _read(_book(rows)) == {"parted": True, "same": True, "n": max(rows) + 1}


def test_a_workbook_of_two_sheets_is_not_parted() -> None:
    assert _read(_book(_even(500), sheets=2))["parted"] is False
