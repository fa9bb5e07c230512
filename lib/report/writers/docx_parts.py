"""Pieces of Word's XML that python-docx has no call for: fields, bookmarks, links, fonts."""

from typing import Any

from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table as DocTable
from docx.text.paragraph import Paragraph as DocParagraph

from lib.report.writers import fonts

LATIN, CHINESE = "Calibri", fonts.CHINESE  # the latter is carried in the file
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_TOOLTIP_LIMIT = 250  # Word cuts off longer ones


def element(tag: str, /, **attributes: str) -> Any:  # noqa: ANN401 - lxml's elements have no type
    """Return an element such as `w:u` with attributes of the same namespace."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_fonts(run_properties: Any) -> None:  # noqa: ANN401
    """Name both fonts outright: a theme's font would leave Chinese to chance."""
    fonts = run_properties.get_or_add_rFonts()
    for theme in _THEMES:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", CHINESE)):
        fonts.set(qn(f"w:{kind}"), font)


def set_language(document: Doc) -> None:
    """Say in which language each script is, for spelling and line breaks.

    Latin words are English in Chinese reports too, or they would be broken anywhere.
    """
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    properties = defaults.find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    set_fonts(properties)


# The order of settings is fixed.
_BEFORE_EMBEDDING = frozenset(
    {"writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
     "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
     "printFractionalCharacterWidth", "printFormsData"}
)  # fmt: skip
_AFTER_UPDATE = frozenset(
    {"hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr",
     "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
     "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
     "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol",
     "listSeparator"}
)  # fmt: skip


def update_fields_on_open(document: Doc) -> None:
    """Ask Word to fill in page numbers and contents when the file is opened."""
    settings = document.settings.element
    for old in settings.findall(qn("w:updateFields")):
        settings.remove(old)
    later = [child for child in settings if _local(child) in _AFTER_UPDATE]
    flag = element("w:updateFields", val="true")
    if later:
        later[0].addprevious(flag)
    else:
        settings.append(flag)


def embed_fonts(document: Doc) -> None:
    """Say that fonts are carried in the document."""
    settings = document.settings.element
    if settings.find(qn("w:embedTrueTypeFonts")) is None:
        place = sum(_local(child) in _BEFORE_EMBEDDING for child in settings)
        settings.insert(place, element("w:embedTrueTypeFonts"))


def _local(child: Any) -> str:  # noqa: ANN401
    return str(child.tag).rpartition("}")[2]


def name_missing_chinese(document: Doc) -> None:
    """Name a font of Chinese where a template leaves it to chance."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = element("w:docDefaults")
        styles.insert(0, defaults)
    properties = defaults
    for tag in ("w:rPrDefault", "w:rPr", "w:rFonts"):
        found = properties.find(qn(tag))
        if found is None:
            found = element(tag)
            properties.insert(0, found)
        properties = found
    if not {qn("w:eastAsia"), qn("w:eastAsiaTheme")} & set(properties.attrib):
        properties.set(qn("w:eastAsia"), CHINESE)


def add_field(paragraph: DocParagraph, instruction: str, shown: str) -> None:
    """Append a field with the text that it shows until it is updated."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: DocParagraph, instruction: str) -> None:
    """Open a field that may reach over several paragraphs."""
    run = paragraph.add_run()._r  # noqa: SLF001 - python-docx has no call for fields
    run.append(element("w:fldChar", fldCharType="begin"))
    text = element("w:instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = f" {instruction} "
    run.append(text)
    run.append(element("w:fldChar", fldCharType="separate"))


def end_field(paragraph: DocParagraph) -> None:
    """Close the field."""
    run = paragraph.add_run()._r  # noqa: SLF001
    run.append(element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: DocParagraph, name: str, number: int) -> None:
    """Put a bookmark around all that is in a paragraph."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr  # noqa: SLF001
    paragraph._p.insert(0 if properties is None else 1, start)  # noqa: SLF001
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))  # noqa: SLF001


def link(paragraph: DocParagraph, text: str, anchor: str, tooltip: str = "") -> None:
    """Append a text that leads to a bookmark, marked by a fine dotted line when it has a hint."""
    hyperlink = element("w:hyperlink", anchor=anchor, history="1")
    if tooltip:
        hyperlink.set(qn("w:tooltip"), tooltip[:_TOOLTIP_LIMIT])
    run = paragraph.add_run(text)
    if tooltip:
        run._r.get_or_add_rPr().append(element("w:u", val="dotted", color="8CC0BB"))  # noqa: SLF001
    hyperlink.append(run._r)  # noqa: SLF001
    paragraph._p.append(hyperlink)  # noqa: SLF001


def hint_chinese(document: Doc) -> None:
    """Draw quotation marks and dashes, which both scripts have, with the Chinese font."""
    for run in document.element.body.iter(qn("w:r")):
        properties = run.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def repeat_header(table: DocTable) -> None:
    """Repeat a table's first row on each page, and keep every row in one piece."""
    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(element("w:cantSplit"))
        if place == 0:
            properties.append(element("w:tblHeader"))


def set_widths(table: DocTable, centimetres: tuple[float, ...]) -> None:
    """Fix the widths of columns, in the grid and in every cell: programs read one or the other."""
    table.autofit = False
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, centimetres, strict=True):
            cell.width = Cm(width)


def plain_style(style: Any) -> None:  # noqa: ANN401
    """Take letter spacing and lines out of a style of the default template."""
    for properties in (style.element.rPr, style.element.pPr):
        for name in ("w:spacing", "w:pBdr", "w:kern"):
            for found in [] if properties is None else properties.findall(qn(name)):
                properties.remove(found)


def rule_lines(table: DocTable, colour: str, faint: str) -> None:
    """Draw a table as lines between rows only: stronger below the header and at the end."""
    borders = element("w:tblBorders")
    for side, size, line in (
        ("top", "8", colour),
        ("bottom", "8", colour),
        ("insideH", "4", faint),
    ):
        borders.append(element(f"w:{side}", val="single", sz=size, space="0", color=line))
    table._tbl.tblPr.append(borders)  # noqa: SLF001


def shade(cell: Any, colour: str) -> None:  # noqa: ANN401
    """Give a cell a background."""
    cell._tc.get_or_add_tcPr().append(  # noqa: SLF001
        element("w:shd", val="clear", color="auto", fill=colour)
    )


def describe(picture: Any, title: str, words: str) -> None:  # noqa: ANN401
    """Give a picture the words that stand for it where it is not seen."""
    properties = picture._inline.docPr  # noqa: SLF001
    properties.set("descr", words)
    properties.set("title", title)
