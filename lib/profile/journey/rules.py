"""The rules of the journey as data: signs, what each stage needs of them, what it means.

A stage is reached when its own needs and those of the stages before it are met
(domain.md idea 5). Change the rules here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lib.locale import Message, msg

Group = Literal["use", "results", "gives"]

STAGES: Mapping[str, Message] = {
    "onboarding": msg("has a need, not yet skilled"),
    "proficient": msg("skilled, first results"),
    "advocate": msg("good results, shares our ideas"),
    "partner": msg("strategic partner"),
}
SHORT: Mapping[str, Message] = {
    "onboarding": msg("onboarding"),
    "proficient": msg("proficient"),
    "advocate": msg("advocate"),
    "partner": msg("partner"),
}
# What each of them expects of us, and what they give (domain.md idea 5).
EXPECTS: Mapping[str, Message] = {
    "onboarding": msg("One person who stays with them: not to be handed from one to the next."),
    "proficient": msg("Quick answers, and guidance on the next step."),
    "advocate": msg("Cases and best practice of others, and an ear for their ideas."),
    "partner": msg("Joint innovation: a say in what comes next, and plans made together."),
}
GIVES: Mapping[str, Message] = {
    "onboarding": msg("Time to learn, and plain questions."),
    "proficient": msg("Regular use, and suggestions from daily work."),
    "advocate": msg("Suggestions, visits, and references to others."),
    "partner": msg("Foresight: what their business will need next, tried together."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something that is met, not met, or unknown. `yes` is said when it is met.

    `ask` names it as something to be reached, `lacking` says what data it needs.
    """

    group: Group
    yes: Message
    ask: Message
    lacking: Message


@dataclass(frozen=True, slots=True)
class Need:
    """At least `least` of these signs."""

    least: int
    signs: tuple[str, ...]


WEEKS = 12  # of use that are looked at
STEADY_WEEKS = 8  # of them with use, so that holidays and a quiet month are no setback
DEEP_FEATURES = 3
SEATS_SHARE = 0.5
GOAL_POINTS = 3  # of 4: goals have an owner and a date
GOAL_DAYS = 548
PROMOTER, PROMOTER_NET, CONTENT = 9.0, 50.0, 0.9
GROWTH_DAYS = 548
GIVING_DAYS = 365
VISITS = 2

SIGNS: Mapping[str, Sign] = {
    "steady_use": Sign(
        group="use",
        yes=msg("used in at least 8 of the last 12 weeks"),
        ask=msg("use in at least 8 of 12 weeks"),
        lacking=msg("a usage export"),
    ),
    "deep_use": Sign(
        group="use",
        yes=msg("at least three features in use"),
        ask=msg("three features in use"),
        lacking=msg("a usage export that names features"),
    ),
    "many_seats": Sign(
        group="use",
        yes=msg("half of the seats active"),
        ask=msg("half of the seats active within four weeks"),
        lacking=msg("seats, and people in the usage export"),
    ),
    "goals": Sign(
        group="results",
        yes=msg("goals with an owner and a date"),
        ask=msg("goals with an owner and a date, assessed within 18 months"),
        lacking=msg("an assessment of their strategy"),
    ),
    "satisfied": Sign(
        group="results",
        yes=msg("they recommend us or are very satisfied"),
        ask=msg("an NPS answer of 9 or 10, or satisfaction of 90% or more"),
        lacking=msg("an NPS or satisfaction answer"),
    ),
    "bought_more": Sign(
        group="results",
        yes=msg("bought more within 18 months"),
        ask=msg("an expansion within 18 months"),
        lacking=msg("contracts with their type"),
    ),
    "reviewed": Sign(
        group="results",
        yes=msg("results reviewed together within a year"),
        ask=msg("a business review held within a year"),
        lacking=msg("activities that name business reviews"),
    ),
    "suggestions": Sign(
        group="gives",
        yes=msg("they make suggestions"),
        ask=msg("a suggestion of theirs within a year"),
        lacking=msg("demands, or tickets that name suggestions"),
    ),
    "visits": Sign(
        group="gives",
        yes=msg("they received two visits or more within a year"),
        ask=msg("two visits within a year"),
        lacking=msg("activities that name visits"),
    ),
    "reference": Sign(
        group="gives",
        yes=msg("they serve as a reference"),
        ask=msg("a reference"),
        lacking=msg("a tag that says so"),
    ),
    "champion": Sign(
        group="gives",
        yes=msg("somebody there speaks for us"),
        ask=msg("a person who speaks for us"),
        lacking=msg("the stance of contacts"),
    ),
    "co_innovation": Sign(
        group="gives",
        yes=msg("they develop something together with us"),
        ask=msg("joint development"),
        lacking=msg("a tag that says so"),
    ),
}
_RESULTS = ("goals", "satisfied", "bought_more", "reviewed")
_GIVING = ("suggestions", "visits", "reference", "champion", "co_innovation")

NEEDS: Mapping[str, tuple[Need, ...]] = {
    "onboarding": (),
    "proficient": (Need(1, ("steady_use",)), Need(1, ("deep_use", "many_seats"))),
    "advocate": (Need(1, _RESULTS), Need(2, _GIVING)),
    "partner": (Need(2, _RESULTS), Need(3, _GIVING), Need(1, ("co_innovation",))),
}

# Words of tags and subjects, folded; the vocabulary of a company may differ, hence many.
REFERENCE_WORDS = (
    "reference", "referenceable", "case study", "success story", "lighthouse",
    "标杆", "标杆客户", "案例", "样板", "推荐客户", "標竿", "樣板",
)  # fmt: skip
CO_INNOVATION_WORDS = (
    "co-creation", "co-innovation", "cocreation", "design partner", "joint development",
    "共创", "联合创新", "联合开发", "共創", "聯合創新",
)  # fmt: skip
SUGGESTION_WORDS = (
    "suggestion", "feature request", "feature_request", "idea", "improvement", "enhancement",
    "建议", "功能建议", "需求", "需求建议", "建議",
)  # fmt: skip
