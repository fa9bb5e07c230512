"""Pieces of PowerPoint's XML that python-pptx has no call for: fonts, borders, page numbers."""

from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation

CHINESE = "Microsoft YaHei"
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no lines, no fills


def element(tag: str, /, **attributes: str) -> Any:  # noqa: ANN401 - lxml's elements have no type
    """Return an element such as `a:ln` with attributes."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(key, value)
    return made


def name_fonts(deck: Presentation) -> None:
    """Name the font of Chinese in the theme: a blank one would leave it to chance."""
    for master in (deck.slide_master, deck.notes_master):
        theme = master.part.part_related_by(RT.THEME)
        named = f'<a:ea typeface="{CHINESE}"/>'.encode()
        theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', named)  # noqa: SLF001


def describe(shape: Any, words: str) -> None:  # noqa: ANN401
    """Give a picture the words that stand for it where it is not seen."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", words)  # noqa: SLF001


def page_number(paragraph: Any, language: str) -> None:  # noqa: ANN401
    """Append the number of the slide as a field."""
    field = element("a:fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    field.append(element("a:rPr", lang=language))
    text = element("a:t")
    text.text = "‹#›"
    field.append(text)
    paragraph._p.append(field)  # noqa: SLF001


def plain_table(table: Any) -> None:  # noqa: ANN401
    """Take the template's colours out of a table."""
    properties = table._tbl.tblPr  # noqa: SLF001
    properties.set("bandRow", "0")
    found = properties.find(qn("a:tableStyleId"))
    found.text = _PLAIN_TABLE


def underline_cell(cell: Any, colour: str, points: float) -> None:  # noqa: ANN401
    """Draw the line below a cell."""
    line = element("a:lnB", w=str(round(points * 12_700)))
    fill = element("a:solidFill")
    fill.append(element("a:srgbClr", val=colour))
    line.append(fill)
    cell._tc.get_or_add_tcPr().insert(0, line)  # noqa: SLF001
