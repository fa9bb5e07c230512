"""The rules of this section that are numbers."""

from lib.demand.next_need import LEAST_PEERS, LEAST_WITH
from lib.report.brief_gap import GapTold
from lib.report.figures import Definition, Ref
from lib.report.meanings import gap as meaning
from lib.report.pen import Pen
from lib.report.sheets import rule


def gap_rule(pen: Pen, told: GapTold, definition: Definition) -> Ref:
    """Return a rule of this section; all of them share one sheet."""
    values: dict[str, float] = {
        meaning.USE_DAYS.id: told.use_days,
        meaning.HEARD_DAYS.id: told.heard_days,
        meaning.PEERS.id: LEAST_PEERS,
        meaning.WITH.id: LEAST_WITH,
    }
    return rule(pen, definition, values, "gap_rules")
