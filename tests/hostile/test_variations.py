"""Files like those made to hurt, but of other sizes, in other places: each was once misread."""

import io
import re
import zipfile

import pytest

from lib.errors import DeskError
from lib.ingest import Answers, sheets
from lib.locale import render
from tests.ingest.files import only

_HEADER = "account_id,account_name,mrr"
_ROWS = [f"A{n:05d},Firm {n},{100 + n}" for n in range(1, 31)]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def text(*more: str) -> bytes:
    return "\n".join([_HEADER, *_ROWS, *more]).encode()


def book(cells: str, *more: tuple[str, str]) -> bytes:
    """Return a workbook of one sheet with three shared texts, and more parts."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [
        (
            "[Content_Types].xml",
            (
                f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                '<Override PartName="/xl/worksheets/sheet1.xml" '
                f'ContentType="{kind}.worksheet+xml"/>'
                '<Override PartName="/xl/sharedStrings.xml" '
                f'ContentType="{kind}.sharedStrings+xml"/></Types>'
            ),
        ),
        ("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            (
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            _relations(
                ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
            ),
        ),
        (
            "xl/sharedStrings.xml",
            (
                f'<sst xmlns="{_MAIN}"><si><t>account_id</t></si><si><t>account_name</t></si>'
                "<si><t>Acme</t></si></sst>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            (
                f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
                f'<c r="B1" t="s"><v>1</v></c></row>{cells}</sheetData></worksheet>'
            ),
        ),
        *more,
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts:
            out.writestr(name, part)
    return file.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def row(number: int, name: str = "2", how: str = "") -> str:
    return (
        f'<row r="{number}"{how}><c r="A{number}"><v>{number}</v></c>'
        f'<c r="B{number}" t="s"><v>{name}</v></c></row>'
    )


HTML = "<html><body><table><tr><td>account_id</td></tr></table></body></html>"
REFUSED = {
    "html in UTF-16": ("a.xls", b"\xff\xfe" + HTML.encode("utf-16-le"), r"web page"),
    "html after a style": ("a.xls", b"<style>td{x:y}</style>" + HTML.encode(), r"web page"),
    "html after a comment": ("a.xls", b"<!-- from a CRM -->\n" + HTML.encode(), r"web page"),
    "web archive": ("a.xls", b"MIME-Version: 1.0\r\nX: y\r\n\r\n" + HTML.encode(), r"web page"),
    "json": ("a.csv", b'[{"account_id":"A1"},\n{"account_id":"A2"}]', r"JSON"),
    "json lines": ("a.csv", b'{"event":"x","n":1}\n{"event":"y","n":2}\n', r"JSON"),
    "text below zero": ("a.xlsx", book(row(2, "-1")), r"cell B2"),
    "text of a name": ("a.xlsx", book(row(2) + row(3, "x")), r"cell B3"),
    "part with the other slash": (
        "a.xlsx",
        book(row(2), ("xl\\worksheets\\sheet1.xml", "<x/>")),
        r"same name",
    ),
    "torn in a character": (
        "a.csv",
        text("A1,北京公司,5", "A2,上海公司,5", "A3,广州").rstrip()[:-1],
        r"middle of a character",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_variation_is_refused_with_its_reason(name: str) -> None:
    file, content, reason = REFUSED[name]
    with pytest.raises(DeskError) as caught:
        sheets(file, content)
    assert re.search(reason, render(caught.value.message, "en"))
    assert caught.value.remedy is not None


def test_a_web_page_that_calls_itself_a_workbook_is_to_be_saved_as_one() -> None:
    with pytest.raises(DeskError) as caught:
        sheets("a.xls", HTML.encode())
    assert caught.value.remedy is not None
    assert "save it as XLSX" in render(caught.value.remedy, "en")


def test_a_broken_archive_is_not_to_be_opened_in_a_spreadsheet_program() -> None:
    with pytest.raises(DeskError) as caught:
        sheets("a.csv.gz", b"\x1f\x8b\x08" + b"\0" * 20)
    assert caught.value.remedy is not None
    assert "spreadsheet" not in render(caught.value.remedy, "en")


ACCEPTED = {
    "sign of the end of a file": text() + b"\n\x1a",
    "another delimiter announced": b"sep=;\n" + text(),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_variation_is_read(name: str) -> None:
    sheet = only("a.csv", ACCEPTED[name])
    assert sheet.header == ("account_id", "account_name", "mrr")
    assert len(sheet.cells) == len(_ROWS)


def test_hidden_rows_are_read_and_named() -> None:
    sheet = only("a.xlsx", book(row(2) + row(3, how=' hidden="1"') + row(4, how=' hidden="1"')))
    assert len(sheet.cells) == 3
    (said,) = [render(i.message, "en") for i in sheet.issues if i.code == "hidden_row"]
    assert said == "2 hidden rows were read as well: 3, 4."


def test_hidden_rows_without_cells_are_not_spoken_of() -> None:
    sheet = only("a.xlsx", book(row(2) + '<row r="3" hidden="1"/>'))
    assert not [i for i in sheet.issues if i.code == "hidden_row"]


@pytest.mark.parametrize("codec", ["shift_jis", "euc_kr", "cp1251"])
def test_encodings_that_are_not_guessed_can_be_answered(codec: str) -> None:
    name = {"shift_jis": "株式会社テスト", "euc_kr": "한국소프트", "cp1251": "Ромашка"}[codec]
    content = f"account_id,account_name\nA1,{name}\nA2,Acme\n".encode(codec)
    (sheet,) = sheets("a.csv", content, Answers({"encoding": codec}))
    assert sheet.cells["account_name"].iloc[0] == name
