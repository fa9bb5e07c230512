"""Interviews by the six questions: whom somebody of ours asked, and what was said."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from sample_data.generator.accounts import Account
from sample_data.generator.people import Person
from sample_data.generator.phrases import filled, texts
from sample_data.generator.streams import LAST, chance, day_between, pick, stream, weighted
from sample_data.generator.voice_casting import People, Roster, heard_until
from sample_data.generator.wishes import AFTER, themes

N_CONVERSATIONS = 60
_FIRST = date(2025, 1, 10)
_TEAMS = ("Demand insight", "Customer success", "Process experience")
_CONSENT = {"是": 0.65, "否": 0.22, "": 0.13}
_METHODS = {"call": 5.0, "visit": 2.0, "video": 4.0}


@dataclass(frozen=True, slots=True)
class Talk:
    """One question of one conversation."""

    number: int
    account: Account
    person: Person
    held_on: date
    interviewer: str
    method: str
    question: str
    answer: str
    quote: str
    consent: str


def interviews(accounts: tuple[Account, ...], people: People, roster: Roster) -> list[Talk]:
    """Return every question of every conversation, oldest first."""
    rng = stream("interviews")
    silent = {account.account_id for account in roster["never_heard"]}
    known = [a for a in accounts if a.bought and people[a.account_id] and _there(a)]
    known = [account for account in known if account.account_id not in silent]
    chosen = rng.choice(len(known), size=N_CONVERSATIONS, replace=False)
    days = {place: _day(known[place], rng) for place in chosen}
    order = sorted(chosen, key=lambda place: (days[place], place))
    return [
        talk
        for number, place in enumerate(order, start=1)
        for talk in _conversation(number, known[place], people, days[place])
    ]


def _there(account: Account) -> bool:
    since = account.story.since
    return since is not None and (heard_until(account) - max(since, _FIRST)).days > 30  # noqa: PLR2004


def _day(account: Account, rng: np.random.Generator) -> date:
    first = max(account.story.since or LAST, _FIRST) + timedelta(days=7)
    return day_between(rng, first, heard_until(account))


def _conversation(number: int, account: Account, people: People, day: date) -> list[Talk]:
    rng, book = stream("interview", number), texts("voices")
    person = pick(rng, people[account.account_id])
    about: dict[str, Any] = {
        "interviewer": pick(rng, _TEAMS),
        "method": book["methods"][weighted(rng, _METHODS)],
        "consent": weighted(rng, _CONSENT),
    }
    asked = [name for name in book["questions"] if chance(rng, 0.93)]
    return [
        Talk(
            number=number,
            account=account,
            person=person,
            held_on=day,
            question=book["questions"][name],
            answer=_said(rng, account, "answers", name),
            quote=_said(rng, account, "quotes", name) if chance(rng, 0.6) else "",
            **about,
        )
        for name in asked
    ]


def _said(rng: np.random.Generator, account: Account, how: str, question: str) -> str:
    language = account.language
    slots = texts("themes")["slots"][language]
    wish = _wish(rng, account)
    words = pick(rng, texts("voices")[how][language][question])
    return filled(rng, words, slots, wish=filled(rng, wish, slots))


def _wish(rng: np.random.Generator, account: Account) -> str:
    """Return the words of one theme that a customer may have after payment."""
    open_to = [theme for theme in themes().values() if theme.when in {"any", AFTER.split()[0]}]
    return str(pick(rng, pick(rng, open_to).words[f"{account.language}_wants"]))
