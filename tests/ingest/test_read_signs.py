"""What the workbook reader hides: errors, empty formulas, long ids, impossible days."""

import io
import zipfile

import pytest

from lib.errors import DeskError
from lib.foreign.records import signs_of_xlsb
from lib.ingest import Sheet, sheets
from lib.ingest.reading.workbook import raw_sheets
from lib.locale import render
from tests.ingest.files import shared, workbook

BOOK = workbook({"S": [("account_id", "account_name", "mrr"), ("A1", "Acme", 1), ("A2", "Be", 2)]})
SHEET = "xl/worksheets/sheet1.xml"


def with_rows(rows: str, before: str = "", cells: str = "") -> bytes:
    """Return a workbook whose sheet holds these rows as XML under its header."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            data = book.read(name)
            if name == SHEET:
                head, tail = data.split(b"</row>", 1)
                data = head + b"</row>" + rows.encode() + b"</sheetData>"
                data += tail.split(b"</sheetData>", 1)[1]
                data = data.replace(b"<sheetData>", before.encode() + b"<sheetData>")
            if name == "xl/styles.xml" and cells:
                start, end = data.index(b"<cellXfs"), data.index(b"</cellXfs>")
                data = data[:start] + b"<cellXfs>" + cells.encode() + data[end:]
            copy.writestr(name, data)
    return out.getvalue()


def read(content: bytes) -> Sheet:
    (sheet,) = sheets("a.xlsx", content)
    return sheet


def said(sheet: Sheet) -> list[str]:
    return [render(issue.message, "en") for issue in sheet.issues]


NAMED = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>A{0}</t></is></c>{1}</row>'


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ('<c r="C2"><f>1+1</f></c>', "1 formula has no stored value and was read as blank: C2."),
        ("<c r='C2'><f t='shared' si='0'/><v/></c>", "1 formula has no stored value"),
        ('<c r="C2" t="e"><v>#REF!</v></c>', "1 cell holds an error and was read as blank: C2"),
        ("<c t='e' r='C2'><f>A1</f><v>#N/A</v></c>", "read as blank: C2 #N/A."),
        ('<c r="C2"><v>NaN</v></c>', "1 cell is not a number"),
        ('<c r="C2" s="77"><v>5</v></c>', "1 cell has a style that the workbook lacks"),
        ("<c r='C2' s='77'><v>5</v></c>", "1 cell has a style that the workbook lacks"),
    ],
)
def test_what_the_reader_hides_is_said(cell: str, remark: str) -> None:
    sheet = read(with_rows(NAMED.format(2, cell)))
    assert any(remark in text for text in said(sheet)), said(sheet)


def test_a_formula_whose_text_is_empty_is_nothing_to_tell() -> None:
    cell = '<c r="C2" t="str"><f>""</f><v></v></c><c r="B2"><f>1+1</f><v>2</v></c>'
    assert said(read(with_rows(NAMED.format(2, cell)))) == []


def test_long_numbers_keep_every_digit() -> None:
    cell = '<c r="C2"><v>9007199254740993</v></c>'
    assert read(with_rows(NAMED.format(2, cell))).cells["mrr"].tolist() == ["9007199254740993"]


@pytest.mark.parametrize(
    ("serial", "text", "is_flagged"),
    [
        ("44000.5", "2020-06-18 12:00:00", False),
        ("61", "1900-03-01", False),
        ("60", "60", True),
        ("0", "0", True),
        ("-3.5", "-3.5", True),
        ("2958466", "2958466", True),
        ("1E10", "1E10", True),
    ],
)
def test_days_that_no_calendar_has_are_flagged_and_keep_their_number(
    serial: str, text: str, is_flagged: bool
) -> None:
    cells = '<xf numFmtId="0"/><xf numFmtId="14"/>'
    sheet = read(with_rows(NAMED.format(2, f'<c r="C2" s="1"><v>{serial}</v></c>'), "", cells))
    assert sheet.cells["mrr"].tolist() == [text]
    assert any("no calendar has" in remark for remark in said(sheet)) is is_flagged


def test_a_row_far_below_and_empty_formatted_rows_are_told() -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(4, 104))
    rows = NAMED.format(2, "") + NAMED.format(3, "") + empty + NAMED.format(5000, "")
    sheet = read(with_rows(rows))
    assert sheet.row_numbers.tolist() == [2, 3, 5000]
    assert any(text.startswith("Row 5000 stands far below") for text in said(sheet))
    behind = read(with_rows(NAMED.format(2, "") + empty))
    assert "100 empty formatted rows were ignored." in said(behind)


@pytest.mark.parametrize(
    ("rows", "remark"),
    [
        ('<row r="2"><c r="A2" t="s"><v>9999</v></c></row>', "cell A2"),
        ('<row r="2"><c r="A0"><v>1</v></c></row>', "outside the grid: A0"),
        ('<row r="2"><c r="A2" t="inlineStr"><is><t>a&#2;b</t></is></c></row>', "ill-formed"),
        ('<row r="2"><c r="A2" t="inlineStr"><is><t>a&#x1F;b</t></is></c></row>', "ill-formed"),
    ],
)
def test_broken_sheets_are_refused_by_name_of_the_cell(rows: str, remark: str) -> None:
    with pytest.raises(DeskError) as caught:
        read(with_rows(rows))
    assert remark in render(caught.value.message, "en")


def test_hidden_columns_reach_the_sheet() -> None:
    hidden = '<cols><col min="2" max="2" hidden="1"/></cols>'
    rows = NAMED.format(2, '<c r="B2" t="inlineStr"><is><t>x</t></is></c>')
    sheet = read(with_rows(rows, hidden))
    assert any("Hidden columns" in text for text in said(sheet)), said(sheet)


def test_errors_in_an_old_workbook_are_told() -> None:
    file = shared("messy/tablib") / "errors.xls"
    (sheet,) = raw_sheets(file.name, file.read_bytes())
    assert sheet.signs["error_cell"] == (4, ["A2 #DIV/0!", "B2 #NAME?", "C2 #N/A", "D2 #N/A"])


def test_errors_and_hidden_columns_of_a_binary_workbook_are_found() -> None:
    row = bytes([0, 4, 6, 0, 0, 0])  # row 7
    error = bytes([3, 9, 2, 0, 0, 0, 0, 0, 0, 0, 42])  # #N/A in column C
    column = bytes([60, 18, 1, 0, 0, 0, 3, 0, 0, 0, *[0] * 8, 1, 0])  # B to D hidden
    found = signs_of_xlsb(column + row + error)
    assert found.cells == {"error_cell": ["C7 #N/A"]}
    assert found.hidden_columns == [(1, 3)]
