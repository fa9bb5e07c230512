"""Everything that was made up, drawn once, for the tables to be written from."""

from dataclasses import dataclass
from functools import cached_property

from sample_data.generator.accounts import Account, accounts
from sample_data.generator.activities import Activity, activities
from sample_data.generator.contracts import Term, terms
from sample_data.generator.people import Person, people
from sample_data.generator.tickets import Ticket, tickets


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

    def people_of(self, account: Account) -> tuple[Person, ...]:
        """Return the contacts of an account."""
        return self.people[account.account_id]

    def terms_of(self, account: Account) -> tuple[Term, ...]:
        """Return the contracts of an account, oldest first."""
        return self.terms[account.account_id]


def world() -> World:
    """Return the whole synthetic customer base."""
    every = accounts()
    return World(
        accounts=every,
        people={account.account_id: people(account) for account in every},
        terms={account.account_id: terms(account) for account in every},
    )
