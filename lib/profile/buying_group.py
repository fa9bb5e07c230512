"""The people at a customer: who is known, in which role, and when we last heard them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.model.frames import TAG_SEPARATOR

ROLES: Mapping[str, str] = {
    "n_decision_makers": "decision_maker",
    "n_influencers": "influencer",
    "n_end_users": "end_user",
}
SILENT_DAYS = 90  # a quarter without a word
_TOGETHER = ("meeting", "visit", "training", "qbr")
_FAILED = ("no_answer", "cancelled")

FINDINGS: Mapping[str, Message] = {
    "no_contact": msg("No contact person is known."),
    "single_contact": msg("Only one contact person is known."),
    "no_decision_maker": msg("No decision maker is known."),
    "no_end_user": msg("No end user is known."),
    "one_department": msg("All known people are of one department."),
    "never_heard": msg("No two-way contact is on file."),
    "silent": msg("No two-way contact for more than 90 days."),
}


def buying_group(snapshot: Snapshot) -> pd.DataFrame:
    """Return who is known at every account, by account id.

    `n_contacts, n_decision_makers, n_influencers, n_end_users, n_departments` count people
    still there and are NaN when no contacts are loaded (`known` False); one person may have
    several roles. `last_heard_on` is the day of the last two-way contact and `heard_days`
    the days since; NaN when there is none.
    """
    ids = snapshot.account_ids
    people = snapshot.table("contacts")
    account = ids.get_indexer(pd.Index(people["account_id"]))
    there = people["active"].fillna(value=True).to_numpy(dtype=bool) & (account >= 0)
    counts = {"n_contacts": _counted(account[there], len(ids))}
    for column, role in ROLES.items():
        holders = there & _has_role(people["buying_roles"], role)
        counts[column] = _counted(account[holders], len(ids))
    department, names = pd.factorize(people["department"])
    pairs = np.unique((account * (len(names) + 1) + department)[there & (department >= 0)])
    counts["n_departments"] = _counted(pairs // (len(names) + 1), len(ids))
    # Without any contacts loaded it is unknown who is there, not nobody.
    known = snapshot.loaded("contacts")
    group = pd.DataFrame(counts, index=ids) * (1.0 if known else np.nan)
    heard = last_heard(snapshot)
    since = (pd.Timestamp(snapshot.day) - heard).dt.days.astype("float64")
    return group.assign(last_heard_on=heard, heard_days=since, known=known)


def last_heard(snapshot: Snapshot) -> pd.Series:
    """Return the day of the last two-way contact of every account; NaT when there is none.

    From the activities, and from the contacts' own last day on which we spoke.
    """
    ids = snapshot.account_ids
    touches, people = snapshot.table("activities"), snapshot.table("contacts")
    met = touches["occurred_at"].where(two_way(touches)).dt.normalize()
    latest = np.full(len(ids), np.datetime64("NaT", "us"))
    for rows, days in ((touches, met), (people, people["last_contacted_on"])):
        known = days[days <= pd.Timestamp(snapshot.day)]
        account = ids.get_indexer(pd.Index(rows.loc[known.index, "account_id"]))
        np.fmax.at(latest, account[account >= 0], known.to_numpy()[account >= 0])
    return pd.Series(latest, index=ids, name="last_heard_on")


def _counted(accounts: npt.NDArray[np.intp], n_accounts: int) -> npt.NDArray[np.intp]:
    return np.bincount(accounts, minlength=n_accounts)


def _has_role(roles: pd.Series, role: str) -> npt.NDArray[np.bool_]:
    codes, texts = pd.factorize(roles)
    holds = [role in text.split(TAG_SEPARATOR) for text in texts]
    return np.array([*holds, False])[codes]


def two_way(activities: pd.DataFrame) -> pd.Series:
    """Say of each activity whether the customer took part in it.

    They began it or answered, or were present: a meeting counts unless it is said to have
    failed, a call of ours only when it was held, and a mail of ours never.
    """
    theirs = activities["direction"].eq("theirs")
    together = activities["type"].isin(_TOGETHER)
    held = activities["outcome"].eq("held") & ~activities["type"].isin(["mail", "message"])
    failed = activities["outcome"].isin(_FAILED) | activities["type"].eq("internal_note")
    return (theirs | together | held) & ~failed


def findings(row: Mapping[str, Any] | pd.Series) -> tuple[str, ...]:
    """Return the codes (see `FINDINGS`) of what is missing in one account's buying group."""
    flags = found(pd.DataFrame([dict(row)]))
    return tuple(str(code) for code in flags.columns[flags.to_numpy()[0]])


def found(group: pd.DataFrame) -> pd.DataFrame:
    """Say for each row of `buying_group` and each code of `FINDINGS` whether it holds.

    Nothing is said of people when no contacts are loaded.
    """
    known, n = group["known"].astype("bool"), group["n_contacts"]
    some = known & (n > 0)
    holds = {
        "no_contact": known & (n == 0),
        "single_contact": some & (n == 1),
        "no_decision_maker": some & (group["n_decision_makers"] == 0),
        "no_end_user": some & (group["n_end_users"] == 0),
        "one_department": some & (n > 1) & (group["n_departments"] == 1),
        "never_heard": group["last_heard_on"].isna(),
        "silent": group["heard_days"] > SILENT_DAYS,
    }
    return pd.DataFrame(holds, index=group.index)
