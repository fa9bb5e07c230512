"""Workbooks: exact texts, all sheets, and nothing a foreign file does reaches this process."""

import io
import resource
import zipfile
from datetime import date, datetime

import psutil
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from lib.errors import DeskError
from lib.ingest import Answers, sheets
from lib.ingest.reading.workbook import raw_sheets
from lib.locale import render
from tests.ingest.files import only, workbook

HEADER = ("account_id", "account_name", "seats", "customer_since", "is_trial")
GOOD = workbook({"Accounts": [HEADER, ("00123", "Acme", 12.0, date(2026, 10, 15), True)]})


def rebuilt(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return the workbook with some bytes of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            data = book.read(name)
            copy.writestr(name, data.replace(old, new) if name == part else data)
    return out.getvalue()


def refused(file: str, content: bytes) -> DeskError:
    with pytest.raises(DeskError) as caught:
        sheets(file, content)
    assert caught.value.remedy is not None
    return caught.value


def test_cells_come_as_exact_texts() -> None:
    rows = [
        ("a", "b", "c", "d", "e", "f"),
        (
            "00123",
            12.0,
            0.1,
            date(2026, 10, 15),
            datetime.fromisoformat("2026-10-15T03:05:07"),
            True,
        ),
        ("1e5", 1.5e16, -0.0, None, "2026年10月15日", False),
    ]
    sheet = only("a.xlsx", workbook({"S": rows}))
    assert sheet.cells.iloc[0].tolist() == [
        "00123", "12", "0.1", "2026-10-15", "2026-10-15 03:05:07", "TRUE",
    ]  # fmt: skip
    assert sheet.cells.iloc[1].tolist() == [
        "1e5", "15000000000000000", "0", "", "2026年10月15日", "FALSE",
    ]  # fmt: skip


def test_every_sheet_with_rows_is_read_under_its_name() -> None:
    book = workbook(
        {
            "Accounts": [HEADER, ("A1", "Acme", 1, None, None)],
            "Empty": [],
            "Contacts": [("contact_id", "name"), ("C1", "Li Wei")],
            "Hidden": [("x",), ("y",)],
        },
        hidden=["Hidden"],
    )
    found = sheets("book.xlsx", book)
    assert [(s.sheet, s.n_sheets) for s in found] == [("Accounts", 4), ("Contacts", 4)]
    everything = sheets("book.xlsx", book, Answers({"sheets": "*"}))
    assert [s.sheet for s in everything] == ["Accounts", "Contacts", "Hidden"]


def test_hidden_sheets_are_named_and_asked_about_and_read_only_when_named() -> None:
    book = workbook({"A": [("id", "name"), ("1", "x")], "H": [("a",), ("b",)]}, hidden=["H"])
    (sheet,) = sheets("book.xlsx", book)
    (question,) = sheet.questions
    assert (question.code, question.options) == ("hidden_sheets", ("A",))
    assert render(question.message, "en") == "book.xlsx hides H; only A would be read."
    (answered,) = sheets("book.xlsx", book, Answers({"sheets": "A"}))
    assert answered.questions == ()
    (hidden,) = sheets("book.xlsx", book, Answers({"sheets": "H"}))
    assert (hidden.sheet, hidden.questions, hidden.hidden) == ("H", (), False)
    with pytest.raises(DeskError) as caught:
        sheets("book.xlsx", book, Answers({"sheets": "A|Nope"}))
    assert caught.value.code == "unknown_sheet"


def test_a_title_above_the_header_and_rows_that_start_low_keep_their_numbers() -> None:
    rows = [
        (),
        (None, "客户资料导入模板"),
        (),
        (None, "*客户编号", "客户名称"),
        (None, "K1", "甲公司"),
    ]
    sheet = only("a.xlsx", workbook({"S": rows}))
    assert (sheet.header_row, sheet.row_numbers.tolist()) == (4, [5])
    assert sheet.header == ("*客户编号", "客户名称")


def test_a_password_is_seen() -> None:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(GOOD)).encrypt("secret", locked)
    error = refused("a.xlsx", locked.getvalue())
    assert (error.code, render(error.message, "en")) == (
        "protected",
        "a.xlsx is protected by a password.",
    )


def test_a_workbook_named_as_a_text_is_refused() -> None:
    assert refused("a.csv", GOOD).code == "unreadable"


def test_a_truncated_workbook_is_damaged() -> None:
    assert refused("a.xlsx", GOOD[: len(GOOD) // 2]).code == "damaged"


def test_a_document_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert "text document" in render(refused("a.docx", out.getvalue()).message, "en")


def test_a_declared_entity_is_refused_before_any_reader_sees_it() -> None:
    part = "xl/worksheets/sheet1.xml"
    hostile = rebuilt(GOOD, part, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    assert "declares entities" in render(refused("a.xlsx", hostile).message, "en")


def test_a_part_that_bursts_is_refused() -> None:
    part = "xl/worksheets/sheet1.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(part, b" " * 30_000_000)
    assert refused("a.xlsx", out.getvalue()).code == "too_large"


def test_a_cell_at_the_end_of_the_grid_ends_only_the_child() -> None:
    hostile = rebuilt(GOOD, "xl/worksheets/sheet1.xml", b'r="E2"', b'r="XFD1048576"')
    assert refused("a.xlsx", hostile).code == "too_large"


def test_a_reader_that_panics_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "raise BaseException('PanicException')"
    monkeypatch.setattr("lib.ingest.reading.foreign._PROGRAM", program)
    assert refused("a.xlsx", GOOD).code == "damaged"


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.ingest.reading.foreign._PROGRAM", "import time\ntime.sleep(60)")
    monkeypatch.setattr("lib.ingest.reading.foreign.CHILD_WALL_SECONDS", 0.2)
    assert refused("a.xlsx", GOOD).code == "too_large"


def test_a_reader_that_aborts_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.ingest.reading.foreign._PROGRAM", "import os\nos.abort()")
    assert refused("a.xlsx", GOOD).code == "too_large"


def test_the_child_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import json, os, sys\n"
        "sys.stdin.read()\n"
        "name = 'DATABASE_URL' if 'DATABASE_URL' in os.environ else 'nothing'\n"
        "sheet = {'place': 0, 'visible': 'visible', 'read': True, 'filled': True}\n"
        "print(json.dumps({'sheet': name, **sheet}))\n"
        "print(json.dumps({'end': True}))"
    )
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr("lib.ingest.reading.foreign._PROGRAM", program)
    assert raw_sheets("a.xlsx", GOOD)[0].name == "nothing"


def test_what_progress_raises_ends_the_child_and_goes_on() -> None:
    class StoppedError(Exception):
        pass

    def stop(_what: object, _share: float) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        sheets("a.xlsx", GOOD, progress=stop)
    assert psutil.Process().children() == []


def test_a_small_workbook_does_not_pay_for_the_child() -> None:
    """Processor seconds, since a busy machine would be measured by the clock."""
    sheets("a.xlsx", GOOD)
    costs = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        sheets("a.xlsx", GOOD)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(costs) < 0.2
