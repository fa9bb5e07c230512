"""The sheet of charts in the evidence workbook: each table of values with its chart beside it."""

from collections.abc import Sequence
from typing import Any

from lib.locale import Language, Message, msg, render
from lib.locale.render import shown
from lib.report.blocks import Bar, Chart, Report, Tone
from lib.report.text import clean, plain
from lib.report.writers.cells import for_print, safe
from lib.report.writers.charts import TONES

SHEET = msg("Charts")
_GROUP, _BASE, _VALUE, _LABEL = msg("Group"), msg("Begins at"), msg("Value"), msg("Shown as")
_LEAST_ROWS = 18  # below each other charts need so many
_WIDTH, _ROW_HEIGHT = 640, 20  # pixels
_COLUMN_WIDTHS = (34, 14, 14, 14, 14, 14)


class ChartSheet:
    """Writes the charts of a report. `places` are the lines of figures in the register."""

    def __init__(self, book: Any, report: Report, head: Any, link: Any) -> None:  # noqa: ANN401
        self._book = book
        self._report = report
        self._head, self._link = head, link
        self._bold = book.add_format({"bold": True})
        self._number = book.add_format({"num_format": "#,##0.##"})
        self._unseen = book.add_format({"num_format": ";;;"})
        self._name = render(SHEET, report.lang)

    def write(self, places: dict[str, str]) -> None:
        """Write the sheet; `places` says where in the register each figure stands."""
        charts = [block for _, block in self._report.blocks() if isinstance(block, Chart)]
        if not charts:
            return
        sheet = self._book.add_worksheet(self._name)
        for_print(sheet)
        for column, width in enumerate(_COLUMN_WIDTHS):
            sheet.set_column(column, column, width)
        line = 0
        for chart in charts:
            line = self._chart(sheet, line, chart, places.get(chart.figure_id))

    def _chart(self, sheet: Any, line: int, chart: Chart, place: str | None) -> int:  # noqa: ANN401
        register, lang = self._report.register, self._report.lang
        title = safe(clean(plain(chart.title, register, lang)))
        sheet.write_string(line, 0, title, self._bold)
        sheet.write_string(line + 1, 0, safe(clean(plain(chart.subtitle, register, lang))))
        if place:
            sheet.write_url(line + 2, 0, place, self._link, chart.figure_id)
        tones = list(dict.fromkeys(bar.tone for _, bars in chart.groups for bar in bars))
        top = line + 3
        self._headings(sheet, top, _headings(chart, tones, lang))
        for row, (name, bars) in enumerate(chart.groups, top + 1):
            sheet.write_string(row, 0, safe(clean(render(name, lang))))
            for column, value in enumerate(_values(bars, tones), 1):
                sheet.write_number(row, column, value, self._number)
            sheet.write_string(row, len(tones) + 2, _label(bars, lang))
            sheet.write_number(row, len(tones) + 3, 0, self._unseen)
        if tones:
            drawn = self._drawn(chart, tones, top)
            sheet.insert_chart(
                line, len(tones) + 5, drawn, {"description": chart.alt(register, lang)}
            )
        return max(top + len(chart.groups) + 3, line + _LEAST_ROWS + len(chart.groups))

    def _headings(self, sheet: Any, line: int, names: Sequence[str]) -> None:  # noqa: ANN401
        for column, name in enumerate(names):
            sheet.write_string(line, column, name, self._head)

    def _drawn(self, chart: Chart, tones: Sequence[Tone], top: int) -> Any:  # noqa: ANN401
        """Return the chart of the cells: the first series only lifts the others, unseen."""
        made = self._book.add_chart({"type": "bar", "subtype": "stacked"})
        last = top + len(chart.groups)
        names = [self._name, top + 1, 0, last, 0]
        columns = {1: None, **dict(enumerate(tones, 2)), len(tones) + 3: None}
        for column, tone in columns.items():
            series = {
                "name": [self._name, top, column],
                "categories": names,
                "values": [self._name, top + 1, column, last, column],
                "gap": 45,
                "fill": {"color": TONES[tone]} if tone else {"none": True},
            }
            if column == len(tones) + 3:  # nothing but the words of the report, at the bars' ends
                words = [{"value": _label(bars, self._report.lang)} for _, bars in chart.groups]
                labels = {"value": True, "custom": words, "position": "inside_base"}
                series["data_labels"] = labels
            made.add_series(series)
        made.set_title({"none": True})
        made.set_y_axis({"reverse": True, "line": {"none": True}, "interval_unit": 1})
        made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        legend = {"position": "bottom", "delete_series": [0, len(tones) + 1]}
        made.set_legend(legend if chart.legend else {"none": True})
        height = max(_LEAST_ROWS - 2, len(chart.groups) + 3) * _ROW_HEIGHT
        made.set_size({"width": _WIDTH, "height": height})
        return made


def _label(bars: tuple[Bar, ...], lang: Language) -> str:
    """Return the values of a group as the report writes them; none begins as a formula would."""
    return safe(clean(" + ".join(shown(bar.label, lang) for bar in bars))).lstrip("=") or "0"


def _headings(chart: Chart, tones: Sequence[Tone], lang: Language) -> list[str]:
    named: dict[Tone, Message] = dict(chart.legend)
    values = [render(named.get(tone, _VALUE), lang) for tone in tones]
    told = [render(_GROUP, lang), render(_BASE, lang), *values, render(_LABEL, lang)]
    return [safe(clean(text)) for text in told]


def _values(bars: tuple[Bar, ...], tones: Sequence[Tone]) -> list[float]:
    base = min((bar.base for bar in bars), default=0.0)
    return [base, *(sum(bar.value for bar in bars if bar.tone == tone) for tone in tones)]
