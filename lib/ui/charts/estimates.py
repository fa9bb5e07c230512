"""Estimates with their intervals: shares one below another, and predicted against observed."""

import html
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import Chart, Heading, amounts, clipped, finished, hover, label
from lib.ui.charts.ticks import nice_ticks, tick_text
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.units import SHARE
from lib.ui.wording import shown

_ROW_PX = 34
_LABEL_PX = 190
_SQUARE_PX = 280


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """Columns of a frame: what a row is called, its share, and the ends of its interval.

    `line` is a share that all are compared with, such as the base rate, and what it is called.
    """

    label: str
    title: Text
    value: str
    value_title: Text
    low: str
    high: str
    line: float
    line_title: Text


def intervals(heading: Heading, rows: pd.DataFrame, shape: Estimates) -> Chart:
    """Draw each row as a dot with its interval, and a line at the share to be compared with."""
    colours, places = palette(), list(range(len(rows)))
    value, low, high = (rows[name] for name in (shape.value, shape.low, shape.high))
    ends = [
        f"{a} ({b}–{c})"
        for a, b, c in zip(*(amounts(v, SHARE) for v in (value, low, high)), strict=True)
    ]
    figure = go.Figure(
        go.Scatter(
            x=value,
            y=places,
            mode="markers",
            marker={"color": colours.accent, "size": 10},
            error_x={
                "type": "data", "symmetric": False, "array": high - value,
                "arrayminus": value - low, "color": colours.accent, "thickness": 2, "width": 5,
            },
            hovertext=[
                hover(f"<b>{label(name)}</b>", text)
                for name, text in zip(rows[shape.label], ends, strict=True)
            ],
            hoverinfo="text",
            cliponaxis=False,
        )
    )  # fmt: skip
    figure.add_vline(x=shape.line, line={"color": colours.muted, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=shape.line, y=1, yref="paper", yanchor="bottom", xanchor="left", showarrow=False,
        text=label(shown(shape.line_title)), font={"color": colours.muted},
    )  # fmt: skip
    names = [
        html.escape(clipped(str(name), TEXT_SIZE, _LABEL_PX), quote=False)
        for name in rows[shape.label]
    ]
    figure.update_yaxes(
        tickvals=places, ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False,
        zeroline=False, ticklabelstandoff=6, tickfont={"color": colours.text},
    )  # fmt: skip
    _shares(figure, "x", [0.0, shape.line, *high.dropna()])
    figure.update_layout(margin={"r": 28, "b": 28})
    data = rows[[shape.label, shape.value, shape.low, shape.high]].set_axis(
        [shown(shape.title), shown(shape.value_title), shown(msg("Lower end")),
         shown(msg("Upper end"))], axis="columns",
    )  # fmt: skip
    height = max(len(rows), 1) * _ROW_PX + 44
    return Chart(heading, finished(figure, heading, height), data)


def reliability(heading: Heading, curve: pd.DataFrame) -> Chart:
    """Draw what was predicted against what came: `predicted, observed, low, high`, a row a bin."""
    colours = palette()
    top = float(curve[["predicted", "high"]].max().max())
    figure = go.Figure(
        go.Scatter(
            x=[0, top], y=[0, top], mode="lines", hoverinfo="skip",
            line={"color": colours.muted, "width": 1, "dash": "dot"},
        )
    )  # fmt: skip
    observed = curve["observed"]
    texts = [amounts(curve[name], SHARE) for name in ("predicted", "observed", "low", "high")]
    figure.add_scatter(
        x=curve["predicted"],
        y=observed,
        mode="markers",
        marker={"color": colours.accent, "size": 9},
        error_y={
            "type": "data", "symmetric": False, "array": curve["high"] - observed,
            "arrayminus": observed - curve["low"], "color": colours.accent, "thickness": 1.5,
        },
        hovertext=[
            hover(
                label(shown(msg("predicted {share}", share=p))),
                label(shown(msg("left {share} ({low}–{high})", share=o, low=a, high=b))),
            )
            for p, o, a, b in zip(*texts, strict=True)
        ],
        hoverinfo="text",
    )  # fmt: skip
    _shares(figure, "x", [0.0, top])
    _shares(figure, "y", [0.0, top])
    figure.update_xaxes(title={"text": label(shown(msg("predicted"))), "standoff": 6})
    figure.update_yaxes(title={"text": label(shown(msg("left"))), "standoff": 6})
    figure.update_layout(margin={"b": 48, "l": 56})
    data = curve[["predicted", "observed", "low", "high", "n"]].set_axis(
        [shown(msg("Predicted")), shown(msg("Left")), shown(msg("Lower end")),
         shown(msg("Upper end")), shown(msg("Observations"))], axis="columns",
    )  # fmt: skip
    return Chart(heading, finished(figure, heading, _SQUARE_PX), data)


def _shares(figure: go.Figure, axis: str, values: list[float]) -> None:
    """Put round percentages on an axis, wide enough for all values."""
    ticks = nice_ticks(0.0, max(values))
    settings = {
        "tickvals": ticks, "ticktext": [tick_text(t, SHARE) for t in ticks],
        "range": [min(0.0, ticks[0]), ticks[-1]], "zeroline": False,
    }  # fmt: skip
    (figure.update_xaxes if axis == "x" else figure.update_yaxes)(**settings)
