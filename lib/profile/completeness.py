"""Completeness of the customer file: the weighted share of its template that is filled."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.profile.customer_file import customer_file
from lib.profile.listing import listed


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the template; `weight` is what it is worth to those who use the file."""

    title: Message
    weight: int


# What everybody along the chain needs weighs 3 (who pays what until when, who decides),
# what sorts the customer into segments 2, what is good to know 1.
TEMPLATE: Mapping[str, Entry] = {
    "account_name": Entry(msg("company name"), 2),
    "domain": Entry(msg("web or mail domain"), 1),
    "industry": Entry(msg("industry"), 2),
    "region": Entry(msg("region or country"), 1),
    "employees": Entry(msg("number of employees"), 1),
    "owner": Entry(msg("our owner"), 3),
    "customer_since": Entry(msg("customer since"), 1),
    "plan": Entry(msg("plan"), 1),
    "seats": Entry(msg("seats"), 1),
    "arr": Entry(msg("ARR"), 3),
    "renewal_on": Entry(msg("end of term"), 3),
    "tags": Entry(msg("tags"), 2),
    "journey_stage": Entry(msg("journey stage"), 2),
    "maturity_level": Entry(msg("maturity"), 2),
    "bant_level": Entry(msg("motivation"), 2),
    "contact": Entry(msg("a contact person"), 3),
    "decision_maker": Entry(msg("a decision maker"), 3),
    "end_user": Entry(msg("an end user"), 1),
    "last_heard_on": Entry(msg("last two-way contact"), 2),
}
_PEOPLE = {
    "contact": "n_contacts",
    "decision_maker": "n_decision_makers",
    "end_user": "n_end_users",
}


def completeness(snapshot: Snapshot) -> pd.DataFrame:
    """Return for every account, by id, `completeness` 0-1 and `missing` ("a|b", see `TEMPLATE`).

    `missing` has the weightiest first. A field that no export carries is as missing as one
    left blank.
    """
    fields = filled(customer_file(snapshot))
    weights = pd.Series({name: entry.weight for name, entry in TEMPLATE.items()})
    weightiest = weights.sort_values(ascending=False, kind="stable").index
    missing = ~fields[list(weightiest)]
    return pd.DataFrame({"completeness": share_filled(fields), "missing": listed(missing)})


def share_filled(fields: pd.DataFrame) -> pd.Series:
    """Return the weighted share of the template that is filled, from what `filled` says."""
    weights = np.array([entry.weight for entry in TEMPLATE.values()], dtype=np.float64)
    return pd.Series(
        fields.to_numpy(dtype=np.float64) @ weights / weights.sum(), index=fields.index
    )


def filled(files: pd.DataFrame) -> pd.DataFrame:
    """Return for every account and field of the template whether it is filled."""
    columns = {}
    for name in TEMPLATE:
        if name in _PEOPLE:
            columns[name] = files[_PEOPLE[name]] > 0
        else:
            columns[name] = files[name].notna() & files[name].ne("")
    columns["region"] |= files["country"].notna()
    return pd.DataFrame(columns, index=files.index)
