"""A chart of the report as PowerPoint's own: stacked bars, the first of them unseen in a bridge.

Labels are the words of the report, on a last unseen bar where they have no room on their own.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Length, Pt

from lib.locale import Language, render
from lib.locale.render import shown
from lib.report.blocks import Bar, Chart, Tone
from lib.report.text import letters
from lib.report.writers import pptx_parts as parts
from lib.report.writers.cells import safe
from lib.report.writers.charts import TONES
from lib.report.writers.cut import cut
from lib.report.writers.package import timeless

Box = tuple[Length, Length, Length, Length]
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
_INK = RGBColor(0x1F, 0x29, 0x37)
_LIGHT: frozenset[Tone] = frozenset({"watch", "unknown"})
_LONGEST_NAME = 30
_MANY = 10
_ROOM = 1.3  # of the longest bar: what is left at its end is for the label
_LETTER = 0.02  # of that: what a letter inside a bar needs


def add_chart(page: Any, chart: Chart, box: Box, lang: Language, words: str) -> None:  # noqa: ANN401
    """Draw a chart on a slide. Of many groups those without bars are left out."""
    if len(chart.groups) > _MANY:
        chart = replace(chart, groups=tuple(group for group in chart.groups if group[1]))
    tones = list(dict.fromkeys(bar.tone for _, bars in chart.groups for bar in bars))
    rows = _rows(chart, tones, lang)
    data = CategoryChartData()
    data.categories = [cut(safe(render(name, lang)), _LONGEST_NAME) for name, _ in chart.groups]
    for name, values in rows:
        data.add_series(name, values)
    frame = page.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box, data)
    parts.describe(frame, words)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(_workbook(data.categories, rows))
    _axes(drawn, _reach(chart) * _ROOM)
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    _paint(plot, tones)
    _label(plot, chart, tones, lang)
    _legend(drawn, chart)


def _reach(chart: Chart) -> float:
    return max((bar.base + bar.value for _, bars in chart.groups for bar in bars), default=0) or 1.0


def _rows(chart: Chart, tones: Sequence[Tone], lang: Language) -> list[tuple[str, list[float]]]:
    """Return base, a series for each tone, and the room for labels, over all groups."""
    named = {tone: safe(render(name, lang)) for tone, name in chart.legend}
    groups = [bars for _, bars in chart.groups]
    base = [min((bar.base for bar in bars), default=0.0) for bars in groups]
    series = [
        (
            named.get(tone, " " * place),
            [sum(b.value for b in bars if b.tone == tone) for bars in groups],
        )
        for place, tone in enumerate(tones, 1)
    ]
    return [("", base), *series, (" " * (len(tones) + 1), [_reach(chart) * 0.25] * len(groups))]


def _workbook(categories: Any, rows: list[tuple[str, list[float]]]) -> bytes:  # noqa: ANN401
    """Return the chart's data as the workbook behind it: no text in it is a formula."""
    out = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _EPOCH})
        sheet = book.add_worksheet()
        for line, category in enumerate(categories, 1):
            sheet.write_string(line, 0, category.label)
        for column, (name, values) in enumerate(rows, 1):
            sheet.write_string(0, column, name)
            sheet.write_column(1, column, values)
    return timeless(out.getvalue())


def _axes(drawn: Any, most: float) -> None:  # noqa: ANN401
    drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(11), _INK
    names, values = drawn.category_axis, drawn.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.fill.background()
    skip = parts.element("c:tickLblSkip", val="1")  # every name, however many there are
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)  # noqa: SLF001
    names.has_major_gridlines = values.has_major_gridlines = False
    values.visible = False
    values.maximum_scale, values.minimum_scale = most, 0


def _paint(plot: Any, tones: Sequence[Tone]) -> None:  # noqa: ANN401
    series = list(plot.series)
    for unseen in (series[0], series[-1]):
        unseen.format.fill.background()
        unseen.format.line.fill.background()
    for one, tone in zip(series[1:-1], tones, strict=True):
        fill = one.format.fill
        if tone == "unknown":
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb = RGBColor.from_string("9CA3AF")
            fill.back_color.rgb = RGBColor.from_string(TONES[tone][1:])
        else:
            fill.solid()
            fill.fore_color.rgb = RGBColor.from_string(TONES[tone][1:])


def _label(plot: Any, chart: Chart, tones: Sequence[Tone], lang: Language) -> None:  # noqa: ANN401
    """Write each value inside its bar where several share a row, else behind its end."""
    series, reach = list(plot.series), _reach(chart) * _ROOM
    for place, (_, bars) in enumerate(chart.groups):
        outside = []
        for bar in bars:
            text = shown(bar.label, lang)
            if len(bars) > 1 and bar.value / reach > _LETTER * (letters(text) + 1):
                _write(series[1 + tones.index(bar.tone)].points[place], text, _on(bar))
            else:
                outside.append(text)
        text = " + ".join(outside) if bars else "0"
        if text:
            point = series[-1].points[place]
            _write(point, text, _INK)
            point.data_label.position = XL_LABEL_POSITION.INSIDE_BASE


def _on(bar: Bar) -> RGBColor:
    return _INK if bar.tone in _LIGHT else RGBColor(0xFF, 0xFF, 0xFF)


def _write(point: Any, text: str, colour: RGBColor) -> None:  # noqa: ANN401
    frame = point.data_label.text_frame
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(11), colour


def _legend(drawn: Any, chart: Chart) -> None:  # noqa: ANN401
    drawn.has_legend = bool(chart.legend)
    if not chart.legend:
        return
    legend = drawn.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    legend.font.size = Pt(11)
    count = len(list(drawn.plots[0].series))
    for unseen in (0, count - 1):
        entry = parts.element("c:legendEntry")
        entry.append(parts.element("c:idx", val=str(unseen)))
        entry.append(parts.element("c:delete", val="1"))
        legend._element.insert(1 + (unseen > 0), entry)  # noqa: SLF001
