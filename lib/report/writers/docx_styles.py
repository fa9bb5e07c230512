"""How the Word file looks: page, fonts, sizes, colours, distances."""

from collections.abc import Mapping

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt, RGBColor

from lib.report.writers import docx_parts as parts

_TEAL, _INK, _MUTED = (
    RGBColor(0x0F, 0x76, 0x6E),
    RGBColor(0x1F, 0x29, 0x37),
    RGBColor(0x6B, 0x72, 0x80),
)


# Style: size in points, colour, bold.
_LOOKS: Mapping[str, tuple[float, RGBColor, bool]] = {
    "Normal": (10.5, _INK, False),
    "Title": (22, _INK, True),
    "Heading 1": (15, _TEAL, True),
    "Heading 2": (11.5, _INK, True),
    "Caption": (9.5, _INK, True),
    "Quote": (10.5, _INK, False),
    "Subtitle": (9, _MUTED, False),
    "Chart note": (9, _MUTED, False),
    "Note": (9, _MUTED, False),
    "Footer": (9, _MUTED, False),
}


def set_page(document: Doc) -> None:
    """Set paper and margins."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)


# What Word has not built in, or a template may lack: its kind of style is that of paragraphs.
_USED = (*_LOOKS, "List Bullet", "TOC 1")


def set_styles(document: Doc) -> None:
    """Set the looks of every style that the report uses."""
    _add(document, [name for name in _USED if name not in _names(document)])
    for style in document.styles:
        if style.type in {WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER}:
            parts.set_fonts(style.element.get_or_add_rPr())
    for name in _LOOKS:
        _look(document, name)
    for name in ("Title", "Subtitle"):
        parts.plain_style(document.styles[name])
    for name in _USED:
        _spacing(document, name)


def add_missing(document: Doc) -> None:
    """Add the styles that a company's template lacks; those that it has stay as they are."""
    missing = [name for name in _USED if name not in _names(document)]
    _add(document, missing)
    for name in missing:
        if name in _LOOKS:
            _look(document, name)
        _spacing(document, name)


def _names(document: Doc) -> frozenset[str]:
    return frozenset(style.name for style in document.styles)


def _add(document: Doc, names: list[str]) -> None:
    for name in names:
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name != "Normal":
            added.base_style = document.styles["Normal"]
        if name in _OUTLINE:
            level = parts.element("w:outlineLvl", val=str(_OUTLINE[name]))
            added.element.get_or_add_pPr().append(level)


def _look(document: Doc, name: str) -> None:
    size, colour, bold = _LOOKS[name]
    font = document.styles[name].font
    font.size, font.color.rgb, font.bold, font.italic = Pt(size), colour, bold, False


# Style: space before and after in points, indent in centimetres.
_SPACES: Mapping[str, tuple[float | None, float | None, float | None]] = {
    "Normal": (None, 6, None),
    "Heading 1": (18, 6, None),
    "Heading 2": (10, None, None),
    "Quote": (None, None, 0.8),
    "Note": (None, None, 0.8),
    "Caption": (8, 2, None),
    "Chart note": (None, 2, None),
    "TOC 1": (None, 2, None),
}
_OUTLINE = {"Heading 1": 0, "Heading 2": 1}


def _spacing(document: Doc, name: str) -> None:
    before, after, indent = _SPACES.get(name, (None, None, None))
    form = document.styles[name].paragraph_format
    if name == "Normal":
        form.line_spacing = 1.25
    if before is not None:
        form.space_before = Pt(before)
    if after is not None:
        form.space_after = Pt(after)
    if indent is not None:
        form.left_indent = Cm(indent)
