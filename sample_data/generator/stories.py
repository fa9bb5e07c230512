"""When an account became a customer, when it left, and from when its signs show."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sample_data.generator.casting import API, CONTACT, EXPORT, LOGINS, REQUESTS, Part
from sample_data.generator.streams import (
    FIRST,
    LAST,
    chance,
    day_between,
    months_later,
    pick,
    weeks_before,
)

_LAST_SAFE_DAY = 28  # exists in every month, so terms never slip
_FIRST_CUSTOMER = date(2021, 3, 1)
_FIRST_LOSS = date(2024, 12, 5)
_FIRST_LOSS_WITH_SIGNS = date(2025, 7, 15)  # leaves room for a baseline before the sign
_LAST_LOSS = date(2026, 10, 24)

# From how many to how many weeks before the loss the sign begins …
_BEFORE_LOSS = {
    LOGINS: (8.0, 26.0),
    EXPORT: (2.5, 6.0),
    API: (2.5, 7.0),
    REQUESTS: (11.0, 20.0),
    CONTACT: (16.0, 28.0),
}
# … and before the last day, for those still there.
_BEFORE_NOW = {
    LOGINS: (8.0, 11.0),
    EXPORT: (0.7, 1.6),
    API: (0.9, 1.6),
    REQUESTS: (9.0, 13.0),
    CONTACT: (19.0, 33.0),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One planted sign, from `first` until the account left or the sample ends."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Story:
    """The dates of one account; `since` is None for those who never bought."""

    since: date | None
    left_on: date | None
    term_months: int
    signs: tuple[Sign, ...] = ()

    def sign(self, name: str) -> Sign | None:
        """Return the planted sign of that name, or None."""
        return next((sign for sign in self.signs if sign.name == name), None)

    @property
    def last(self) -> date:
        """The last day on which anything can happen at the account."""
        return self.left_on or LAST


def story_of(part: Part, rng: np.random.Generator) -> Story:
    """Return the dates that fit the part."""
    months = 24 if chance(rng, 0.12) else 12
    if part.kind == "churned":
        return _lost(part, months, rng)
    if part.kind == "at_risk":
        return Story(_before_renewal(rng), None, 12, _signs(part, LAST, _BEFORE_NOW, rng))
    if part.kind == "new":
        return Story(_steady(day_between(rng, date(2026, 8, 10), date(2026, 10, 26))), None, 12)
    if part.kind == "trial":
        return Story(day_between(rng, date(2026, 9, 18), date(2026, 10, 14)), None, 12)
    if part.kind == "ordinary":
        return Story(_beginning(part, rng), None, months)
    return Story(None, None, 12)


def _before_renewal(rng: np.random.Generator) -> date:
    """Return a first day whose next anniversary comes soon, for most of them."""
    renewal = day_between(rng, LAST + timedelta(days=20), LAST + timedelta(days=190))
    if chance(rng, 0.3):
        renewal = day_between(rng, LAST + timedelta(days=190), LAST + timedelta(days=320))
    return _steady(months_later(renewal, -12 * int(rng.integers(2, 6))))


def _beginning(part: Part, rng: np.random.Generator) -> date:
    if part.quirk in {"", "no_usage", "no_tickets"} and chance(rng, 0.55):
        return _steady(day_between(rng, FIRST, date(2026, 7, 20)))
    return _steady(day_between(rng, _FIRST_CUSTOMER, date(2024, 10, 20)))


def _lost(part: Part, months: int, rng: np.random.Generator) -> Story:
    earliest = _FIRST_LOSS_WITH_SIGNS if part.signs else _FIRST_LOSS
    target = _steady(day_between(rng, earliest, _LAST_LOSS))
    terms = int(rng.integers(1, 3 if months > 12 else 5))  # noqa: PLR2004 -- months of a year
    since = months_later(target, -months * terms)
    left_on = target - timedelta(days=1)
    if chance(rng, 0.2):  # ended within the term
        since -= timedelta(days=int(rng.integers(90, 270)))
    since = _steady(since)
    return Story(since, left_on, months, _signs(part, left_on, _BEFORE_LOSS, rng))


def _signs(
    part: Part,
    end: date,
    ahead: dict[str, tuple[float, float]],
    rng: np.random.Generator,
) -> tuple[Sign, ...]:
    return tuple(Sign(name, weeks_before(rng, end, *ahead[name]), end) for name in part.signs)


def _steady(day: date) -> date:
    return day.replace(day=min(day.day, _LAST_SAFE_DAY))


def first_step(rng: np.random.Generator) -> float:
    """Return a lasting change of level that means nothing."""
    return pick(rng, (0.72, 0.78, 1.25, 1.4))
