"""Contacts: invented people, their departments, titles and buying roles."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sample_data.generator.accounts import Account
from sample_data.generator.phrases import texts
from sample_data.generator.streams import chance, pick, stream, weighted

DECIDES, INFLUENCES, USES = "决策人", "决策影响人", "产品使用者"
_WITHOUT_DECISION_MAKER = 0.15
_MOST = 9
_MANAGEMENT = "Management"
_STANCES = {"支持者": 4.0, "中立": 3.0, "拥护者": 1.5, "怀疑者": 1.0, "反对者": 0.4}


@dataclass(frozen=True, slots=True)
class Person:
    """One invented contact of an account."""

    contact_id: str
    name: str
    email: str
    department: str
    title: str
    roles: tuple[str, ...]
    stance: str
    still_there: bool


def people(account: Account) -> tuple[Person, ...]:
    """Return the contacts of one account; the first ones matter most for buying."""
    if account.part.kind == "invalid":
        return ()
    rng = stream("people", account.number)
    several = 2 + rng.poisson(0.8 + account.seats**0.5 / 4) if account.bought else 1
    known: dict[str, Person] = {}
    has_decision_maker = not chance(rng, _WITHOUT_DECISION_MAKER)
    while len(known) < min(several, _MOST):
        roles = _roles(rng, len(known), has_decision_maker=has_decision_maker)
        person = _person(account, rng, len(known), roles)
        known.setdefault(person.email, person)
    return tuple(known.values())


def _roles(rng: np.random.Generator, place: int, *, has_decision_maker: bool) -> tuple[str, ...]:
    if place == 0 and has_decision_maker:
        return (DECIDES, USES) if chance(rng, 0.2) else (DECIDES,)
    if place <= 1 or chance(rng, 0.18):
        return (INFLUENCES, USES) if chance(rng, 0.4) else (INFLUENCES,)
    return (USES,) if chance(rng, 0.92) else ()


def _person(
    account: Account, rng: np.random.Generator, place: int, roles: tuple[str, ...]
) -> Person:
    words: dict[str, Any] = texts("words")
    chinese = account.company.chinese
    departments = words["departments"]
    top = DECIDES in roles and chance(rng, 0.8)
    department = (
        _MANAGEMENT if top else pick(rng, [name for name in departments if name != _MANAGEMENT])
    )
    titles = departments[department]["titles_zh" if chinese else "titles_en"]
    name, mailbox = _named(rng, words["people"], chinese=chinese)
    return Person(
        contact_id=f"P{account.number:04d}-{place + 1}",
        name=name,
        email=f"{mailbox}@{account.company.domain}",
        department=departments[department]["zh"] if chinese else department,
        title=titles[-1] if roles == (USES,) else pick(rng, titles[:2]),
        roles=roles,
        stance=weighted(rng, _STANCES) if chance(rng, 0.55) else "",
        still_there=place == 0 or not chance(rng, 0.05),
    )


def _named(rng: np.random.Generator, words: dict[str, Any], *, chinese: bool) -> tuple[str, str]:
    if chinese:
        family, family_latin = pick(rng, words["zh"]["family"])
        given, given_latin = pick(rng, words["zh"]["given"])
        return family + given, f"{given_latin}.{family_latin}"
    family, given = pick(rng, words["en"]["family"]), pick(rng, words["en"]["given"])
    return f"{given} {family}", f"{given}.{family}".lower()
