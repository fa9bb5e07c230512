"""The question guide as a Word file: intro, consent, each question with space for notes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.shared import Pt

from lib.interviews.guide import Guide, asked, consent, intro
from lib.locale import Language, Message, Text, msg, render
from lib.report.text import clean
from lib.report.writers import docx_parts as parts
from lib.report.writers.docx_fonts import embed_chinese
from lib.report.writers.docx_styles import set_page, set_styles
from lib.report.writers.package import timeless

_WIDTH = 16.6  # centimetres between the margins
_LABEL = 4.2
_LINES = 4  # of notes below a question
_LINE_PT = Pt(22)
_TITLE = msg("Question guide")
_FIELDS: tuple[Message, ...] = (
    msg("Customer"),
    msg("Person and role"),
    msg("Day and way"),
    msg("Interviewer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePaper:
    """What is written: the guide in a language; `about` says for which segment or account."""

    guide: Guide
    lang: Language
    day: date
    about: str


def write(paper: GuidePaper) -> bytes:
    """Return the guide as DOCX. The same guide gives the same bytes."""
    document = Document()
    set_styles(document)
    set_page(document)
    parts.set_language(document)
    _properties(document, paper)
    document.add_paragraph(render(_TITLE, paper.lang), style="Title")
    document.add_paragraph(clean(paper.about), style="Subtitle")
    _head(document, paper.lang)
    _spoken(document, paper)
    _consent(document, paper)
    for number, question in enumerate(paper.guide.questions, 1):
        _question(
            document, f"{number}  {_said(asked(question, paper.lang), paper.lang)}", paper.lang
        )
    _footer(document, paper)
    if paper.lang == "zh":
        parts.hint_chinese(document)
    embed_chinese(document)
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _said(text: Text, lang: Language) -> str:
    return clean(render(text, lang))


def _properties(document: Doc, paper: GuidePaper) -> None:
    properties = document.core_properties
    day = datetime.combine(paper.day, time(), UTC).replace(tzinfo=None)
    properties.created = properties.modified = properties.last_printed = day
    properties.title = render(_TITLE, paper.lang)
    properties.author = properties.last_modified_by = "Demand Insight Desk"
    properties.language = "zh-CN" if paper.lang == "zh" else "en-US"
    properties.comments = ""
    properties.revision = 1


def _head(document: Doc, lang: Language) -> None:
    table = document.add_table(rows=len(_FIELDS), cols=2)
    parts.rule_lines(table, "0F766E", "D9DEE3")
    for row, title in zip(table.rows, _FIELDS, strict=True):
        row.height = _LINE_PT
        row.cells[0].paragraphs[0].add_run(render(title, lang)).bold = True
    parts.set_widths(table, (_LABEL, _WIDTH - _LABEL))


def _spoken(document: Doc, paper: GuidePaper) -> None:
    document.add_heading(render(msg("To begin with"), paper.lang), level=1)
    document.add_paragraph(_said(intro(paper.guide, paper.lang), paper.lang), style="Quote")


def _consent(document: Doc, paper: GuidePaper) -> None:
    document.add_heading(render(msg("Consent"), paper.lang), level=1)
    document.add_paragraph(_said(consent(paper.guide, paper.lang), paper.lang), style="Quote")
    box = msg("☐ yes   ☐ no   ☐ not asked")
    document.add_paragraph(render(box, paper.lang))


def _question(document: Doc, text: str, lang: Language) -> None:
    heading = document.add_heading(text, level=2)
    heading.paragraph_format.keep_with_next = True
    for title, lines in ((msg("Answer"), _LINES), (msg("In their words"), _LINES // 2)):
        label = document.add_paragraph(render(title, lang), style="Note")
        label.paragraph_format.keep_with_next = True
        table = document.add_table(rows=lines, cols=1)
        parts.rule_lines(table, "D9DEE3", "D9DEE3")
        for row in table.rows:
            row.height = _LINE_PT
        parts.repeat_header(table)
        parts.set_widths(table, (_WIDTH,))


def _footer(document: Doc, paper: GuidePaper) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{render(_TITLE, paper.lang)}  ·  ")
    parts.add_field(paragraph, "PAGE", "1")
