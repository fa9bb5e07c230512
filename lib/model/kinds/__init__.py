"""Every kind of row the desk takes in, and every column of each: the data dictionary."""

from types import MappingProxyType

from lib.model.kinds.customers import ACCOUNTS, CONTACTS, CONTRACTS, LOSSES
from lib.model.kinds.dealings import ACTIVITIES, ASSESSMENTS, TICKETS, USAGE

KINDS = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            ACCOUNTS,
            CONTACTS,
            CONTRACTS,
            TICKETS,
            ACTIVITIES,
            USAGE,
            LOSSES,
            ASSESSMENTS,
        )
    }
)

__all__ = [
    "ACCOUNTS",
    "ACTIVITIES",
    "ASSESSMENTS",
    "CONTACTS",
    "CONTRACTS",
    "KINDS",
    "LOSSES",
    "TICKETS",
    "USAGE",
]
