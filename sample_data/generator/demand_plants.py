"""Demands planted on purpose: conflicts, same side, breaks, promises, overdue ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sample_data.generator.accounts import Account
from sample_data.generator.contracts import Term
from sample_data.generator.people import DECIDES, INFLUENCES, USES, Person
from sample_data.generator.streams import FIRST, LAST, day_between, pick
from sample_data.generator.voice_casting import role_holders, running_term
from sample_data.generator.wishes import OPPOSES, OUTSIDE, Demand, Pen

_DAY = timedelta(days=1)
_LATE_DAYS = (4, 13, 22, 38, 52, 104)
_PROMISED_LATE_DAYS = (9, 45)  # of the promises beyond the boundary
_RECENT = (LAST - 150 * _DAY, LAST - 12 * _DAY)
_LONG_AGO = (LAST - 520 * _DAY, LAST - 260 * _DAY)
_DIVIDING = ("staff_tracking", "staff_tracking", "approvals", "dashboards", "staff_tracking")
_UNITING = ("own_reports", "integration", "offline_work", "sign_on", "forecast", "approvals")
_STEADY = ("integration", "own_reports", "approvals", "dashboards")
_DUE_SOON = ("sign_on", "audit_trail", "own_reports", "integration", "approvals", "dashboards")
_BEYOND = ("all_hours_support", "ai_assistant", "offline_work")
_N_KEPT = 3
CONTRACT_THEMES = ("all_hours_support", "integration", "growth", "training")


@dataclass(frozen=True, slots=True)
class Scene:
    """The account of a plant, its people and contracts; `place` numbers the accounts of a part."""

    account: Account
    persons: tuple[Person, ...]
    terms: tuple[Term, ...]
    place: int
    pen: Pen

    def one(self, role: str) -> Person:
        """Return somebody with that role, or anybody."""
        found = role_holders(self.persons, role)
        return pick(self.pen.rng, found) if found else self.persons[0]

    def day(self, span: tuple[date, date]) -> date:
        """Return a day within the span."""
        return day_between(self.pen.rng, *span)


Plant = Callable[[Scene], Iterator[Demand]]


def breaks(scene: Scene) -> Iterator[Demand]:
    """Ask for growth before payment, for support at all hours after it."""
    for _ in range(2):
        yield scene.pen.settled(
            scene.pen.wish("growth", scene.one(DECIDES), scene.day(_before(scene.account)))
        )
    for role in (USES, INFLUENCES):
        wish = scene.pen.wish("all_hours_support", scene.one(role), scene.day(_since(scene)))
        yield scene.pen.settled(wish)


def steady(scene: Scene) -> Iterator[Demand]:
    """Ask for the same after payment as before it."""
    key = _STEADY[scene.place % len(_STEADY)]
    for span in (_before(scene.account), _since(scene)):
        yield scene.pen.settled(scene.pen.wish(key, scene.one(DECIDES), scene.day(span)))


def conflicts(scene: Scene) -> Iterator[Demand]:
    """Let the boss want what the staff oppose, within the last months."""
    yield from _divided(scene, DECIDES, _RECENT)


def conflicts_without_decider(scene: Scene) -> Iterator[Demand]:
    """Let an influencer want what the staff oppose."""
    yield from _divided(scene, INFLUENCES, _RECENT)


def past_conflicts(scene: Scene) -> Iterator[Demand]:
    """Let the boss want what the staff oppose, long ago; it was settled."""
    for demand in _divided(scene, DECIDES, _LONG_AGO):
        yield scene.pen.declined(demand)


def _divided(scene: Scene, above: str, span: tuple[date, date]) -> Iterator[Demand]:
    key = _DIVIDING[scene.place % len(_DIVIDING)]
    wish = scene.pen.wish(key, scene.one(above), scene.day(span))
    yield replace(wish, importance=3)
    for person in role_holders(scene.persons, USES)[:2]:
        against = scene.pen.wish(key, person, scene.day(span), OPPOSES)
        yield replace(against, importance=int(scene.pen.rng.integers(2, 4)))


def priorities(scene: Scene) -> Iterator[Demand]:
    """Let the boss call urgent what the staff call of no weight."""
    key = _UNITING[scene.place]
    for role, importance in ((DECIDES, 3), (USES, 0)):
        wish = scene.pen.wish(key, scene.one(role), scene.day(_RECENT))
        yield replace(wish, importance=importance)


def same_side(scene: Scene) -> Iterator[Demand]:
    """Let boss and staff want the same, with about the same weight."""
    key = _UNITING[scene.place % len(_UNITING)]
    for role, importance in ((DECIDES, 3), (USES, 2 + scene.place % 2)):
        wish = scene.pen.wish(key, scene.one(role), scene.day(_RECENT))
        yield replace(wish, importance=importance)


def overdue(scene: Scene) -> Iterator[Demand]:
    """Promise something by a day that has passed."""
    due = LAST - _LATE_DAYS[scene.place] * _DAY
    raised = scene.day((due - 120 * _DAY, due - 30 * _DAY))
    wish = scene.pen.wish(_DUE_SOON[scene.place], scene.one(INFLUENCES), raised)
    yield scene.pen.promised(wish, due)


def demand_promises(scene: Scene) -> Iterator[Demand]:
    """Promise what the product does not do: some kept, some overdue, some still open."""
    key = _BEYOND[scene.place % len(_BEYOND)]
    wish = scene.pen.wish(
        key, scene.one(DECIDES), scene.day((LAST - 200 * _DAY, LAST - 140 * _DAY))
    )
    wish = replace(wish, boundary=OUTSIDE)
    if scene.place < _N_KEPT:
        yield scene.pen.delivered(wish)
    elif scene.place < _N_KEPT + len(_PROMISED_LATE_DAYS):
        yield scene.pen.promised(wish, LAST - _PROMISED_LATE_DAYS[scene.place - _N_KEPT] * _DAY)
    else:
        yield scene.pen.promised(wish, LAST + 60 * _DAY)


def contract_promises(scene: Scene) -> Iterator[Demand]:
    """Deliver what half of the contracts promised."""
    term = running_term(scene.terms)
    if scene.place % 2 == 0 and term is not None:
        key = CONTRACT_THEMES[scene.place // 2]
        yield scene.pen.delivered(scene.pen.wish(key, scene.one(DECIDES), term.start + 5 * _DAY))


def activity_promises(scene: Scene) -> Iterator[Demand]:
    """Deliver what was promised by word of mouth at two accounts."""
    if scene.place in KEPT_BY_WORD:
        day = LAST - 230 * _DAY
        yield scene.pen.delivered(
            scene.pen.wish(WORD_THEMES[scene.place % 3], scene.one(DECIDES), day)
        )


WORD_THEMES = ("all_hours_support", "growth", "sign_on")
KEPT_BY_WORD = (0, 2)
PLANTS: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        breaks, steady, conflicts, conflicts_without_decider, past_conflicts, priorities,
        same_side, overdue, demand_promises, contract_promises, activity_promises,
    )
}  # fmt: skip


def _before(account: Account) -> tuple[date, date]:
    since = account.story.since or LAST
    return max(FIRST, since - 100 * _DAY), since - 5 * _DAY


def _since(scene: Scene) -> tuple[date, date]:
    return (scene.account.story.since or FIRST) + 25 * _DAY, LAST - 5 * _DAY
