"""What the figures of one section mean: what changed."""

from collections.abc import Mapping

from lib.locale import Message, msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

ARR_START = Definition(
    id="arr_start",
    name=msg("ARR of the segment at the start"),
    text=msg(
        "Sum of the ARR of the members on the day before the period. Customers whose ARR is unknown"
        " at either end are left out."
    ),
    unit="currency",
    recipe=Recipe("sum", "arr"),
    of="start",
    when="start",
)

ARR_CHANGE = Definition(
    id="arr_change",
    name=msg("Change of ARR"),
    text=msg("ARR of the segment on the last day less that on the day before the period."),
    unit="currency",
    recipe=Recipe("sum", "change"),
    when="period",
)

ARR_CHANGE_SHARE = Definition(
    id="arr_change_share",
    name=msg("Change of ARR as a share of the start"),
    text=msg("Change of the segment's ARR divided by its ARR on the day before the period."),
    unit="share",
    digits=1,
    recipe=Recipe("ratio", "change", "arr_start"),
    when="period",
)

HEAVY = Definition(
    id="arr_lost_heavy",
    name=msg("ARR lost with the largest losses"),
    text=msg("ARR given up by customers that left or reduced by a notable share of the segment."),
    unit="currency",
    recipe=Recipe("sum", "effect"),
    when="period",
)
TABLE = Definition(
    id="table_bridge",
    name=msg("Table: ARR bridge"),
    text=msg(
        "One row for each customer in the bridge with its ARR inside the segment at both ends."
    ),
    unit="rows",
    when="period",
)

MOVERS = Definition(
    id="table_movers",
    name=msg("Table: largest changes"),
    text=msg("One row for each customer whose ARR in the segment changed."),
    unit="rows",
    when="period",
)

MOVE_NAMES: Mapping[str, Message] = {
    "new": msg("New customers"),
    "expansion": msg("Expansion"),
    "entered": msg("Entered from the rest of the book"),
    "became_known": msg("ARR known only at the end"),
    "contraction": msg("Contraction"),
    "churned": msg("Churned"),
    "moved_out": msg("Moved to the rest of the book"),
}

_MEANINGS: Mapping[str, Message] = {
    "new": msg("ARR on the last day of members without ARR at the start."),
    "expansion": msg("Additional ARR of members at both ends that pay more than at the start."),
    "entered": msg(
        "ARR on the last day of customers that the rule matches now and did not before."
    ),
    "became_known": msg("ARR on the last day of members whose ARR at the start is unknown."),
    "contraction": msg("ARR given up by members at both ends that pay less than at the start."),
    "churned": msg("ARR at the start of members that have none on the last day."),
    "moved_out": msg("ARR at the start of customers that the rule matched then and does not now."),
}


def move_definition(move: str) -> Definition:
    """Return what one part of the bridge means. Its rows' `effect` adds up to it, with sign."""
    return Definition(
        id=f"arr_{move}",
        name=MOVE_NAMES[move],
        text=_MEANINGS[move],
        unit="currency",
        recipe=Recipe("sum", "effect"),
        when="period",
    )
