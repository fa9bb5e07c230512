"""The answer key to what customers said and where teams met them."""

from collections.abc import Callable, Iterable
from typing import Any

from sample_data.generator.accounts import Account
from sample_data.generator.streams import LAST
from sample_data.generator.usage import FEATURES
from sample_data.generator.voice_tables import demand_id
from sample_data.generator.wishes import BEFORE, DELIVERED, OUTSIDE, PROMISED, WANTS, Demand
from sample_data.generator.world import World

Rows = list[dict[str, Any]]
Numbered = tuple[int, Demand]
_CONFLICTS = (
    ("conflicts", "direction", True),
    ("conflicts_without_decider", "direction", True),
    ("past_conflicts", "direction", False),
    ("priorities", "priority", True),
)


def voices_planted(world: World) -> dict[str, Any]:
    """Return the keys of planted.json about demands, interviews and touchpoints."""
    numbered = list(enumerate(world.demands, start=1))
    return {
        "demand_conflicts": [
            {**entry, "by": by, "recent": recent}
            for plant, by, recent in _CONFLICTS
            for entry in _sides(numbered, plant)
        ],
        "same_side_demands": _sides(numbered, "same_side"),
        "breaks": _breaks(numbered),
        "same_before_and_after": _sides(numbered, "steady"),
        "promises_beyond_boundary": _promises(world, numbered),
        "overdue_demands": _overdue(numbered),
        "unmet_demands": _gap(world, numbered),
        "never_heard": sorted(account.account_id for account in _silent(world)),
        "blank_touchpoints": _walked(world, "blank"),
        "duplicate_touchpoints": _touched(world, "duplicates") + _walked(world, "duplicate"),
        "follow_up_replies": _touched(world, "replies"),
        "internal_notes": _touched(world, "notes"),
        "contradictory_touchpoints": _touched(world, "contradictions")
        + _walked(world, "contradiction"),
        "themes": {demand_id(number): demand.theme.key for number, demand in numbered},
    }


def _grouped(
    numbered: Iterable[Numbered], chosen: Callable[[Demand], bool]
) -> dict[str, list[Numbered]]:
    groups: dict[str, list[Numbered]] = {}
    for number, demand in numbered:
        if chosen(demand):
            groups.setdefault(demand.account.account_id, []).append((number, demand))
    return dict(sorted(groups.items()))


def _sides(numbered: Iterable[Numbered], plant: str) -> Rows:
    """Return by account the demands of several roles on one theme."""
    return [
        {
            "account_id": account_id,
            "theme": found[0][1].theme.key,
            "demand_ids": [demand_id(number) for number, _ in found],
        }
        for account_id, found in _grouped(numbered, lambda d: d.plant == plant).items()
    ]


def _breaks(numbered: Iterable[Numbered]) -> Rows:
    return [
        {
            "account_id": account_id,
            "industry": found[0][1].account.company.industry,
            "before": sorted({d.theme.key for _, d in found if d.phase == BEFORE}),
            "after": sorted({d.theme.key for _, d in found if d.phase != BEFORE}),
            "demand_ids": [demand_id(number) for number, _ in found],
        }
        for account_id, found in _grouped(numbered, lambda d: d.plant == "breaks").items()
    ]


def _promises(world: World, numbered: list[Numbered]) -> Rows:
    """Return promises in demands, contracts and activities; `beyond` says what we do not do."""
    by_demand = [
        {
            "account_id": demand.account.account_id,
            "source": "demand",
            "id": demand_id(number),
            "theme": demand.theme.key,
            "beyond": True,
            "kept": demand.state == DELIVERED,
            "due_on": str(demand.due_on),
        }
        for number, demand in numbered
        if demand.boundary == OUTSIDE and demand.state in {*PROMISED, DELIVERED}
    ]
    by_contract = [
        {
            "account_id": promise.account.account_id,
            "source": "contract",
            "id": world.contract_ids[promise.account.account_id, promise.place],
            "theme": promise.theme,
            "beyond": promise.beyond,
            "kept": promise.kept,
            "due_on": str(promise.due_on),
        }
        for promise in world.promises
    ]
    by_word = [
        {
            "account_id": touch.activity.account.account_id,
            "source": "activity",
            "id": identity,
            "theme": touch.theme,
            "beyond": touch.beyond,
            "kept": touch.kept,
            "due_on": str(touch.due_on),
        }
        for identity, touch in world.touch_ids
        if touch.plant == "promises"
    ]
    return by_demand + by_contract + by_word


def _overdue(numbered: Iterable[Numbered]) -> Rows:
    return [
        {
            "account_id": demand.account.account_id,
            "demand_id": demand_id(number),
            "due_on": str(demand.due_on),
        }
        for number, demand in numbered
        if demand.state in PROMISED
        and demand.due_on is not None
        and demand.due_on < LAST
        and demand.answered_on is None
    ]


def _gap(world: World, numbered: Iterable[Numbered]) -> Rows:
    """Return wishes about a feature: nowhere in the product, there but unused, there and used."""
    return [
        {
            "account_id": demand.account.account_id,
            "demand_id": demand_id(number),
            "feature": demand.theme.feature,
            "met": _met(world, demand),
        }
        for number, demand in numbered
        if demand.feature_stated
        and demand.theme.feature
        and demand.direction == WANTS
        and demand.account.part.kind == "ordinary"
        and demand.account.part.quirk != "no_usage"
    ]


def _met(world: World, demand: Demand) -> str:
    if demand.theme.feature not in FEATURES:
        return "unmet"
    used = world.used_features(demand.account)
    return "met_used" if demand.theme.feature in used else "met_unused"


def _silent(world: World) -> list[Account]:
    heard = {demand.account.account_id for demand in world.demands}
    heard |= {talk.account.account_id for talk in world.interviews}
    return [
        account
        for account in world.accounts
        if account.bought and account.story.left_on is None and account.account_id not in heard
    ]


def _walked(world: World, finding: str) -> Rows:
    """Return what walk-throughs found; a blank of `Product` shows in the activities as well."""
    return [
        {
            "source": "walkthrough",
            "walkthrough_id": f"W{step.number:03d}",
            "stage": step.stage,
            "team": step.team,
            "touchpoint": step.touchpoint,
        }
        for step in world.walkthroughs
        if step.finding == finding
    ]


def _touched(world: World, plant: str) -> Rows:
    groups: dict[str, list[str]] = {}
    for identity, touch in world.touch_ids:
        if touch.plant == plant:
            groups.setdefault(touch.activity.account.account_id, []).append(identity)
    return [
        {"source": "activity", "account_id": account_id, "activity_ids": found}
        for account_id, found in sorted(groups.items())
    ]
