"""The Word file: what people and screen readers find in it."""

import re
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx as word
import pytest
from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocParagraph

from lib.report.blocks import Chart, Report, Table
from lib.report.writers import docx
from tests.report import hostile


@pytest.fixture
def document(report: Report) -> Doc:
    return word.Document(BytesIO(_written(report)))


@cache
def _written(report: Report) -> bytes:
    return docx.write(report)


def _styled(document: Doc, style: str) -> list[DocParagraph]:
    return [p for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_headings_are_real_and_numbered(document: Doc, report: Report) -> None:
    headings = [p.text for p in _styled(document, "Heading 1")]
    assert len(headings) == len(report.sections) + 1
    assert [h.split()[0] for h in headings] == [str(n) for n in range(1, len(headings) + 1)]


def test_contents_are_a_field_that_word_updates_and_readable_before_it_does(document: Doc) -> None:
    body = document.element.body
    assert any("TOC" in (text.text or "") for text in body.iter(qn("w:instrText")))
    assert document.settings.element.find(qn("w:updateFields")) is not None
    entries = _styled(document, "TOC 1")
    headings = _styled(document, "Heading 1")
    links = [p._p.findall(qn("w:hyperlink")) for p in entries]
    assert [len(found) for found in links] == [1] * len(headings)


def test_tables_are_native_captioned_and_repeat_their_header(document: Doc, report: Report) -> None:
    wanted = sum(isinstance(block, Table) for _, block in report.blocks())
    assert len(document.tables) == wanted + 1  # and the register
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    captions = _styled(document, "Caption")
    charts = sum(isinstance(block, Chart) for _, block in report.blocks())
    assert len(captions) == wanted + charts


def test_pictures_have_words_that_stand_for_them(document: Doc, report: Report) -> None:
    charts = [block for _, block in report.blocks() if isinstance(block, Chart)]
    words = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert words == [chart.alt(report.register, report.lang) for chart in charts]
    assert all(words)


def test_chinese_has_a_font_of_its_own_in_every_style(document: Doc) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "List Bullet", "Note"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei", name
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_every_figure_in_the_text_leads_to_its_entry_in_the_register(document: Doc) -> None:
    body = document.element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert set(anchors) <= marks
    assert sum(anchor.startswith("fig_") for anchor in anchors) > 40
    ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(ids)) == len(ids)


def test_the_file_tells_no_time_but_that_of_the_data(document: Doc, report: Report) -> None:
    properties = document.core_properties
    assert properties.created.date() == properties.modified.date() == report.as_of
    with ZipFile(BytesIO(_written(report))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_names_stay_text() -> None:
    content = docx.write(hostile.report())
    document = word.Document(BytesIO(content))
    text = document.element.body.xpath("string(.)")
    assert "<script>window.__xss=1</script>" in text
    assert "\ue000" not in text
    with ZipFile(BytesIO(content)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
    assert not re.search(rb'TargetMode="External"', whole)
