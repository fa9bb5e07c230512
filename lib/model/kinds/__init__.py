"""Every kind of row the desk takes in, and every column of each: the data dictionary."""

from types import MappingProxyType

from lib.model.kinds import customers, dealings, demands, voices
from lib.model.kinds.names import with_more_names

ACCOUNTS = with_more_names(customers.ACCOUNTS)
CONTACTS = with_more_names(customers.CONTACTS)
CONTRACTS = with_more_names(customers.CONTRACTS)
DEMANDS = with_more_names(demands.DEMANDS)
INTERVIEWS = with_more_names(voices.INTERVIEWS)
LOSSES = with_more_names(customers.LOSSES)
ACTIVITIES = with_more_names(dealings.ACTIVITIES)
ASSESSMENTS = with_more_names(dealings.ASSESSMENTS)
TICKETS = with_more_names(dealings.TICKETS)
USAGE = with_more_names(dealings.USAGE)
WALKTHROUGHS = with_more_names(voices.WALKTHROUGHS)

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
            DEMANDS,
            INTERVIEWS,
            WALKTHROUGHS,
        )
    }
)

__all__ = [
    "ACCOUNTS",
    "ACTIVITIES",
    "ASSESSMENTS",
    "CONTACTS",
    "CONTRACTS",
    "DEMANDS",
    "INTERVIEWS",
    "KINDS",
    "LOSSES",
    "TICKETS",
    "USAGE",
    "WALKTHROUGHS",
]
