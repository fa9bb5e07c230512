"""Motivation by BANT: does the customer want it (domain.md idea 3, scoring.md 4.3)."""

from collections.abc import Mapping

import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.profile.answers import Ageing
from lib.profile.indicators.bant import AUTHORITY, BUDGET, NEED, TIMING
from lib.profile.levels import Levels, levels
from lib.profile.rubric import Criterion, Limit, Rubric

# A date for a decision is soon out of date: fresh for a quarter, worthless after three.
_TIMING = Ageing(fresh_months=3, half_life_months=None, last_months=9)

CRITERIA: Mapping[str, Criterion] = {
    "budget": Criterion(
        title=msg("budget"),
        question=msg("Is there money for it?"),
        weight=25,
        limits=(Limit(1.0, "cool", fact=True),),  # no budget, or it was cut
        indicators=BUDGET,
        anchors=(
            msg("There is no budget, or it was cut."),
            msg("Money might be found elsewhere."),
            msg("A budget is expected."),
            msg("It is in the plan."),
            msg("It is approved in writing."),
        ),
    ),
    "authority": Criterion(
        title=msg("authority"),
        question=msg("Do we know and reach the person who decides?"),
        weight=25,
        limits=(Limit(25.0, "cool"),),
        indicators=AUTHORITY,
        anchors=(
            msg("It is unknown who decides, or that person has left."),
            msg("The decision maker is known by name."),
            msg("Someone with influence speaks for us."),
            msg("The decision maker answered us within the last 180 days."),
            msg("The decision maker answered us within the last 90 days."),
        ),
    ),
    "need": Criterion(
        title=msg("need"),
        question=msg("What do they need, and what does it cost them to go without?"),
        weight=30,
        limits=(Limit(25.0, "cool"),),
        indicators=NEED,
        anchors=(
            msg("No need is stated."),
            msg("There is a vague wish."),
            msg("A need is stated."),
            msg("A need is stated with what follows if it is not met."),
            msg("The need has a cost or benefit in figures, at most six months old."),
        ),
    ),
    "timing": Criterion(
        title=msg("timing"),
        question=msg("By when do they decide, and what forces them to?"),
        weight=20,
        ageing=_TIMING,
        indicators=TIMING,
        anchors=(
            msg("There is no date for a decision."),
            msg("A year is named."),
            msg("A quarter is named."),
            msg("A date is named."),
            msg("A date within 90 days is named, with a reason for it."),
        ),
    ),
}
RUBRIC = Rubric(
    scheme="bant",
    criteria=CRITERIA,
    levels=((0, "cold"), (25, "cool"), (50, "warm"), (70, "hot")),
    events=("budget_line", "economic_buyer"),
)
LEVELS: Mapping[str, Message] = {
    "cold": msg("cold"),
    "cool": msg("cool"),
    "warm": msg("warm"),
    "hot": msg("hot"),
}
PLAYS: Mapping[str, Message] = {
    "cold": msg("Cold customers see no reason to buy: do not push, find out what they need."),
    "cool": msg(
        "Cool customers lack something: ask for the budget, the decision maker, the need or the"
        " date, whichever is missing."
    ),
    "warm": msg(
        "Warm customers want it: agree the next step with a date and bring in who decides."
    ),
    "hot": msg("Hot customers are ready: make the offer now and keep to their date."),
}


def bant(snapshot: Snapshot) -> pd.DataFrame:
    """Return the motivation of every account, by account id; columns as `levels` gives.

    Caps, not a product: without authority, need or budget it is at most cool, however
    high the rest.
    """
    return bant_levels(snapshot).frame


def bant_levels(snapshot: Snapshot) -> Levels:
    """Return the motivation of every account with all that it is made of."""
    return levels(RUBRIC, snapshot)
