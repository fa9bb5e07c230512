"""Colours, and the one Plotly template: light and dark, the same as `.streamlit/config.toml`.

Categories are Okabe–Ito (lightened where dark ground asks for it); risk is a ramp of one
hue from sand to rust, never red and green; unknown is grey and hatched.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import plotly.graph_objects as go
import streamlit as st

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
)
TITLE_SIZE = 15
TEXT_SIZE = 13
UNKNOWN_HATCH = "/"


@dataclass(frozen=True)
class Palette:
    """The colours of one ground. `ramp` goes from low to high risk."""

    ground: str
    text: str
    muted: str
    grid: str
    accent: str
    quiet: str  # a mark that carries no judgement, such as a total
    unknown: str
    hatch: str  # the lines over it
    band: str  # the expected range behind a line
    window: str  # a stretch of time on which a signal fired
    categories: tuple[str, ...]
    ramp: tuple[str, ...]
    levels: Mapping[str, str] = field(default_factory=dict)  # chips: ink is black or white

    def risk(self, share: float) -> str:
        """Return the colour of a risk in [0, 1]; unknown (NaN) is grey."""
        if share != share:  # noqa: PLR0124 - NaN is the only value unequal to itself
            return self.unknown
        last = len(self.ramp) - 1
        return self.ramp[round(min(max(share, 0.0), 1.0) * last)]

    def text_on(self, colour: str) -> str:
        """Return ink that can be read on `colour`; of black and white one always can."""
        return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, colour))


LIGHT = Palette(
    ground="#FFFFFF",
    text="#1F2328",
    muted="#62676D",
    grid="#E7E7E4",
    accent="#0F766E",
    quiet="#8A9097",
    unknown="#D5D7D8",
    hatch="#B9BCBF",
    band="rgba(15,118,110,0.13)",
    window="rgba(180,83,26,0.16)",
    categories=("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442"),
    ramp=(
        "#F4E3C3", "#EFD3AB", "#E9C393", "#E2B37D", "#DAA268",
        "#D29155", "#C98144", "#C07134", "#B96226", "#B4531A",
    ),
    levels={"none": "#E7E7E4", "watch": "#F0D2A4", "alert": "#B4531A", "unknown": "#E7E7E4"},
)  # fmt: skip
DARK = Palette(
    ground="#16181B",
    text="#E6E7E8",
    muted="#A3A9B0",
    grid="#2B2F34",
    accent="#2DD4BF",
    quiet="#7D848C",
    unknown="#43484E",
    hatch="#5C6269",
    band="rgba(45,212,191,0.16)",
    window="rgba(242,151,93,0.22)",
    categories=("#56B4E9", "#E69F00", "#2BB98F", "#CC79A7", "#7A9BFF", "#F0804A", "#F0E442"),
    ramp=(
        "#4A3D2C", "#5B4732", "#6D5138", "#7F5B3E", "#916544",
        "#A46F49", "#B7794E", "#CB8353", "#DF8D58", "#F2975D",
    ),
    levels={"none": "#34383D", "watch": "#5E4A33", "alert": "#B85A1E", "unknown": "#34383D"},
)  # fmt: skip


def palette() -> Palette:
    """Return the colours of the ground that the reader's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def template(colours: Palette) -> go.layout.Template:
    """Return the template that every chart has: no frame, faint lines, finding at top left."""
    axis = {
        "gridcolor": colours.grid,
        "zerolinecolor": colours.quiet,
        "zerolinewidth": 1,
        "linecolor": colours.grid,
        "tickcolor": colours.grid,
        "tickfont": {"color": colours.muted, "size": TEXT_SIZE},
        "fixedrange": True,
        "automargin": True,
        "title": {"font": {"color": colours.muted, "size": TEXT_SIZE}},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.text},
            "paper_bgcolor": colours.ground,  # a picture taken of it needs a ground
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(colours.categories),
            "xaxis": axis | {"showgrid": False},
            "yaxis": axis,
            "showlegend": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.ground,
                "bordercolor": colours.quiet,
                "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.text},
                "align": "left",
            },
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.muted},
            "margin": {"l": 0, "r": 12, "t": 0, "b": 0},
            "bargap": 0.35,
        }
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours by WCAG 2: 1 (none) to 21.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]  # noqa: PLR2004
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
