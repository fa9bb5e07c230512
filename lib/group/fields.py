"""What the buying group of each account comes to: who was heard, and what is missing."""

import numpy as np
import pandas as pd

from lib.group.persons import LATELY_DAYS, LOGGED_DAYS, holds, persons
from lib.model import Snapshot
from lib.profile.buying_group import ROLES, buying_group, found
from lib.profile.listing import listed
from lib.signals.once import once_a_snapshot
from lib.signals.people import people

UNHEARD, THREADED = "decision_maker_unheard", "single_threaded"


def group_fields(snapshot: Snapshot, readings: pd.DataFrame) -> pd.DataFrame:
    """Return one row an account, by account id; NaN and "" when no contacts are loaded.

    `decision_maker_heard_days`: days since a known decision maker who is still there was
    heard. `n_people_heard`: people heard within 180 days. `n_roles_heard`: of the three
    roles, those of whom somebody was heard within 90 days. `people_in_effect`: through how
    many people contact runs (the signal's value; NaN where it could not be judged).
    `group_findings`: codes of what is missing, "a|b".
    """
    known = snapshot.loaded("contacts")
    everybody = persons(snapshot)
    there = everybody[everybody["there"]]
    counts = pd.DataFrame(
        {
            "decision_maker_heard_days": _heard_days(there, snapshot.account_ids),
            "n_people_heard": _people(there, snapshot.account_ids),
            "n_roles_heard": _roles(there, snapshot.account_ids),
        }
    )
    threads = of_signal(readings, THREADED, snapshot.account_ids)
    holds_of = standing(snapshot, readings)
    missing = found(_group(snapshot)).assign(
        decision_maker_unheard=holds_of["unheard"], single_threaded=holds_of["threaded"]
    )
    return (counts * (1.0 if known else np.nan)).assign(
        people_in_effect=threads["value"], group_findings=listed(missing)
    )


def standing(snapshot: Snapshot, readings: pd.DataFrame) -> pd.DataFrame:
    """Return what the signals and the roles on file say of each account, by account id.

    `known`: contacts are loaded. `confirmed`: a decision maker is on file. `at_top`: somebody
    is who decides by role or, without any role, by title. `unheard`: the signal says that the
    decision maker was not heard; `judged`: it could say. `threaded`: contact hangs on one
    person; `threads_judged`: that could be said. `reason`: why the first could not.
    """
    ids, who = snapshot.account_ids, people(snapshot)
    group = _group(snapshot)
    heard, threads = (of_signal(readings, key, ids) for key in (UNHEARD, THREADED))
    confirmed = group["n_decision_makers"].gt(0)
    return pd.DataFrame(
        {
            "known": group["known"].to_numpy(dtype=bool),
            "confirmed": confirmed,
            "at_top": who.any_of(who.decider & ~who.left, len(ids)),
            "unheard": confirmed & heard["severity"].ge(1),
            "judged": heard["severity"].ge(0),
            "threaded": threads["severity"].ge(1),
            "threads_judged": threads["severity"].ge(0),
            "reason": heard["reason"],
        },
        index=ids,
    )


@once_a_snapshot
def _group(snapshot: Snapshot) -> pd.DataFrame:
    return buying_group(snapshot)


def of_signal(readings: pd.DataFrame, key: str, ids: pd.Index) -> pd.DataFrame:
    """Return one signal's readings by account id; NaN where there is none."""
    told = readings.reindex(columns=["account_id", "severity", "value", "reason"])
    return told[readings["signal"] == key].set_index("account_id").reindex(ids)


def _heard_days(there: pd.DataFrame, ids: pd.Index) -> pd.Series:
    deciding = there[holds(there, "decision_maker")]
    return deciding.groupby("account_id")["heard_days"].min().reindex(ids)


def _people(there: pd.DataFrame, ids: pd.Index) -> pd.Series:
    heard = there[there["heard_days"] <= LOGGED_DAYS]
    return heard.groupby("account_id").size().reindex(ids, fill_value=0).astype("float64")


def _roles(there: pd.DataFrame, ids: pd.Index) -> pd.Series:
    lately = there[there["heard_days"] <= LATELY_DAYS]
    # Not np.isin: over texts it takes seconds for a book of 20,000 accounts.
    heard = [ids.isin(lately.loc[holds(lately, role), "account_id"]) for role in ROLES.values()]
    return pd.Series(np.sum(heard, axis=0), index=ids).astype("float64")
