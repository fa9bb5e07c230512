"""Everybody known at the accounts, one row a person: roles, department, stance, last heard."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.group.names import person_names
from lib.locale import Message, msg
from lib.model import Snapshot
from lib.profile.buying_group import two_way
from lib.signals.contact_log import NEVER, contact_log
from lib.signals.once import once_a_snapshot
from lib.signals.people import last_with, people

LATELY_DAYS = 90
LOGGED_DAYS = 180
PHASES: Mapping[str, Message] = {
    "influence_buying": msg("Buying"),
    "influence_using": msg("Using"),
    "influence_feedback": msg("Feedback"),
}
MOST_INFLUENCE = 3
HEARD: Mapping[str, Message] = {
    "lately": msg("heard within 90 days"),
    "longer": msg("heard longer ago"),
    "never": msg("never heard"),
    "unknown": msg("unknown, no contact log is loaded"),
}
_KEPT = (
    "row_key", "account_id", "contact_id", "title", "department", "buying_roles", "stance",
    *PHASES, "batch_id", "source_row",
)  # fmt: skip


@once_a_snapshot
def persons(snapshot: Snapshot) -> pd.DataFrame:
    """Return everybody on file at a known account, in the order of the file.

    `name`; `there` is False once they have left; `decides` by role, or by title where no role
    is on file (as the signals judge it); `heard_on` is the last day of two-way contact with
    this very person and `heard_days` the days since; `heard` one of `HEARD`. An influence
    outside 0 to 3 is unknown.
    """
    known = people(snapshot)
    rows = snapshot.table("contacts").iloc[known.row]
    log = contact_log(snapshot)
    spoke = two_way(snapshot.table("activities")).to_numpy(dtype=bool)[log.row]
    last = last_with(snapshot, spoke & log.contact)
    moments = np.where(last == NEVER, np.datetime64("NaT"), last.astype("datetime64[us]"))
    heard_on = pd.Series(pd.DatetimeIndex(moments).normalize(), index=rows.index)
    days = (pd.Timestamp(snapshot.day) - heard_on).dt.days.astype("float64")
    within = rows[list(PHASES)]
    return (
        rows[list(_KEPT)]
        .assign(
            **within.where((within >= 0) & (within <= MOST_INFLUENCE)),
            name=person_names(rows),
            there=~known.left,
            decides=known.decider,
            heard_on=heard_on,
            heard_days=days,
            heard=_heard(days, logged=snapshot.loaded("activities")),
        )
        .reset_index(drop=True)
    )


def _heard(days: pd.Series, *, logged: bool) -> pd.Series:
    never = "never" if logged else "unknown"
    texts = np.select([days <= LATELY_DAYS, days > LATELY_DAYS], ["lately", "longer"], never)
    return pd.Series(texts, index=days.index, dtype="str")


def holds(persons_: pd.DataFrame, role: str) -> pd.Series:
    """Say of each person whether a role is on file for them."""
    padded = "|" + persons_["buying_roles"].fillna("") + "|"
    return padded.str.contains(f"|{role}|", regex=False)
