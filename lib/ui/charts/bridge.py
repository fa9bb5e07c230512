"""What changed: totals at both ends and what was added and taken away between them."""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import Chart, Heading, finished, hover, label
from lib.ui.look import palette
from lib.ui.units import Unit, money
from lib.ui.wording import shown

if TYPE_CHECKING:
    from lib.metrics.bridge import Bridge

_WATERFALL_PX = 260
_HEADROOM = 1.15  # for the numbers above the highest column


@dataclass(frozen=True, slots=True)
class Step:
    """One column of a waterfall: a total, or what is added to (or taken from) it."""

    title: Text
    value: float
    total: bool = False


def arr_bridge(heading: Heading, bridge: "Bridge") -> Chart:
    """Draw how ARR went from the start of a period to its end."""
    steps = (
        Step(msg("Start"), bridge.arr_start, total=True),
        Step(msg("New"), bridge.new),
        Step(msg("Expansion"), bridge.expansion),
        Step(msg("Contraction"), -bridge.contraction),
        Step(msg("Churn"), -bridge.churned),
        Step(msg("End"), bridge.arr_end, total=True),
    )
    return waterfall(heading, steps, money(bridge.currency))


def waterfall(heading: Heading, steps: Sequence[Step], unit: Unit) -> Chart:
    """Draw totals as columns from zero and what lies between them as floating columns."""
    colours = palette()
    names = [label(shown(step.title)) for step in steps]
    texts = [_signed(step, unit) for step in steps]
    figure = go.Figure(
        go.Waterfall(
            x=names,
            y=[step.value for step in steps],
            measure=["absolute" if step.total else "relative" for step in steps],
            text=texts,
            textposition="outside",
            cliponaxis=False,
            hovertext=[
                hover(f"<b>{name}</b>", text) for name, text in zip(names, texts, strict=True)
            ],
            hoverinfo="text",
            connector={"line": {"color": colours.grid, "width": 1}},
            totals={"marker": {"color": colours.quiet}},
            increasing={"marker": {"color": colours.accent}},
            decreasing={"marker": {"color": colours.ramp[-1]}},
        )
    )
    highest, lowest = _reach(steps)
    figure.update_yaxes(
        visible=False, range=[min(lowest * _HEADROOM, 0.0), highest * _HEADROOM or 1.0]
    )
    figure.update_xaxes(tickfont={"color": colours.text}, tickangle=0)
    figure.update_layout(margin={"b": 28})
    data = pd.DataFrame(
        {
            shown(msg("Step")): [shown(step.title) for step in steps],
            shown(unit.titled(msg("Amount"))): [step.value for step in steps],
        }
    )
    return Chart(heading, finished(figure, heading, _WATERFALL_PX), data)


def _signed(step: Step, unit: Unit) -> str:
    text = html.escape(shown(unit.value(step.value)), quote=False)
    return f"+{text}" if step.value > 0 and not step.total else text


def _reach(steps: Sequence[Step]) -> tuple[float, float]:
    """Return the highest and the lowest point that the columns reach."""
    level, points = 0.0, [0.0]
    for step in steps:
        change = 0.0 if math.isnan(step.value) else step.value
        level = change if step.total else level + change
        points.append(level)
    return max(points), min(points)
