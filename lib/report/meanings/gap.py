"""What the figures of one section mean: the demand gap."""

from lib.demand.gap import STATES, WHY
from lib.locale import msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

WANTING = Definition(
    id="gap_wanting",
    name=msg("Customers with wishes"),
    text=msg("Members that wanted a known theme in the last twelve months, each once."),
    recipe=Recipe("distinct", "account_id"),
)
UNMET = Definition(
    id="gap_unmet",
    name=msg("Customers with an unmet wish"),
    text=msg(
        "Members that want a theme which lies outside the product, or which is not in "
        "what they bought."
    ),
    recipe=Recipe("distinct", "unmet_account"),
)
UNMET_ARR = Definition(
    id="gap_unmet_arr",
    name=msg("ARR of customers with an unmet wish"),
    text=msg("Sum of the known ARR of the members with an unmet wish, each once."),
    unit="currency",
    recipe=Recipe("sum", "unmet_arr"),
)
UNUSED = Definition(
    id="gap_unused",
    name=msg("Customers with a wish met but unused"),
    text=msg("Members that have what they wanted and did not use it in the last days."),
    recipe=Recipe("distinct", "unused_account"),
)
UNUSED_ARR = Definition(
    id="gap_unused_arr",
    name=msg("ARR of customers with a wish met but unused"),
    text=msg("Sum of the known ARR of the members with a wish met but unused, each once."),
    unit="currency",
    recipe=Recipe("sum", "unused_arr"),
)
OPEN = Definition(
    id="gap_unknown",
    name=msg("Customers of whom it is unknown"),
    text=msg("Members with a wish of which the data do not tell whether it is met."),
    recipe=Recipe("distinct", "unknown_account"),
)
OPEN_ARR = Definition(
    id="gap_unknown_arr",
    name=msg("ARR of customers of whom it is unknown"),
    text=msg("Sum of the known ARR of the members with such a wish, each once."),
    unit="currency",
    recipe=Recipe("sum", "unknown_arr"),
)
UNPLACED = Definition(
    id="gap_unplaced",
    name=msg("Demands without a known theme"),
    text=msg("Demands of the members that state no theme and whose words fit none."),
    unit="count",
)
TABLE = Definition(
    id="table_gap",
    name=msg("Table: the demand gap"),
    text=msg("One row for each customer and theme that it wanted in the last twelve months."),
    unit="rows",
)
HEARD = Definition(
    id="gap_members",
    name=msg("Customers asked about"),
    text=msg("All members, with what was heard of each in the last days."),
)
QUIET = Definition(
    id="gap_unheard",
    name=msg("Customers not heard"),
    text=msg(
        "Members without a demand, a ticket, a two-way contact or an interview in the last days."
    ),
    recipe=Recipe("sum", "quiet"),
)
QUIET_ARR = Definition(
    id="gap_unheard_arr",
    name=msg("ARR of customers not heard"),
    text=msg("Sum of the known ARR of the members that were not heard in the last days."),
    unit="currency",
    recipe=Recipe("sum", "quiet_arr"),
)
NEXT = Definition(
    id="next_customers",
    name=msg("Customers with a next need to ask about"),
    text=msg(
        "Members for whom customers alike, one maturity level further, have raised a need "
        "that they have not."
    ),
    recipe=Recipe("distinct", "account_id"),
)
TABLE_NEXT = Definition(
    id="table_next_needs",
    name=msg("Table: next needs"),
    text=msg(
        "One row for each member and theme suggested, with k of n customers alike one "
        "level further."
    ),
    unit="rows",
)
USE_DAYS = Definition(
    id="gap_use_days",
    name=msg("Days by which use is judged"),
    text=msg("A feature without use in so many last days counts as unused."),
    unit="days",
    recipe=None,
    of="setting",
)
HEARD_DAYS = Definition(
    id="gap_heard_days",
    name=msg("Days by which silence is judged"),
    text=msg("A customer of whom nothing was heard in so many last days counts as not heard."),
    unit="days",
    recipe=None,
    of="setting",
)
PEERS = Definition(
    id="gap_peers",
    name=msg("Least number of customers alike"),
    text=msg(
        "A next need is only suggested where so many customers are alike and one level further."
    ),
    unit="count",
    recipe=None,
    of="setting",
)
WITH = Definition(
    id="gap_peers_with",
    name=msg("Least number of these with the need"),
    text=msg("A next need is only suggested where so many of them have raised it."),
    unit="count",
    recipe=None,
    of="setting",
)


def theme_count(slug: str, state: str, theme: str) -> Definition:
    """Return what the number of customers of a theme in one state means."""
    return Definition(
        id=f"gap_{state}_{slug}",
        name=msg("Demand gap, customers: “{theme}”", theme=theme),
        text=msg(
            "Members that want this theme and stand in this state, each once: {state}.",
            state=STATES[state],
        ),
    )


def theme_arr(slug: str, state: str, theme: str) -> Definition:
    """Return what the ARR of the customers of a theme in one state means."""
    return Definition(
        id=f"gap_{state}_arr_{slug}",
        name=msg("Demand gap, ARR: “{theme}”", theme=theme),
        text=msg(
            "Sum of the known ARR of the members that want this theme and stand in this"
            " state: {state}.",
            state=STATES[state],
        ),
        unit="currency",
        recipe=Recipe("sum", "arr"),
    )


def why_count(why: str) -> Definition:
    """Return what the number of wishes of an unknown state for one reason means."""
    return Definition(
        id=f"gap_why_{why}",
        name=msg("Wishes of unknown state: {why}", why=WHY[why]),
        text=msg(
            "Customers and themes of which it is unknown whether they are met: {why}.", why=WHY[why]
        ),
        unit="count",
    )


def next_side(slug: str, side: str, theme: str) -> Definition:
    """Return what a number behind the surest next need means: k or n of the customers alike."""
    return Definition(
        id=f"next_{side}_{slug}",
        name=msg("Next need “{theme}”: {side} of the surest group", theme=theme, side=side),
        text=msg("Of customers alike, one maturity level further: n are there, k raised the need."),
        unit="count",
        recipe=Recipe("max", side),
    )


def next_count(slug: str, theme: str) -> Definition:
    """Return what the number of customers to ask about a theme means."""
    return Definition(
        id=f"next_customers_{slug}",
        name=msg("Customers to ask about “{theme}”", theme=theme),
        text=msg("Members for whom this theme is suggested as a next need."),
        recipe=Recipe("distinct", "account_id"),
    )
