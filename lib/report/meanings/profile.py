"""What the figures of one section mean: who they are."""

from lib.locale import msg
from lib.profile import maturity
from lib.profile.journey import SHORT
from lib.report.figures import Definition
from lib.report.recipe import Recipe

RATED = Definition(
    id="maturity_rated",
    name=msg("Customers with a maturity level"),
    text=msg("Members whose maturity was assessed with enough coverage, or is stated in the CRM."),
)

UNRATED = Definition(
    id="maturity_unknown",
    name=msg("Customers without a maturity level"),
    text=msg("Members whose maturity was not assessed, or with too little coverage to say."),
)

UNRATED_ARR = Definition(
    id="maturity_unknown_arr",
    name=msg("ARR of customers without a maturity level"),
    text=msg("Sum of the known ARR of the members whose maturity is unknown."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)

STATED = Definition(
    id="maturity_stated",
    name=msg("Customers whose maturity is only stated"),
    text=msg("Members whose level was taken from the CRM as it stands there, without evidence."),
)

WILL_UNKNOWN = Definition(
    id="motivation_unknown",
    name=msg("Customers without a motivation level"),
    text=msg("Members whose motivation (BANT) was not assessed, or with too little coverage."),
)

TARGETS = Definition(
    id="willing_and_able",
    name=msg("Customers that want it and can"),
    text=msg("Members of medium or high maturity whose motivation is warm or hot."),
)

TARGETS_ARR = Definition(
    id="willing_and_able_arr",
    name=msg("ARR of customers that want it and can"),
    text=msg(
        "Sum of the known ARR of members of medium or high maturity and warm or hot motivation."
    ),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)

ABLE = Definition(
    id="maturity_able",
    name=msg("Customers of medium or high maturity"),
    text=msg("Members whose maturity level is medium or high."),
)
TABLE = Definition(
    id="table_profile",
    name=msg("Table: maturity by motivation"),
    text=msg("One row for each member with its maturity and motivation level."),
    unit="rows",
)

DECIDER = Definition(
    id="decision_maker_known",
    name=msg("Customers with a known decision maker"),
    text=msg("Members with at least one contact marked as decision maker."),
)

DECIDER_SHARE = Definition(
    id="decision_maker_known_share",
    name=msg("Share of customers with a known decision maker"),
    text=msg("Members with at least one contact marked as decision maker, as a share of all."),
    unit="share",
    recipe=Recipe("part", "", "known"),
)

DECIDER_LOW = Definition(
    id="decision_maker_known_low",
    name=msg("Known decision maker, lower end"),
    text=msg("Lower end of the Wilson interval of the share with a known decision maker."),
    unit="share",
    recipe=None,
)

DECIDER_HIGH = Definition(
    id="decision_maker_known_high",
    name=msg("Known decision maker, upper end"),
    text=msg("Upper end of the Wilson interval of the share with a known decision maker."),
    unit="share",
    recipe=None,
)

DECIDER_HEARD = Definition(
    id="decision_maker_heard",
    name=msg("Customers whose decision maker was heard"),
    text=msg("Members with a two-way contact with a known decision maker in the last 90 days."),
)

INFLUENCER = Definition(
    id="influencer_known",
    name=msg("Customers with a known influencer"),
    text=msg("Members with at least one contact marked as influencer."),
)

END_USER = Definition(
    id="end_user_known",
    name=msg("Customers with a known end user"),
    text=msg("Members with at least one contact marked as end user."),
)

NO_DECIDER = Definition(
    id="decision_maker_missing",
    name=msg("Customers without a known decision maker"),
    text=msg("Members none of whose contacts is marked as decision maker."),
)

NO_DECIDER_ASKED = Definition(
    id="decision_maker_missing_near",
    name=msg("Customers on alert with a near renewal and no known decision maker"),
    text=msg("Those of them none of whose contacts is marked as decision maker."),
)

NO_DECIDER_ARR = Definition(
    id="decision_maker_missing_arr",
    name=msg("ARR of customers without a known decision maker"),
    text=msg("Sum of the known ARR of members none of whose contacts is marked as decision maker."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)


def level_definition(level: str) -> tuple[Definition, Definition]:
    """Return what the number and the ARR of the members of one level mean."""
    name = maturity.LEVELS[level]
    return (
        Definition(
            id=f"maturity_{level}",
            name=msg("Customers: {level}", level=name),
            text=msg("Members whose maturity level is: {level}.", level=name),
        ),
        Definition(
            id=f"maturity_{level}_arr",
            name=msg("ARR of customers: {level}", level=name),
            text=msg(
                "Sum of the known ARR of members whose maturity level is: {level}.", level=name
            ),
            unit="currency",
            recipe=Recipe("sum", "arr"),
        ),
    )


JOURNEY_UNKNOWN = Definition(
    id="journey_unknown",
    name=msg("Customers without a journey stage"),
    text=msg("Members whose journey stage neither the data nor the source tell."),
)


def stage_definition(stage: str) -> Definition:
    """Return what the number of members at one stage of the journey means."""
    return Definition(
        id=f"journey_{stage}",
        name=msg("Journey stage: {stage}", stage=SHORT[stage]),
        text=msg(
            "Members at this stage of the journey by the signs of use, results and what they"
            " give: {stage}.",
            stage=SHORT[stage],
        ),
    )
