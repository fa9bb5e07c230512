"""The document that a Word file begins as: ours, or a company's template with its looks kept."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.shared import Cm

from lib.errors import DeskError
from lib.locale import msg
from lib.report.writers import docx_parts as parts
from lib.report.writers.docx_styles import add_missing, set_page, set_styles

_TEMPLATE_KIND, _DOCUMENT_KIND = (
    b"wordprocessingml.template.main",
    b"wordprocessingml.document.main",
)
_KINDS = "[Content_Types].xml"
_CENTIMETRE = 360_000


def begun(template: bytes | None) -> Doc:
    """Return an empty document with styles; DeskError when the template is no Word file."""
    if template is None:
        document = Document()
        set_styles(document)
        set_page(document)
        parts.set_language(document)
        return document
    document = _opened(template)
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    add_missing(document)
    parts.name_missing_chinese(document)
    return document


def _opened(template: bytes) -> Doc:
    try:
        return Document(BytesIO(_as_document(template)))
    except (BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise DeskError(
            "unreadable_template",
            msg("The template for Word reports cannot be read."),
            msg("Give a Word file without macros (.docx or .dotx)."),
        ) from error


def _as_document(template: bytes) -> bytes:
    """Return a .dotx as the .docx that Word would begin from it."""
    out = BytesIO()
    with ZipFile(BytesIO(template)) as source, ZipFile(out, "w") as to:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _KINDS:
                content = content.replace(_TEMPLATE_KIND, _DOCUMENT_KIND)
            to.writestr(part, content)
    return out.getvalue()


def text_width(document: Doc) -> float:
    """Return the centimetres between the margins of a page."""
    page = document.sections[0]
    beside = sum(side or 0 for side in (page.left_margin, page.right_margin, page.gutter))
    return float(((page.page_width or Cm(21.0)) - beside) / _CENTIMETRE)
