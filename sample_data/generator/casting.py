"""Which part each account plays: who leaves, with which signs before, and who is odd.

Nothing is left to chance here: the numbers are a plan, only their order is shuffled.
"""

from dataclasses import dataclass

from sample_data.generator.streams import stream

N_ACCOUNTS = 204

LOGINS = "login_decline"
EXPORT = "bulk_export"
API = "api_burst"
REQUESTS = "requests_stop"
CONTACT = "contact_stops"
SIGNS = (LOGINS, EXPORT, API, REQUESTS, CONTACT)

# 36 churned accounts: 22 with one to three signs before, 14 without any.
_CHURNED: tuple[tuple[tuple[str, ...], int], ...] = (
    ((LOGINS,), 5),
    ((LOGINS, REQUESTS), 4),
    ((LOGINS, CONTACT), 3),
    ((LOGINS, EXPORT), 2),
    ((LOGINS, REQUESTS, CONTACT), 1),
    ((EXPORT,), 2),
    ((EXPORT, API), 2),
    ((API,), 1),
    ((CONTACT,), 2),
    ((), 14),
)

# 18 accounts that are still customers on the last day and show signs at that time.
_AT_RISK: tuple[tuple[tuple[str, ...], int], ...] = (
    ((LOGINS,), 1),
    ((LOGINS, REQUESTS), 4),
    ((LOGINS, CONTACT), 1),
    ((LOGINS, REQUESTS, CONTACT), 1),
    ((EXPORT,), 4),
    ((EXPORT, API), 1),
    ((API,), 3),
    ((CONTACT,), 3),
)

_QUIRKS = {
    "no_usage": 8,  # runs on premises, sends nothing: unknown, not zero
    "no_tickets": 14,  # never asked anything
    "past_dip": 24,  # use fell for some weeks and came back
    "dip_now": 3,  # the same, and the weeks are not over on the last day
    "quiet_now": 2,  # stopped asking while use is stable
    "step": 16,  # a lasting change of level that meant nothing
    "arr_only": 2,  # no contract on file, the CRM states the ARR
    "arr_unknown": 2,  # neither contract nor ARR on file
}
_OTHERS = {"new": 7, "prospect": 6, "trial": 2, "invalid": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """The part of one account; `kind` is churned, at_risk, ordinary or one of `_OTHERS`."""

    kind: str
    signs: tuple[str, ...] = ()
    quirk: str = ""


def cast() -> tuple[Part, ...]:
    """Return the part of every account, in the order of their numbers."""
    parts = [Part("churned", signs) for signs, times in _CHURNED for _ in range(times)]
    parts += [Part("at_risk", signs) for signs, times in _AT_RISK for _ in range(times)]
    parts += [Part(kind) for kind, times in _OTHERS.items() for _ in range(times)]
    parts += [
        Part("ordinary", quirk=quirk) for quirk, times in _QUIRKS.items() for _ in range(times)
    ]
    parts += [Part("ordinary")] * (N_ACCOUNTS - len(parts))
    order = stream("casting").permutation(N_ACCOUNTS)
    return tuple(parts[place] for place in order)
