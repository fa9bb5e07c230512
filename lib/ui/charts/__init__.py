"""Plotly figures with one look. Each takes a `Heading` and plain frames and gives a `Chart`."""

from lib.ui.charts.bridge import Step, arr_bridge, waterfall
from lib.ui.charts.chart import Chart, Heading
from lib.ui.charts.estimates import Estimates, intervals, reliability
from lib.ui.charts.grid import Grid, bubbles
from lib.ui.charts.marks import marked, noted
from lib.ui.charts.parts import Parts, bars, treemap
from lib.ui.charts.show import show, sparklines
from lib.ui.charts.story import LANES, Story, Window, timeline
from lib.ui.charts.trend import Trend, lines
from lib.ui.charts.triangle import Triangle, triangle

__all__ = [
    "LANES",
    "Chart",
    "Estimates",
    "Grid",
    "Heading",
    "Parts",
    "Step",
    "Story",
    "Trend",
    "Triangle",
    "Window",
    "arr_bridge",
    "bars",
    "bubbles",
    "intervals",
    "lines",
    "marked",
    "noted",
    "reliability",
    "show",
    "sparklines",
    "timeline",
    "treemap",
    "triangle",
    "waterfall",
]
