"""What a book is made up of: areas and bars."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Message, Text, joined, msg
from lib.ui.charts.chart import (
    Chart,
    Heading,
    amounts,
    clipped,
    finished,
    hover,
    label,
    plain_label,
)
from lib.ui.look import TEXT_SIZE, UNKNOWN_HATCH, Palette, palette
from lib.ui.units import COUNT, SHARE, Unit
from lib.ui.wording import shown

RISK = msg("Share of ARR on alert")
_BAR_PX = 30
_LABEL_PX = 190
_TREEMAP_PX = 300


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Which columns of a frame are drawn, and how they are called.

    `names` says what values of `label` are called in the reader's language; NaN is
    unknown. `risk` is a column of shares in [0, 1], drawn darkest from `darkest` on.
    """

    label: str
    title: Text
    value: str
    value_title: Text
    unit: Unit = COUNT
    risk: str | None = None
    risk_title: Text = RISK
    darkest: float = 1.0
    names: Mapping[str, Text] = field(default_factory=dict)


def treemap(heading: Heading, rows: pd.DataFrame, parts: Parts) -> Chart:
    """Draw each row as an area; darker is more risk, hatched is unknown."""
    drawn = rows[rows[parts.value] > 0]
    colours = palette()
    fills = _fills(drawn, parts, colours)
    names = [label(value, parts.names) for value in drawn[parts.label]]
    figure = go.Figure(
        go.Treemap(
            labels=names,
            ids=[str(place) for place in range(len(drawn))],
            parents=[""] * len(drawn),
            values=drawn[parts.value],
            text=amounts(drawn[parts.value], parts.unit),
            texttemplate="<b>%{label}</b><br>%{text}",
            hovertext=_hovers(drawn, parts),
            hoverinfo="text",
            textfont={"color": [colours.text_on(fill) for fill in fills], "size": TEXT_SIZE},
            marker={
                "colors": fills,
                "line": {"width": 2, "color": colours.ground},
                "pattern": _hatched(drawn, parts, colours),
                "cornerradius": 3,
                "pad": {"t": 0, "l": 0, "r": 0, "b": 0},
            },
            tiling={"pad": 2},
            pathbar={"visible": False},
            root={"color": "rgba(0,0,0,0)"},
        )
    )
    figure.update_layout(
        uniformtext={"minsize": 11, "mode": "hide"}, margin={"l": 0, "r": 0, "b": 0}
    )
    left_out = [
        plain_label(value, parts.names) for value in rows[parts.label][~(rows[parts.value] > 0)]
    ]
    return Chart(
        heading, finished(figure, heading, _TREEMAP_PX), _data(rows, parts), _left_out(left_out)
    )


def _left_out(names: list[str]) -> Message | None:
    """Say which parts have no area; nothing is left out silently."""
    if not names:
        return None
    return msg("Without a known amount, and so not drawn: {names}.", names=joined(names))


def bars(heading: Heading, rows: pd.DataFrame, parts: Parts) -> Chart:
    """Draw one bar a row, in the order of the rows, from zero, with its value at its end."""
    colours = palette()
    names = [plain_label(value, parts.names) for value in rows[parts.label]]
    places = list(range(len(rows)))
    figure = go.Figure(
        go.Bar(
            x=rows[parts.value],
            y=places,
            orientation="h",
            text=amounts(rows[parts.value], parts.unit),
            textposition="outside",
            cliponaxis=False,
            hovertext=_hovers(rows, parts),
            hoverinfo="text",
            textfont={"color": colours.text},
            marker={
                "color": _fills(rows, parts, colours),
                "pattern": _hatched(rows, parts, colours),
            },
        )
    )
    ticks = [html.escape(clipped(name, TEXT_SIZE, _LABEL_PX), quote=False) for name in names]
    figure.update_yaxes(
        tickvals=places,
        ticktext=ticks,
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        ticklabelstandoff=6,
        tickfont={"color": colours.text},
    )
    _unknown_values(figure, rows[parts.value], colours)
    figure.update_xaxes(visible=False, range=_room_for_labels(rows[parts.value]))
    figure.update_layout(margin={"r": 8, "b": 4})
    height = max(len(rows), 1) * _BAR_PX + 8
    return Chart(heading, finished(figure, heading, height), _data(rows, parts))


def _unknown_values(figure: go.Figure, values: pd.Series, colours: Palette) -> None:
    """Say of a part without a known value that it is unknown, where its bar would begin."""
    for place, missing in enumerate(values.isna()):
        if missing:
            figure.add_annotation(
                x=0,
                y=place,
                text=label(None),
                xanchor="left",
                showarrow=False,
                font={"color": colours.muted},
            )


def _fills(rows: pd.DataFrame, parts: Parts, colours: Palette) -> list[str]:
    if parts.risk is not None:
        return [colours.risk(share / parts.darkest) for share in rows[parts.risk]]
    unknown = rows[parts.label].isna()
    return [colours.unknown if missing else colours.accent for missing in unknown]


def _hatched(rows: pd.DataFrame, parts: Parts, colours: Palette) -> dict[str, object]:
    """Return the pattern of the marks: hatched where the part, or its risk, is unknown."""
    columns = [parts.label] if parts.risk is None else [parts.label, parts.risk]
    missing = rows[columns].isna().any(axis="columns")
    return {
        "shape": [UNKNOWN_HATCH if unknown else "" for unknown in missing],
        "fillmode": "overlay",
        "fgcolor": colours.hatch,
        "size": 6,
        "solidity": 0.2,
    }


def _hovers(rows: pd.DataFrame, parts: Parts) -> list[str]:
    names = [f"<b>{label(value, parts.names)}</b>" for value in rows[parts.label]]
    title = label(shown(parts.value_title))
    said = [f"{title}: {amount}" for amount in amounts(rows[parts.value], parts.unit)]
    risks = [""] * len(rows)
    if parts.risk is not None:
        title = label(shown(parts.risk_title))
        risks = [f"{title}: {share}" for share in amounts(rows[parts.risk], SHARE)]
    return [hover(*lines) for lines in zip(names, said, risks, strict=True)]


def _data(rows: pd.DataFrame, parts: Parts) -> pd.DataFrame:
    """Return what is drawn, with headings for people."""
    data = {
        shown(parts.title): [plain_label(value, parts.names) for value in rows[parts.label]],
        shown(parts.unit.titled(parts.value_title)): rows[parts.value].to_numpy(),
    }
    if parts.risk is not None:
        data[shown(parts.risk_title)] = rows[parts.risk].to_numpy()
    return pd.DataFrame(data)


def _room_for_labels(values: pd.Series) -> list[float]:
    """Return an axis from zero with room at the end for the longest bar's number."""
    low, high = min(float(values.min() or 0), 0.0), max(float(values.max() or 0), 0.0)
    span = (high - low) or 1.0
    return [low - (0.25 * span if low < 0 else 0.0), high + 0.25 * span]
