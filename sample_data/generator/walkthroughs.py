"""Walk-throughs: somebody of ours goes a customer's way, step by step, and writes it down."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from sample_data.generator.accounts import Account
from sample_data.generator.phrases import filled, texts
from sample_data.generator.streams import LAST, chance, day_between, lognormal, stream, weighted

N_WALKS = 13
_FIRST = date(2025, 9, 1)
_FINDINGS = {"fine": 6.0, "slow": 1.6, "handed_on": 1.0}
_SHOWN = {"handed_on": "handed on"}
_OF_A_REAL_ACCOUNT = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One touchpoint of one walk-through."""

    number: int
    account: Account | None
    walked_on: date
    stage: str
    team: str
    touchpoint: str
    finding: str
    minutes: int
    note: str

    @property
    def shown(self) -> str:
        """The finding in the words of the file."""
        return _SHOWN.get(self.finding, self.finding)


def walkthroughs(accounts: tuple[Account, ...]) -> list[Step]:
    """Return every step of every walk-through, oldest first."""
    rng = stream("walk-throughs")
    days = sorted(day_between(rng, _FIRST, LAST) for _ in range(N_WALKS))
    there = [a for a in accounts if a.part.kind == "ordinary" and not a.part.quirk]
    steps: list[Step] = []
    for number, day in enumerate(days, start=1):
        old = [a for a in there if a.story.since and a.story.since < day]
        account = old[int(rng.integers(len(old)))] if chance(rng, _OF_A_REAL_ACCOUNT) else None
        steps += _walk(number, account, day)
    return steps


def _walk(number: int, account: Account | None, day: date) -> list[Step]:
    rng, book = stream("walk-through", number), texts("voices")
    stage = book["steps"][number % len(book["steps"])]
    done: list[Step] = []
    for team, touchpoint, planted in stage["way"]:
        finding = planted or weighted(rng, _FINDINGS)
        done.append(
            Step(
                number=number,
                account=account,
                walked_on=day,
                stage=stage["stage"],
                team=team,
                touchpoint=touchpoint,
                finding=finding,
                minutes=round(lognormal(rng, 25, 0.7)),
                note=_note(rng, finding, number),
            )
        )
    return done


def _note(rng: np.random.Generator, finding: str, number: int) -> str:
    language = "zh" if number % 2 else "en"
    words = texts("voices")["notes"][finding][language]
    return filled(rng, words[int(rng.integers(len(words)))], {})
