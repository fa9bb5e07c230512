"""Terms: the first contract, renewals, expansions within a term, contractions."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from sample_data.generator.accounts import Account, plan_for
from sample_data.generator.streams import (
    DAYS,
    LAST,
    chance,
    day_between,
    months_later,
    pick,
    place,
    stream,
    weighted,
)

_WITHOUT_CONTRACT = {"arr_only", "arr_unknown"}
_ROOM_FOR_EXPANSION_DAYS = 200


@dataclass(frozen=True, slots=True)
class Term:
    """One contract: its seats cost `arr` a year from `start` to `end`, both included."""

    kind: str
    seats: int
    arr: int
    start: date
    end: date
    signed_on: date
    months: int
    discount: float = 0.0


def terms(account: Account) -> tuple[Term, ...]:
    """Return the contracts of one account, oldest first; none for those who never bought."""
    if not account.bought or account.part.quirk in _WITHOUT_CONTRACT:
        return ()
    rng = stream("contracts", account.number)
    done: list[Term] = []
    term = _first(account, rng)
    while True:
        term = _cut(term, account.story.left_on)
        done.append(term)
        extra = _expansion(account, term, rng)
        done += [extra] if extra else []
        start = term.end + timedelta(days=1)
        if start > min(account.story.last, LAST):
            return tuple(done)
        seats = term.seats + (extra.seats if extra else 0)
        term = _renewal(account, replace(term, seats=seats), start, rng)


def arr_on(contracts: tuple[Term, ...], day: date) -> int:
    """Return what the terms that run on `day` bring a year."""
    return sum(term.arr for term in contracts if term.start <= day <= term.end)


def seats_by_day(account: Account, contracts: tuple[Term, ...]) -> np.ndarray:
    """Return the seats paid for on each day of `DAYS`; the first size where there is none."""
    seats = np.zeros(len(DAYS))
    for term in contracts:
        seats[max(0, place(term.start)) : max(0, place(term.end) + 1)] += term.seats
    return np.where(seats > 0, seats, account.seats)


def _first(account: Account, rng: np.random.Generator) -> Term:
    since = account.story.since
    if since is None:
        raise ValueError(f"{account.account_id} never became a customer")
    seats = max(3, round(account.seats * rng.uniform(0.7, 1.0)))
    return _term(account, "new", seats, since, rng)


def _term(account: Account, kind: str, seats: int, start: date, rng: np.random.Generator) -> Term:
    months = account.story.term_months
    discount = pick(rng, (0.0, 0.0, 0.0, 0.05, 0.1))
    return Term(
        kind=kind,
        seats=seats,
        arr=int(round(seats * account.seat_price * (1 - discount), -2)),
        start=start,
        end=months_later(start, months) - timedelta(days=1),
        signed_on=start - timedelta(days=int(rng.integers(0, 25))),
        months=months,
        discount=discount,
    )


def _cut(term: Term, left_on: date | None) -> Term:
    """Return the term with its end on the day the customer left, if that came before."""
    return replace(term, end=left_on) if left_on and left_on < term.end else term


def _renewal(account: Account, before: Term, start: date, rng: np.random.Generator) -> Term:
    outcome = weighted(
        rng,
        {
            "renewal": 0.72,
            "expansion": 0.05 + 0.25 * account.maturity,
            "contraction": 0.13 - 0.08 * account.maturity,
        },
    )
    factor = {"renewal": 1.0, "expansion": 1.3, "contraction": 0.72}[outcome]
    term = _term(account, "renewal", max(3, round(before.seats * factor)), start, rng)
    if outcome == "contraction":
        term = replace(term, kind="contraction")
    return term


def _expansion(account: Account, term: Term, rng: np.random.Generator) -> Term | None:
    """Return seats bought within the term and ending with it, or None."""
    last = min(term.end - timedelta(days=90), LAST - timedelta(days=3))
    grows = chance(rng, 0.06 + 0.3 * account.maturity) and account.part.kind == "ordinary"
    if not grows or (last - term.start).days < _ROOM_FOR_EXPANSION_DAYS:
        return None
    start = day_between(rng, term.start + timedelta(days=60), last)
    extra = _term(account, "expansion", max(2, round(term.seats * 0.25)), start, rng)
    signed_on = max(term.start, extra.signed_on)
    return replace(extra, end=term.end, signed_on=signed_on)


def plan_of(term: Term) -> str:
    """Return the plan that goes with the seats of a term."""
    return plan_for(term.seats)
