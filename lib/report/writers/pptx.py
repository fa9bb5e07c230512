"""The report as slides for leadership: what to decide, then a slide for each section.

Tables, charts and notes are PowerPoint's own. Texts are cut to what fits a slide, at the end
of a sentence; the notes hold all of them, with the sources of the figures shown.
"""

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Length, Pt

from lib.locale import msg, render
from lib.report.blocks import Chart, Report, Table
from lib.report.text import clean, letters, plain
from lib.report.writers import pptx_parts as parts
from lib.report.writers.cut import cut, first_sentences
from lib.report.writers.package import timeless
from lib.report.writers.parts import subtitle
from lib.report.writers.pptx_chart import Box, add_chart
from lib.report.writers.slide_table import cut_table
from lib.report.writers.slides import Item, Room, Slide, decision, fitted, notes, slides

_TEAL, _INK, _MUTED = (RGBColor.from_string(c) for c in ("0F766E", "1F2937", "5B6472"))
_TITLE_ONLY = 5  # the layout of python-pptx's own template that has a title and nothing else
_WIDTH, _HEIGHT, _LEFT = Inches(13.333), Inches(7.5), Inches(0.6)
_WHOLE, _HALF, _RIGHT = Inches(12.1), Inches(5.5), Inches(6.5)
_PICTURE = Inches(6.2)
_TOP, _BODY, _ABOVE = Inches(1.95), Inches(4.85), Inches(1.35)
_TABLE_SIZE, _TABLE_LINE = 11, Inches(0.27)
_TABLE_LETTER = 0.085  # inches
_WIDE_TABLE = 5  # columns: a table with so many stands below the text, not beside it
_INCH, _POINT = 914_400, 12_700


def write(report: Report) -> bytes:
    """Return the report as PPTX. The same report gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    _Deck(deck, report).write()
    parts.name_fonts(deck)
    out = BytesIO()
    deck.save(out)
    return timeless(out.getvalue())


def _places(slide: Slide) -> tuple[Box, Box]:
    """Return where text and picture stand: side by side, but above a table of many columns."""
    picture = slide.picture
    if picture is None:
        return (_LEFT, _TOP, _WHOLE, _BODY), (_LEFT, _TOP, _WHOLE, _BODY)
    if not slide.parts:
        return (_LEFT, _TOP, _WHOLE, _ABOVE), (_LEFT, _TOP, _WHOLE, _BODY)
    if isinstance(picture, Table) and len(picture.columns) >= _WIDE_TABLE:
        below = (_LEFT, Emu(_TOP + _ABOVE), _WHOLE, Emu(_BODY - _ABOVE))
        return (_LEFT, _TOP, _WHOLE, _ABOVE), below
    return (_LEFT, _TOP, _HALF, _BODY), (_RIGHT, _TOP, _PICTURE, _BODY)


class _Deck:
    """Writes one report into one deck."""

    def __init__(self, deck: Any, report: Report) -> None:  # noqa: ANN401 - pptx has no types
        self._deck = deck
        self._report = report
        self._lang = report.lang
        self._code = "zh-CN" if report.lang == "zh" else "en-US"

    def write(self) -> None:
        """Write the first slide and one for each section."""
        self._properties()
        self._first()
        for slide in slides(self._report):
            self._slide(slide)

    def _properties(self) -> None:
        properties = self._deck.core_properties
        day = datetime.combine(self._report.as_of, time(), UTC).replace(tzinfo=None)
        properties.created = properties.modified = properties.last_printed = day
        properties.title = clean(render(self._report.title, self._lang))
        properties.author = properties.last_modified_by = "Demand Insight Desk"
        properties.language = self._code
        properties.subject = self._report.segment[:255]
        properties.comments, properties.revision = self._report.rules_version, 1

    def _page(self, title: str, size: int, top: Length, height: Length) -> Any:  # noqa: ANN401
        page = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        shape = page.shapes.title
        shape.left, shape.top, shape.width, shape.height = _LEFT, top, _WHOLE, height
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        self._run(frame.paragraphs[0], title, size, bold=True)
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        return page

    def _first(self) -> None:
        report = self._report
        title = cut(render(report.title, self._lang), 120)
        page = self._page(title, 34, Inches(1.6), Inches(1.5))
        below = self._box(page, (_LEFT, Inches(3.15), _WHOLE, Inches(0.5)))
        self._run(below.paragraphs[0], subtitle(report), 13, colour=_MUTED)
        asked = first_sentences(decision(report), 420)
        if asked:
            frame = self._box(page, (_LEFT, Inches(4.0), _WHOLE, Inches(2.4)))
            self._run(frame.paragraphs[0], asked, 20, colour=_TEAL, bold=True)
        page.notes_slide.notes_text_frame.text = f"{title}\n{subtitle(report)}\n{asked}".strip()
        self._foot(page, "")

    def _slide(self, slide: Slide) -> None:
        size = 24 if letters(slide.headline.text) <= 90 else 20  # noqa: PLR2004 - one line
        page = self._page(slide.headline.text, size, Inches(0.75), Inches(1.15))
        above = self._box(page, (_LEFT, Inches(0.4), _WHOLE, Inches(0.4)))
        self._run(above.paragraphs[0], cut(slide.kicker, 100), 14, colour=_TEAL)
        text, picture = _places(slide)
        shown = self._body(page, slide, text)
        if isinstance(slide.picture, Chart):
            self._chart(page, slide.picture, picture)
        elif slide.picture is not None:
            self._table(page, slide.picture, picture)
        page.notes_slide.notes_text_frame.text = notes(slide, shown, self._report)
        where = " · ".join(str(number) for number in slide.place)
        self._foot(page, render(msg("In full: section {n} of the report", n=where), self._lang))

    def _body(self, page: Any, slide: Slide, box: Box) -> list[Item]:  # noqa: ANN401
        """Write what fits beside the picture; return it."""
        if not slide.parts:
            return []
        room = Room(box[2] / _POINT - 15, box[3] / _POINT - 8)
        size, shown = fitted(slide, room)
        frame = self._box(page, box)
        for place, item in enumerate(shown):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after, paragraph.line_spacing = Pt(size / 2), 1.05
            marked = item.lead or item.strong
            self._run(paragraph, item.text, size, colour=_TEAL if marked else _INK, bold=marked)
        return shown

    def _chart(self, page: Any, chart: Chart, box: Box) -> None:  # noqa: ANN401
        register = self._report.register
        left, top, width, height = box
        frame = self._box(page, (left, top, width, Inches(0.7)))
        title = plain(chart.title, register, self._lang)
        self._run(frame.paragraphs[0], cut(title, 110), 13, bold=True)
        below = plain(chart.subtitle, register, self._lang)
        self._run(frame.add_paragraph(), cut(below, 90), 11, colour=_MUTED)
        place = (left, Emu(top + Inches(0.75)), width, Emu(height - Inches(0.75)))
        add_chart(page, chart, place, self._lang, chart.alt(register, self._lang))

    def _table(self, page: Any, block: Table, box: Box) -> None:  # noqa: ANN401
        left, top, width, height = box
        lines = int((height - Inches(0.9)) / _TABLE_LINE)
        grid = cut_table(block, self._report, width / _INCH / _TABLE_LETTER, lines)
        frame = self._box(page, (left, top, width, Inches(0.4)))
        caption = plain(block.caption, self._report.register, self._lang)
        self._run(frame.paragraphs[0], cut(caption, int(width / _INCH * 10)), 13, bold=True)
        place = (left, Emu(top + Inches(0.42)), width, Emu(_TABLE_LINE * grid.lines))
        shape = page.shapes.add_table(len(grid.rows), len(block.columns), *place)
        parts.describe(shape, caption)
        parts.plain_table(shape.table)
        for column, share in enumerate(grid.shares):
            shape.table.columns[column].width = Emu(round(width * share))
        self._cells(shape.table, grid.rows, block)
        if grid.left_out:
            note = self._box(page, (left, Emu(top + height - Inches(0.4)), width, Inches(0.35)))
            self._run(note.paragraphs[0], render(grid.more(), self._lang), 11, colour=_MUTED)

    def _cells(self, table: Any, rows: list[list[str]], block: Table) -> None:  # noqa: ANN401
        for line, texts in enumerate(rows):
            for place, text in enumerate(texts):
                cell = table.cell(line, place)
                cell.margin_left = cell.margin_right = Inches(0.06)
                cell.margin_top = cell.margin_bottom = Inches(0.025)
                paragraph = cell.text_frame.paragraphs[0]
                self._run(paragraph, text, _TABLE_SIZE, bold=line == 0)
                if block.columns[place].align == "number":
                    paragraph.alignment = PP_ALIGN.RIGHT
                parts.underline_cell(
                    cell, "0F766E" if line == 0 else "D9DEE3", 1 if line == 0 else 0.5
                )

    def _foot(self, page: Any, text: str) -> None:  # noqa: ANN401
        title = cut(render(self._report.title, self._lang), 90)
        told = "  ·  ".join(part for part in (title, text) if part)
        frame = self._box(page, (_LEFT, Inches(6.95), Inches(11), Inches(0.35)))
        self._run(frame.paragraphs[0], told, 10, colour=_MUTED)
        number = self._box(page, (Inches(12.0), Inches(6.95), Inches(0.7), Inches(0.35)))
        number.paragraphs[0].alignment = PP_ALIGN.RIGHT
        number.paragraphs[0].font.size = Pt(10)
        parts.page_number(number.paragraphs[0], self._code)

    def _box(self, page: Any, box: Box) -> Any:  # noqa: ANN401
        frame = page.shapes.add_textbox(*box).text_frame
        frame.word_wrap = True
        return frame

    def _run(
        self,
        paragraph: Any,  # noqa: ANN401
        text: str,
        size: float,
        *,
        colour: RGBColor = _INK,
        bold: bool = False,
    ) -> None:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
        run._r.get_or_add_rPr().set("lang", self._code)  # noqa: SLF001
