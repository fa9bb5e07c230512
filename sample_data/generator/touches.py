"""Touches planted on purpose, beside the ordinary activities: duplicates and what looks alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from sample_data.generator.accounts import Account
from sample_data.generator.activities import DONE, OURS, THEIRS, Activity
from sample_data.generator.demand_plants import KEPT_BY_WORD, WORD_THEMES
from sample_data.generator.people import Person
from sample_data.generator.phrases import filled, texts
from sample_data.generator.streams import FIRST, LAST, pick, stream
from sample_data.generator.voice_casting import People, Roster
from sample_data.generator.wishes import OUTSIDE, themes

_FIRST_DAY = date(2026, 6, 15)  # a Monday; every account gets a week of its own
_WEEK_DAYS = 7
_WORD_DAY = date(2026, 3, 9)
_WORD_DUE = (150, 60, 200, 240, 90, 45)  # days after the promise
_PRODUCT = "Product"
_PRODUCT_STAGES = (0.5, 0.85)  # of maturity: neither the first nor the last stage
_N_PRODUCT = 14
_MINUTES = {"call": 15, "meeting": 50, "visit": 110}
_LATER_DAYS = {
    "duplicates": (1, 2, 3),
    "contradictions": (1, 2, 3, 4),
    "replies": (0,),
    "notes": (1,),
}


@dataclass(frozen=True, slots=True)
class Touch:
    """One planted activity, and what it was planted for."""

    activity: Activity
    plant: str
    due_on: date | None = None
    theme: str = ""
    kept: bool = False

    @property
    def beyond(self) -> bool:
        """Whether something was promised that the product does not do."""
        return self.theme != "" and themes()[self.theme].boundary == OUTSIDE


def touches(
    accounts: tuple[Account, ...], people: People, roster: Roster, heard: dict[str, pd.Timestamp]
) -> list[Touch]:
    """Return the planted activities, oldest first; `heard` is when each person was met last."""
    done = [
        touch
        for part in ("duplicates", "replies", "notes", "contradictions")
        for place, account in enumerate(roster[part])
        for touch in _Stage(account, people, heard).cases(part, place)
    ]
    for place, account in enumerate(roster["activity_promises"]):
        done.append(_Stage(account, people, heard).promise(place))
    done += _with_product(accounts, people, heard)
    return sorted(done, key=lambda touch: (touch.activity.at, touch.activity.account.number))


class _Stage:
    """Where touches of one account are planted: people that were met later as well."""

    def __init__(self, account: Account, people: People, heard: dict[str, pd.Timestamp]) -> None:
        self.account, self.rng = account, stream("touches", account.number)
        there = [person for person in people[account.account_id] if person.still_there]
        never = pd.Timestamp(FIRST)
        self.persons = sorted(there, key=lambda p: heard.get(p.contact_id, never), reverse=True)

    def cases(self, part: str, place: int) -> Iterator[Touch]:
        """Return the touches of one case, each from another team but for answers."""
        every = texts("touchpoints")[part]
        lines = every[place % len(every)][self.account.language]
        day = _FIRST_DAY + timedelta(days=_WEEK_DAYS * place + int(self.rng.integers(0, 2)))
        at = pd.Timestamp(day) + pd.Timedelta(hours=10, minutes=5 * int(self.rng.integers(0, 11)))
        teams = ("Customer success", f"{self.account.team} sales", "Customer success")
        for number, line in enumerate(lines):
            ours = part != "replies" or number != 1
            person = self.persons[number % 2] if part in {"duplicates", "contradictions"} else None
            yield Touch(
                self._activity(line, at, (teams[number], ours), person or self.persons[0]),
                plant=part,
            )
            days = pick(self.rng, _LATER_DAYS[part])
            at += pd.Timedelta(days=days, hours=3 if part == "replies" else 1)

    def promise(self, place: int) -> Touch:
        """Return a touch in which something was promised by a day."""
        (words,) = [
            words
            for words in texts("touchpoints")["promises"]
            if words["theme"] == WORD_THEMES[place % len(WORD_THEMES)]
        ]
        day = _WORD_DAY + timedelta(days=_WEEK_DAYS * place)
        due = day + timedelta(days=_WORD_DUE[place])
        kind, subject, body = words[self.account.language][0]
        line = [kind, subject, body.format(day=due.isoformat())]
        at = pd.Timestamp(day) + pd.Timedelta(hours=14)
        team = f"{self.account.team} sales"
        return Touch(
            self._activity(line, at, (team, True), self.persons[0]),
            plant="promises",
            due_on=due,
            theme=words["theme"],
            kept=place in KEPT_BY_WORD,
        )

    def product(self, day: date) -> Touch:
        """Return a workshop of our product people with the account."""
        language, book = self.account.language, texts("themes")
        kind, subject, body = texts("touchpoints")["product"][0][language][0]
        slots: dict[str, Any] = book["slots"][language]
        theme = pick(self.rng, [t for t in themes().values() if t.when == "any"])
        wish = filled(self.rng, pick(self.rng, theme.words[f"{language}_wants"]), slots)
        line = [kind, subject, filled(self.rng, body, slots, wish=wish)]
        at = pd.Timestamp(day) + pd.Timedelta(hours=15)
        return Touch(self._activity(line, at, (_PRODUCT, True), self.persons[0]), "product")

    def _activity(
        self, line: list[str], at: pd.Timestamp, who: tuple[str, bool], person: Person
    ) -> Activity:
        kind, subject, body = line
        team, ours = who
        internal = kind == "internal note"
        return Activity(
            account=self.account,
            person=None if internal else person,
            at=at,
            kind=kind,
            direction="" if internal else OURS if ours else THEIRS,
            outcome="" if internal else DONE,
            minutes=_MINUTES.get(kind),
            team=team,
            subject=subject,
            body=body,
        )


def _with_product(
    accounts: tuple[Account, ...], people: People, heard: dict[str, pd.Timestamp]
) -> list[Touch]:
    """Return workshops with customers in the two middle stages of the journey."""
    low, high = _PRODUCT_STAGES
    middle = [
        a for a in accounts if a.part.kind == "ordinary" and low <= a.maturity < high and _known(a)
    ]
    rng = stream("product days")
    chosen = np.sort(rng.choice(len(middle), size=_N_PRODUCT, replace=False))
    return [
        _Stage(middle[place], people, heard).product(
            date(2026, 2, 3) + timedelta(days=int(rng.integers(0, 34)) * _WEEK_DAYS)
        )
        for place in chosen
    ]


def _known(account: Account) -> bool:
    since = account.story.since
    return since is not None and (LAST - since).days > 330  # noqa: PLR2004 -- past onboarding
