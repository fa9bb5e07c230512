"""What was planned beside what is done: an outlined bar, filled as far as it is done."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import Chart, Heading, clipped, finished, hover, label, plain_label
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.wording import shown

_BAR_PX = 34
_LABEL_PX = 210
_ROOM = 1.2  # of the longest bar: its number stands behind it


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a row is called (`names`: of values of the column `label`), and what is counted."""

    label: str
    title: Text
    counted: Text
    names: Mapping[str, Text] = field(default_factory=dict)


def planned(heading: Heading, rows: pd.DataFrame, shape: Planned) -> Chart:
    """Draw one bar a row: `planned` as an outline, `done` filled, with `done of planned`."""
    colours, places = palette(), list(range(len(rows)))
    figure = go.Figure()
    hovers = [
        hover(
            f"<b>{label(value, shape.names)}</b>",
            html.escape(shown(msg("{done} of {planned} held", done=str(d), planned=str(p)))),
        )
        for value, d, p in zip(rows[shape.label], rows["done"], rows["planned"], strict=True)
    ]
    shared = {"y": places, "orientation": "h", "hovertext": hovers, "hoverinfo": "text"}
    figure.add_bar(
        x=rows["planned"],
        text=[f"{d} / {p}" for d, p in zip(rows["done"], rows["planned"], strict=True)],
        textposition="outside",
        textfont={"color": colours.text},
        cliponaxis=False,
        width=0.62,
        marker={"color": colours.ground, "line": {"color": colours.quiet, "width": 1.5}},
        **shared,
    )
    figure.add_bar(x=rows["done"], width=0.62, marker={"color": colours.accent}, **shared)
    names = [plain_label(value, shape.names) for value in rows[shape.label]]
    figure.update_yaxes(
        tickvals=places,
        ticktext=[html.escape(clipped(n, TEXT_SIZE, _LABEL_PX), quote=False) for n in names],
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        ticklabelstandoff=6,
        tickfont={"color": colours.text},
    )
    longest = max([1, *rows["planned"], *rows["done"]])
    figure.update_xaxes(visible=False, range=[0, longest * _ROOM])
    figure.update_layout(barmode="overlay", showlegend=False, margin={"r": 8, "b": 4})
    height = max(len(rows), 1) * _BAR_PX + 8
    return Chart(heading, finished(figure, heading, height), _data(rows, shape, names))


def _data(rows: pd.DataFrame, shape: Planned, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            shown(shape.title): names,
            shown(msg("In the plan")): rows["planned"].to_numpy(),
            shown(shape.counted): rows["done"].to_numpy(),
        }
    )
