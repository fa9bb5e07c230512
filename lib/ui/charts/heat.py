"""A grid of two scales whose cells are shaded by a share, and framed where something stands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text
from lib.model.frames import records
from lib.ui.charts.chart import (
    WIDE_LINE_PX,
    Chart,
    Heading,
    finished,
    hover,
    label,
    plain_label,
    wrapped,
)
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.wording import shown

_TOP_PX = 46
_NAME_PX = 150
_COLUMN_PX = 84
_DARKEST = 0.5  # of the accent, for the largest share: ink stays readable on it
_INSET = {"outlined": (0.46,), "dotted": (0.46,), "doubled": (0.46, 0.40)}


@dataclass(frozen=True, kw_only=True)
class Heat:
    """What the grid shows: one row of the frame a cell.

    `up` and `across` are columns, with the names of their values in order (top to bottom,
    left to right). `share` shades a cell, `lines` (column) is its text, lines apart by a break,
    `told` (column) its hover text. `frames` are columns that hold `outlined`, `dotted`,
    `doubled` or "".
    `data` names the columns of the download, `row_px` is the height of a row.
    """

    up: str
    up_names: Mapping[str, Text]
    across: str
    across_names: Mapping[str, Text]
    share: str
    lines: str
    told: str
    frames: tuple[str, ...]
    data: Mapping[str, Text]
    row_px: int = 62


def heat(heading: Heading, rows: pd.DataFrame, grid: Heat) -> Chart:
    """Draw the grid; framed cells stand out in any colours."""
    colours = palette()
    names, across = list(grid.up_names), list(grid.across_names)
    table = {(row[grid.up], row[grid.across]): row for row in records(rows)}
    cells = [[table.get((up, column)) for column in across] for up in names]
    figure = go.Figure(
        go.Heatmap(
            x=list(range(len(across))),
            y=list(range(len(names))),
            z=[[0.0 if cell is None else float(cell[grid.share]) for cell in row] for row in cells],
            zmin=0.0,
            zmax=max(float(rows[grid.share].max()), 0.01) / _DARKEST,
            colorscale=[[0.0, colours.ground], [1.0, colours.accent]],
            showscale=False,
            xgap=3,
            ygap=3,
            text=[["" if c is None else _broken(c[grid.lines]) for c in row] for row in cells],
            texttemplate="%{text}",
            textfont={"size": TEXT_SIZE - 1, "color": colours.text},
            hovertext=[["" if c is None else _broken(c[grid.told]) for c in row] for row in cells],
            hoverinfo="text",
        )
    )
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            _frames(figure, (x, y), cell or {}, grid)
    _axes(figure, grid)
    figure.update_layout(margin={"b": 8, "r": 8})
    height = len(names) * grid.row_px + _TOP_PX
    finished(figure, heading, height, WIDE_LINE_PX)
    figure.update_layout(margin_t=figure.layout.margin.t + _TOP_PX)  # names stand above the cells
    return Chart(heading, figure, _data(rows, grid))


def _broken(text: object) -> str:
    return hover(*(label(line) for line in str(text).split("\n")))


def _frames(figure: go.Figure, at: tuple[int, int], cell: Mapping[str, Any], grid: Heat) -> None:
    colours = palette()
    for column in grid.frames:
        style = str(cell.get(column, ""))
        ink = colours.text if style == "doubled" else colours.risk(1.0)
        for half in _INSET.get(style, ()):
            figure.add_shape(
                type="rect",
                x0=at[0] - half,
                x1=at[0] + half,
                y0=at[1] - half,
                y1=at[1] + half,
                line={
                    "color": ink,
                    "width": 1.2 if style == "doubled" else 2.4,
                    "dash": "dot" if style == "dotted" else "solid",
                },
            )


def _axes(figure: go.Figure, grid: Heat) -> None:
    colours = palette()
    plain = {"showgrid": False, "zeroline": False, "tickfont": {"color": colours.text}}
    figure.update_xaxes(
        side="top",
        tickvals=list(range(len(grid.across_names))),
        ticktext=[_wrapped(name, _COLUMN_PX) for name in grid.across_names.values()],
        tickangle=0,
        **plain,
    )
    figure.update_yaxes(
        tickvals=list(range(len(grid.up_names))),
        ticktext=[_wrapped(name, _NAME_PX) for name in grid.up_names.values()],
        range=[len(grid.up_names) - 0.5, -0.5],
        **plain,
    )


def _wrapped(name: Text, width: int) -> str:
    return "<br>".join(label(line) for line in wrapped(shown(name), TEXT_SIZE, width))


def _data(rows: pd.DataFrame, grid: Heat) -> pd.DataFrame:
    """Return the cells as a table with headings for people."""
    named = {grid.up: grid.up_names, grid.across: grid.across_names}
    return pd.DataFrame(
        {
            shown(title): [plain_label(value, named[column]) for value in rows[column]]
            if column in named
            else rows[column].to_numpy()
            for column, title in grid.data.items()
        }
    )
