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


def set_styles(document: Doc) -> None:
    """Set the looks of every style that the report uses."""
    for name in ("Note", "Chart note", "TOC 1"):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
    for style in document.styles:
        if style.type in {WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER}:
            parts.set_fonts(style.element.get_or_add_rPr())
    for name, (size, colour, bold) in _LOOKS.items():
        font = document.styles[name].font
        font.size, font.color.rgb, font.bold, font.italic = Pt(size), colour, bold, False
    for name in ("Title", "Subtitle"):
        parts.plain_style(document.styles[name])
    _spacing(document)


def _spacing(document: Doc) -> None:
    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.25, Pt(6)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(18)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(6)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(10)
    for name in ("Quote", "Note"):
        document.styles[name].paragraph_format.left_indent = Cm(0.8)
    document.styles["Caption"].paragraph_format.space_before = Pt(8)
    document.styles["Caption"].paragraph_format.space_after = Pt(2)
    document.styles["Chart note"].paragraph_format.space_after = Pt(2)
    document.styles["TOC 1"].paragraph_format.space_after = Pt(2)
