"""Activities: calls, visits, mails between our teams and the people of an account."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from sample_data.generator.accounts import Account
from sample_data.generator.casting import CONTACT
from sample_data.generator.people import Person
from sample_data.generator.phrases import filled, texts
from sample_data.generator.seasons import holidays
from sample_data.generator.streams import LAST, chance, lognormal, pick, place, stream, weighted

OURS, THEIRS = "outbound", "inbound"
DONE, IN_VAIN = "completed", "no reply"
_DAYS_BETWEEN = {"A": 15.0, "B": 23.0, "C": 32.0}
_KINDS = {"call": 4.0, "meeting": 2.0, "visit": 1.0, "mail": 2.5, "message": 1.5}
_MINUTES = {"call": 14.0, "meeting": 50.0, "visit": 110.0, "training": 90.0, "qbr": 75.0}
_QUARTER_DAYS = 91
_SATURDAY = 5
_HOLIDAY = 0.5


@dataclass(frozen=True, slots=True)
class Activity:
    """One touch; `outcome` says whether anybody of the customer took part or answered."""

    account: Account
    person: Person | None
    at: pd.Timestamp
    kind: str
    direction: str
    outcome: str
    minutes: int | None
    team: str
    subject: str
    body: str


def activities(account: Account, persons: tuple[Person, ...]) -> list[Activity]:
    """Return the activities of one account, oldest first."""
    first = account.seen_from()
    if first is None:
        return []
    diary = _Diary(account, persons)
    sign = account.story.sign(CONTACT)
    silent_from = sign.first if sign else account.story.last + timedelta(days=1)
    done: list[Activity] = []
    for day in _days(account, first, diary.rng):
        done += diary.answered(day) if day < silent_from else [diary.unanswered(day)]
        if chance(diary.rng, 0.22):
            done.append(diary.unanswered(day + timedelta(days=1)))
    last = pd.Timestamp(account.story.last) + pd.Timedelta(days=1)
    heard = pd.Timestamp(silent_from)
    kept = (a for a in done if a.at < (last if a.outcome == IN_VAIN else min(last, heard)))
    return sorted(kept, key=lambda activity: activity.at)


def _days(account: Account, first: date, rng: np.random.Generator) -> list[date]:
    """Return working days on which we get in touch, at the rhythm of the tier."""
    mean = _DAYS_BETWEEN[account.tier]
    factors = holidays(chinese=account.company.chinese)
    days: list[date] = []
    day = first + timedelta(days=int(rng.integers(0, 9)))
    while day <= account.story.last:
        if day.weekday() < _SATURDAY and factors[place(day)] >= _HOLIDAY:
            days.append(day)
            day += timedelta(days=max(2, round(rng.gamma(5, mean / 5))))
        else:
            day += timedelta(days=1)
    return days


class _Diary:
    """What one account's side of the diary gets: who, when, which kind, which words."""

    def __init__(self, account: Account, persons: tuple[Person, ...]) -> None:
        self.rng = stream("activities", account.number)
        self.account = account
        self.persons = [person for person in persons if person.still_there]

    def answered(self, day: date) -> list[Activity]:
        """Return a touch in which the customer took part; a mail comes with its answer."""
        kind = self._kind(day)
        ours = self._entry(kind, OURS, self._at(day), self._someone())
        if kind != "mail":
            return [ours]
        later = ours.at + pd.Timedelta(minutes=round(lognormal(self.rng, 540, 0.7)))
        if later.date() > LAST:
            return [ours]
        return [ours, self._entry("reply", THEIRS, later, ours.person)]

    def unanswered(self, day: date) -> Activity:
        """Return a mail or a call in vain."""
        kind = weighted(self.rng, {"mail": 7.0, "call": 3.0})
        return self._entry(kind, OURS, self._at(day), self._someone(), IN_VAIN)

    def _kind(self, day: date) -> str:
        since = self.account.story.since
        age = (day - since).days if since else 0
        weights = dict(_KINDS)
        weights["training"] = 3.0 if age < _QUARTER_DAYS else 0.4
        weights["qbr"] = 1.2 if self.account.tier == "A" and age >= _QUARTER_DAYS else 0.15
        return weighted(self.rng, weights)

    def _entry(
        self,
        kind: str,
        direction: str,
        at: pd.Timestamp,
        person: Person | None,
        outcome: str = DONE,
    ) -> Activity:
        rng, language = self.rng, self.account.language
        words = texts("activities")
        pieces, slots = words[language][kind], words["slots"][language]
        length = _MINUTES.get(kind) if outcome == DONE else None
        return Activity(
            account=self.account,
            person=person,
            at=at,
            kind="mail" if kind == "reply" else kind,
            direction=direction,
            outcome=outcome,
            minutes=max(2, round(lognormal(rng, length, 0.4))) if length else None,
            team=self._team(kind),
            subject=filled(rng, pick(rng, pieces["subjects"]), slots),
            body=filled(rng, pick(rng, pieces["bodies"]), slots) if outcome == DONE else "",
        )

    def _team(self, kind: str) -> str:
        if kind == "training":
            return "Delivery"
        sales = f"{self.account.team} sales"
        return weighted(self.rng, {"Customer success": 5.0, sales: 3.0, "Presales": 0.6})

    def _someone(self) -> Person | None:
        return pick(self.rng, self.persons) if self.persons else None

    def _at(self, day: date) -> pd.Timestamp:
        return pd.Timestamp(day) + pd.Timedelta(minutes=5 * int(self.rng.integers(108, 212)))
