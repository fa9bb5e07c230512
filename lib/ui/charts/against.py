"""Shares of a segment beside those of the rest of the book, each with its interval."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import Chart, Heading, amounts, finished, hover, label, wrapped
from lib.ui.charts.ticks import nice_ticks, tick_text
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.units import SHARE
from lib.ui.wording import shown

_ROW_PX = 46
_LABEL_PX = 200
_APART = 0.16  # of a row: the segment above the middle, the rest below it
_LEGEND_PX = 28


@dataclass(frozen=True, kw_only=True)
class Against:
    """Names of the two groups. `rest` None: there is no rest, the segment is the whole book."""

    mine: Text
    rest: Text | None
    title: Text


def against(heading: Heading, rows: pd.DataFrame, shape: Against) -> Chart:
    """Draw each row as two dots with intervals.

    `rows`: `title` (a text), `share, low, high, n`, the same with `rest_`, and `differs`
    (not 0: clearly different; the others are greyed where there is a rest to compare with).
    """
    colours = palette()
    figure = go.Figure()
    greyed = (rows["differs"] == 0) & (shape.rest is not None)
    inks = [colours.quiet if grey else colours.accent for grey in greyed]
    up = _APART if shape.rest is not None else 0.0
    _dots(figure, rows, "", (shown(shape.mine), inks, -up))
    if shape.rest is not None:
        _dots(figure, rows, "rest_", (shown(shape.rest), [colours.ground] * len(rows), up))
    names = ["<br>".join(wrapped(label(t), TEXT_SIZE, _LABEL_PX)) for t in rows["title"]]
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=names, range=[len(rows) - 0.5, -0.5],
        showgrid=False, zeroline=False, ticklabelstandoff=6, tickfont={"color": colours.text},
    )  # fmt: skip
    ticks = nice_ticks(0.0, 1.0)
    figure.update_xaxes(
        tickvals=ticks, ticktext=[tick_text(t, SHARE) for t in ticks], range=[-0.02, 1.02],
        zeroline=False,
    )  # fmt: skip
    figure.update_layout(
        margin={"r": 28, "b": 28 + _LEGEND_PX},
        showlegend=shape.rest is not None,
        legend={"orientation": "h", "y": -0.1, "yanchor": "top", "x": 0},
    )
    height = max(len(rows), 1) * _ROW_PX + 44 + _LEGEND_PX
    return Chart(heading, finished(figure, heading, height), _data(rows, shape))


def _dots(
    figure: go.Figure, rows: pd.DataFrame, prefix: str, drawn: tuple[str, list[str], float]
) -> None:
    name, fills, shift = drawn
    value, low, high = (rows[f"{prefix}{part}"] for part in ("share", "low", "high"))
    texts = [amounts(v, SHARE) for v in (value, low, high)]
    ink = palette().accent if not prefix else palette().muted
    figure.add_scatter(
        x=value,
        y=[place + shift for place in range(len(rows))],
        mode="markers",
        name=label(name),
        marker={"color": fills, "size": 10, "line": {"width": 2, "color": ink}},
        error_x={
            "type": "data", "symmetric": False, "array": high - value,
            "arrayminus": value - low, "color": ink, "thickness": 2, "width": 4,
        },
        hovertext=[
            hover(f"<b>{label(title)}</b>", label(name), f"{s} ({a}–{b})", f"n = {int(n)}")
            for title, s, a, b, n in zip(
                rows["title"], *texts, rows[f"{prefix}n"], strict=True
            )
        ],
        hoverinfo="text",
        cliponaxis=False,
    )  # fmt: skip


def _data(rows: pd.DataFrame, shape: Against) -> pd.DataFrame:
    parts = {"share": msg("Share"), "low": msg("Lower end"), "high": msg("Upper end"),
             "n": msg("Customers")}  # fmt: skip
    groups = {"": shape.mine} if shape.rest is None else {"": shape.mine, "rest_": shape.rest}
    data = {shown(shape.title): rows["title"].to_numpy()}
    for prefix, group in groups.items():
        for part, title in parts.items():
            heading = msg("{figure}, {group}", figure=title, group=group)
            data[shown(heading)] = rows[f"{prefix}{part}"].to_numpy()
    return pd.DataFrame(data)
