"""What the figures of one section mean: voices."""

from lib.locale import Message, Text, msg
from lib.report.figures import Definition
from lib.report.recipe import ROWS, Recipe
from lib.report.told_rules import VALUE

ASKED = Definition(
    id="voices_asked",
    name=msg("Customers interviewed"),
    text=msg("Members with whom a conversation by the guide is on file, whenever it was held."),
)
ASKED_ARR = Definition(
    id="voices_asked_arr",
    name=msg("ARR of customers interviewed"),
    text=msg("Sum of the known ARR of the members that were interviewed."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)
NEVER = Definition(
    id="voices_never",
    name=msg("Customers never interviewed"),
    text=msg("Members with whom no conversation by the guide is on file."),
)
NEVER_ARR = Definition(
    id="voices_never_arr",
    name=msg("ARR of customers never interviewed"),
    text=msg("Sum of the known ARR of the members that were never interviewed."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)
QUIET = Definition(
    id="voices_quiet",
    name=msg("Customers not heard in any way"),
    text=msg(
        "Members never interviewed of whom no two-way contact is on file within the days that count"
        " as silence."
    ),
)
QUIET_ARR = Definition(
    id="voices_quiet_arr",
    name=msg("ARR of customers not heard in any way"),
    text=msg("Sum of the known ARR of the members that were not heard in any way."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)
QUIET_DAYS = Definition(
    id="voices_quiet_days",
    name=msg("Days that count as silence"),
    text=msg("A customer without two-way contact for so many days was not heard."),
    unit="days",
    recipe=VALUE,
    of="setting",
)
TALKS = Definition(
    id="voices_talks",
    name=msg("Conversations held in the period"),
    text=msg("Conversations by the guide with members, held in the period."),
    unit="count",
    when="period",
)
TALKS_BEFORE = Definition(
    id="voices_talks_before",
    name=msg("Conversations held in the period before"),
    text=msg("Conversations by the guide with members, held in the period before."),
    unit="count",
    when="before",
)
FIRST = Definition(
    id="voices_first",
    name=msg("Customers interviewed for the first time"),
    text=msg("Members whose first conversation by the guide was held in the period."),
    when="period",
)
LATER = Definition(
    id="voices_later",
    name=msg("Conversations held since the report's day"),
    text=msg("Conversations by the guide held after the last day of the data, counted as well."),
    unit="count",
)
ROLE_UNKNOWN = Definition(
    id="voices_role_unknown",
    name=msg("Conversations without a role"),
    text=msg("Conversations of which the role of who was asked is on file nowhere."),
    unit="count",
)
WITHHELD = Definition(
    id="voices_withheld",
    name=msg("Quotes without consent"),
    text=msg("Quotes of members that are not shown, since nobody agreed to their being quoted."),
    unit="count",
)
LEVELS = Definition(
    id="table_voices_levels",
    name=msg("Table: who was heard, by maturity"),
    text=msg("One row for each member with the day it was last interviewed and how it was heard."),
    unit="rows",
)
QUOTES = Definition(
    id="table_voices_quotes",
    name=msg("Table: quotes"),
    text=msg(
        "Quotes with consent, the newest of each question, of different customers and of different"
        " roles first; without names of people and companies."
    ),
    unit="rows",
)
PLAN = Definition(
    id="table_voices_plan",
    name=msg("Table: the sample by stratum"),
    text=msg("One row for each pick of the plan with its strata and what came of it."),
    unit="rows",
)
PLANNED = Definition(
    id="plan_planned",
    name=msg("Conversations of the plan"),
    text=msg("Customers that the sampling plan asks, those replaced not counted."),
    unit="count",
)
PLAN_STATES = {
    "done": Definition(
        id="plan_held",
        name=msg("Conversations of the plan held"),
        text=msg("Customers of the plan with whom a conversation was held since it was drawn."),
        unit="count",
    ),
    "planned": Definition(
        id="plan_open",
        name=msg("Conversations of the plan still open"),
        text=msg("Customers of the plan that have not been asked yet."),
        unit="count",
    ),
    "declined": Definition(
        id="plan_declined",
        name=msg("Conversations of the plan declined"),
        text=msg("Customers of the plan that will not be asked, without a replacement."),
        unit="count",
    ),
    "replaced": Definition(
        id="plan_replaced",
        name=msg("Customers of the plan replaced"),
        text=msg("Customers of the plan for which another one of the stratum stepped in."),
        unit="count",
    ),
}
PLAN_HEARD = Definition(
    id="plan_heard_share",
    name=msg("Share of ARR heard by the plan"),
    text=msg("ARR of the customers heard by the plan, of that of the segment on the plan's day."),
    unit="share",
    recipe=Recipe("ratio", "arr_heard", "arr"),
)


def answered(key: str, question: Text) -> Definition:
    """Return what the number of customers who answered a question means."""
    return Definition(
        id=f"voices_answered.{key}",
        name=msg("Customers who answered “{question}”", question=question),
        text=msg("Members of which an answer to the question, or a quote, is on file."),
        unit="accounts",
        recipe=Recipe("distinct", "account_id"),
    )


def answered_now(key: str, question: Text) -> Definition:
    """Return what the number of those means who answered a question in the period."""
    return Definition(
        id=f"voices_answered_now.{key}",
        name=msg("Customers who answered “{question}” in the period", question=question),
        text=msg("Members with an answer to the question from a conversation of the period."),
        recipe=Recipe("distinct", "account_id"),
        when="period",
    )


def same_words(key: str, place: int, question: Text) -> Definition:
    """Return what the number of customers who said the same of a question means."""
    return Definition(
        id=f"voices_said.{key}.{place}",
        name=msg("Customers who said the same of “{question}”", question=question),
        text=msg("Members whose answer is the same, but for blanks, full stops and letter case."),
        recipe=Recipe("distinct", "account_id"),
    )


def theme_figures(key: str, theme: str, name: str) -> tuple[Definition, ...]:
    """Return what the figures of a theme mean: number, share, and the ends of its interval."""
    text = msg("Members of which an answer to the question has the theme.")
    share = msg("Share of the members that answered the question.")
    low, high = (msg("Lower end of the interval of the share."),
                 msg("Upper end of the interval of the share."))  # fmt: skip
    ends: tuple[tuple[str, Message, Message], ...] = (
        ("share", msg("Share that named “{theme}”", theme=name), share),
        ("low", msg("Share that named “{theme}”: lower end", theme=name), low),
        ("high", msg("Share that named “{theme}”: upper end", theme=name), high),
    )
    return (
        Definition(
            id=f"voices_theme.{key}.{theme}",
            name=msg("Customers who named “{theme}”", theme=name),
            text=text,
            recipe=ROWS,
        ),
        *(
            Definition(
                id=f"voices_theme_{end}.{key}.{theme}",
                name=title,
                text=meaning,
                unit="share",
                recipe=Recipe("part", "", "named") if end == "share" else None,
            )
            for end, title, meaning in ends
        ),
    )


def untold(key: str) -> Definition:
    """Return what the number of customers without a sure theme means."""
    return Definition(
        id=f"voices_no_theme.{key}",
        name=msg("Customers whose answer has no sure theme"),
        text=msg("Members that answered the question, but none of their answers has a sure theme."),
    )
