"""One account on one axis of time: usage and what was expected, signals, and what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib.locale import Text, msg
from lib.ui.charts.chart import WIDE_LINE_PX, Chart, Heading, clipped, finished, hover, label
from lib.ui.charts.lanes import LANE_PX, draw_lanes, filled
from lib.ui.charts.ticks import nice_ticks, tick_text
from lib.ui.look import TEXT_SIZE, Palette, palette
from lib.ui.units import COUNT
from lib.ui.wording import chart_day_format, chart_month_format, shown

LANES: Mapping[str, Text] = {
    "tickets": msg("Tickets"),
    "activities": msg("Activities"),
    "contracts": msg("Contracts"),
    "losses": msg("Losses"),
    "notes": msg("Notes"),
}
_USAGE_PX = 190
_AXIS_PX = 34
_WINDOW_LABEL_PX = 17
_WINDOW_NAME_PX = 200


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which a signal was seen."""

    first: date
    last: date
    title: Text


@dataclass(frozen=True, kw_only=True)
class Story:
    """What one account's time line shows.

    `usage`: columns `week` and `value` (NaN: not covered by any export), and where known
    `low`, `high`: what was expected. `marks`: `day, lane, text` and, for something that
    lasted, `last`. `lanes` names the lanes, top to bottom.
    """

    usage: pd.DataFrame
    usage_title: Text
    marks: pd.DataFrame
    windows: tuple[Window, ...] = ()
    lanes: Mapping[str, Text] = field(default_factory=lambda: LANES)
    running: bool = False


def timeline(heading: Heading, story: Story) -> Chart:
    """Draw usage above and one lane for each kind of event below, on the same time axis."""
    colours = palette()
    lanes_px = max(len(filled(story.marks, story.lanes)), 1) * LANE_PX
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.03,
        row_heights=[_USAGE_PX, lanes_px],
    )
    _usage(figure, story, colours)
    draw_lanes(figure, story.marks, story.lanes, colours)
    _windows(figure, story, colours)
    figure.update_xaxes(
        showgrid=True,
        tickformat=chart_month_format(),
        hoverformat=chart_day_format(),
        nticks=8,
        fixedrange=False,
    )
    figure.update_layout(margin={"b": _AXIS_PX, "r": 12}, dragmode="zoom", hovermode="closest")
    height = _USAGE_PX + lanes_px + _AXIS_PX
    return Chart(heading, finished(figure, heading, height, WIDE_LINE_PX), _data(story))


def _usage(figure: go.Figure, story: Story, colours: Palette) -> None:
    rows = story.usage
    if {"low", "high"} <= set(rows.columns):
        edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "row": 1, "col": 1}
        figure.add_scatter(x=rows["week"], y=rows["low"], **edge)
        figure.add_scatter(
            x=rows["week"], y=rows["high"], fill="tonexty", fillcolor=colours.band, **edge
        )
    solid, dashed = (rows.iloc[:-1], rows.iloc[-2:]) if story.running else (rows, rows[:0])
    for part, dash in ((solid, "solid"), (dashed, "dot")):
        figure.add_scatter(
            x=part["week"],
            y=part["value"],
            mode="lines",
            line={"color": colours.accent, "width": 1.8, "dash": dash},
            hovertext=_usage_hovers(part, story),
            hoverinfo="text",
            row=1,
            col=1,
        )
    highest = rows[[c for c in ("value", "high") if c in rows]].max().max()
    ticks = nice_ticks(0.0, float(highest) if highest == highest and highest > 0 else 1.0)  # noqa: PLR0124
    texts = [tick_text(tick, COUNT) for tick in ticks]
    figure.update_yaxes(tickvals=ticks, ticktext=texts, range=[0, ticks[-1]], row=1, col=1)


def _usage_hovers(rows: pd.DataFrame, story: Story) -> list[str]:
    title = label(shown(story.usage_title))
    texts = []
    for row in rows.to_dict("records"):
        lines = [f"<b>{label(shown(row['week'].date()))}</b>"]
        lines.append(f"{title}: {label(shown(COUNT.value(row['value'])))}")
        low, high = COUNT.value(row.get("low")), COUNT.value(row.get("high"))
        if low is not None and high is not None:
            lines.append(label(shown(msg("Expected: {low} to {high}", low=low, high=high))))
        texts.append(hover(*lines))
    return texts


def _windows(figure: go.Figure, story: Story, colours: Palette) -> None:
    for window in story.windows:
        figure.add_shape(
            type="rect",
            x0=window.first,
            x1=window.last,
            xref="x",
            y0=0,
            y1=1,
            yref="paper",
            fillcolor=colours.window,
            line_width=0,
            layer="below",
        )
    for place, window in enumerate(sorted(story.windows, key=lambda w: (w.first, w.last))):
        early = _is_early(window, story.usage)
        title = clipped(shown(window.title), TEXT_SIZE, _WINDOW_NAME_PX)
        figure.add_annotation(
            x=window.first if early else window.last,
            xref="x",
            y=1,
            yref="paper",
            yshift=-2 - _WINDOW_LABEL_PX * place,
            xanchor="left" if early else "right",
            yanchor="top",
            showarrow=False,
            text=f"<b>{label(title)}</b>",
            font={"color": colours.text, "size": TEXT_SIZE - 1},
            bgcolor=colours.ground,
            opacity=0.9,
            borderpad=1,
        )


def _is_early(window: Window, usage: pd.DataFrame) -> bool:
    """Say whether a window ends in the first half, where its name has room to the right only."""
    weeks = usage["week"]
    return (
        len(weeks) > 0 and pd.Timestamp(window.last) < weeks.min() + (weeks.max() - weeks.min()) / 2
    )


def _data(story: Story) -> pd.DataFrame:
    """Return weeks and events in one table: when, what, how much, in words."""
    weeks = pd.DataFrame(
        {
            "day": story.usage["week"],
            "lane": shown(story.usage_title),
            "value": story.usage["value"],
            "text": "",
        }
    )
    marks = story.marks.assign(
        lane=[shown(story.lanes.get(lane, lane)) for lane in story.marks["lane"]]
    )
    both = pd.concat([weeks, marks[["day", "lane", "text"]]]) if len(marks) else weeks
    headings = {"day": msg("Day"), "lane": msg("Kind"), "value": msg("Value"), "text": msg("Text")}
    return both.sort_values("day", kind="stable").rename(
        columns={name: shown(title) for name, title in headings.items()}
    )
