"""What the figures of one section mean: demands, themes and kinds."""

from lib.locale import msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

HEARD = Definition(
    id="customers_heard",
    name=msg("Customers heard in twelve months"),
    text=msg(
        "Members of whom any ticket, activity, interview or demand of the last twelve "
        "months has a text."
    ),
)
TEXTS = Definition(
    id="texts_heard",
    name=msg("Texts of twelve months"),
    text=msg("Tickets, activities, interviews and demands of the members with a text."),
    unit="count",
    recipe=Recipe("sum", "texts"),
)
UNASSIGNED = Definition(
    id="texts_unassigned",
    name=msg("Share of texts without a theme"),
    text=msg("Texts of twelve months that fit no theme, as a share of all."),
    unit="share",
    recipe=Recipe("ratio", "unassigned", "texts"),
)
TABLE = Definition(
    id="table_themes",
    name=msg("Table: themes"),
    text=msg("One row for each customer heard, with the number of its texts on each theme shown."),
    unit="rows",
)
FIRST_SHARE = Definition(
    id="theme_first_share",
    name=msg("Share that speaks of the first theme"),
    text=msg(
        "Customers that speak of the commonest theme, as a share of those heard in twelve months."
    ),
    unit="share",
    recipe=Recipe("part", "", "speaks"),
)
FIRST_LOW = Definition(
    id="theme_first_low",
    name=msg("First theme, lower end"),
    text=msg("Lower end of the Wilson interval of the share that speaks of the commonest theme."),
    unit="share",
    recipe=None,
)
FIRST_HIGH = Definition(
    id="theme_first_high",
    name=msg("First theme, upper end"),
    text=msg("Upper end of the Wilson interval of the share that speaks of the commonest theme."),
    unit="share",
    recipe=None,
)
WISHES = Definition(
    id="wishes",
    name=msg("Wishes of twelve months"),
    text=msg(
        "Demands of the members raised in the last twelve months that do not oppose their theme."
    ),
    unit="count",
)
CHARM = Definition(
    id="wishes_charm",
    name=msg("Charm demands"),
    text=msg("Wishes of the last twelve months marked as charm: they add to the basic job."),
    unit="count",
    recipe=Recipe("sum", "is_charm"),
)
BASIC = Definition(
    id="wishes_basic",
    name=msg("Basic demands"),
    text=msg("Wishes of the last twelve months marked as basic."),
    unit="count",
    recipe=Recipe("sum", "is_basic"),
)
KIND_BLANK = Definition(
    id="wishes_kind_unknown",
    name=msg("Wishes of unknown kind"),
    text=msg("Wishes of the last twelve months that are marked neither as basic nor as charm."),
    unit="count",
    recipe=Recipe("sum", "is_blank"),
)
CHARM_ACCOUNTS = Definition(
    id="charm_customers",
    name=msg("Customers with charm demands"),
    text=msg("Members with a charm demand of the last twelve months, each once."),
    recipe=Recipe("distinct", "charm_account"),
)
CHARM_ARR = Definition(
    id="charm_arr",
    name=msg("ARR of customers with charm demands"),
    text=msg("Sum of the known ARR of the members with a charm demand, each once."),
    unit="currency",
    recipe=Recipe("sum", "charm_arr"),
)
TABLE_CHARM = Definition(
    id="table_charm",
    name=msg("Table: charm demands"),
    text=msg("One row for each charm demand of the last twelve months with its benefit."),
    unit="rows",
)
BREAKS = Definition(
    id="breaks_compared",
    name=msg("Customers heard before and after payment"),
    text=msg(
        "Members with demands of a known theme both before and after the first contract began."
    ),
)
BREAKS_MOVED = Definition(
    id="breaks_moved",
    name=msg("Customers that ask for other things now"),
    text=msg(
        "Of those heard in both phases: no theme asked for before payment is asked for after it."
    ),
    recipe=Recipe("sum", "moved"),
)
BREAKS_SHARE = Definition(
    id="breaks_share",
    name=msg("Share that asks for other things now"),
    text=msg("Customers whose wishes moved, as a share of those heard in both phases."),
    unit="share",
    recipe=Recipe("part", "", "moved"),
)
BREAKS_LOW = Definition(
    id="breaks_low",
    name=msg("Other things now, lower end"),
    text=msg("Lower end of the Wilson interval of the share whose wishes moved."),
    unit="share",
    recipe=None,
)
BREAKS_HIGH = Definition(
    id="breaks_high",
    name=msg("Other things now, upper end"),
    text=msg("Upper end of the Wilson interval of the share whose wishes moved."),
    unit="share",
    recipe=None,
)
THEME_DAYS = Definition(
    id="theme_days",
    name=msg("Days by which themes are compared"),
    text=msg(
        "A theme's customers of so many last days are compared with those of as many days before."
    ),
    unit="days",
    recipe=None,
    of="setting",
)
CONFLICT_DAYS = Definition(
    id="conflict_days",
    name=msg("Days of a conflict"),
    text=msg(
        "Demands that contradict each other are sought in so many last days, as the churn "
        "signal does."
    ),
    unit="days",
    recipe=None,
    of="setting",
)


def theme_definition(slug: str, theme: str) -> Definition:
    """Return what the number of customers that speak of a theme means."""
    return Definition(
        id=f"theme_{slug}",
        name=msg("Customers that speak of “{theme}”", theme=theme),
        text=msg("Members with a text of the last twelve months on this theme, each once."),
    )


def theme_arr(slug: str, theme: str) -> Definition:
    """Return what the ARR of the customers that speak of a theme means."""
    return Definition(
        id=f"theme_arr_{slug}",
        name=msg("ARR of customers that speak of “{theme}”", theme=theme),
        text=msg("Sum of the known ARR of the members with a text on this theme."),
        unit="currency",
        recipe=Recipe("sum", "arr"),
    )


def theme_lately(slug: str, theme: str) -> Definition:
    """Return what the number of customers that speak of a theme lately means."""
    return Definition(
        id=f"theme_lately_{slug}",
        name=msg("Customers that speak of “{theme}” lately", theme=theme),
        text=msg("Members with a text on this theme in the days by which themes are compared."),
        recipe=Recipe("sum", "lately"),
    )


def theme_before(slug: str, theme: str) -> Definition:
    """Return what the number of customers that spoke of a theme before means."""
    return Definition(
        id=f"theme_before_{slug}",
        name=msg("Customers that spoke of “{theme}” before", theme=theme),
        text=msg("Members with a text on this theme in as many days before those."),
        recipe=Recipe("sum", "before"),
    )


def theme_share(slug: str, theme: str) -> Definition:
    """Return what the share of customers that speak of a theme means."""
    return Definition(
        id=f"theme_share_{slug}",
        name=msg("Share that speaks of “{theme}”", theme=theme),
        text=msg("Members that speak of this theme, as a share of those heard in twelve months."),
        unit="share",
        recipe=Recipe("part", "", "speaks"),
    )


def theme_share_rest(slug: str, theme: str) -> Definition:
    """Return what the share of the rest of the book that speaks of a theme means."""
    return Definition(
        id=f"theme_share_rest_{slug}",
        name=msg("Share of the rest of the book that speaks of “{theme}”", theme=theme),
        text=msg("Customers outside the segment that speak of it, as a share of those heard."),
        unit="share",
        recipe=Recipe("part", "", "speaks"),
        of="rest",
    )


def break_side(side: str, theme: str) -> Definition:
    """Return what the number of customers that ask for a theme in one phase only means."""
    return Definition(
        id=f"breaks_{side}",
        name=msg("Customers that ask for “{theme}” in one phase only", theme=theme),
        text=msg("Of those heard in both phases: the theme is asked for on one side only."),
    )
