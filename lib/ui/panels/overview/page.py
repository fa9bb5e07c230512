"""The page as a whole: figures, then pictures; what takes long is drawn last, in its place."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.desk import About
from lib.desk.book.overview import Overview
from lib.desk.book.retention import Trend
from lib.locale import Message, Month, msg
from lib.model import Period
from lib.ui import charts, components, metrics, state
from lib.ui.metrics import Tile
from lib.ui.panels import charted, notes, retention
from lib.ui.panels.overview import actions, chain, changes, demands, due, makeup, overdue
from lib.ui.units import COUNT
from lib.ui.wording import say

_HALF = 4  # metrics in the first row
_TREND = ("customers", "arr", "nrr", "grr", "logo_churn")
_TREND_MONTHS = 13  # of the small lines: a year and the same month of the year before


def show() -> None:
    """Draw the whole page; the risk and the past months are waited for in their own places."""
    rule, period = state.segment(), state.period()
    overview = state.desk().overviews.overview(rule, period)
    components.finding(overview.finding)
    tiles = _tiles(overview, rule)
    left, right = st.columns(2, gap="large")
    with left:
        _bridge(overview)
    trend_place = right.container()
    changes.show(rule, period, overview.currency)
    overdue.show(overview.overdue)
    actions.show(state.desk().actions.overdue(rule, overview.day, state.language()))
    demands.show(rule, overview.day)
    left, right = st.columns(2, gap="large")
    map_place, usual_place = left.container(), right.container()
    due_place, cohort_place = st.container(), st.container()
    chain.show(rule, overview.day)
    _past(tiles, rule, (trend_place, usual_place, cohort_place))
    with st.spinner(say("Learning the risk from the past"), show_time=True):
        outlook = state.desk().renewals.outlook(rule, overview.day, state.language())
    with map_place:
        makeup.show(overview, rule)
    with due_place:
        due.show(outlook)


def _past(tiles: dict[str, Tile], rule: str, places: tuple[DeltaGenerator, ...]) -> None:
    """Draw what the months before say, each in its place."""
    period = state.period()
    with places[0]:
        trend = _with_trend(tiles, rule, period)
    with places[1]:
        st.subheader(say("Churn month by month"), anchor=False)
        retention.usual(trend, rule)
    with places[2]:
        retention.cohorts(rule, period)


def _tiles(overview: Overview, rule: str) -> dict[str, Tile]:
    found = state.desk().notes.on_metrics(rule, overview.period.key)
    marked = {key: notes.texts(rows) for key, rows in found.items()}
    months = _months(overview.period)

    def more(key: str) -> None:
        notes.show(About(segment=rule, metric=key), months)

    rows = overview.metrics[:_HALF], overview.metrics[_HALF:]
    return {
        key: tile for row in rows for key, tile in metrics.metric_row(row, marked, more).items()
    }


def _months(period: Period) -> dict[str, Message]:
    """Return the months on which a note may be written: those that the charts draw."""
    known = [m for m in state.days().months if m <= period][: retention.MONTHS]
    return {m.key: msg("{month}", month=Month(m.first)) for m in known}


def _with_trend(tiles: dict[str, Tile], rule: str, period: Period) -> Trend:
    """Draw the past months, and their small lines in the figures above."""
    with st.spinner(say("Counting the months before"), show_time=True):
        trend = state.desk().retention.trend(rule, period)
    retention.trend(trend, rule)
    if trend.why is None:
        for key in _TREND:
            line = trend.months[key].dropna()[-_TREND_MONTHS:]
            tiles[key].with_trend([float(value) for value in line])
    return trend


def _bridge(overview: Overview) -> None:
    charted.show(
        charts.arr_bridge(
            charts.Heading(
                overview.finding,
                msg(
                    "{measure} · {unit} · {period} · n = {n}",
                    measure=msg("ARR"),
                    unit=overview.currency or msg("currency not named"),
                    period=overview.period.label,
                    n=COUNT.value(overview.month.accounts_end) or "0",
                ),
            ),
            overview.month,
        ),
        "arr_bridge",
    )
