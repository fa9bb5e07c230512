"""Marks on charts over time: the days on which people changed what is drawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Message, Text, joined, msg
from lib.ui.charts.chart import Chart, hover, label
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.wording import shown

SIGN = "◆"
_BEYOND = timedelta(days=31)  # a change made since the last day drawn is marked beside it


def marked(chart: Chart, marks: Sequence[tuple[date, Text]]) -> Chart:
    """Return a chart over time with a dotted line at each mark, said in the note below it.

    Marks from before the first day drawn, or long after the last, are left out.
    """
    first, last = _reach(chart.figure)
    inside = [mark for mark in marks if first <= pd.Timestamp(mark[0]) <= last + _BEYOND]
    if not inside:
        return chart
    for day in sorted({day for day, _ in inside}):
        _line(chart.figure, day, [text for at, text in inside if at == day])
    said = msg("{sign} {changes}.", sign=SIGN, changes=joined([_said(*mark) for mark in inside]))
    note = said if chart.note is None else msg("{note} {said}", note=chart.note, said=said)
    return replace(chart, note=note)


def noted(chart: Chart, points: Sequence[tuple[date, float]], texts: Sequence[Text]) -> Chart:
    """Return a chart with a small number at each point that has a context note.

    The notes stand below it under their numbers.
    """
    if not points:
        return chart
    colours = palette()
    for number, ((day, value), text) in enumerate(zip(points, texts, strict=True), 1):
        chart.figure.add_annotation(
            x=day,
            y=value,
            text=f"<b>{number}</b>",
            hovertext=label(shown(text)),
            showarrow=False,
            yshift=14,
            font={"color": colours.ground, "size": TEXT_SIZE - 2},
            bgcolor=colours.muted,
            borderpad=2,
        )
    listed = [msg("{n}: {text}", n=str(number), text=text) for number, text in enumerate(texts, 1)]
    said = msg("Context notes: {notes}", notes=joined(listed))
    note = said if chart.note is None else msg("{note} {said}", note=chart.note, said=said)
    return replace(chart, note=note)


def _reach(figure: go.Figure) -> tuple[pd.Timestamp, pd.Timestamp]:
    days = [pd.to_datetime(pd.Series(list(t.x))) for t in figure.data if t.x is not None]
    known = pd.concat(days).dropna() if days else pd.Series(dtype="datetime64[us]")
    return (known.min(), known.max()) if len(known) else (pd.Timestamp.max, pd.Timestamp.min)


def _line(figure: go.Figure, day: date, texts: Sequence[Text]) -> None:
    colours = palette()
    figure.add_shape(
        type="line",
        x0=day,
        x1=day,
        xref="x",
        y0=0,
        y1=1,
        yref="paper",
        line={"color": colours.muted, "width": 1, "dash": "dot"},
    )
    figure.add_annotation(
        x=day,
        xref="x",
        y=0,
        yref="paper",
        yanchor="bottom",
        text=SIGN,
        hovertext=hover(f"<b>{label(shown(day))}</b>", *(label(shown(text)) for text in texts)),
        showarrow=False,
        font={"color": colours.muted, "size": TEXT_SIZE},
    )


def _said(day: date, text: Text) -> Message:
    return msg("{day}: {text}", day=day, text=text if isinstance(text, Message) else str(text))
