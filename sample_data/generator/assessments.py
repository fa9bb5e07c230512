"""Assessments: maturity and motivation, one criterion a row, with gaps and of every age."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sample_data.generator.accounts import Account
from sample_data.generator.people import DECIDES, Person
from sample_data.generator.phrases import texts
from sample_data.generator.streams import LAST, chance, day_between, pick, stream, weighted

MATURITY = {"awareness": "interview", "strategy": "crm", "people": "file", "tools": "usage"}
BANT = {"budget": "crm", "authority": "file", "need": "interview", "timing": "interview"}
_ASSESSED = 0.72
_MOST_POINTS = 4
_APART_DAYS = 60  # nobody asks the same again sooner
_KNOWN_FOR_DAYS = 40  # nobody is assessed in the first weeks


@dataclass(frozen=True, slots=True)
class Judgement:
    """One criterion judged once."""

    account: Account
    scheme: str
    criterion: str
    points: int
    evidence: str
    source: str
    assessed_on: date


def assessments(account: Account, persons: tuple[Person, ...]) -> list[Judgement]:
    """Return the judgements of one account, oldest first; none for those never assessed."""
    rng = stream("assessments", account.number)
    first = account.seen_from()
    if first is None or not account.bought or not chance(rng, _ASSESSED):
        return []
    first += timedelta(days=_KNOWN_FOR_DAYS)
    last = min(account.story.last, LAST)
    if first > last:
        return []
    days = sorted(day_between(rng, first, last) for _ in range(1 + chance(rng, 0.35)))
    if (days[-1] - days[0]).days < _APART_DAYS:
        days = days[:1]
    motivated = _motivation(account, persons, rng)
    return [one for day in days for one in _round(account, motivated, day, rng)]


def _motivation(
    account: Account, persons: tuple[Person, ...], rng: np.random.Generator
) -> dict[str, float]:
    """Return the latent level of each BANT criterion, 0 to 1."""
    leaving = account.part.kind in {"churned", "at_risk"}
    base = float(rng.beta(3, 2.4)) * (0.75 if leaving else 1.0)
    decides = any(DECIDES in person.roles for person in persons)
    return {
        "budget": base,
        "authority": base if decides else min(base, 0.25),
        "need": 0.25 + 0.75 * base,
        "timing": base,
    }


def _round(
    account: Account, motivated: dict[str, float], day: date, rng: np.random.Generator
) -> list[Judgement]:
    """Return one round of judgements: whole, maturity only, or with holes."""
    whole = weighted(rng, {"whole": 0.52, "maturity": 0.2, "holes": 0.28})
    criteria = MATURITY | BANT if whole != "maturity" else dict(MATURITY)
    done: list[Judgement] = []
    for criterion, source in criteria.items():
        if whole == "holes" and chance(rng, 0.45):
            continue
        level = motivated.get(criterion, account.maturity)
        points = int(np.clip(round(rng.normal(_MOST_POINTS * level, 0.65)), 0, _MOST_POINTS))
        done.append(
            Judgement(
                account=account,
                scheme="maturity" if criterion in MATURITY else "bant",
                criterion=criterion,
                points=points,
                evidence=_evidence(account, criterion, points) if chance(rng, 0.9) else "",
                source=source if chance(rng, 0.8) else pick(rng, ("file", "interview")),
                assessed_on=day,
            )
        )
    return done


def _evidence(account: Account, criterion: str, points: int) -> str:
    grades = texts("judgements")["evidence"][account.language][criterion]
    return str(grades[min(points * len(grades) // (_MOST_POINTS + 1), len(grades) - 1)])
