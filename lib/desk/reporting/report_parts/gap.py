"""What a report says of the demand gap: unmet, unused, unknown, unheard, next needs."""

from typing import TYPE_CHECKING, Any

from lib.demand.gap import USE_DAYS, WANTED_DAYS
from lib.demand.next_need import ALIKE
from lib.demand.unheard import DAYS
from lib.desk.reporting.report_parts.demands import read, stated
from lib.report.brief_gap import GapTold

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.report_parts import Asked

_ALIKE = next(iter(ALIKE))  # as the page opens


def part(desk: "Desk", asked: "Asked") -> dict[str, Any]:
    """Return the field `gap` of the brief."""
    read(desk, asked.day)
    view = desk.gap.view(asked.segment, asked.day)
    silent = desk.gap.unheard(asked.segment, asked.day, DAYS)
    coming = desk.gap.next_needs(asked.segment, asked.day, _ALIKE)
    wishes = stated(desk, asked)
    told = GapTold(
        names=desk.themes.catalogue().names(asked.lang),
        loaded=desk.data.snapshot(asked.day).loaded("demands"),
        cells=view.cells,
        wanted_days=WANTED_DAYS,
        use_days=USE_DAYS,
        use_known=view.use_known,
        unplaced=wishes[wishes["theme"].isna()],
        is_proposed=view.is_proposed,
        heard=silent.everybody,
        heard_days=DAYS,
        uncovered=silent.found.uncovered,
        absent=silent.found.absent,
        next_needs=coming.accounts,
        alike=_ALIKE,
        n_not_compared=coming.n_unknown,
    )
    return {"gap": told}
