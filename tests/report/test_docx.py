"""The Word file: what people and screen readers find in it."""

import re
import uuid
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx as word
import pytest
from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from docx.text.paragraph import Paragraph as DocParagraph
from fontTools.ttLib import TTFont

from lib.errors import DeskError
from lib.report.blocks import Chart, Report, Table
from lib.report.writers import docx
from lib.report.writers.fonts import CHINESE
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
        assert fonts.get(qn("w:eastAsia")) == CHINESE, name
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


def _template(*, dotx: bool) -> bytes:
    """Return a company's template: narrow page, red headings, a header, no caption style."""
    made = word.Document()
    made.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
    made.styles["Caption"].element.getparent().remove(made.styles["Caption"].element)
    made.sections[0].header.paragraphs[0].text = "Acme, in confidence"
    made.sections[0].footer.paragraphs[0].text = "Acme Ltd"
    made.sections[0].page_width, made.sections[0].left_margin = Cm(14), Cm(1)
    made.add_paragraph("A cover that is not wanted")
    out = BytesIO()
    made.save(out)
    if not dotx:
        return out.getvalue()
    again = BytesIO()
    with ZipFile(out) as source, ZipFile(again, "w") as to:
        for name in source.namelist():
            to.writestr(name, source.read(name).replace(b"document.main+xml", b"template.main+xml"))
    return again.getvalue()


@pytest.mark.parametrize("dotx", [False, True])
def test_a_company_template_gives_the_looks(chinese: Report, *, dotx: bool) -> None:
    document = word.Document(BytesIO(docx.write(chinese, _template(dotx=dotx))))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Acme, in confidence"
    assert section.footer.paragraphs[0].text == "Acme Ltd"
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert "not wanted" not in document.element.body.xpath("string(.)")
    assert _styled(document, "Caption")
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for table in document.tables:
        assert sum(column.width or 0 for column in table.columns) <= room + 2_000  # a hair
    assert all(shape.width <= room for shape in document.inline_shapes)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert set(defaults.find(f".//{qn('w:rFonts')}").attrib) & {
        qn("w:eastAsia"),
        qn("w:eastAsiaTheme"),
    }


def test_what_is_no_word_file_is_no_template(english: Report) -> None:
    workbook = BytesIO()
    with ZipFile(workbook, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    for content in (b"", b"PK\x03\x04 torn", workbook.getvalue()):
        with pytest.raises(DeskError) as refusal:
            docx.write(english, content)
        assert refusal.value.code == "unreadable_template"


def test_chinese_letters_are_carried_in_the_file(document: Doc, report: Report) -> None:
    with ZipFile(BytesIO(_written(report))) as package:
        (name,) = [n for n in package.namelist() if n.endswith(".odttf")]
        mixed, table = package.read(name), package.read("word/fontTable.xml").decode()
    found = re.search(r'w:fontKey="\{([0-9A-F-]+)\}"', table)
    assert found is not None
    key = uuid.UUID(found[1]).bytes[::-1] * 2
    plain = bytes(a ^ b for a, b in zip(mixed[:32], key, strict=True)) + mixed[32:]
    held = TTFont(BytesIO(plain)).getBestCmap()
    text = document.element.body.xpath("string(.)")
    wide = {letter for letter in text if "\u4e00" <= letter <= "\u9fff"}
    assert wide
    assert {ord(letter) for letter in wide} <= set(held)
    assert document.settings.element.find(qn("w:embedTrueTypeFonts")) is not None
