"""Who was not heard: customers without a demand, ticket, two-way contact or interview.

A contact's own last day on which we spoke counts as a contact, as everywhere. Silence is only
known where the exports speak of the days: of a customer without a word it is unknown whether it
was silent when tickets or contacts were not exported for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.model import Coverage, Snapshot
from lib.profile.buying_group import last_heard, two_way

DAYS = 180
_COVERED = 0.9
STATES: Mapping[str, Message] = {
    "heard": msg("heard"),
    "not_heard": msg("not heard"),
    "unknown": msg("unknown"),
}
KINDS: Mapping[str, Message] = {
    "demands": msg("demands"),
    "tickets": msg("tickets"),
    "activities": msg("two-way contacts"),
    "interviews": msg("interviews"),
}
_MUST_COVER = ("tickets", "activities")  # logs; demands and interviews are written down one by one


@dataclass(frozen=True)
class Unheard:
    """What was heard of accounts.

    `accounts`: one row an account: `account_id, state` (of `STATES`), `n_<kind>` within the
    days, and `last_on`, the last word ever.
    `uncovered`: kinds whose exports do not cover the days, so that silence is unknown.
    `absent`: kinds of which nothing was ever loaded.
    """

    accounts: pd.DataFrame
    first: date
    last: date
    uncovered: tuple[str, ...]
    absent: tuple[str, ...]


def unheard(snapshot: Snapshot, members: pd.Index, days: int = DAYS) -> Unheard:
    """Return of each member whether anything was heard of it in the last `days`."""
    last = pd.Timestamp(snapshot.day)
    first = last - pd.Timedelta(days=days - 1)
    table = pd.DataFrame(index=pd.Index(members, name="account_id"))
    latest = pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]")
    for kind in KINDS:
        rows = _words(snapshot, kind)
        inside = rows[(rows["on"] >= first) & (rows["on"] < last + pd.Timedelta(days=1))]
        counts = inside.groupby("account_id").size()
        table[f"n_{kind}"] = counts.reindex(table.index).fillna(0).astype("int64")
        known = rows[rows["on"] < last + pd.Timedelta(days=1)]
        newest = known.groupby("account_id")["on"].max().reindex(table.index)
        latest = _later(latest, newest.dt.normalize().astype(latest.dtype))
    latest = _later(latest, last_heard(snapshot).reindex(table.index).astype(latest.dtype))
    uncovered = tuple(kind for kind in _MUST_COVER if not _covers(snapshot, kind, days))
    heard = (table.sum(axis="columns") > 0) | (latest >= first)
    silent = "unknown" if uncovered else "not_heard"
    table["state"] = pd.Series(np.where(heard, "heard", silent), index=table.index, dtype="str")
    table["last_on"] = latest
    absent = tuple(kind for kind in KINDS if not snapshot.loaded(kind))
    return Unheard(table.reset_index(), first.date(), snapshot.day, uncovered, absent)


def _later(one: pd.Series, other: pd.Series) -> pd.Series:
    return one.where(one.notna() & ~(other > one), other)


def _words(snapshot: Snapshot, kind: str) -> pd.DataFrame:
    """Return the account and day of what customers said of one kind."""
    rows = snapshot.table(kind)
    if kind == "activities":
        rows = rows[two_way(rows)]
    column = {"demands": "raised_on", "tickets": "created_at", "activities": "occurred_at",
              "interviews": "held_on"}[kind]  # fmt: skip
    return rows[["account_id"]].assign(on=rows[column])


def _covers(snapshot: Snapshot, kind: str, days: int) -> bool:
    span = pd.date_range(end=pd.Timestamp(snapshot.day), periods=days, freq="D")
    covered = snapshot.coverage.get(kind, Coverage()).mask(span)
    return bool(covered.mean() >= _COVERED)
