"""Rejected rows as a workbook: mended and loaded again they go in, and nothing else moves."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from lib.desk import Desk
from lib.ingest import Answers, sheets
from lib.ingest.parse import parsed
from lib.ingest.recognise import recognised
from lib.ingest.reject_book import rejected_workbook
from lib.locale import Language, render
from tests.ingest.files import only, taken

HEADER = "account_id,account_name,seats,customer_since,csat,arr,Zone\n"
GOOD = "".join(f'A{n},Acme {n},3,28/01/2026,{n % 5 + 1},"1.234,5",East\n' for n in range(6))
BAD = "00123,=cmd|'/c calc'!A0,many,01/02/2026,1,\"2.500\",West\n"
TEXT = HEADER + GOOD + BAD + "A9,Eta,4,30/02/2026,4,7,\n"


def book_of(text: str, lang: Language = "en") -> tuple[bytes, Mapping[int, str]]:
    """Return the workbook of rejected rows of a CSV, and the reasons by row."""
    sheet = only("accounts.csv", text)
    result = parsed(sheet, recognised(sheet))
    content = rejected_workbook(sheet, result.rejects, lang, result.clear)
    rejects = zip(result.rejects["source_row"], result.rejects["reason"], strict=True)
    return content, {row: render(reason, lang) for row, reason in rejects}


def mended(content: bytes, **cells: str) -> bytes:
    """Return the workbook with cells written anew."""
    book = openpyxl.load_workbook(BytesIO(content))
    for place, text in cells.items():
        book.worksheets[0][place] = text
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_it_holds_exactly_the_rejected_rows_with_their_texts() -> None:
    content, reasons = book_of(TEXT)
    assert list(reasons) == [8, 9]
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert page.title == "accounts"
    assert rows[0][2:] == HEADER.strip().split(",")
    assert rows[1] == [
        8, "seats: This is not a number.",
        "00123", "=cmd|'/c calc'!A0", "many", "2026-02-01", "20%", "2500", "West",
    ]  # fmt: skip
    assert rows[2][:2] == [9, "customer_since: There is no such day."]
    assert rows[2][5] == "30/02/2026"
    assert all(cell.data_type == "s" for row in page.iter_rows(min_row=2, min_col=2) for cell in row
               if cell.value is not None)  # fmt: skip
    with ZipFile(BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_own_columns_are_left_out_when_it_is_loaded(lang: Language) -> None:
    content, _ = book_of(TEXT, lang)
    result = taken("rejected.xlsx", mended(content, E2="5", F3="2026-03-02"), "accounts")
    assert [m.field for m in result.mapping[:2]] == [None, None]
    assert result.rows["custom"].tolist()[0] == '{"Zone": "West"}'
    assert not result.n_rejected


def test_a_mended_row_goes_in_and_nothing_else_changes(desk: Desk) -> None:
    (first,) = desk.imports.commit([("accounts.csv", TEXT.encode())])
    assert (first.counts.added, first.counts.rejected) == (6, 2)
    before = desk.data.dataset().stored["accounts"]
    content, _ = book_of(TEXT)
    (second,) = desk.imports.commit([("rejected.xlsx", mended(content, E2="5"))])
    assert (second.counts.added, second.counts.changed, second.counts.rejected) == (1, 0, 1)
    after = desk.data.dataset().stored["accounts"]
    assert after["account_id"].tolist() == [*before["account_id"], "00123"]
    new = after.set_index("account_id").loc["00123"]
    assert new["account_name"] == "=cmd|'/c calc'!A0"
    assert [new["seats"], new["csat"], new["arr"]] == [5.0, 0.2, 2500.0]
    assert f"{new['customer_since']:%Y-%m-%d}" == "2026-02-01"


def test_rows_that_do_not_fit_the_header_stand_there_with_their_reason() -> None:
    answers = Answers({"ragged": "set_aside"})
    (sheet,) = sheets("accounts.csv", (HEADER + GOOD + "A8,short\n").encode(), answers)
    result = parsed(sheet, recognised(sheet))
    content = rejected_workbook(sheet, result.rejects, "en")
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert [page["A2"].value, page["C2"].value] == [8, None]
    assert "2" in page["B2"].value
