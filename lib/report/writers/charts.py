"""Charts drawn with matplotlib's `Figure`: no pyplot, no global state, the same bytes each time.

Title and subtitle stand outside the picture, as text of the document. The picture holds
labels and values only; names of accounts are never in it.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from lib.locale import Language, render
from lib.locale.message import Value
from lib.locale.render import shown
from lib.report.blocks import Bar, Chart, Tone
from lib.report.register import Register
from lib.report.text import letters
from lib.report.writers.cut import cut
from lib.report.writers.fonts import chart_font, drawable

mpl.rcParams["svg.hashsalt"] = "demand-insight-desk"  # else ids in SVG differ from run to run

INK, MUTED, GRID = "#1F2937", "#6B7281", "#D9DEE3"
_PAGE_COLOURS = (
    (INK, "ink", "#6B7280"),
    (MUTED, "muted", "#6B7280"),
    (GRID, "rule", "#9CA3AF"),
)
# look.md: teal accent, sand to rust for risk, Okabe–Ito blue and vermilion for the bridge.
TONES: dict[Tone, str] = {
    "total": "#0F766E",
    "gain": "#0072B2",
    "loss": "#D55E00",
    "level": "#0F766E",
    "watch": "#E3B778",
    "alert": "#B4531A",
    "unknown": "#E5E7EB",
}
_LIGHT_TONES = frozenset({"watch", "unknown"})
_WIDTH_INCHES = 6.6
_ROW_INCHES, _NARROW_ROW_INCHES = 0.36, 0.27
_MANY_ROWS = 10  # rows of a picture with more are narrower, or it fills a page
_LETTER = 0.011  # width of a digit, as a share of the picture
_LONGEST_NAME = 40  # letters that stand beside a bar; a longer name is cut
_DPI = 180
_SVG_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_SVG_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SVG_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)


def png(chart: Chart, lang: Language) -> bytes:
    """Return the chart as PNG on white, for documents that are printed."""
    out = BytesIO()
    _drawn(chart, lang).savefig(
        out, format="png", dpi=_DPI, facecolor="white", metadata={"Software": None}
    )
    return out.getvalue()


def svg(chart: Chart, register: Register, lang: Language) -> str:
    """Return the chart as an SVG element, with its words for those who do not see it.

    Its text takes the colours `--ink`, `--muted` and `--rule` of the page that holds it, and
    greys that can be read on light and dark where the page names none.
    """
    text = drawing(chart, lang)
    for colour, name, fallback in _PAGE_COLOURS:
        text = text.replace(colour.lower(), f"var(--{name}, {fallback})")
    words = escape(chart.alt(register, lang), {'"': "&quot;"})
    return text.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1)


def drawing(chart: Chart, lang: Language) -> str:
    """Return the chart as an SVG file in the colours of paper."""
    out = BytesIO()
    _drawn(chart, lang).savefig(out, format="svg", transparent=True, metadata={"Date": None})
    text = _SVG_PROLOGUE.sub("", out.getvalue().decode())
    return _SVG_METADATA.sub("", _SVG_COMMENT.sub("", text)).strip()


def texts(chart: Chart, lang: Language) -> Iterator[str]:
    """Walk through every text in the picture."""
    for name, bars in chart.groups:
        yield render(name, lang)
        for bar in bars:
            yield shown(bar.label, lang)
    for _, name in chart.legend:
        yield render(name, lang)


def _drawn(chart: Chart, lang: Language) -> Canvas:
    rows = len(chart.groups) + (1 if chart.legend else 0)
    height = _ROW_INCHES if rows <= _MANY_ROWS else _NARROW_ROW_INCHES
    canvas = Canvas(figsize=(_WIDTH_INCHES, 0.3 + height * rows))
    axes = canvas.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    _Rows(axes, chart, lang, rows).draw()
    return canvas


class _Rows:
    """Draws one horizontal bar a group: the name at the left, the value beside the bar."""

    _RIGHT = 0.88  # of the width: where the longest bar ends

    def __init__(self, axes: Axes, chart: Chart, lang: Language, rows: int) -> None:
        self._axes = axes
        self._chart = chart
        self._lang = lang
        self._names = [cut(render(name, lang), _LONGEST_NAME) for name, _ in chart.groups]
        longest = max((letters(name) for name in self._names), default=0)
        self._left = max(0.31, 0.03 + _LETTER * longest)
        axes.set_xlim(0, 1)
        axes.set_ylim(rows, 0)
        ends = [bar.base + bar.value for _, bars in chart.groups for bar in bars]
        self._low = min([0.0, *(bar.base for _, bars in chart.groups for bar in bars)])
        self._span = (max([*ends, 0.0]) - self._low) or 1.0

    def draw(self) -> None:
        """Draw legend, base line and all rows."""
        top = self._legend()
        bottom = top + len(self._chart.groups)
        zero = self._x(0.0)
        self._axes.plot([zero, zero], [top + 0.1, bottom - 0.1], color=GRID, linewidth=0.8)
        for place, (name, (_, bars)) in enumerate(
            zip(self._names, self._chart.groups, strict=True)
        ):
            middle = top + place + 0.5
            self._text(self._left - 0.015, middle, name, INK, "right")
            for bar in bars:
                self._bar(bar, middle)
            self._labels(bars, middle)

    def _legend(self) -> int:
        if not self._chart.legend:
            return 0
        x = self._left
        for tone, name in self._chart.legend:
            self._box(x, 0.36, 0.016, tone, 0.28)
            text = drawable(render(name, self._lang))
            self._text(x + 0.024, 0.5, text, MUTED, "left")
            x += 0.06 + 0.014 * letters(text)
        return 1

    def _x(self, value: float) -> float:
        return self._left + (value - self._low) / self._span * (self._RIGHT - self._left)

    def _bar(self, bar: Bar, middle: float) -> None:
        left, right = self._x(bar.base), self._x(bar.base + bar.value)
        self._box(left, middle - 0.31, max(right - left, 0.001), bar.tone, 0.62)

    def _box(self, x: float, y: float, width: float, tone: Tone, height: float) -> None:
        hatch = "////" if tone == "unknown" else None
        self._axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=TONES[tone],
                edgecolor="#9CA3AF" if hatch else "none",
                hatch=hatch,
                linewidth=0.0,
            )
        )

    def _labels(self, bars: tuple[Bar, ...], middle: float) -> None:
        """Write each value inside its bar where several share a row, else beside it."""
        if not bars:
            self._text(self._x(0.0) + 0.012, middle, "0", MUTED, "left")
            return
        if len(bars) == 1:
            end = self._x(bars[0].base + bars[0].value)
            self._text(end + 0.012, middle, self._shown(bars[0].label), INK, "left")
            return
        narrow = []
        for bar in bars:
            text = self._shown(bar.label)
            if self._x(bar.base + bar.value) - self._x(bar.base) < _LETTER * (len(text) + 1):
                narrow.append(text)
                continue
            colour = "#374151" if bar.tone in _LIGHT_TONES else "white"
            self._text(self._x(bar.base + bar.value / 2), middle, text, colour, "center")
        end = self._x(max(bar.base + bar.value for bar in bars))
        self._text(end + 0.012, middle, " + ".join(narrow), INK, "left")

    def _shown(self, value: Value) -> str:
        return shown(value, self._lang)

    def _text(self, x: float, y: float, text: str, colour: str, align: str) -> None:
        self._axes.text(
            x,
            y,
            drawable(text),
            color=colour,
            ha=align,
            va="center_baseline",
            fontproperties=chart_font(9, self._lang),
            parse_math=False,  # two dollar signs are two amounts, not a formula
        )
