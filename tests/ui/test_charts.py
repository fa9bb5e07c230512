import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.locale import msg
from lib.ui import charts, look, state
from lib.ui.charts.chart import LINE_PX, clipped, label, text_px, wrapped
from lib.ui.charts.ticks import apart, nice_ticks, tick_text
from lib.ui.units import COUNT, SHARE, Unit, money
from lib.ui.wording import shown

HEADING = charts.Heading(msg("Finding"), msg("What is drawn"))
LEVELS = {"low": msg("low maturity"), "high": msg("high maturity")}
EVIL = "<a href='http://evil.example'>x</a><b>&"


def parts(risk: str | None = None) -> charts.Parts:
    return charts.Parts(
        label="value",
        title=msg("Level"),
        value="arr",
        value_title=msg("ARR"),
        unit=money("USD"),
        risk=risk,
        names=LEVELS,
    )


def book() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value": ["low", "high", None],
            "arr": [100.0, 300.0, 50.0],
            "risk": [0.0, 1.0, float("nan")],
        }
    )


def texts_of(figure: go.Figure) -> str:
    return figure.to_json()


@pytest.mark.parametrize(
    "text",
    [
        "Six medium-maturity customers with ARR 2.1 M have stopped asking for anything at all",
        "中等成熟度客户三分之一的年度经常性收入处于预警状态，是高成熟度客户的六倍，主要来自登录量下降。",
        "A" * 400,
        "",
    ],
)
def test_a_title_is_broken_so_that_no_line_is_wider_than_half_a_page(text: str) -> None:
    lines = wrapped(text, 15)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert [line for line in lines if " " in line and text_px(line, 15) > LINE_PX] == []


def test_chinese_lines_do_not_begin_with_a_full_stop_or_comma() -> None:
    lines = wrapped("客户流失信号，" * 30 + "。", 15)
    assert len(lines) > 1
    assert [line for line in lines if line[0] in "，。"] == []


def test_a_chart_makes_room_for_every_line_of_its_heading() -> None:
    short = charts.bars(HEADING, book(), parts()).figure.layout
    long = charts.bars(charts.Heading(msg("word " * 60), msg("w")), book(), parts()).figure.layout
    lines = long.title.text.count("<br>")
    assert lines > short.title.text.count("<br>")
    assert long.margin.t > short.margin.t
    assert long.height - long.margin.t == short.height - short.margin.t


def test_names_from_the_data_are_never_markup() -> None:
    rows = pd.DataFrame({"value": [EVIL], "arr": [1.0], "risk": [0.5]})
    heading = charts.Heading(EVIL, EVIL)
    for chart in (
        charts.treemap(heading, rows, parts(risk="risk")),
        charts.bars(heading, rows, parts()),
    ):
        drawn = texts_of(chart.figure)
        assert "evil.example" in drawn
        assert "<a " not in drawn
        assert "\\u003ca " not in drawn


def test_a_missing_label_is_unknown_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert label(None) == label(float("nan")) == "unknown"
    assert label("low", LEVELS) == "low maturity"
    monkeypatch.setattr(state, "language", lambda: "zh")
    assert label("<低>") == "&lt;低&gt;"


def test_unknown_risk_is_hatched_and_grey_not_low() -> None:
    marker = charts.treemap(HEADING, book(), parts(risk="risk")).figure.data[0].marker
    assert list(marker.pattern.shape) == ["", "", look.UNKNOWN_HATCH]
    assert list(marker.colors) == [look.LIGHT.ramp[0], look.LIGHT.ramp[-1], look.LIGHT.unknown]


def test_parts_without_a_known_amount_are_named_below_the_areas() -> None:
    rows = pd.DataFrame({"value": ["low", "high"], "arr": [float("nan"), 3.0]})
    chart = charts.treemap(HEADING, rows, parts())
    assert list(chart.figure.data[0]["values"]) == [3.0]
    assert chart.note is not None
    assert "low maturity" in str(chart.note)
    assert len(chart.data) == 2


def test_bars_begin_at_zero_and_keep_the_order_of_the_rows() -> None:
    figure = charts.bars(HEADING, book(), parts()).figure
    assert figure.layout.xaxis.range[0] == 0.0
    assert figure.layout.yaxis.range == (2.5, -0.5)
    assert list(figure.layout.yaxis.ticktext) == ["low maturity", "high maturity", "unknown"]


def test_a_bar_without_a_value_says_unknown_instead_of_nothing() -> None:
    rows = pd.DataFrame({"value": ["low"], "arr": [float("nan")]})
    figure = charts.bars(HEADING, rows, parts()).figure
    assert [note.text for note in figure.layout.annotations] == ["unknown"]


def test_the_data_beside_a_chart_have_headings_for_people() -> None:
    data = charts.bars(HEADING, book(), parts(risk="risk")).data
    assert list(data.columns) == ["Level", "ARR (USD)", "Share of ARR on alert"]
    assert list(data["Level"]) == ["low maturity", "high maturity", "unknown"]


@dataclass(frozen=True)
class Bridge:
    """What `lib.metrics.bridge.Bridge` says."""

    arr_start: float = 100.0
    new: float = 30.0
    expansion: float = 10.0
    contraction: float = 20.0
    churned: float = 15.0
    arr_end: float = 105.0
    currency: str | None = "USD"


def test_the_bridge_takes_away_what_was_lost_and_adds_up() -> None:
    chart = charts.arr_bridge(HEADING, Bridge())  # type: ignore[arg-type]
    amounts = list(chart.data["Amount (USD)"])
    assert amounts == [100.0, 30.0, 10.0, -20.0, -15.0, 105.0]
    assert sum(amounts[:-1]) == amounts[-1]
    trace = chart.figure.data[0]
    assert list(trace.measure) == ["absolute", *["relative"] * 4, "absolute"]
    assert list(trace.text)[1:4] == ["+$30", "+$10", "-$20"]
    assert chart.figure.layout.yaxis.range[0] == 0.0


def test_an_unknown_bridge_is_drawn_without_numbers_made_up() -> None:
    nan = float("nan")
    chart = charts.arr_bridge(HEADING, Bridge(nan, nan, nan, nan, nan, nan))  # type: ignore[arg-type]
    assert set(chart.figure.data[0].text) == {"unknown"}


def test_gains_and_losses_are_neither_red_nor_green() -> None:
    trace = charts.arr_bridge(HEADING, Bridge()).figure.data[0]  # type: ignore[arg-type]
    assert trace.increasing.marker.color == look.LIGHT.accent
    assert trace.decreasing.marker.color == look.LIGHT.ramp[-1]


def months(*values: float) -> pd.DataFrame:
    first = pd.Timestamp("2026-01-31")
    days = [first + pd.offsets.MonthEnd(n) for n in range(len(values))]
    return pd.DataFrame({"month": days, "nrr": list(values)})


def trend(unit: Unit = SHARE, *, running: bool = False) -> charts.Trend:
    return charts.Trend(time="month", series={"nrr": msg("NRR")}, unit=unit, running=running)


def test_the_running_period_is_dashed() -> None:
    traces = charts.lines(HEADING, months(1.0, 1.1, 0.9), trend(running=True)).figure.data
    solid, dashed = traces[0], traces[1]
    assert (len(solid.x), solid.line.dash) == (2, "solid")
    assert (len(dashed.x), dashed.line.dash) == (2, "dot")


def test_without_a_running_period_nothing_is_dashed() -> None:
    traces = charts.lines(HEADING, months(1.0, 1.1), trend()).figure.data
    assert [len(t.x) for t in traces if t.mode == "lines" and t.line.dash == "dot"] == [0]


def test_a_month_that_no_line_reaches_is_still_seen() -> None:
    nan = float("nan")
    figure = charts.lines(HEADING, months(1.0, nan, 1.1, nan, 0.9, 0.8, nan), trend()).figure
    assert list(figure.data[-1].marker.opacity) == [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0]


def test_amounts_begin_at_zero_and_shares_where_they_are() -> None:
    amounts = charts.lines(HEADING, months(80.0, 90.0), trend(COUNT)).figure
    shares = charts.lines(HEADING, months(0.8, 0.9), trend()).figure
    assert amounts.layout.yaxis.range[0] == 0.0
    assert shares.layout.yaxis.range[0] == 0.8


def test_lines_of_nothing_known_are_drawn_empty() -> None:
    nan = float("nan")
    figure = charts.lines(HEADING, months(nan, nan), trend()).figure
    assert figure.layout.annotations == ()


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_are_even_few_and_hold_what_is_drawn(low: float, span: float) -> None:
    high = low + span
    ticks = nice_ticks(low, high)
    slack = 1e-6 * max(abs(low), abs(high), 1.0)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert 2 <= len(ticks) <= 7
    steps = {round((b - a) / (ticks[1] - ticks[0]), 3) for a, b in pairwise(ticks)}
    assert steps == {1.0}


@pytest.mark.parametrize(
    ("tick", "unit", "text"),
    [
        (2_500_000.0, money("USD"), "$2.5M"),
        (10_000_000.0, money("USD"), "$10M"),
        (0.875, SHARE, "87.5%"),
        (1.0, SHARE, "100%"),
        (1000.0, COUNT, "1,000"),
    ],
)
def test_ticks_carry_no_empty_decimals(tick: float, unit: Unit, text: str) -> None:
    assert tick_text(tick, unit) == text


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_labels_at_the_ends_of_lines_do_not_cover_one_another(heights: list[float]) -> None:
    placed = apart({str(n): height for n, height in enumerate(heights)})
    ordered = sorted(placed.values())
    assert all(b - a >= 0.0849 for a, b in pairwise(ordered))
    assert ordered[-1] <= 1.0 + 1e-6


GRID = charts.Grid(
    across="level",
    across_title=msg("Maturity"),
    across_order=LEVELS,
    up="warmth",
    up_title=msg("Motivation"),
    up_order={"cold": msg("cold"), "hot": msg("hot")},
    size="arr",
    size_title=msg("ARR"),
    unit=money("USD"),
)


def test_bubbles_stand_in_their_order_and_the_unknown_apart() -> None:
    rows = pd.DataFrame(
        {
            "level": ["high", None, "low"],
            "warmth": ["hot", "cold", "cold"],
            "n_accounts": [3, 2, 0],
            "arr": [9.0, float("nan"), 1.0],
        }
    )
    chart = charts.bubbles(HEADING, rows, GRID)
    trace = chart.figure.data[0]
    assert (list(trace.x), list(trace.y), list(trace.text)) == ([2, 0], [1, 0], ["3", "2"])
    assert chart.figure.layout.xaxis.ticktext[0] == "unknown"
    assert "unknown" in trace.hovertext[1]
    assert len(chart.data) == 3


NOTHING = pd.NaT
USAGE = pd.DataFrame(
    {
        "week": pd.date_range("2026-08-02", periods=4, freq="7D"),
        "value": [5.0, float("nan"), 7.0, 2.0],
    }
)
MARKS = pd.DataFrame(
    [
        (pd.Timestamp("2026-08-20"), "notes", "second", NOTHING),
        (pd.Timestamp("2026-08-10"), "notes", "<b>first</b>" * 40, NOTHING),
        (pd.Timestamp("2026-08-01"), "contracts", "C-1", pd.Timestamp("2026-08-31")),
        (pd.Timestamp("2026-08-03"), "tickets", float("nan"), NOTHING),
    ],
    columns=["day", "lane", "text", "last"],
)


def story(
    usage: pd.DataFrame = USAGE,
    marks: pd.DataFrame = MARKS,
    windows: tuple[charts.Window, ...] = (),
) -> charts.Story:
    return charts.Story(usage=usage, usage_title=msg("Uses a week"), marks=marks, windows=windows)


def test_a_story_has_only_the_lanes_on_which_something_happened() -> None:
    figure = charts.timeline(HEADING, story()).figure
    assert list(figure.layout.yaxis2.ticktext) == ["Tickets", "Contracts", "Notes"]


def test_notes_are_numbered_in_the_order_of_their_days() -> None:
    figure = charts.timeline(HEADING, story()).figure
    notes = next(trace for trace in figure.data if trace.mode == "markers+text")
    assert list(notes.text) == ["1", "2"]
    assert "&lt;b&gt;first" in notes.hovertext[0]
    assert "<b>first" not in notes.hovertext[0]


def test_what_lasted_and_what_signalled_are_drawn_as_stretches_of_time() -> None:
    window = charts.Window(date(2026, 8, 10), date(2026, 8, 23), msg("Logins fall"))
    figure = charts.timeline(HEADING, story(windows=(window,))).figure
    term, signal = figure.layout.shapes
    assert (str(term.x0)[:10], str(term.x1)[:10]) == ("2026-08-01", "2026-08-31")
    assert (signal.x0, signal.x1, signal.yref) == (window.first, window.last, "paper")
    assert [note.text for note in figure.layout.annotations] == ["<b>Logins fall</b>"]


def test_weeks_that_no_export_covers_are_gaps_not_zeros() -> None:
    usage = charts.timeline(HEADING, story()).figure.data[0]
    assert [math.isnan(y) for y in usage.y] == [False, True, False, False]
    assert "unknown" in usage.hovertext[1]


def test_the_expected_range_is_a_band_and_is_told_on_hover() -> None:
    usage = USAGE.assign(low=3.0, high=6.0)
    figure = charts.timeline(HEADING, story(usage=usage)).figure
    assert [trace.fill for trace in figure.data][:2] == [None, "tonexty"]
    line = next(trace for trace in figure.data if trace.line.width == 1.8)
    assert "Expected: 3 to 6" in line.hovertext[0]


def test_an_account_without_usage_or_events_has_an_empty_story() -> None:
    chart = charts.timeline(HEADING, story(USAGE.iloc[:0], MARKS.iloc[:0]))
    assert chart.data.empty


def test_a_story_gives_its_weeks_and_events_as_one_table() -> None:
    data = charts.timeline(HEADING, story()).data
    assert list(data.columns) == ["Day", "Kind", "Value", "Text"]
    assert data["Day"].is_monotonic_increasing
    assert set(data["Kind"]) == {"Uses a week", "Notes", "Contracts", "Tickets"}


def test_small_lines_leave_out_what_came_before_the_first_export() -> None:
    nan = float("nan")
    matrix = pd.DataFrame([[nan, 1.0, nan, 3.0], [nan] * 4], index=["A", "B"])
    assert charts.sparklines(matrix).to_dict() == {"A": [1.0, None, 3.0], "B": []}


def test_a_long_name_is_cut_with_a_sign_that_it_goes_on() -> None:
    cut = clipped("x" * 200, 13, 190)
    assert cut.endswith("…")
    assert text_px(cut, 13) <= 190
    assert clipped("short", 13, 190) == "short"


def test_a_change_is_a_dotted_line_with_its_words_below_the_chart() -> None:
    rows = pd.DataFrame({"month": pd.to_datetime(["2026-08-31", "2026-09-30"]), "n": [1.0, 2.0]})

    def drawn() -> charts.Chart:
        return charts.lines(HEADING, rows, charts.Trend(time="month", series={"n": msg("n")}))

    plain, lines = drawn(), len(drawn().figure.layout.shapes)
    assert charts.marked(plain, []) is plain
    chart = charts.marked(
        drawn(),
        [
            (date(2026, 9, 10), EVIL),
            (date(2026, 9, 10), msg("second")),
            (date(2026, 10, 31), msg("soon after")),
            (date(2026, 8, 30), msg("before")),
            (date(2026, 11, 1), msg("long after")),
        ],
    )
    assert len(chart.figure.layout.shapes) == lines + 2, "one line a day, none outside"
    note = shown(chart.note or "")
    assert "10 Sep 2026: second" in note
    assert "31 Oct 2026: soon after" in note
    assert "long after" not in note
    assert "before" not in note
    assert "<a href" not in texts_of(chart.figure)
