"""Charts: the same bytes each time, and never a box in place of a letter."""

import struct

from lib.locale import Count, Money, msg
from lib.report.blocks import Bar, Chart, Report
from lib.report.register import Register
from lib.report.text import plain
from lib.report.writers import charts


def _charts(report: Report) -> list[Chart]:
    return [block for _, block in report.blocks() if isinstance(block, Chart)]


def test_a_chart_is_drawn_the_same_each_time(report: Report) -> None:
    for chart in _charts(report):
        assert charts.png(chart, report.lang) == charts.png(chart, report.lang)
        first = charts.svg(chart, report.register, report.lang)
        assert first == charts.svg(chart, report.register, report.lang)
        assert first.startswith("<svg")


def test_a_picture_is_as_high_as_it_has_rows(english: Report) -> None:
    sizes = [struct.unpack(">II", charts.png(c, "en")[16:24]) for c in _charts(english)]
    rows = [len(c.groups) + bool(c.legend) for c in _charts(english)]
    assert len({width for width, _ in sizes}) == 1
    assert sorted(sizes, key=lambda size: size[1]) == [
        size for _, size in sorted(zip(rows, sizes, strict=True))
    ]


def test_titles_state_the_finding_and_subtitles_day_and_number(english: Report) -> None:
    titles = [plain(c.subtitle, english.register, "en") for c in _charts(english)]
    assert all("2026" in title and "n = " in title for title in titles)


def test_dollars_are_amounts_and_not_a_formula(english: Report) -> None:
    chart = Chart(
        figure_id="table_bridge",
        form="bars",
        title=msg("Title"),
        subtitle=msg("Subtitle"),
        groups=(("$x^2$ and $y_{", (Bar(3, "total", Money(3.0, "USD")),)),),
    )
    assert charts.png(chart, "en")
    assert "$x^2$ and $y_{ $3" in chart.alt(english.register, "en")


def test_bars_of_nothing_are_drawn_too() -> None:
    chart = Chart(
        figure_id="none",
        form="bars",
        title=msg("Title"),
        subtitle=msg("Subtitle"),
        groups=((msg("Alert"), ()), (msg("Watch"), (Bar(0, "watch", Count(0)),))),
    )
    assert charts.svg(chart, Register(), "en")
