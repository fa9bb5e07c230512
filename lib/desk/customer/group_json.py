"""The buying group of an account as other programs read it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.model.frames import TAG_SEPARATOR, plain, records

_COVERAGE = ("decision_maker_heard_days", "n_people_heard", "n_roles_heard", "n_departments",
             "people_in_effect")  # fmt: skip


def deals_by_account(rows: pd.DataFrame, currency: str | None) -> dict[str, list[dict[str, Any]]]:
    """Return the open deals and renewals of each account that has any, the soonest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(rows):
        found.setdefault(str(row["account_id"]), []).append(
            {
                "what": row["what"],
                "contract_id": plain(row["contract_id"]),
                "amount": plain(row["amount"]),
                "currency": currency,
                "due_on": plain(row["due_on"]),
                "days_left": plain(row["days_left"]),
                "people": plain(row["n_people"]),
                "people_heard": plain(row["n_heard"]),
                "findings": tags(row["findings"]),
                "reason": plain(row["reason"]) if row["unjudged"] else None,
            }
        )
    return found


def group_json(row: Mapping[str, Any] | pd.Series, deals: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one account's group; `row` is its row of the book."""
    return {
        "roles": {
            "decision_maker": plain(row["n_decision_makers"]),
            "influencer": plain(row["n_influencers"]),
            "end_user": plain(row["n_end_users"]),
        },
        "contacts": plain(row["n_contacts"]),
        "last_heard_on": plain(row["last_heard_on"]),
        "findings": tags(row["group_findings"]),
        "coverage": {name.removeprefix("n_"): plain(row[name]) for name in _COVERAGE},
        "deals": deals,
    }


def tags(text: object) -> list[str]:
    """Return the parts of "a|b"; none of a blank."""
    return [] if not isinstance(text, str) else [t for t in text.split(TAG_SEPARATOR) if t]
