"""What the figures of one section mean: touchpoints."""

from lib.locale import Text, msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe
from lib.report.told_rules import VALUE

BLANK_DAYS = Definition(
    id="touch_blank_days",
    name=msg("Days after which nobody's coming is a blank point"),
    text=msg("A customer met by nobody for so many days, or a stage spent so long in, is judged."),
    unit="days",
    recipe=VALUE,
    of="setting",
)
NEAR_DAYS = Definition(
    id="touch_near_days",
    name=msg("Days within which the same is a duplicate"),
    text=msg("Two teams that bring a customer the same within so many days have done it twice."),
    unit="days",
    recipe=VALUE,
    of="setting",
)
APART_DAYS = Definition(
    id="touch_apart_days",
    name=msg("Days within which different words are a contradiction"),
    text=msg("What two teams tell a customer within so many days is compared."),
    unit="days",
    recipe=VALUE,
    of="setting",
)
ALONE = Definition(
    id="touch_alone",
    name=msg("Customers met by nobody"),
    text=msg(
        "Members that no team reached for at least the days of a blank point, within the days that"
        " the files cover."
    ),
    when="period",
)
ALONE_ARR = Definition(
    id="touch_alone_arr",
    name=msg("ARR of customers met by nobody"),
    text=msg("Sum of the known ARR of the members that no team reached for so long."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
    when="period",
)
ALONE_STILL = Definition(
    id="touch_alone_still",
    name=msg("Customers still met by nobody"),
    text=msg("Those of them that nobody has reached up to the last day that the files cover."),
)
ALONE_TRIED = Definition(
    id="touch_alone_tried",
    name=msg("Customers tried in vain"),
    text=msg("Those of them that were called or written to meanwhile without being reached."),
)
GRID = Definition(
    id="table_touch_grid",
    name=msg("Table: customers met by stage and team"),
    text=msg("One row for each member, stage and team that reached it, with how often and when."),
    unit="rows",
)
STAGES = Definition(
    id="table_touch_stages",
    name=msg("Table: customers met by nobody, by stage"),
    text=msg(
        "One row for each member and stage with the days spent there; members known for fewer days"
        " than a blank point takes are left out."
    ),
    unit="rows",
)
TWICE = Definition(
    id="touch_twice",
    name=msg("Cases in which two teams brought the same"),
    text=msg("Touches of two teams with nearly the same text, or of one kind and title."),
    unit="count",
    recipe=Recipe("distinct", "episode"),
    when="period",
)
TWICE_NOW = Definition(
    id="touch_twice_now",
    name=msg("Cases brought twice in the period"),
    text=msg("Those of them whose last touch lies in the period."),
    unit="count",
    recipe=Recipe("distinct", "episode"),
    when="period",
)
TWICE_BEFORE = Definition(
    id="touch_twice_before",
    name=msg("Cases brought twice in the period before"),
    text=msg("Those of them whose last touch lies in the period before."),
    unit="count",
    recipe=Recipe("distinct", "episode"),
    when="before",
)
TWICE_ACCOUNTS = Definition(
    id="touch_twice_accounts",
    name=msg("Customers brought the same twice"),
    text=msg("Members that two teams brought the same."),
    when="period",
)
TWICE_ARR = Definition(
    id="touch_twice_arr",
    name=msg("ARR of customers brought the same twice"),
    text=msg("Sum of the known ARR of the members that two teams brought the same."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
    when="period",
)
TWICE_TABLE = Definition(
    id="table_touch_twice",
    name=msg("Table: brought twice"),
    text=msg("One row for each touch of a case, with its team, its day and where it comes from."),
    unit="rows",
)
APART = Definition(
    id="touch_apart",
    name=msg("Cases in which two teams said different things"),
    text=msg("Statements of two teams on one matter that differ: yes and no, dates, figures."),
    unit="count",
    recipe=Recipe("distinct", "episode"),
    when="period",
)
APART_NOW = Definition(
    id="touch_apart_now",
    name=msg("Cases told differently in the period"),
    text=msg("Those of them whose last touch lies in the period."),
    unit="count",
    recipe=Recipe("distinct", "episode"),
    when="period",
)
APART_BEFORE = Definition(
    id="touch_apart_before",
    name=msg("Cases told differently in the period before"),
    text=msg("Those of them whose last touch lies in the period before."),
    unit="count",
    recipe=Recipe("distinct", "episode"),
    when="before",
)
APART_ACCOUNTS = Definition(
    id="touch_apart_accounts",
    name=msg("Customers told different things"),
    text=msg("Members that two teams told different things."),
    when="period",
)
APART_ARR = Definition(
    id="touch_apart_arr",
    name=msg("ARR of customers told different things"),
    text=msg("Sum of the known ARR of the members that two teams told different things."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
    when="period",
)
APART_TABLE = Definition(
    id="table_touch_apart",
    name=msg("Table: told differently"),
    text=msg("One row for each touch of a case, with its team, its day and where it comes from."),
    unit="rows",
)
WALKS = Definition(
    id="walk_walks",
    name=msg("Walk-throughs on record"),
    text=msg("Walks along a customer's way by the process-experience officer, of any segment."),
    unit="count",
    recipe=Recipe("distinct", "walk"),
    of="book",
)
WALKED = Definition(
    id="walk_touchpoints",
    name=msg("Touchpoints walked"),
    text=msg("Touchpoints that the walk-throughs on record met."),
    unit="count",
    of="book",
)
WALKED_WRONG = Definition(
    id="walk_not_fine",
    name=msg("Touchpoints not as they should be"),
    text=msg("Touchpoints at which a walk-through found something other than that all was fine."),
    unit="count",
    of="book",
)
WALKED_NOW = Definition(
    id="walk_touchpoints_now",
    name=msg("Touchpoints walked in the period"),
    text=msg("Touchpoints that walk-throughs of the period met."),
    unit="count",
    of="book",
    when="period",
)
WRONG_NOW = Definition(
    id="walk_not_fine_now",
    name=msg("Touchpoints not as they should be in the period"),
    text=msg("Touchpoints at which a walk-through of the period found something not fine."),
    unit="count",
    of="book",
    when="period",
)
WALK_TABLE = Definition(
    id="table_walks",
    name=msg("Table: what walk-throughs found"),
    text=msg("One row for each touchpoint that a walk-through met, with what was found."),
    unit="rows",
    of="book",
)
UP = Definition(
    id="journey_up",
    name=msg("Customers that moved up a stage"),
    text=msg("Members on both days whose stage of the journey is a later one than at the start."),
    when="period",
)
DOWN = Definition(
    id="journey_down",
    name=msg("Customers that moved down a stage"),
    text=msg("Members on both days whose stage is an earlier one than at the start."),
    when="period",
)
DOWN_ARR = Definition(
    id="journey_down_arr",
    name=msg("ARR of customers that moved down a stage"),
    text=msg("Sum of the known ARR of the members that moved down."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
    when="period",
)
MOVES = Definition(
    id="table_journey_moves",
    name=msg("Table: movements of the journey"),
    text=msg("One row for each member that changed its stage in the period."),
    unit="rows",
    when="period",
)


def missed(place: str, stage: Text, team: Text) -> Definition:
    """Return what the number of customers means that a team did not meet at a stage."""
    return Definition(
        id=f"touch_missed.{place}",
        name=msg("Customers at “{stage}” not met by {team}", stage=stage, team=team),
        text=msg(
            "Members that spent the days of a blank point or more in the stage and were not met"
            " there by the team."
        ),
        when="period",
    )


def missed_arr(place: str, stage: Text, team: Text) -> Definition:
    """Return what the ARR of those customers means."""
    return Definition(
        id=f"touch_missed_arr.{place}",
        name=msg("ARR of customers at “{stage}” not met by {team}", stage=stage, team=team),
        text=msg("Sum of their known ARR."),
        unit="currency",
        recipe=Recipe("sum", "arr"),
        when="period",
    )


def nobody_there(place: str, stage: Text, team: Text) -> Definition:
    """Return what the number of walk-throughs means that found nobody of a team."""
    return Definition(
        id=f"walk_nobody.{place}",
        name=msg(
            "Walk-throughs that found nobody from {team} at “{stage}”", stage=stage, team=team
        ),
        text=msg("Touchpoints of the team in that stage at which nobody was."),
        unit="count",
        of="book",
    )
