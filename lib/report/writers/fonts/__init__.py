"""The fonts that come with the program, so that every machine draws the same letters.

Nothing that is installed is asked: not by charts and PDF, whose bytes are the same everywhere.
What no font of ours holds is shown as `BOX`, and documents say so (`boxes_note`).
"""

import base64
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

from lib.locale import Language, Message, msgs
from lib.report.text import letters

LATIN, CHINESE = "Desk Sans", "Desk Sans SC"
_MORE = "DejaVu Sans"  # comes with matplotlib: Arabic, Hebrew, Georgian and other scripts
_HERE = Path(__file__).parent
_THEIRS = Path(mpl.get_data_path()) / "fonts" / "ttf"
FOLDERS = (_HERE, _THEIRS)
CHINESE_FILE = _HERE / "desk-sans-sc.ttf"
_FILES = (_HERE / "desk-sans.ttf", CHINESE_FILE, _THEIRS / "DejaVuSans.ttf")
BOX = "□"
_UNSEEN = frozenset("\n\t\u200b\u00ad")


def families(lang: Language) -> tuple[str, ...]:
    """Return the fonts of a document: Chinese quotation marks are wide, English ones are not."""
    return (CHINESE, _MORE) if lang == "zh" else (LATIN, CHINESE, _MORE)


@cache
def _load() -> None:
    for file in _FILES[:2]:
        fontManager.addfont(file)


def chart_font(size: float, lang: Language) -> FontProperties:
    """Return the font of a chart's labels."""
    _load()
    return FontProperties(family=list(families(lang)), size=size)


@cache
def _held(letter: str) -> bool:
    return any(get_font(str(file)).get_char_index(ord(letter)) for file in _FILES)


def not_drawn(texts: Iterable[str]) -> frozenset[str]:
    """Return the letters of some texts that none of our fonts holds."""
    found = frozenset[str]().union(*texts) - _UNSEEN
    return frozenset(letter for letter in found if not _held(letter))


def drawable(text: str) -> str:
    """Return `text` with a box for each letter that none of our fonts holds."""
    missing = not_drawn([text])
    return "".join(BOX if letter in missing else letter for letter in text) if missing else text


def boxes_note(missing: frozenset[str]) -> Message:
    """Say that letters are shown as boxes, and where they can be read."""
    return msgs(
        "{n} letter that the fonts of this document do not hold is shown as □; the Word file and"
        " the evidence workbook have it.",
        "{n} letters that the fonts of this document do not hold are shown as □; the Word file and"
        " the evidence workbook have them.",
        len(missing),
    )


def chinese_part(text: Iterable[str], *, common: bool = False) -> bytes | None:
    """Return a TrueType font with the Chinese letters of a document; None when it has none.

    `common`: with the 3,755 commonest too, for documents that people write on in.
    """
    wide = {ord(letter) for letter in frozenset[str]().union(*text) if letters(letter) > 1}
    held = wide & _chinese_codes()
    more = _common() if common else frozenset[int]()
    return _part(frozenset(held | more | set(_LATIN_CODES))) if held else None


_LATIN_CODES = (*range(0x20, 0x7F), *map(ord, "·—‘’“”…"))


def _common() -> frozenset[int]:
    """Return the first level of GB 2312."""
    rows, cells = range(0xB0, 0xD8), range(0xA1, 0xFF)
    pairs = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    return frozenset(ord(letter) for letter in pairs if letter)


@cache
def _chinese_codes() -> frozenset[int]:
    with TTFont(CHINESE_FILE, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=4)
def _part(codes: frozenset[int]) -> bytes:
    options = Options(layout_features=[], name_IDs=["*"], notdef_outline=True)
    options.recalc_timestamp = False
    with TTFont(CHINESE_FILE, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        out = BytesIO()
        font.save(out)
    return out.getvalue()


def as_woff(font: bytes) -> str:
    """Return a TrueType font as WOFF in base64, for a page that holds its own font."""
    out = BytesIO()
    with TTFont(BytesIO(font), recalcTimestamp=False) as found:
        found.flavor = "woff"
        found.save(out)
    return base64.b64encode(out.getvalue()).decode()


def files(font: FontProperties) -> tuple[Path, ...]:
    """Return the files that a chart's font is drawn from, in the order in which they are asked."""
    _load()
    found = []
    for family in font.get_family():
        file = findfont(FontProperties(family=family), fallback_to_default=False)
        found.append(Path(file))
    return tuple(found)
