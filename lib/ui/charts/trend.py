"""Lines over time, with their names at their ends and the running period dashed."""

import html
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import (
    Chart,
    Heading,
    amounts,
    clipped,
    finished,
    hover,
    label,
    text_px,
)
from lib.ui.charts.ticks import apart, nice_ticks, tick_text
from lib.ui.look import TEXT_SIZE, Palette, contrast, palette
from lib.ui.units import COUNT, Unit
from lib.ui.wording import chart_day_format, month_short, shown

_LINES_PX = 230
_MONTHS_NAMED = 4  # in half a page: a Chinese month is as wide as nine letters
_NAME_PX = 150
_BOLD = 1.15  # how much wider the bold names at the ends are than plain ones
_READABLE = 4.5  # contrast of text, WCAG AA


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Lines over time. `time` is a column of days; `series` names the columns drawn.

    `running`: the last point is a period that is not over, and is dashed. `low` and `high`
    are columns of an interval around the first series.
    """

    time: str
    series: Mapping[str, Text]
    unit: Unit = COUNT
    running: bool = False
    low: str | None = None
    high: str | None = None
    colours: Mapping[str, str] = field(default_factory=dict)


def lines(heading: Heading, rows: pd.DataFrame, trend: Trend) -> Chart:
    """Draw each series as a line with its name at its end; gaps are months not known."""
    colours = palette()
    figure = go.Figure()
    _band(figure, rows, trend, colours)
    for place, name in enumerate(trend.series):
        _line(figure, rows, trend, (name, _colour(trend, colours, place, name)))
    bounds = _value_axis(figure, rows, trend)
    _end_labels(figure, rows, trend, bounds)
    months = list(pd.to_datetime(rows[trend.time]))
    shown_months = months[:: max(1, math.ceil(len(months) / _MONTHS_NAMED))]
    figure.update_xaxes(
        tickvals=shown_months,
        ticktext=[month_short(month.date()) for month in shown_months],
        hoverformat=chart_day_format(),
        tickangle=0,
        ticklabelstandoff=6,
    )
    figure.update_layout(margin={"b": 28})
    data = rows[[trend.time, *trend.series]].rename(
        columns={name: shown(trend.unit.titled(title)) for name, title in trend.series.items()}
        | {trend.time: shown(msg("Month"))}
    )
    return Chart(heading, finished(figure, heading, _LINES_PX), data)


def _colour(trend: Trend, colours: Palette, place: int, name: str) -> str:
    if name in trend.colours:
        return trend.colours[name]
    if len(trend.series) == 1:
        return colours.accent
    return colours.categories[place % len(colours.categories)]


def _band(figure: go.Figure, rows: pd.DataFrame, trend: Trend, colours: Palette) -> None:
    if trend.low is None or trend.high is None:
        return
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_scatter(x=rows[trend.time], y=rows[trend.low], **edge)
    figure.add_scatter(
        x=rows[trend.time], y=rows[trend.high], fill="tonexty", fillcolor=colours.band, **edge
    )


def _line(figure: go.Figure, rows: pd.DataFrame, trend: Trend, drawn: tuple[str, str]) -> None:
    name, colour = drawn
    over = rows.iloc[:-1] if trend.running else rows
    for part, dash in ((over, "solid"), (rows.iloc[-2:] if trend.running else over[:0], "dot")):
        figure.add_scatter(
            x=part[trend.time],
            y=part[name],
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=rows[trend.time],
        y=rows[name],
        mode="markers",
        hovertext=_hovers(rows, trend, name),
        hoverinfo="text",
        marker={"color": colour, "size": 7, "opacity": _seen(rows[name])},
    )


def _seen(values: pd.Series) -> list[float]:
    """Show the dot of the last known value, and of one that no line reaches; hover finds all."""
    known = values.notna()
    alone = known & ~known.shift(1, fill_value=False) & ~known.shift(-1, fill_value=False)
    last = known & (known[::-1].cumsum()[::-1] == 1)
    return [1.0 if dot else 0.0 for dot in alone | last]


def _hovers(rows: pd.DataFrame, trend: Trend, name: str) -> list[str]:
    title = label(shown(trend.series[name]))
    months = [month_short(month.date()) for month in pd.to_datetime(rows[trend.time])]
    texts = [
        hover(f"<b>{month}</b>", f"{title}: {amount}")
        for month, amount in zip(months, amounts(rows[name], trend.unit), strict=True)
    ]
    if trend.running and texts:
        texts[-1] = hover(texts[-1], label(shown(msg("This period is not over."))))
    return texts


def _value_axis(figure: go.Figure, rows: pd.DataFrame, trend: Trend) -> tuple[float, float]:
    """Set the value axis; counts and amounts start at zero, shares where they are."""
    names = [*trend.series, *(n for n in (trend.low, trend.high) if n is not None)]
    values = rows[names].to_numpy(dtype="float64").ravel()
    known = [float(x) for x in values if not math.isnan(x)] or [0.0, 1.0]
    low = min(known) if trend.unit.kind == "share" else min(0.0, *known)
    ticks = nice_ticks(low, max(known))
    texts = [tick_text(tick, trend.unit) for tick in ticks]
    figure.update_yaxes(tickvals=ticks, ticktext=texts, range=[ticks[0], ticks[-1]], zeroline=False)
    return ticks[0], ticks[-1]


def _end_labels(
    figure: go.Figure, rows: pd.DataFrame, trend: Trend, bounds: tuple[float, float]
) -> None:
    """Write the name and last value of each line at its end, pushed apart where they meet."""
    ends = {name: rows[name].dropna().iloc[-1:] for name in trend.series}
    ends = {name: end for name, end in ends.items() if len(end)}
    texts = {name: _end_text(trend, name, float(end.iloc[0])) for name, end in ends.items()}
    span = (bounds[1] - bounds[0]) or 1.0
    heights = apart({n: (float(e.iloc[0]) - bounds[0]) / span for n, e in ends.items()})
    colours = palette()
    for name, height in heights.items():
        place = list(trend.series).index(name)
        figure.add_annotation(
            x=1,
            xref="paper",
            y=height,
            yref="paper",
            text=f"<b>{texts[name]}</b>",
            xanchor="left",
            yanchor="middle",
            xshift=8,
            showarrow=False,
            font={"color": _ink(_colour(trend, colours, place, name), colours)},
        )
    room = max((text_px(html.unescape(text), TEXT_SIZE) for text in texts.values()), default=0.0)
    figure.update_layout(margin={"r": round(room * _BOLD) + 24})


def _end_text(trend: Trend, name: str, value: float) -> str:
    amount = label(shown(trend.unit.value(value)))
    if len(trend.series) == 1:
        return amount
    return f"{label(clipped(shown(trend.series[name]), TEXT_SIZE, _NAME_PX))} {amount}"


def _ink(colour: str, colours: Palette) -> str:
    """Return the line's colour where it can be read as text, else the colour of text."""
    return colour if contrast(colour, colours.ground) >= _READABLE else colours.text
