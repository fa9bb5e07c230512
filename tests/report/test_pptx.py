"""The slides: ten at most, nothing outside them, charts and tables that are PowerPoint's own."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from pptx import Presentation

from lib.locale import msg
from lib.report.blocks import Bullets, Chart, Paragraph, Report, Section
from lib.report.writers import pptx
from lib.report.writers.slides import decision, slides
from tests.report import hostile

_LONG = {
    "en": "A sentence that nobody needs on a slide. ",
    "zh": "这是一句很长的、没有人需要的话。",
}


@cache
def _written(report: Report) -> bytes:
    return pptx.write(report)


def _deck(report: Report) -> Any:  # noqa: ANN401 - python-pptx has no types for shapes
    return Presentation(BytesIO(_written(report)))


def test_it_begins_with_the_decision_and_gives_a_slide_to_each_section(report: Report) -> None:
    pages = list(_deck(report).slides)
    assert len(pages) == 1 + len(slides(report)) <= 10
    assert decision(report)
    assert any(decision(report) in s.text_frame.text for s in pages[0].shapes if s.has_text_frame)
    assert all(page.shapes.title.text_frame.text for page in pages)


def test_charts_and_tables_are_native_and_said_in_words(report: Report) -> None:
    shapes = [shape for page in _deck(report).slides for shape in page.shapes]
    charts = [shape for shape in shapes if shape.has_chart]
    tables = [shape for shape in shapes if shape.has_table]
    assert len(charts) == 3
    assert len(tables) >= 2
    for shape in charts + tables:
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    bridge = charts[1].chart.plots[0]
    assert bridge.series[0].format.fill.type is not None  # what lies below a step is not seen
    labels = [p.data_label.text_frame.text for p in bridge.series[-1].points]
    assert all(labels)


def test_notes_name_the_sources_of_what_is_shown(english: Report) -> None:
    page = _deck(english).slides[4]
    notes = page.notes_slide.notes_text_frame.text
    assert "[arr_change] = " in notes
    assert "25 rows, sheet table_bridge, batch 1" in notes


def test_nothing_stands_outside_a_slide_or_on_something_else(report: Report) -> None:
    deck = _deck(report)
    for page in deck.slides:
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def _own(report: Report, key: str) -> Section:
    text = _LONG[report.lang] * 200
    blocks = (Paragraph((text,), own=True), Bullets(((text,),), own=True))
    return Section(key, msg("Voices"), blocks, 1)


def test_long_texts_of_people_are_cut_at_a_sentence(report: Report) -> None:
    mine = replace(report, sections=(_own(report, "demands"), _own(report, "gap")))
    (slide,) = slides(mine)
    assert slide.place == (1, 2)
    page = list(Presentation(BytesIO(pptx.write(mine))).slides)[1]
    texts = [s.text_frame.text for s in page.shapes if s.has_text_frame]
    body = max(texts, key=len)
    assert len(body) < 1800
    assert all(line.rstrip().endswith((".", "。")) for line in body.splitlines() if len(line) > 20)


def test_a_report_without_sections_has_one_slide(english: Report) -> None:
    bare = replace(english, sections=())
    assert len(Presentation(BytesIO(pptx.write(bare))).slides) == 1
    empty = replace(english, sections=(Section("voices", msg("Voices"), ()),))
    assert len(Presentation(BytesIO(pptx.write(empty))).slides) == 1


def test_no_name_becomes_a_formula_behind_a_chart() -> None:
    report = hostile.report()
    chart = next(block for _, block in report.blocks() if isinstance(block, Chart))
    named = zip(hostile.NAMES, chart.groups, strict=False)
    groups = tuple((name, bars) for name, (_, bars) in named)
    section = Section("profile", msg("Who they are"), (replace(chart, groups=groups),))
    content = pptx.write(replace(report, sections=(section,)))
    with ZipFile(BytesIO(content)) as package:
        assert b'TargetMode="External"' not in b"".join(map(package.read, package.namelist()))
        (book,) = [n for n in package.namelist() if n.startswith("ppt/embeddings/")]
        sheet = openpyxl.load_workbook(BytesIO(package.read(book))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["A3"].value.startswith("=cmd")
