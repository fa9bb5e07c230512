"""How the fonts of this folder were made: parts of Noto Sans CJK with TrueType outlines.

    python -m lib.report.writers.fonts.make NOTO_FOLDER Unihan_OtherMappings.txt.bz2

The first is a folder with `NotoSansCJK-Regular.ttc` and `-Bold.ttc` of Debian's `fonts-noto-cjk`
20220127 (Noto Sans CJK 2.004), the second is in Debian's `unicode-data` 15.0.
`desk-sans-sc.ttf` (3.5 MB) holds GB 2312, the commoner half of Big5 (traditional), the 8,105
characters of the 通用规范汉字表 (names of people and places), Latin, Greek, Cyrillic, kana,
punctuation, currencies, arrows. `desk-sans.ttf` and its bold (0.1 MB each) hold what is not
Chinese, with narrow quotation marks, for English. TrueType, because Word embeds nothing else.
"""

import bz2
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

LATIN, CHINESE = "Desk Sans", "Desk Sans SC"  # nobody mixes them up with installed fonts
# File made, file of Noto, face, family, whether Chinese is in it.
_FONTS = (
    ("desk-sans-sc", "Regular", "Noto Sans CJK SC", CHINESE),
    ("desk-sans", "Regular", "Noto Sans CJK KR", LATIN),  # quotation marks as wide as in English
    ("desk-sans-bold", "Bold", "Noto Sans CJK KR", LATIN),
)
_HERE = Path(__file__).parent
_LAST_NARROW = 0x23FF  # what is not Chinese ends before it
_RANGES = (
    (0x20, 0x17F),  # Latin
    (0x370, 0x52F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),  # Latin of Vietnamese
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x218F),  # small digits, currencies, letterlike signs, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # signs of arithmetic
    (0x2460, 0x24FF),  # numbers in circles
    (0x2500, 0x27BF),  # lines, blocks, shapes, marks
    (0x3000, 0x30FF),  # punctuation of Chinese, kana
    (0x3200, 0x33FF),  # enclosed signs, units
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),  # full width
)
_NAMES_KEPT = frozenset({0, 5, 7, 8, 9, 11, 13, 14})  # copyright, version, makers, licence
_WINDOWS, _POSTSCRIPT = 3, 6
_MOST_ERROR = 1.0  # of a curve, in the 1,000 units of a letter's height


def main(noto: Path, unihan: Path) -> None:
    """Write the fonts beside this file."""
    everything = letters(unihan)
    narrow = frozenset(code for code in everything if code <= _LAST_NARROW)
    for file, weight, face, family in _FONTS:
        faces = TTCollection(noto / f"NotoSansCJK-{weight}.ttc", lazy=True)
        font = next(f for f in faces if f["name"].getDebugName(16) in {face, None}
                    and f["name"].getDebugName(1).startswith(face))  # fmt: skip
        _cut(font, everything if family == CHINESE else narrow)
        to_truetype(font)
        _rename(font, family, weight)
        font["OS/2"].fsType = 0  # may be embedded, and edited where it is
        font.save(_HERE / f"{file}.ttf")


def _cut(font: TTFont, wanted: frozenset[int]) -> None:
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def letters(unihan: Path) -> frozenset[int]:
    """Return every letter that the font is to hold."""
    wanted = {code for first, last in _RANGES for code in range(first, last + 1)}
    wanted.update(_encoded("gb2312", 0xA1, 0xF7), _encoded("big5", 0xA1, 0xC6))
    for line in bz2.decompress(unihan.read_bytes()).decode().splitlines():
        if "\tkTGH\t" in line:
            wanted.add(int(line.split("\t")[0].removeprefix("U+"), 16))
    return frozenset(wanted)


def _encoded(encoding: str, first: int, last: int) -> Iterator[int]:
    """Walk through the characters that two bytes of an encoding stand for."""
    for lead in range(first, last + 1):
        for trail in range(0x40, 0xFF):
            letter = bytes((lead, trail)).decode(encoding, "ignore")
            if len(letter) == 1 and ord(letter) > 0x7F:  # noqa: PLR2004 - else half of it was cut
                yield ord(letter)


def to_truetype(font: TTFont) -> None:
    """Turn the cubic outlines of a font into quadratic ones, in place."""
    order, shapes = font.getGlyphOrder(), font.getGlyphSet()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, _MOST_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    for name, outline in outlines.items():
        outline.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(outline, "xMin", 0))
    _describe(font)


def _describe(font: TTFont) -> None:
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    for name in ("Points", "Contours", "CompositePoints", "CompositeContours"):
        setattr(limits, f"max{name}", 0)
    for name in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(limits, f"max{name}", 0)
    limits.maxZones = 1
    limits.maxSizeOfInstructions = limits.maxComponentElements = limits.maxComponentDepth = 0
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    for table in ("CFF ", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx"):
        if table in font:
            del font[table]
    font.sfntVersion = "\x00\x01\x00\x00"


def _rename(font: TTFont, family: str, weight: str) -> None:
    names = font["name"]
    names.names = [n for n in names.names if n.nameID in _NAMES_KEPT and n.platformID == _WINDOWS]
    whole = family if weight == "Regular" else f"{family} {weight}"
    told = {1: family, 2: weight, 3: f"{whole} 1", 4: whole, 6: f"{family}-{weight}"}
    for place, text in told.items():
        names.setName(text.replace(" ", "") if place == _POSTSCRIPT else text, place, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
