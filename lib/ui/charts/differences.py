"""Differences of two groups: a dot with its interval for each, none in the middle."""

import html
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import Chart, Heading, clipped, finished, hover, label
from lib.ui.charts.ticks import nice_ticks
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.wording import shown

_ROW_PX = 30
_LABEL_PX = 230
_WIDEST = 2.0  # an interval beyond three times as much is drawn to the edge


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Columns of a frame: what a row is called, its difference as a share, and its interval.

    `clear` is a column of flags: others are greyed. `told` is a column of words for the hover.
    `points`: differences of shares, else shares of the other group's value.
    """

    label: str
    title: Text
    value: str
    low: str
    high: str
    clear: str
    told: str
    points: bool = True


def differences(heading: Heading, rows: pd.DataFrame, shape: Differences) -> Chart:
    """Draw each row as a dot with its interval around its difference from the other group."""
    colours, places = palette(), list(range(len(rows)))
    value, low, high = (
        rows[name].clip(-_WIDEST, _WIDEST) for name in (shape.value, shape.low, shape.high)
    )
    fills = [colours.accent if clear else colours.quiet for clear in rows[shape.clear]]
    figure = go.Figure()
    for place, (a, b, fill) in enumerate(zip(low, high, fills, strict=True)):
        figure.add_shape(
            type="line", x0=a, x1=b, y0=place, y1=place, line={"color": fill, "width": 3}
        )
    names = [label(shown(name)) for name in rows[shape.label]]
    figure.add_scatter(
        x=value,
        y=places,
        mode="markers",
        marker={"color": fills, "size": 10},
        hovertext=[
            hover(f"<b>{name}</b>", html.escape(shown(told), quote=False))
            for name, told in zip(names, rows[shape.told], strict=True)
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    figure.add_vline(x=0.0, line={"color": colours.muted, "width": 1, "dash": "dot"})
    ticks = [html.escape(clipped(shown(x), TEXT_SIZE, _LABEL_PX), quote=False)
             for x in rows[shape.label]]  # fmt: skip
    figure.update_yaxes(
        tickvals=places, ticktext=ticks, range=[len(rows) - 0.5, -0.5], showgrid=False,
        zeroline=False, ticklabelstandoff=6, tickfont={"color": colours.text},
    )  # fmt: skip
    _signed(figure, [*low.dropna(), *high.dropna(), *value.dropna(), 0.0], points=shape.points)
    figure.update_layout(margin={"r": 28, "b": 28}, showlegend=False)
    height = max(len(rows), 1) * _ROW_PX + 44
    return Chart(heading, finished(figure, heading, height), _data(rows, shape))


def _signed(figure: go.Figure, values: list[float], *, points: bool) -> None:
    """Put round differences with their sign on the axis: percentage points, or percent."""
    ticks = nice_ticks(min(values), max(values))
    texts = [f"{t * 100:+.0f}" + ("" if points else "%") if t else "0" for t in ticks]
    figure.update_xaxes(tickvals=ticks, ticktext=texts, range=[ticks[0], ticks[-1]], zeroline=False)


def _data(rows: pd.DataFrame, shape: Differences) -> pd.DataFrame:
    return pd.DataFrame(
        {
            shown(shape.title): [shown(name) for name in rows[shape.label]],
            shown(msg("Difference")): rows[shape.value].to_numpy(),
            shown(msg("Lower end")): rows[shape.low].to_numpy(),
            shown(msg("Upper end")): rows[shape.high].to_numpy(),
            shown(msg("In words")): [shown(told) for told in rows[shape.told]],
        }
    )
