"""The rules of this section that are numbers."""

from lib.report.brief_demands import DemandsTold
from lib.report.figures import Ref
from lib.report.meanings import demands as meaning
from lib.report.pen import Pen
from lib.report.sheets import rule
from lib.themes.board import WINDOW_DAYS


def theme_days(pen: Pen, told: DemandsTold) -> Ref:
    """Return the days of which the themes are compared with as many before."""
    return rule(pen, meaning.THEME_DAYS, _values(told), "demand_rules")


def conflict_days(pen: Pen, told: DemandsTold) -> Ref:
    """Return the days in which demands of one customer contradict each other."""
    return rule(pen, meaning.CONFLICT_DAYS, _values(told), "demand_rules")


def _values(told: DemandsTold) -> dict[str, float]:
    return {
        meaning.THEME_DAYS.id: WINDOW_DAYS,
        meaning.CONFLICT_DAYS.id: told.conflict_days,
    }
