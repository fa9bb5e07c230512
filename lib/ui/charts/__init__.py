"""Plotly figures with one look. Each takes a `Heading` and plain frames and gives a `Chart`."""

from lib.ui.charts.against import Against, against
from lib.ui.charts.bridge import Step, arr_bridge, waterfall
from lib.ui.charts.chart import Chart, Heading
from lib.ui.charts.differences import Differences, differences
from lib.ui.charts.distributions import Part, distributions
from lib.ui.charts.estimates import Estimates, intervals, reliability
from lib.ui.charts.flow import Flow, flow
from lib.ui.charts.grid import Grid, bubbles
from lib.ui.charts.heat import Heat, heat
from lib.ui.charts.marks import marked, noted
from lib.ui.charts.parts import Parts, bars, treemap
from lib.ui.charts.planned import Planned, planned
from lib.ui.charts.show import show, sparklines
from lib.ui.charts.story import LANES, Story, Window, timeline
from lib.ui.charts.trend import Trend, lines
from lib.ui.charts.triangle import Triangle, triangle

__all__ = [
    "LANES",
    "Against",
    "Chart",
    "Differences",
    "Estimates",
    "Flow",
    "Grid",
    "Heading",
    "Heat",
    "Part",
    "Parts",
    "Planned",
    "Step",
    "Story",
    "Trend",
    "Triangle",
    "Window",
    "against",
    "arr_bridge",
    "bars",
    "bubbles",
    "differences",
    "distributions",
    "flow",
    "heat",
    "intervals",
    "lines",
    "marked",
    "noted",
    "planned",
    "reliability",
    "show",
    "sparklines",
    "timeline",
    "treemap",
    "triangle",
    "waterfall",
]
