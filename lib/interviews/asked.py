"""Whom to ask at each picked account, in which role, and in which way."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lib.interviews.candidates import HEARD
from lib.interviews.strata import DIMENSIONS, in_a_row, value_name
from lib.locale import Message, Text, msg
from lib.model.frames import records, tags_of

ROLES: Mapping[str, Message] = {
    "decision_maker": msg("decision maker"),
    "influencer": msg("influencer"),
    "end_user": msg("end user"),
}
WAYS: Mapping[str, Message] = {
    "call": msg("Call"),
    "visit": msg("Visit"),
    "video": msg("Video call"),
}
WAY_RULE = msg(
    "End users by video, since they can show how they work; decision makers and influencers of"
    " the largest ARR band and of strategic partners by visit; all others by call."
)
ROLE_RULE = msg(
    "Roles in turn, so that all three are heard; of a role the person who was never heard, or"
    " longest ago, and who was not interviewed lately."
)
_HEARD_RANK = {"never": 0, "unknown": 1, "longer": 2, "lately": 3}


def reachable(persons: pd.DataFrame, asked_lately: frozenset[str]) -> pd.DataFrame:
    """Return everybody who may be asked, once a role, the one to ask first coming first.

    `asked_lately`: contact ids of people who were interviewed lately. A person without a role
    on file stands under "".
    """
    there = persons[persons["there"] & ~persons["contact_id"].isin(asked_lately)]
    rows = there.assign(
        role=tags_of(there["buying_roles"]),
        rank=there["heard"].map(_HEARD_RANK),
        ago=-there["heard_days"].fillna(0.0),
    ).explode("role")
    rows["role"] = rows["role"].fillna("").astype("str")
    ordered = rows.sort_values(["account_id", "role", "rank", "ago", "row_key"], kind="stable")
    return ordered.drop(columns=["rank", "ago"])


def proposed(
    picks: pd.DataFrame, people: pd.DataFrame, n_bands: int, so_far: Sequence[str] = ()
) -> pd.DataFrame:
    """Return `role, person_key, way` for each pick, by account id, in the order of the picks.

    `people`: as `reachable` gives them; `so_far`: roles that are taken already. The role
    that was asked for least so far comes next, where somebody of it is on file.
    """
    counts = {role: sum(one == role for one in so_far) for role in ROLES}
    known = _first_of_each(people[people["account_id"].isin(picks.index)])
    found: list[dict[str, object]] = []
    for account, pick in zip(picks.index, records(picks), strict=True):
        there = known.get(str(account), {})
        named = [role for role in ROLES if role in there] or list(ROLES)
        role = min(named, key=lambda one: counts[one])
        counts[role] += 1
        person = there.get(role) or there.get("")
        found.append({"role": role, "person_key": person, "way": way(role, pick, n_bands)})
    return pd.DataFrame(found, index=picks.index, columns=["role", "person_key", "way"])


def _first_of_each(people: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return by account and role the key of the person to ask first."""
    first = people.drop_duplicates(["account_id", "role"])
    found: dict[str, dict[str, str]] = {}
    for account, role, key in zip(
        first["account_id"], first["role"], first["row_key"], strict=True
    ):
        found.setdefault(str(account), {})[str(role)] = str(key)
    return found


def way(role: str, pick: Mapping[str, Any], n_bands: int) -> str:
    """Return the way to talk that is proposed for somebody of a role at a picked account."""
    if role == "end_user":
        return "video"
    large = n_bands > 1 and pick["arr_band"] == str(n_bands)
    return "visit" if large or pick["journey_stage"] == "partner" else "call"


def reason(pick: Mapping[str, Any], n_bands: int) -> Text:
    """Say why an account was picked: `never heard; medium maturity; ARR band 2 of 4; …`."""
    values = [value_name(name, str(pick[name]), n_bands) for name in DIMENSIONS]
    return in_a_row([HEARD[str(pick["heard"])], *values])


def replaced_reason(pick: Mapping[str, Any], n_bands: int, instead_of: str) -> Text:
    """Say why an account stepped in for another."""
    return msg("instead of {account}; {reason}", account=instead_of, reason=reason(pick, n_bands))
