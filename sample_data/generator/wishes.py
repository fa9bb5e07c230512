"""One demand: a theme, in whose words, on which day, and what became of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from sample_data.generator.accounts import Account
from sample_data.generator.people import Person
from sample_data.generator.phrases import filled, texts
from sample_data.generator.streams import LAST, chance, day_between, pick, weighted

WANTS, OPPOSES = "wants", "opposes"
BEFORE, AFTER = "before payment", "after payment"
INSIDE, OUTSIDE, UNKNOWN = "inside", "outside", "unknown"
PROMISED = ("accepted", "planned", "in progress")
DELIVERED, DECLINED, NEW = "delivered", "declined", "new"
_TRIES = 12
_SETTLED_DAYS, _FRESH_DAYS = 150, 30
_SOURCES = {"call": 4.0, "visit": 2.0, "ticket": 2.0, "interview": 1.0, "quarterly review": 1.0}


@dataclass(frozen=True, slots=True)
class Theme:
    """What customers want again and again."""

    key: str
    feature: str
    boundary: str
    kind: str
    benefit: str
    when: str
    words: dict[str, Any]

    def named(self, language: str) -> str:
        """Return its name."""
        return str(self.words[language])


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand; `plant` says what it is part of on purpose."""

    account: Account
    person: Person | None
    theme: Theme
    statement: str
    raised_on: date
    source: str
    direction: str = WANTS
    importance: int = 1
    boundary: str = ""
    state: str = NEW
    due_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    theme_stated: bool = True
    phase_stated: bool = True
    role_stated: bool = True
    feature_stated: bool = True
    plant: str = ""

    @property
    def phase(self) -> str:
        """Whether it was raised before or after the first contract began."""
        since = self.account.story.since if self.account.bought else None
        return BEFORE if since is None or self.raised_on < since else AFTER


@cache
def themes() -> dict[str, Theme]:
    """Return every theme by its key."""
    names = ("key", "feature", "boundary", "kind", "benefit", "when")
    return {
        words["key"]: Theme(*(words[name] for name in names), words=words)
        for words in texts("themes")["themes"]
    }


class Pen:
    """Writes the demands of one account; no two people use the very same words."""

    def __init__(self, account: Account, rng: np.random.Generator, taken: set[str]) -> None:
        self.account, self.rng, self._taken = account, rng, taken

    def wish(self, key: str, person: Person | None, day: date, direction: str = WANTS) -> Demand:
        """Return a demand with everything about it on file, and nothing done yet."""
        theme = themes()[key]
        return Demand(
            account=self.account,
            person=person,
            theme=theme,
            statement=self._words(theme, direction),
            raised_on=day,
            source=weighted(self.rng, _SOURCES),
            direction=direction,
            importance=int(self.rng.integers(1, 4)),
            boundary=theme.boundary,
        )

    def _words(self, theme: Theme, direction: str) -> str:
        for _ in range(_TRIES):
            words = self._draw(theme, direction)
            if words not in self._taken:
                break
        self._taken.add(words)
        return words

    def _draw(self, theme: Theme, direction: str) -> str:
        language, book = self.account.language, texts("themes")
        slots = book["slots"][language]
        core = filled(self.rng, pick(self.rng, theme.words[f"{language}_{direction}"]), slots)
        extra = filled(self.rng, pick(self.rng, book["extras"][language]).strip(), slots)
        return f"{core} {extra}".strip() if language == "en" else core + extra

    def settled(self, demand: Demand) -> Demand:
        """Return the demand with the state and the answer that fit its age."""
        age = (LAST - demand.raised_on).days
        if age < _FRESH_DAYS and chance(self.rng, 0.8):
            return demand
        if demand.boundary == OUTSIDE:
            return self.declined(demand) if chance(self.rng, 0.85) else demand
        chances = {DELIVERED: 0.55, DECLINED: 0.25, "promised": 0.15, NEW: 0.05}
        if age < _SETTLED_DAYS:
            chances = {DELIVERED: 0.2, DECLINED: 0.12, "promised": 0.48, NEW: 0.2}
        state = weighted(self.rng, chances)
        if state == DELIVERED:
            return self.delivered(demand)
        if state == DECLINED:
            return self.declined(demand)
        return demand if state == NEW else self.promised(demand, self._later())

    def delivered(self, demand: Demand) -> Demand:
        """Return the demand as delivered and answered, most of them in time."""
        done = self._after(demand, 20, 130)
        due = done + timedelta(days=int(self.rng.integers(-10, 25)))
        return self._answered(replace(demand, state=DELIVERED, due_on=due), done, DELIVERED)

    def declined(self, demand: Demand) -> Demand:
        """Return the demand as declined, with the reason told."""
        return self._answered(replace(demand, state=DECLINED), self._after(demand, 5, 50), DECLINED)

    def promised(self, demand: Demand, due: date) -> Demand:
        """Return the demand as accepted in one way or another; some were told so."""
        demand = replace(demand, state=pick(self.rng, PROMISED), due_on=due)
        if due <= LAST or not chance(self.rng, 0.4):
            return demand
        return self._answered(demand, self._after(demand, 3, 30), "planned")

    def _answered(self, demand: Demand, day: date, how: str) -> Demand:
        book, language = texts("themes"), self.account.language
        words = pick(self.rng, book["answers"][language][how])
        told = filled(self.rng, words, book["slots"][language])
        return replace(demand, answered_on=day, answer=told)

    def _after(self, demand: Demand, low: int, high: int) -> date:
        return min(LAST, demand.raised_on + timedelta(days=int(self.rng.integers(low, high))))

    def _later(self) -> date:
        return day_between(self.rng, LAST + timedelta(days=5), LAST + timedelta(days=150))
