"""Everything that customers wanted: what was planted, and what they ask for every day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from sample_data.generator.accounts import Account
from sample_data.generator.demand_plants import PLANTS, Scene
from sample_data.generator.people import Person
from sample_data.generator.streams import FIRST, LAST, chance, day_between, pick, stream, weighted
from sample_data.generator.voice_casting import (
    BREAK_INDUSTRIES,
    People,
    Roster,
    Terms,
    heard_until,
)
from sample_data.generator.wishes import OUTSIDE, Demand, Pen, themes

_PER_TIER = {"A": 2.9, "B": 2.25, "C": 1.7}
_NO_MORE = {"contract_promises", "activity_promises", "never_heard"}
_ASKED_FIRST = {"ai_assistant": date(2026, 2, 15)}  # a theme that is new …
_ASKED_LAST = {"clean_data": date(2026, 1, 31)}  # … and one that fades
_DEARER = {  # themes that an industry asks for more often
    "Logistics": ("offline_work", "integration"),
    "Retail": ("offline_work", "seats"),
    "Manufacturing": ("integration", "forecast"),
    "Financial services": ("audit_trail", "sign_on"),
    "Healthcare": ("audit_trail", "training"),
    "Education": ("training", "cases"),
    "Energy": ("offline_work", "dashboards"),
    "Software": ("ai_assistant", "integration"),
}
_RARE = {"all_hours_support": 0.25, "growth": 0.6, "staff_tracking": 0.6}


def demands(
    accounts: tuple[Account, ...], people: People, terms: Terms, roster: Roster
) -> list[Demand]:
    """Return all demands, oldest first."""
    taken: set[str] = set()
    done: list[Demand] = []
    part_of = {
        a.account_id: (part, place) for part in roster for place, a in enumerate(roster[part])
    }
    for account in accounts:
        persons = people[account.account_id]
        if not persons:
            continue
        pen = Pen(account, stream("demands", account.number), taken)
        part, place = part_of.get(account.account_id, ("", 0))
        planted: list[Demand] = []
        if part in PLANTS:
            scene = Scene(account, persons, terms[account.account_id], place, pen)
            planted = [replace(demand, plant=part) for demand in PLANTS[part](scene)]
        busy = {demand.theme.key for demand in planted}
        usual = [] if part in _NO_MORE else list(_usual(pen, persons, busy))
        done += planted + usual
    return sorted(done, key=lambda demand: (demand.raised_on, demand.account.number))


def _usual(pen: Pen, persons: tuple[Person, ...], busy: set[str]) -> Iterator[Demand]:
    """Return what an account asks for without a plant: no theme twice, nobody against it."""
    account, rng = pen.account, pen.rng
    if busy & {"growth"}:
        return
    first, last = _span(account)
    after = account.bought and first >= (account.story.since or LAST)
    keys = [key for key in _weights(account, after=after) if key not in busy]
    for _ in range(int(min(rng.poisson(_PER_TIER[account.tier]), len(keys)))):
        weights = _weights(account, after=after)
        key = weighted(rng, {key: weights[key] for key in keys})
        keys.remove(key)
        begin, end = max(first, _ASKED_FIRST.get(key, first)), min(last, _ASKED_LAST.get(key, last))
        if begin > end:
            continue
        person = pick(rng, persons)
        yield _as_filed(rng, pen.settled(pen.wish(key, person, day_between(rng, begin, end))))


def _span(account: Account) -> tuple[date, date]:
    """Return the days on which it may ask: before payment for those who have just bought."""
    since = account.story.since
    if since is None or not account.bought:
        return LAST - timedelta(days=200), LAST - timedelta(days=3)
    if account.part.kind == "new":
        return since - timedelta(days=90), since - timedelta(days=2)
    return max(since + timedelta(days=15), FIRST), heard_until(account)


def _weights(account: Account, *, after: bool) -> dict[str, float]:
    dear = _DEARER[account.company.industry]
    fitting = {"any", "after" if after else "before"}
    weights = {
        key: _RARE.get(key, 1.0) * (3.0 if key in dear else 1.0)
        for key, theme in themes().items()
        if theme.when in fitting
    }
    if account.company.industry in BREAK_INDUSTRIES and not after:
        weights["growth"] = 3.0
    return weights


def _as_filed(rng: np.random.Generator, demand: Demand) -> Demand:
    """Return the demand with the gaps that real lists have."""
    whole = {
        "theme_stated": chance(rng, 0.42),
        "phase_stated": chance(rng, 0.75),
        "role_stated": chance(rng, 0.7),
        "feature_stated": chance(rng, 0.75),
    }
    known = demand.boundary == OUTSIDE or chance(rng, 0.75)
    return replace(demand, boundary=demand.boundary if known else "", **whole)
