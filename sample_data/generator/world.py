"""Everything that was made up, drawn once, for the tables to be written from."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from sample_data.generator.accounts import Account, accounts
from sample_data.generator.activities import IN_VAIN, Activity, activities
from sample_data.generator.contract_promises import Promise, contract_promises
from sample_data.generator.contracts import Term, terms
from sample_data.generator.demands import demands
from sample_data.generator.interviews import Talk, interviews
from sample_data.generator.people import Person, people
from sample_data.generator.tickets import Ticket, tickets
from sample_data.generator.touches import Touch, touches
from sample_data.generator.usage import usage_rows
from sample_data.generator.voice_casting import Roster, cast_voices
from sample_data.generator.walkthroughs import Step, walkthroughs
from sample_data.generator.wishes import Demand


@dataclass(frozen=True)
class World:
    """The accounts with their people and contracts, and what happened with them."""

    accounts: tuple[Account, ...]
    people: dict[str, tuple[Person, ...]]
    terms: dict[str, tuple[Term, ...]]

    @cached_property
    def contract_ids(self) -> dict[tuple[str, int], str]:
        """The id of each account's n-th contract, numbered in order of signature."""
        signed = sorted(
            (term.signed_on, account_id, place)
            for account_id, all_terms in self.terms.items()
            for place, term in enumerate(all_terms)
        )
        return {
            (account_id, place): f"S{number:05d}"
            for number, (_, account_id, place) in enumerate(signed, start=1)
        }

    @cached_property
    def tickets(self) -> list[Ticket]:
        """All tickets, oldest first."""
        every = [t for account in self.accounts for t in tickets(account, self.people_of(account))]
        return sorted(every, key=lambda ticket: (ticket.created_at, ticket.account.number))

    @cached_property
    def activities(self) -> list[Activity]:
        """All activities, oldest first."""
        every = [
            a for account in self.accounts for a in activities(account, self.people_of(account))
        ]
        return sorted(every, key=lambda activity: (activity.at, activity.account.number))

    @cached_property
    def heard(self) -> dict[str, pd.Timestamp]:
        """When each person took part for the last time."""
        return {
            activity.person.contact_id: activity.at
            for activity in self.activities
            if activity.person and activity.outcome != IN_VAIN
        }

    @cached_property
    def roster(self) -> Roster:
        """Which accounts say what on purpose."""
        return cast_voices(self.accounts, self.people, self.terms)

    @cached_property
    def demands(self) -> list[Demand]:
        """All demands, oldest first."""
        return demands(self.accounts, self.people, self.terms, self.roster)

    @cached_property
    def interviews(self) -> list[Talk]:
        """All questions of all interviews, oldest first."""
        return interviews(self.accounts, self.people, self.roster)

    @cached_property
    def walkthroughs(self) -> list[Step]:
        """All steps of all walk-throughs, oldest first."""
        return walkthroughs(self.accounts)

    @cached_property
    def touches(self) -> list[Touch]:
        """All activities planted on purpose, oldest first."""
        return touches(self.accounts, self.people, self.roster, self.heard)

    @cached_property
    def touch_ids(self) -> list[tuple[str, Touch]]:
        """The planted activities with their ids, which follow those of the ordinary ones."""
        first = len(self.activities) + 1
        return [(activity_id(first + n), touch) for n, touch in enumerate(self.touches)]

    @cached_property
    def promises(self) -> list[Promise]:
        """All promises in contracts."""
        return contract_promises(self.roster, self.terms)

    def used_features(self, account: Account) -> set[str]:
        """Return the events that the usage of an account holds."""
        return set(usage_rows(account, self.terms_of(account))["event"])

    def people_of(self, account: Account) -> tuple[Person, ...]:
        """Return the contacts of an account."""
        return self.people[account.account_id]

    def terms_of(self, account: Account) -> tuple[Term, ...]:
        """Return the contracts of an account, oldest first."""
        return self.terms[account.account_id]


def activity_id(number: int) -> str:
    """Return the id of the n-th activity, from 1."""
    return f"V{number:06d}"


def world() -> World:
    """Return the whole synthetic customer base."""
    every = accounts()
    return World(
        accounts=every,
        people={account.account_id: people(account) for account in every},
        terms={account.account_id: terms(account) for account in every},
    )
