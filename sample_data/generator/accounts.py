"""The accounts: names, places, size, latent maturity, and their story."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from sample_data.generator.casting import API, LOGINS, REQUESTS, Part, cast
from sample_data.generator.phrases import texts
from sample_data.generator.stories import Story, story_of
from sample_data.generator.streams import FIRST, chance, lognormal, pick, stream

_SMALLEST_WITH_SIGNS = 24  # a fall must be big enough to be seen in counts
_LARGE_AT_RISK = 0.35  # so that the watch list holds key accounts
_STARTER_SEATS, _BUSINESS_SEATS = 22, 110
_PRICES = {"Starter": 980.0, "Business": 1480.0, "Enterprise": 1880.0}  # CNY a seat and year
_TIER_A, _TIER_B = 170_000, 50_000


@dataclass(frozen=True, slots=True)
class Company:
    """Who they are."""

    name: str
    domain: str
    chinese: bool
    industry: str
    region: str
    country: str
    city: str
    weekend: float


@dataclass(frozen=True)
class Account:
    """One account with everything that the tables are drawn from."""

    number: int
    part: Part
    company: Company
    story: Story
    maturity: float
    seats: int
    seat_price: float

    @property
    def account_id(self) -> str:
        """The id in the CRM."""
        return f"A{self.number:04d}"

    @property
    def language(self) -> str:
        """The language its people write in."""
        return "zh" if self.company.chinese else "en"

    @property
    def plan(self) -> str:
        """The plan, by size."""
        return plan_for(self.seats)

    @property
    def tier(self) -> str:
        """A, B or C, by what it pays."""
        yearly = self.seats * self.seat_price
        if yearly >= _TIER_A:
            return "A"
        return "B" if yearly >= _TIER_B else "C"

    @property
    def bought(self) -> bool:
        """Whether it ever was a customer."""
        return self.part.kind in {"churned", "at_risk", "ordinary", "new"}

    @cached_property
    def team(self) -> str:
        """Our team that looks after it."""
        if self.tier == "A" and self.number % 3:
            return "Key accounts"
        return {"East China": "East", "South China": "South"}.get(
            self.company.region, "North and West" if self.company.chinese else "Overseas"
        )

    def seen_from(self) -> date | None:
        """Return the first day of the sample on which it is there; None for prospects."""
        return max(self.story.since, FIRST) if self.story.since else None


def plan_for(seats: int) -> str:
    """Return the plan that fits so many seats."""
    if seats <= _STARTER_SEATS:
        return "Starter"
    return "Business" if seats <= _BUSINESS_SEATS else "Enterprise"


def accounts() -> tuple[Account, ...]:
    """Return every account, in the order of their numbers."""
    taken: set[str] = set()
    return tuple(_account(number, part, taken) for number, part in enumerate(cast(), start=1))


def _account(number: int, part: Part, taken: set[str]) -> Account:
    rng = stream("account", number)
    company = _company(rng, number, taken)
    maturity = float(rng.beta(2.4, 2.4)) * (0.8 if part.kind == "churned" else 1.0)
    seats = _seats(part, maturity, rng)
    price = round(lognormal(rng, _PRICES[plan_for(seats)], 0.12), -1)
    return Account(number, part, company, story_of(part, rng), maturity, seats, price)


def _seats(part: Part, maturity: float, rng: np.random.Generator) -> int:
    seats = round(float(np.clip(lognormal(rng, 26 + 26 * maturity, 0.95), 4, 480)))
    if part.kind == "at_risk" and chance(rng, _LARGE_AT_RISK):
        return int(rng.integers(120, 290))
    if set(part.signs) & {LOGINS, REQUESTS, API}:
        return max(seats, _SMALLEST_WITH_SIGNS + round(20 * maturity))
    return seats


def _company(rng: np.random.Generator, number: int, taken: set[str]) -> Company:
    words = texts("words")
    chinese = number % 2 == 0
    pieces = words["companies"]["zh" if chinese else "en"]
    place = pick(rng, [p for p in words["places"] if (p["country"] == "China") == chinese])
    industry = pick(rng, list(words["industries"]))
    trade = words["industries"][industry]
    brand = _brand(rng, pieces, taken)
    legal = pick(rng, pieces["legal"])
    return Company(
        name=f"{brand}{trade['zh']}{legal}" if chinese else f"{brand} {trade['en']} {legal}",
        domain=f"c{number:04d}.{'example.cn' if chinese else 'example.com'}",
        chinese=chinese,
        industry=industry,
        region=place["region"],
        country=place["country"],
        city=pick(rng, place["cities"]),
        weekend=trade["weekend"],
    )


def _brand(rng: np.random.Generator, pieces: dict[str, Any], taken: set[str]) -> str:
    """Return an invented brand that no other account bears."""
    while True:
        brand = pick(rng, pieces["first"]) + pick(rng, pieces["second"])
        brand += pick(rng, pieces.get("third", [""]))
        if brand not in taken:
            taken.add(brand)
            return brand
