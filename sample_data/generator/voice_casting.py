"""Which accounts say what on purpose: conflicts, breaks, promises, touches; who is never heard."""

from collections.abc import Callable
from datetime import date, timedelta

from sample_data.generator.accounts import Account
from sample_data.generator.casting import CONTACT, REQUESTS
from sample_data.generator.contracts import Term
from sample_data.generator.people import DECIDES, INFLUENCES, USES, Person
from sample_data.generator.streams import LAST, stream

Roster = dict[str, tuple[Account, ...]]
People = dict[str, tuple[Person, ...]]
Terms = dict[str, tuple[Term, ...]]

BREAK_INDUSTRIES = ("Healthcare", "Financial services")
_CALM = {"", "step", "past_dip", "no_tickets"}
_SEEN_BEFORE = date(2025, 2, 1)  # room for demands before payment
_OLD_ENOUGH = date(2026, 3, 1)
_LONG_ENOUGH_DAYS, _NEWCOMER_DAYS = 150, 120
_SEVERAL = 3
_NEVER_HEARD = 34


def cast_voices(accounts: tuple[Account, ...], people: People, terms: Terms) -> Roster:
    """Return the accounts of each plant; none has two parts."""
    order = stream("voices casting").permutation(len(accounts))
    pool = [accounts[place] for place in order if _calm(accounts[place])]
    roster: Roster = {}
    for name, several, fits in _parts(people, terms):
        roster[name] = tuple(account for account in pool if fits(account))[:several]
        if len(roster[name]) < several:
            raise ValueError(f"too few accounts for {name}")
        pool = [account for account in pool if account not in roster[name]]
    silent = [account for account in pool if _since(account) < _OLD_ENOUGH]
    roster["never_heard"] = tuple(silent[:_NEVER_HEARD])
    return roster


def role_holders(persons: tuple[Person, ...], role: str) -> list[Person]:
    """Return the people still there who hold that role only; deciders may use it as well."""
    return [
        person
        for person in persons
        if person.still_there
        and (person.roles == (role,) or (role == DECIDES and DECIDES in person.roles))
    ]


def running_term(terms: tuple[Term, ...]) -> Term | None:
    """Return the main term that runs on the last day and is some months old."""
    limit = LAST - timedelta(days=_LONG_ENOUGH_DAYS)
    found = [t for t in terms if t.kind != "expansion" and t.start <= limit and t.end > LAST]
    return found[0] if found else None


def heard_until(account: Account) -> date:
    """Return the last day on which it says anything: who falls silent on purpose says no more."""
    signs = [account.story.sign(name) for name in (CONTACT, REQUESTS)]
    silent = [sign.first for sign in signs if sign is not None]
    return min([account.story.last, *silent]) - timedelta(days=2)


def _calm(account: Account) -> bool:
    return account.part.kind == "ordinary" and account.part.quirk in _CALM


class _Fitness:
    """Which accounts can play a part, by their people, contracts and age."""

    def __init__(self, people: People, terms: Terms) -> None:
        self._people, self._terms = people, terms

    def breaks(self, account: Account) -> bool:
        """Say whether it bought lately and is of an industry whose demands break."""
        return _newcomer(account) and account.company.industry in BREAK_INDUSTRIES

    def steady(self, account: Account) -> bool:
        """Say whether it bought lately and is of another industry."""
        return _newcomer(account) and account.company.industry not in BREAK_INDUSTRIES

    def both_sides(self, account: Account) -> bool:
        """Say whether a decision maker and an end user are known."""
        return _long_there(account) and self._all_known(account, (DECIDES, USES))

    def without_decider(self, account: Account) -> bool:
        """Say whether an influencer and an end user are known, and nobody decides."""
        persons = self._people[account.account_id]
        nobody = not any(DECIDES in person.roles for person in persons)
        return nobody and _long_there(account) and self._all_known(account, (INFLUENCES, USES))

    def under_contract(self, account: Account) -> bool:
        """Say whether a term runs that is some months old."""
        return _long_there(account) and running_term(self._terms[account.account_id]) is not None

    def met_by_several(self, account: Account) -> bool:
        """Say whether there are several people to meet."""
        there = [person for person in self._people[account.account_id] if person.still_there]
        return _since(account) < _OLD_ENOUGH and len(there) >= _SEVERAL

    def _all_known(self, account: Account, roles: tuple[str, ...]) -> bool:
        persons = self._people[account.account_id]
        return all(role_holders(persons, role) for role in roles)


def _since(account: Account) -> date:
    return account.story.since or LAST


def _long_there(account: Account) -> bool:
    return _since(account) < _SEEN_BEFORE


def _newcomer(account: Account) -> bool:
    return _SEEN_BEFORE <= _since(account) <= LAST - timedelta(days=_NEWCOMER_DAYS)


def _parts(people: People, terms: Terms) -> list[tuple[str, int, Callable[[Account], bool]]]:
    """Return name, number and condition of each part; the scarcest accounts come first."""
    fitness = _Fitness(people, terms)
    return [
        ("breaks", 9, fitness.breaks),
        ("steady", 8, fitness.steady),
        ("conflicts_without_decider", 1, fitness.without_decider),
        ("conflicts", 5, fitness.both_sides),
        ("past_conflicts", 3, fitness.both_sides),
        ("priorities", 3, fitness.both_sides),
        ("same_side", 6, fitness.both_sides),
        ("contract_promises", 8, fitness.under_contract),
        ("overdue", 6, _long_there),
        ("demand_promises", 7, _long_there),
        ("activity_promises", 6, fitness.met_by_several),
        ("duplicates", 8, fitness.met_by_several),
        ("replies", 4, fitness.met_by_several),
        ("notes", 3, fitness.met_by_several),
        ("contradictions", 6, fitness.met_by_several),
    ]
