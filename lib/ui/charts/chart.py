"""What every chart is: a finding as its title, what is drawn below it, the data beside it."""

import html
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text
from lib.ui.look import TEXT_SIZE, TITLE_SIZE, palette
from lib.ui.units import UNKNOWN, Unit
from lib.ui.wording import shown

# A chart may stand in half of a page: desk.css keeps it at 30 rem (450 px) or more, and
# lines break before that, which is also a length that reads well when there is more room.
LINE_PX = 430
WIDE_LINE_PX = 520  # of a chart that is given the whole width of a page
_BOLD = 1.08  # how much wider bold letters are
_GAP_PX = 20
_LINE_HEIGHT = 1.3  # Plotly's, for every line the title's size
_NO_LINE_START = "，。、；：？！）》」』”’％,.;:?!)%"


@dataclass(frozen=True, slots=True)
class Heading:
    """`finding`: what the chart shows, as a sentence. `what`: what is drawn, unit, period, n."""

    finding: Text
    what: Text


@dataclass(frozen=True)
class Chart:
    """A figure, its heading, and the numbers it draws, with headings people can read.

    `note` is said below it: what is not drawn, and why.
    """

    heading: Heading
    figure: go.Figure
    data: pd.DataFrame
    note: Text | None = None


def finished(figure: go.Figure, heading: Heading, height: int, line_px: int = LINE_PX) -> go.Figure:
    """Put the heading on a figure; `height` is that of the drawing below the heading."""
    title = wrapped(shown(heading.finding), TITLE_SIZE * _BOLD, line_px)
    what = wrapped(shown(heading.what), TEXT_SIZE, line_px)
    top = round((len(title) + len(what)) * TITLE_SIZE * _LINE_HEIGHT) + _GAP_PX
    colours = palette()
    lines = [
        *(f"<b>{html.escape(line, quote=False)}</b>" for line in title),
        *(
            f'<span style="font-size:{TEXT_SIZE}px;color:{colours.muted}">'
            f"{html.escape(line, quote=False)}</span>"
            for line in what
        ),
    ]
    figure.update_layout(
        title={
            "text": "<br>".join(lines),
            "font": {"size": TITLE_SIZE, "color": colours.text},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": TITLE_SIZE, "l": 0},  # Plotly hangs the first line above the anchor
        },
        height=height + top,
        margin_t=top,
    )
    return figure


def wrapped(text: str, size: float, width: int = LINE_PX) -> list[str]:
    """Break a text into lines that fit `width` pixels at a font of `size` pixels."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_px(lines[-1] + piece.rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str) -> Iterator[str]:
    """Yield what must stay together: words with what follows them, Chinese characters."""
    piece = ""
    for character in text:
        ends_word = piece.endswith(" ") or _wide(character) or (piece and _wide(piece[-1]))
        if piece and ends_word and character not in _NO_LINE_START and character != " ":
            yield piece
            piece = ""
        piece += character
    yield piece


@lru_cache(maxsize=8192)  # grids ask for the same sentences on every rerun
def text_px(text: str, size: float) -> float:
    """Return about how wide a text is drawn; on the wide side, fonts differ."""
    return size * sum(1.0 if _wide(c) else 0.34 if c in " .,:;'|il" else 0.62 for c in text)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def label(value: object, names: Mapping[str, Text] | None = None) -> str:
    """Return a value of the data as a label: in the reader's language where it has a name.

    Escaped, because Plotly reads labels as HTML. Unknown (NaN) is said to be unknown.
    """
    return html.escape(plain_label(value, names), quote=False)


def plain_label(value: object, names: Mapping[str, Text] | None = None) -> str:
    """Return a value of the data as a label for places that read no HTML."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is unequal to itself
        return shown(UNKNOWN)
    text = str(value)
    return shown((names or {}).get(text, text))


def clipped(text: str, size: int, width: int) -> str:
    """Shorten a label to `width` pixels; the whole of it is in the hover text."""
    if text_px(text, size) <= width:
        return text
    while text and text_px(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def hover(*lines: str) -> str:
    """Join hover lines; they must be escaped already."""
    return "<br>".join(line for line in lines if line)


def amounts(values: pd.Series, unit: Unit) -> list[str]:
    """Return numbers as people write them, escaped; NaN is said to be unknown."""
    return [html.escape(shown(unit.value(x)), quote=False) for x in values]
