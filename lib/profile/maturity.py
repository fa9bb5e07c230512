"""Maturity: can the customer make it work (domain.md idea 3, scoring.md 4.2)."""

from collections.abc import Mapping

import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.profile.indicators.maturity import AWARENESS, PEOPLE, STRATEGY, TOOLS
from lib.profile.levels import Levels, levels
from lib.profile.rubric import Criterion, Limit, Rubric

# The weakest link: high needs every rated dimension at 50, medium at 25.
_WEAKEST = (Limit(50.0, "medium"), Limit(25.0, "low"))

CRITERIA: Mapping[str, Criterion] = {
    "awareness": Criterion(
        title=msg("awareness"),
        question=msg("Do they know what the product is for, and does their management care?"),
        weight=20,
        limits=_WEAKEST,
        indicators=AWARENESS,
        anchors=(
            msg("Nobody can say what the product is for."),
            msg("Single users can say what they use it for."),
            msg("A use case is written down."),
            msg("The use case has a goal, and most users are trained."),
            msg("The goal is measurable, and management attends the reviews."),
        ),
    ),
    "strategy": Criterion(
        title=msg("strategy"),
        question=msg("Is there a plan with goals, and is success measured?"),
        weight=25,
        limits=_WEAKEST,
        indicators=STRATEGY,
        anchors=(
            msg("No goals for the next twelve months."),
            msg("Goals are talked about but not written down."),
            msg("Goals are stated, phases are in draft."),
            msg("Goals have an owner and a date, phases are agreed."),
            msg("Goals are met or missed by figures of the last two quarters."),
        ),
    ),
    "people": Criterion(
        title=msg("people and organisation"),
        question=msg("Who answers for the product, and how many people are skilled?"),
        weight=25,
        limits=_WEAKEST,
        indicators=PEOPLE,
        anchors=(
            msg("Nobody answers for the product."),
            msg("One person is named, beside other work."),
            msg("An owner and one administrator are named."),
            msg("The owner has a third of a post, and there are two key users."),
            msg("A team or half a post, with key users in every department concerned."),
        ),
    ),
    "tools": Criterion(
        title=msg("tools"),
        question=msg("How widely and how cleanly is the product used?"),
        weight=30,
        limits=_WEAKEST,
        indicators=TOOLS,
        anchors=(
            msg("Single users, data typed in by hand."),
            msg("Part of the seats, basic features only."),
            msg("Most seats and several features; data are exchanged by file."),
            msg("Connected with their main systems, data largely complete."),
            msg("Connected and automated, with clean data, access roles and backups."),
        ),
    ),
}
RUBRIC = Rubric(
    scheme="maturity",
    criteria=CRITERIA,
    levels=((0, "immature"), (25, "low"), (50, "medium"), (75, "high")),
    events=("named_owner", "stability"),
)
LEVELS: Mapping[str, Message] = {
    "immature": msg("immature"),
    "low": msg("low maturity"),
    "medium": msg("medium maturity"),
    "high": msg("high maturity"),
}
PLAYS: Mapping[str, Message] = {
    "immature": msg(
        "Immature customers need much consulting and only the simplest product: advise against"
        " selling more to them."
    ),
    "low": msg(
        "Customers of low maturity need simple, separate features and help with sorting out their"
        " processes: serve them at low cost."
    ),
    "medium": msg(
        "Customers of medium maturity need best practice and more advanced features: they are the"
        " best target for expansion."
    ),
    "high": msg(
        "Customers of high maturity need hardly any consulting: consider raising the price, and"
        " watch our operating effort and the pressure on prices."
    ),
}


def maturity(snapshot: Snapshot) -> pd.DataFrame:
    """Return the maturity of every account, by account id; columns as `levels` gives.

    Where there is too little evidence for a rating, the level stated in the source stands,
    with status `stated`; its score stays unknown.
    """
    return maturity_levels(snapshot).frame


def maturity_levels(snapshot: Snapshot) -> Levels:
    """Return the maturity of every account with all that it is made of."""
    stated = snapshot.accounts.set_index("account_id")["maturity_level"]
    return levels(RUBRIC, snapshot, stated.where(stated.isin(RUBRIC.names)))
