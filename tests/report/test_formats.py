"""All formats say the same, are the same bytes anywhere, and open in another office program."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import chain
from pathlib import Path

import docx as word
import openpyxl
import pytest
from docx.table import Table as DocTable
from pptx import Presentation

from lib.desk.reporting.exports import FORMATS, exported
from lib.locale import render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Table
from lib.report.register import Register
from lib.report.text import plain
from lib.report.writers import charts, fonts
from lib.report.writers.cut import MARK
from lib.report.writers.slides import slides
from tests.report.conftest import drafted

_SPACE = re.compile(r"[\s\u200b]+")
_SPOOLED = """
import hashlib
from lib.desk.reporting.exports import FORMATS, exported
from tests.report.conftest import drafted
for ending in FORMATS:
    print(ending, hashlib.sha256(exported(drafted("zh"), ending)).hexdigest())
"""
ROOT = Path(__file__).parents[2]


@cache
def _written(report: Report, ending: str) -> bytes:
    return exported(report, ending)


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def _told(report: Report, *, cells: bool) -> Iterator[str]:
    """Walk through all that a report says, in its order."""
    for section in report.sections:
        yield render(section.title, report.lang)
        for block in section.blocks:
            yield from _block(block, report, cells=cells)


def _block(block: Block, report: Report, *, cells: bool) -> Iterator[str]:
    register, lang = report.register, report.lang
    match block:
        case Paragraph():
            yield block.text(register, lang)
        case Bullets():
            yield from block.texts(register, lang)
        case Table():
            yield plain(block.caption, register, lang)
            yield from chain(*block.rendered(register, lang)) if cells else ()
        case Chart():
            yield plain(block.title, register, lang)


def _in_order(report: Report, text: str, *, cells: bool = True) -> list[str]:
    """Return what a report says and a file does not, or not in the same order."""
    whole, place, missing = _squeezed(text), 0, []
    for told in _told(report, cells=cells):
        found = whole.find(_squeezed(told), place)
        if found < 0:
            missing.append(told)
        else:
            place = found + len(_squeezed(told))
    return missing


def test_word_says_what_the_report_says(report: Report) -> None:
    document = word.Document(BytesIO(_written(report, ".docx")))
    pieces = []
    for part in document.iter_inner_content():
        if isinstance(part, DocTable):
            pieces += [cell.text for row in part.rows for cell in row.cells]
        else:
            pieces.append(part.text)
    text = "\n".join(pieces)
    assert _in_order(report, text) == []


class _Text(HTMLParser):
    """Collects what a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in {"style", "script", "svg"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "script", "svg"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def test_the_page_says_what_the_report_says(report: Report) -> None:
    page = _Text()
    page.feed(_written(report, ".html").decode())
    assert _in_order(report, "".join(page.said)) == []


def test_markdown_says_what_the_report_says(report: Report) -> None:
    text = re.sub(r"\\(.)", r"\1", _written(report, ".md").decode())
    assert _in_order(report, text) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_the_pdf_says_what_the_report_says(report: Report, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_written(report, ".pdf"))
    command = ["pdftotext", "-raw", str(tmp_path / "a.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    foot = re.escape(_squeezed(render(report.title, report.lang))) + r"\d+/\d\d"
    assert _in_order(report, re.sub(foot, "", _squeezed(text)), cells=False) == []


def test_slides_say_nothing_that_the_report_does_not(report: Report) -> None:
    whole = _squeezed("".join(_told(report, cells=True)))
    titles = [_squeezed(text) for text in _told(report, cells=False)]
    deck = Presentation(BytesIO(_written(report, ".pptx")))
    for slide, page in zip(slides(report), list(deck.slides)[1:], strict=True):
        said = [slide.headline.text, *(item.text for part in slide.parts for item in part)]
        assert all(_squeezed(text) in whole for text in said)
        tables = [shape.table for shape in page.shapes if shape.has_table]
        cells = [
            cell.text for table in tables for row in list(table.rows)[1:] for cell in row.cells
        ]
        assert all(_squeezed(text.removesuffix(MARK)) in whole for text in cells)
        assert _squeezed(page.shapes.title.text_frame.text) in {*titles, _squeezed(said[0])}


def test_the_workbook_shows_every_figure_as_the_report_does(report: Report) -> None:
    sheet = openpyxl.load_workbook(BytesIO(_written(report, ".xlsx"))).worksheets[0]
    shown = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=2)}
    assert shown == {figure.id: figure.shown(report.lang) for figure in report.register}


def test_another_process_in_another_zone_writes_the_same_bytes() -> None:
    here = [f"{e} {hashlib.sha256(_written(drafted('zh'), e)).hexdigest()}" for e in FORMATS]
    other = {**os.environ, "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8"}
    there = subprocess.run(
        [sys.executable, "-c", _SPOOLED],
        cwd=ROOT, env=other, capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert there.stdout.split("\n")[:-1] == here


def test_charts_are_drawn_with_fonts_that_come_along(chinese: Report) -> None:
    drawn = [block for _, block in chinese.blocks() if isinstance(block, Chart)]
    assert fonts.not_drawn(t for chart in drawn for t in charts.texts(chart, "zh")) == frozenset()
    found = fonts.files(fonts.chart_font(9, "zh"))
    assert found[0] == fonts.CHINESE_FILE
    assert not [file for file in found if not any(file.is_relative_to(f) for f in fonts.FOLDERS)]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_office_program_opens_word_slides_and_workbook(
    chinese: Report, tmp_path: Path
) -> None:
    few = Register()  # or the workbook has a hundred sheets to lay out
    for figure in list(chinese.register)[:6]:
        few.add(replace(figure, sheet=""))
    written = {".xlsx": exported(replace(chinese, register=few), ".xlsx")}
    for ending in (".docx", ".pptx", ".xlsx"):
        content = written.get(ending) or _written(chinese, ending)
        (tmp_path / f"a{ending[1:]}{ending}").write_bytes(content)
    command = [
        "soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
        "--convert-to", "pdf", "--outdir", str(tmp_path),
        *(str(file) for file in sorted(tmp_path.glob("a*"))),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    made = {file.stem: file.read_bytes() for file in tmp_path.glob("*.pdf")}
    assert sorted(made) == ["adocx", "apptx", "axlsx"]
    assert all(content.startswith(b"%PDF") for content in made.values())
