"""The report as a Word file: real headings, native tables, captions, links into the register."""

from datetime import UTC, datetime, time
from io import BytesIO
from itertools import count

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.shared import Cm, Pt
from docx.table import Table as DocTable
from docx.text.paragraph import Paragraph as DocParagraph

from lib.locale import Text, msg, render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Section, Table
from lib.report.text import Run, plain
from lib.report.writers import charts
from lib.report.writers import docx_parts as parts
from lib.report.writers.docx_fonts import embed_chinese
from lib.report.writers.docx_template import begun, text_width
from lib.report.writers.package import timeless
from lib.report.writers.parts import (
    REGISTER_HEADINGS,
    REGISTER_LEAD,
    REGISTER_TITLE,
    anchors,
    entries,
    sentence_runs,
    subtitle,
)
from lib.report.writers.widths import REGISTER, widths

_SIDES = 0.4  # centimetres beside a picture
_TABLE_SIZE, _REGISTER_SIZE = Pt(9), Pt(7.5)


def write(report: Report, word_template: bytes | None = None) -> bytes:
    """Return the report as DOCX. The same report gives the same bytes.

    A company's template gives its styles, page, header and footer; DeskError when it is no
    Word file.
    """
    document = begun(word_template)
    _Writer(document, report).write()
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


class _Writer:
    """Writes one report into one document."""

    def __init__(self, document: Doc, report: Report) -> None:
        self._document = document
        self._report = report
        self._lang = report.lang
        self._entries = entries(report)
        self._anchors = anchors(self._entries)
        self._numbers = count(1)
        self._tables = count(1)
        self._pictures = count(1)
        self._width = text_width(document)

    def write(self) -> None:
        """Write cover lines, contents, sections, register."""
        self._properties()
        self._document.add_paragraph(render(self._report.title, self._lang), style="Title")
        self._document.add_paragraph(subtitle(self._report), style="Subtitle")
        self._contents()
        for number, section in enumerate(self._report.sections, 1):
            self._section(number, section)
        self._register(len(self._report.sections) + 1)
        self._footer()
        parts.update_fields_on_open(self._document)
        if self._lang == "zh":
            parts.hint_chinese(self._document)
        embed_chinese(self._document)

    def _properties(self) -> None:
        properties = self._document.core_properties
        day = datetime.combine(self._report.as_of, time(), UTC).replace(tzinfo=None)
        properties.created = properties.modified = properties.last_printed = day
        properties.title = render(self._report.title, self._lang)
        properties.author = properties.last_modified_by = "Demand Insight Desk"
        properties.subject = self._report.segment
        properties.language = "zh-CN" if self._lang == "zh" else "en-US"
        properties.comments = self._report.rules_version
        properties.revision = 1

    def _contents(self) -> None:
        titles = [*(section.title for section in self._report.sections), REGISTER_TITLE]
        places = [self._document.add_paragraph(style="TOC 1") for _ in titles]
        parts.begin_field(places[0], r'TOC \o "1-1" \h \z \u')
        for number, (place, title) in enumerate(zip(places, titles, strict=True), 1):
            parts.link(place, f"{number}  {render(title, self._lang)}", f"_Toc{number:04d}")
        parts.end_field(places[-1])

    def _heading(self, number: int, title: Text) -> DocParagraph:
        heading = self._document.add_heading(f"{number}  {render(title, self._lang)}", level=1)
        parts.bookmark(heading, f"_Toc{number:04d}", next(self._numbers))
        return heading

    def _section(self, number: int, section: Section) -> None:
        self._heading(number, section.title)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._paragraph(block)
            case Bullets(items):
                for item in items:
                    self._fill(self._document.add_paragraph(style="List Bullet"), item)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)

    def _paragraph(self, block: Paragraph) -> None:
        style = {"heading": "Heading 2", "quote": "Quote", "note": "Note"}.get(block.role)
        self._fill(self._document.add_paragraph(style=style), block.sentences)

    def _fill(self, paragraph: DocParagraph, texts: tuple[Text, ...]) -> None:
        for run in sentence_runs(texts, self._report):
            self._run(paragraph, run)

    def _run(self, paragraph: DocParagraph, run: Run) -> None:
        if run.figure is not None:
            figure = run.figure
            hint = (
                f"{render(figure.name, self._lang)}: {render(figure.definition.text, self._lang)}"
            )
            parts.link(paragraph, run.text, _bookmark_name(self._anchors[figure.id]), hint)
        else:
            added = paragraph.add_run(run.text)
            if run.unknown:
                added.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def _caption(self, label: Text, number: int, text: str) -> None:
        paragraph = self._document.add_paragraph(style="Caption")
        word = render(label, self._lang)
        paragraph.add_run(f"{word} " if self._lang == "en" else word)
        kind = "Table" if label is _TABLE else "Figure"
        parts.add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
        paragraph.add_run(f"  {text}")
        paragraph.paragraph_format.keep_with_next = True

    def _table(self, block: Table) -> None:
        text = plain(block.caption, self._report.register, self._lang)
        self._caption(_TABLE, next(self._tables), text)
        headings = [render(column.heading, self._lang) for column in block.columns]
        numbers = [column.align == "number" for column in block.columns]
        rows = block.rendered(self._report.register, self._lang)
        table = self._grid(headings, rows, numbers)
        parts.set_widths(table, widths([headings, *rows], self._width))
        _set_size(table, _TABLE_SIZE)
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _grid(self, headings: list[str], rows: list[list[str]], numbers: list[bool]) -> DocTable:
        table = self._document.add_table(rows=1 + len(rows), cols=len(headings))
        parts.rule_lines(table, "0F766E", "D9DEE3")
        for place, (line, texts) in enumerate(zip(table.rows, [headings, *rows], strict=True)):
            for cell, text, number in zip(line.cells, texts, numbers, strict=True):
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(text)
                run.bold = place == 0
                paragraph.paragraph_format.space_after = Pt(1.5)
                paragraph.paragraph_format.space_before = Pt(1.5)
                paragraph.paragraph_format.line_spacing = 1.05
                paragraph.paragraph_format.keep_with_next = (
                    0 < place < len(rows) and len(rows) < _SHORT
                )
                if number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if place == 0:
                    parts.shade(cell, "EEF5F4")
        parts.repeat_header(table)
        return table

    def _chart(self, block: Chart) -> None:
        title = plain(block.title, self._report.register, self._lang)
        self._caption(_FIGURE, next(self._pictures), title)
        note = self._document.add_paragraph(
            plain(block.subtitle, self._report.register, self._lang), style="Chart note"
        )
        note.paragraph_format.keep_with_next = True
        picture = self._document.add_picture(
            BytesIO(charts.png(block, self._lang)), width=Cm(self._width - _SIDES)
        )
        parts.describe(picture, title, block.alt(self._report.register, self._lang))

    def _register(self, number: int) -> None:
        self._heading(number, REGISTER_TITLE).paragraph_format.page_break_before = True
        self._document.add_paragraph(render(REGISTER_LEAD, self._lang))
        headings = [render(heading, self._lang) for heading in REGISTER_HEADINGS]
        rows = [list(entry.texts) for entry in self._entries]
        table = self._grid(headings, rows, [False] * len(headings))
        for row, entry in zip(table.rows[1:], self._entries, strict=True):
            name = _bookmark_name(entry.anchor)
            parts.bookmark(row.cells[0].paragraphs[0], name, next(self._numbers))
        parts.set_widths(table, tuple(part * self._width / sum(REGISTER) for part in REGISTER))
        _set_size(table, _REGISTER_SIZE)

    def _footer(self) -> None:
        footer = self._document.sections[0].footer
        if not footer.is_linked_to_previous:
            return  # the template's own
        paragraph = footer.paragraphs[0]
        paragraph.add_run(f"{render(self._report.title, self._lang)}  ·  ")
        parts.add_field(paragraph, "PAGE", "1")


_TABLE, _FIGURE = msg("Table"), msg("Chart")
_SHORT = 12  # rows of a table that is kept on one page


def _bookmark_name(anchor: str) -> str:
    return anchor.replace("-", "_")


def _set_size(table: DocTable, size: Pt) -> None:
    for row in table.rows:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.font.size = size
