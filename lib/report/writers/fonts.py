"""Which font file charts are drawn with, so that Chinese never comes out as boxes."""

from functools import cache
from pathlib import Path

from matplotlib.font_manager import (
    FontEntry,
    FontProperties,
    findfont,
    fontManager,
    get_font,
)

# In order of preference; the first that is installed is used, for both languages alike.
CJK_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "SimHei",
    "Arial Unicode MS",
)
_SAMPLE = "客户流失信号万亿"
_PLAIN = "DejaVu Sans"  # comes with matplotlib


@cache
def chinese_font() -> Path | None:
    """Return a font file with Chinese glyphs; None when none is installed."""
    by_family: dict[str, FontEntry] = {}
    for entry in sorted(
        fontManager.ttflist, key=lambda entry: (abs(_weight(entry) - 400), entry.fname)
    ):
        by_family.setdefault(entry.name, entry)
    for family in CJK_FAMILIES:
        if family in by_family and _draws(by_family[family].fname, _SAMPLE):
            return Path(by_family[family].fname)
    return None


def _weight(entry: FontEntry) -> int:
    return entry.weight if isinstance(entry.weight, int) else 400


def _draws(file: str, text: str) -> bool:
    glyphs = get_font(file)
    return all(glyphs.get_char_index(ord(letter)) for letter in text)


@cache
def chart_font_file() -> Path:
    """Return the font file of charts: a Chinese one, else the one that comes with matplotlib."""
    return chinese_font() or Path(findfont(_PLAIN))


def chart_font(size: float) -> FontProperties:
    """Return the font of a chart's labels."""
    return FontProperties(fname=str(chart_font_file()), size=size)


def drawable(text: str) -> str:
    """Return `text` with what the chart font cannot draw left out, instead of boxes."""
    glyphs = get_font(str(chart_font_file()))
    return "".join(letter for letter in text if glyphs.get_char_index(ord(letter)))
