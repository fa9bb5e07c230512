"""What the figures of one section mean: the segment."""

from lib.locale import Message, msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

MEMBERS = Definition(
    id="members",
    name=msg("Customers in the segment"),
    text=msg(
        "Current customers that the rule matches: those with ARR above zero, and those whose ARR"
        " is unknown while nothing says that they are no customers."
    ),
)

ARR_END = Definition(
    id="arr_end",
    name=msg("ARR of the segment"),
    text=msg(
        "Sum of the annual recurring revenue (ARR) of the members: from running contracts, or from"
        " the account's own row where contracts do not tell. Unknown ARR is not counted."
    ),
    unit="currency",
    recipe=Recipe("sum", "counted_arr"),
)

ARR_UNKNOWN = Definition(
    id="arr_unknown",
    name=msg("Members whose ARR is unknown"),
    text=msg("Members for whom neither a contract nor the account's row tells the ARR."),
)

MEAN_VALUE = Recipe("mean", "value")


def two_groups(side: str, what: Message, form: str) -> tuple[Definition, Definition]:
    """Return what the size of one of two groups and its mean of a behaviour mean."""
    number = Definition(
        id=f"group_{side}",
        name=msg("One of two groups within the average"),
        text=msg("Members on one side of the condition that parts them, as far as known."),
    )
    share = form == "share"
    mean = Definition(
        id=f"group_{side}_mean",
        name=msg("Mean of “{what}” in one of two groups", what=what),
        text=msg("Mean over the members on that side whose value is known."),
        unit="share" if share else "number",
        digits=0 if share else 1,
        recipe=MEAN_VALUE,
    )
    return number, mean


SHARE_RECIPE = Recipe("part", "arr", "in_segment")

SHARE_OF_BOOK = Definition(
    id="share_of_book",
    name=msg("Share of the book"),
    text=msg("ARR of the members as a share of the ARR of all current customers."),
    unit="share",
    recipe=SHARE_RECIPE,
    of="book",
)

LARGEST_RECIPE = Recipe("part", "arr", "largest")

LARGEST_SHARE = Definition(
    id="largest_share",
    name=msg("Share of the largest customer"),
    text=msg("ARR of the largest member as a share of the segment's ARR."),
    unit="share",
    digits=1,
    recipe=LARGEST_RECIPE,
)

ENTERED = Definition(
    id="entered",
    name=msg("Customers that entered the segment"),
    text=msg("Members on the last day that were no members on the day before the period."),
    when="period",
)

LEFT = Definition(
    id="left_segment",
    name=msg("Customers that left the segment"),
    text=msg(
        "Members on the day before the period that are none on the last day: lost, or no longer"
        " matched by the rule."
    ),
    of="start",
    when="period",
)

CHANGED = Definition(
    id="table_members_changed",
    name=msg("Table: who entered and who left"),
    text=msg("One row for each customer that entered or left the segment in the period."),
    unit="rows",
    when="period",
)
