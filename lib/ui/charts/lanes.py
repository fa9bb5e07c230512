"""What happened to an account, one lane a kind of event, below its usage."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text
from lib.ui.charts.chart import clipped, hover, label
from lib.ui.look import TEXT_SIZE, Palette
from lib.ui.wording import shown

NUMBERED = "notes"  # notes are few and are read in order: their marks carry numbers
LANE_PX = 26
_NAME_PX = 110
_LINE_CHARACTERS = 60  # of a hover line
_HOVER_CHARACTERS = 240
_SPAN_HALF = 0.22  # of a lane: a span is drawn a little higher than a mark


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where and how marks are drawn; `numbered`: colours of disc and number, if they have one."""

    place: int
    name: str
    colour: str
    numbered: tuple[str, str] | None


def filled(marks: pd.DataFrame, lanes: Mapping[str, Text]) -> list[str]:
    """Return the lanes on which something happened, top to bottom."""
    return [lane for lane in lanes if (marks["lane"] == lane).any()]


def draw_lanes(
    figure: go.Figure, marks: pd.DataFrame, lanes: Mapping[str, Text], colours: Palette
) -> None:
    """Draw the marks in the second row of `figure`; a lane has its colour whatever is drawn."""
    drawn = filled(marks, lanes)
    for place, lane in enumerate(drawn):
        mine = marks[marks["lane"] == lane].sort_values("day", kind="stable")
        colour = colours.categories[list(lanes).index(lane) % len(colours.categories)]
        _spans(figure, mine, place, colour)
        numbered = (colours.text, colours.ground) if lane == NUMBERED else None
        _marks(figure, mine, _Lane(place, shown(lanes[lane]), colour, numbered))
    names = [clipped(shown(lanes[lane]), TEXT_SIZE, _NAME_PX) for lane in drawn]
    figure.update_yaxes(
        tickvals=list(range(len(drawn))),
        ticktext=[html.escape(name, quote=False) for name in names],
        range=[max(len(drawn), 1) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        row=2,
        col=1,
    )


def _marks(figure: go.Figure, marks: pd.DataFrame, lane: _Lane) -> None:
    look: dict[str, Any] = {
        "mode": "markers",
        "marker": {"size": 8, "opacity": 0.75, "color": lane.colour},
    }
    if lane.numbered is not None:
        disc, number = lane.numbered
        look = {
            "mode": "markers+text",
            "marker": {"size": 15, "color": disc},
            "text": [str(n) for n in range(1, len(marks) + 1)],
            "textfont": {"size": 10, "color": number},
        }
    figure.add_scatter(
        x=marks["day"],
        y=[lane.place] * len(marks),
        hovertext=_hovers(marks, label(lane.name)),
        hoverinfo="text",
        row=2,
        col=1,
        **look,
    )


def _spans(figure: go.Figure, marks: pd.DataFrame, place: int, colour: str) -> None:
    """Draw what lasted (a contract's term) as a bar along its lane."""
    if "last" not in marks:
        return
    for row in marks.dropna(subset=["last"]).to_dict("records"):
        figure.add_shape(
            type="rect",
            x0=row["day"],
            x1=row["last"],
            y0=place - _SPAN_HALF,
            y1=place + _SPAN_HALF,
            fillcolor=colour,
            opacity=0.3,
            line={"color": colour, "width": 1},
            layer="below",
            row=2,
            col=1,
        )


def _hovers(marks: pd.DataFrame, name: str) -> list[str]:
    return [
        hover(f"<b>{name}</b>, {label(shown(row['day'].date()))}", *_lines(row["text"]))
        for row in marks.to_dict("records")
    ]


def _lines(text: object) -> list[str]:
    """Break a free text into a few escaped lines for a hover box."""
    if not isinstance(text, str) or not text.strip():
        return []
    words = " ".join(text.split())
    cut = words[:_HOVER_CHARACTERS] + ("…" if len(words) > _HOVER_CHARACTERS else "")
    starts = range(0, len(cut), _LINE_CHARACTERS)
    return [html.escape(cut[i : i + _LINE_CHARACTERS], quote=False) for i in starts]
