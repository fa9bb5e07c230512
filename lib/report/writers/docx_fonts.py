"""The Chinese letters of a Word file, carried in the file for machines that have none.

The commonest letters are in it too, so that what people write on looks the same. The part is
disguised as the format wants it: its first bytes are mixed with a key that stands beside it.
"""

import uuid

from docx.document import Document as Doc
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from lib.report.writers import docx_parts as parts
from lib.report.writers import fonts

_FONT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_MIXED = 32  # bytes
_USUAL = "Microsoft YaHei"  # where fonts of documents are not read


def embed_chinese(document: Doc) -> None:
    """Put the letters that the document needs into it; nothing when it has no Chinese."""
    texts = (text.text or "" for text in document.element.body.iter(qn("w:t")))
    font = fonts.chinese_part(texts, common=True)
    if font is None:
        return
    key = uuid.uuid5(uuid.NAMESPACE_OID, font.hex())
    package, table = document.part.package, _font_table(document)
    name = PackURI("/word/fonts/desk-sans-sc.odttf")
    reference = table.relate_to(Part(name, _OBFUSCATED, _mixed(font, key), package), _FONT)
    root = parse_xml(table.blob)
    for old in [one for one in root if one.get(qn("w:name")) == fonts.CHINESE]:
        root.remove(old)
    root.append(parse_xml(
        f'<w:font {nsdecls("w", "r")} w:name="{fonts.CHINESE}"><w:altName w:val="{_USUAL}"/>'
        '<w:charset w:val="86"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
        f'<w:embedRegular r:id="{reference}" w:fontKey="{{{str(key).upper()}}}"/></w:font>'
    ))  # fmt: skip
    table._blob = serialize_part_xml(root)  # noqa: SLF001
    parts.embed_fonts(document)


def _font_table(document: Doc) -> Part:
    """Return the part that lists fonts; a template may have none."""
    for relation in document.part.rels.values():
        if relation.reltype == RT.FONT_TABLE:
            return relation.target_part
    empty = f"<w:fonts {nsdecls('w')}/>".encode()
    made = Part(PackURI("/word/fontTable.xml"), CT.WML_FONT_TABLE, empty, document.part.package)
    document.part.relate_to(made, RT.FONT_TABLE)
    return made


def _mixed(font: bytes, key: uuid.UUID) -> bytes:
    """Return the font with its first bytes mixed with the key, read from its end."""
    turned = key.bytes[::-1] * (_MIXED // 16)
    return bytes(a ^ b for a, b in zip(font[:_MIXED], turned, strict=True)) + font[_MIXED:]
