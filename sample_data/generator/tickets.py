"""Tickets: who asks how often, what they write, how it was handled."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from sample_data.generator.accounts import Account
from sample_data.generator.behaviour import present
from sample_data.generator.casting import REQUESTS
from sample_data.generator.people import Person
from sample_data.generator.phrases import filled, texts
from sample_data.generator.seasons import season
from sample_data.generator.streams import (
    DAYS,
    LAST,
    chance,
    lognormal,
    pick,
    place,
    stream,
    weighted,
)

_QUIET_SINCE = place(LAST - timedelta(days=75))
_ONBOARDING_DAYS = 60
_FAULT = "故障"
_PRIORITIES = {
    _FAULT: {"低": 1.0, "中": 4.0, "高": 3.0, "紧急": 1.0},
    "需求": {"低": 4.0, "中": 4.0, "高": 1.0},
}
_USUAL_PRIORITY = {"低": 3.0, "中": 5.0, "高": 1.2, "紧急": 0.1}
_CHANNELS = {"邮件": 4.0, "在线客服": 4.0, "电话": 2.0, "微信群": 2.0}
_TEAMS = {
    _FAULT: "技术支持",
    "集成": "技术支持",
    "数据": "技术支持",
    "账务": "商务",
    "需求": "产品",
}
_ANSWER_HOURS = {"紧急": 0.6, "高": 2.0, "中": 5.0, "低": 11.0}


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request for support."""

    account: Account
    person: Person | None
    created_at: pd.Timestamp
    answered_at: pd.Timestamp
    solved_at: pd.Timestamp | None
    kind: str
    product: str
    subject: str
    description: str
    priority: str
    channel: str
    team: str
    satisfaction: str
    escalated: bool


def tickets(account: Account, persons: tuple[Person, ...]) -> list[Ticket]:
    """Return the tickets of one account, oldest first."""
    if account.part.quirk == "no_tickets" or not account.bought:
        return []
    rng = stream("tickets", account.number)
    numbers = rng.poisson(_daily_rate(account, rng))
    days = DAYS.repeat(numbers)
    reachable = [person for person in persons if person.still_there]
    done = [_ticket(account, reachable, day, rng) for day in days]
    return sorted(done, key=lambda ticket: ticket.created_at)


def _daily_rate(account: Account, rng: np.random.Generator) -> np.ndarray:
    """Return the mean number of tickets of each day."""
    weekly = lognormal(rng, 0.13, 0.75) * (account.seats / 30) ** 0.45
    sign = account.story.sign(REQUESTS)
    quiet = account.part.quirk == "quiet_now"
    if sign is not None or quiet:
        weekly = float(rng.uniform(1.1, 1.7))
    shape = season(chinese=account.company.chinese, weekend=0.2)
    rate = weekly / 5 * shape * present(account)
    if account.story.since is not None:
        age = np.arange(len(DAYS)) - place(account.story.since)
        rate = np.where((age >= 0) & (age < _ONBOARDING_DAYS), rate * 2.5, rate)
    if sign is not None:
        rate[place(sign.first) :] = 0
    if quiet:
        rate[_QUIET_SINCE:] = 0
    return rate


def _ticket(
    account: Account,
    persons: list[Person],
    day: pd.Timestamp,
    rng: np.random.Generator,
) -> Ticket:
    words = texts("tickets")
    topic = pick(rng, words["topics"])
    kind = topic["type"]
    priority = weighted(rng, _PRIORITIES.get(kind, _USUAL_PRIORITY))
    language = account.language if chance(rng, 0.97) else "en"
    subject, description = _written(rng, words, topic, language)
    created = day + pd.Timedelta(minutes=int(np.clip(rng.normal(830, 160), 450, 1280)))
    answered = created + pd.Timedelta(hours=lognormal(rng, _ANSWER_HOURS[priority], 0.7))
    solved = answered + pd.Timedelta(hours=lognormal(rng, 20, 1.1))
    over = solved.date() <= LAST
    return Ticket(
        account=account,
        person=pick(rng, persons) if persons and chance(rng, 0.93) else None,
        created_at=created,
        answered_at=answered,
        solved_at=solved if over else None,
        kind=kind,
        product=topic["product"],
        subject=subject,
        description=description,
        priority=priority,
        channel=weighted(rng, _CHANNELS),
        team=_TEAMS.get(kind, "客户成功"),
        satisfaction=_satisfaction(rng, account) if over else "",
        escalated=priority == "紧急" and chance(rng, 0.4),
    )


def _written(
    rng: np.random.Generator, words: dict[str, Any], topic: dict[str, Any], language: str
) -> tuple[str, str]:
    """Return a subject and a description that speak of the same thing."""
    common = words[language]
    place = int(rng.integers(len(topic[f"{language}_bodies"])))
    template = "".join(
        (
            topic[f"{language}_subjects"][place],
            "\n",
            pick(rng, common["openings"]),
            topic[f"{language}_bodies"][place],
            pick(rng, common["faults" if topic["type"] == _FAULT else "consequences"]),
            pick(rng, common["closings"]),
        )
    )
    subject, _, description = filled(rng, template, words["slots"][language]).partition("\n")
    return subject, description


def _satisfaction(rng: np.random.Generator, account: Account) -> str:
    if not chance(rng, 0.42):
        return ""
    shift = 0.9 if account.part.kind == "churned" else 0.0
    return f"{20 * int(np.clip(round(rng.normal(4.3 - shift, 0.8)), 1, 5))}%"
