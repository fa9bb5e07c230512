"""The motivation × maturity grid, or any other two ordered scales."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import Chart, Heading, amounts, finished, hover, label, plain_label
from lib.ui.charts.parts import RISK
from lib.ui.look import palette
from lib.ui.units import COUNT, SHARE, Unit
from lib.ui.wording import shown

ACCOUNTS = msg("Accounts")
_CELL_PX = 58
_BIGGEST_PX = 52


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Two ordered scales and what stands in their cells.

    `across` and `up` are columns; their orders list the values from low to high. Values
    that are missing stand in a row or column of their own, called unknown.
    """

    across: str
    across_title: Text
    across_order: Mapping[str, Text]
    up: str
    up_title: Text
    up_order: Mapping[str, Text]
    size: str
    size_title: Text
    unit: Unit = COUNT
    count: str = "n_accounts"
    risk: str | None = None
    risk_title: Text = RISK
    darkest: float = 1.0


def bubbles(heading: Heading, rows: pd.DataFrame, grid: Grid) -> Chart:
    """Draw one bubble a cell: area is the size, the number inside counts accounts."""
    drawn = rows[rows[grid.count] > 0]
    colours = palette()
    x, x_names = _scale(drawn[grid.across], grid.across_order)
    y, y_names = _scale(drawn[grid.up], grid.up_order)
    sizes = drawn[grid.size].fillna(0.0).clip(lower=0.0)
    risks = drawn[grid.risk] if grid.risk else pd.Series(0.0, index=drawn.index)
    fills = [colours.risk(share / grid.darkest) if grid.risk else colours.accent for share in risks]
    biggest = max(float(sizes.max()) if len(sizes) else 0.0, 1e-9)
    figure = go.Figure(
        go.Scatter(
            x=x,
            y=y,
            mode="markers+text",
            text=[shown(COUNT.value(n)) for n in drawn[grid.count]],
            textfont={"color": [colours.text_on(fill) for fill in fills]},
            hovertext=_grid_hovers(drawn, grid, risks),
            hoverinfo="text",
            cliponaxis=False,
            marker={
                "size": sizes,
                "sizemode": "area",
                "sizeref": 2 * biggest / _BIGGEST_PX**2,  # as Plotly reads areas
                "sizemin": 11,
                "color": fills,
                "opacity": 1.0,
                "line": {"width": 1, "color": colours.ground},
            },
        )
    )
    axis = {"showgrid": True, "zeroline": False, "tickfont": {"color": colours.text}}
    figure.update_xaxes(
        title_standoff=8,
        tickvals=list(range(len(x_names))),
        ticktext=[name.replace(" ", "<br>") for name in x_names],
        tickangle=0,
        range=[-0.6, len(x_names) - 0.4],
        title_text=label(shown(grid.across_title)) + " →",
        **axis,
    )
    figure.update_yaxes(
        tickvals=list(range(len(y_names))),
        ticktext=y_names,
        range=[-0.6, len(y_names) - 0.4],
        automargin=True,
        title_standoff=12,
        title_text=label(shown(grid.up_title)) + " →",
        **axis,
    )
    figure.update_layout(margin={"b": 8})
    height = len(y_names) * _CELL_PX + 72
    return Chart(heading, finished(figure, heading, height), _grid_data(rows, grid))


def _scale(values: pd.Series, order: Mapping[str, Text]) -> tuple[list[int], list[str]]:
    """Return each value's place on the scale, and the names of the places."""
    known = list(order)
    names = [label(value, order) for value in known]
    missing = ~values.isin(known)
    if missing.any():
        names.insert(0, label(None))
    shift = int(missing.any())
    return [known.index(v) + shift if v in order else 0 for v in values], names


def _grid_hovers(rows: pd.DataFrame, grid: Grid, risks: pd.Series) -> list[str]:
    said = [
        (grid.across_title, [label(value, grid.across_order) for value in rows[grid.across]]),
        (grid.up_title, [label(value, grid.up_order) for value in rows[grid.up]]),
        (ACCOUNTS, amounts(rows[grid.count], COUNT)),
        (grid.size_title, amounts(rows[grid.size], grid.unit)),
    ]
    if grid.risk is not None:
        said.append((grid.risk_title, amounts(risks, SHARE)))
    lines = [[f"{label(shown(title))}: {text}" for text in texts] for title, texts in said]
    return [hover(*cell) for cell in zip(*lines, strict=True)]


def _grid_data(rows: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    data = {
        shown(grid.across_title): [plain_label(v, grid.across_order) for v in rows[grid.across]],
        shown(grid.up_title): [plain_label(v, grid.up_order) for v in rows[grid.up]],
        shown(ACCOUNTS): rows[grid.count].to_numpy(),
        shown(grid.unit.titled(grid.size_title)): rows[grid.size].to_numpy(),
    }
    if grid.risk is not None:
        data[shown(grid.risk_title)] = rows[grid.risk].to_numpy()
    return pd.DataFrame(data)
