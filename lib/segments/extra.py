"""Columns that a rule may ask for and the book works out only then: use, terms, people.

`usage.<feature>` counts uses, `usage_share.<feature>` is its share of all that an account uses;
`contracts.<column>` and `contacts.<column>` are sets, as tags
are: a comparison holds for an account when it holds for any of its running contracts (or its
contacts), and is unknown where none of them says anything.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from lib.model import ANY, KINDS, Coverage, Snapshot, Type
from lib.model.frames import TAG_SEPARATOR, tags_of
from lib.model.periods import DAYS_A_WEEK, last_full_week_end
from lib.model.terms import running
from lib.segments.used import share_of
from lib.signals.active_people import people_windows
from lib.signals.counts import ratio
from lib.signals.cube import cube
from lib.signals.seats import seats_on
from lib.signals.use import weekly_use
from lib.signals.weeks import covered_days

USAGE, USAGE_SHARE = "usage.", "usage_share."
CONTRACTS, CONTACTS = "contracts.", "contacts."
WEEKS = 4  # whole ones, so that weekends weigh the same in each
TICKET_DAYS = 90  # a quarter: most customers write that often if they write at all
# What contracts and contacts say in words that a rule may ask for.
OF_CONTRACTS = ("product", "plan", "type", "billing_period", "auto_renew")
# What the combined risk says: learnt from past churn, so whoever judges a rule brings it.
LEARNT: Mapping[str, str] = MappingProxyType({"risk": "probability", "risk_band": "band"})
OF_CONTACTS = ("department", "title", "stance", "buying_roles")


def extra(snapshot: Snapshot, column: str) -> pd.Series:
    """Return a column of the book, by account id; unknown everywhere if no file carries it."""
    if column in EXTRA:
        return EXTRA[column](snapshot).rename(column)
    prefix, _, name = column.partition(".")
    found = _PREFIXED[f"{prefix}."](snapshot, name)
    return found.rename(column)


def is_extra(column: str) -> bool:
    """Say whether the column is worked out only when a rule asks for it."""
    return (
        column in EXTRA
        or column in LEARNT
        or column.startswith((USAGE, USAGE_SHARE, CONTRACTS, CONTACTS))
    )


def active_users(snapshot: Snapshot) -> pd.Series:
    """Return the different people active in the last 4 whole weeks; NaN where unknown.

    Exports that count people by the day tell only how many there were on the busiest day:
    these are then meant, the least that there may have been.
    """
    people = people_windows(snapshot)
    counted, busiest = people.counted[:, -1], people.busiest[:, -1]
    found = np.where(np.isnan(counted), busiest, counted)
    return pd.Series(found, index=snapshot.account_ids)


def seat_utilization(snapshot: Snapshot) -> pd.Series:
    """Return active people over the seats of running contracts."""
    seats = seats_on(snapshot, people_windows(snapshot).lasts[-1:])[:, 0]
    shares = ratio(active_users(snapshot).to_numpy(), seats)
    return pd.Series(shares, index=snapshot.account_ids)


def uses(snapshot: Snapshot) -> pd.Series:
    """Return uses of anything in the last 4 whole weeks."""
    return _uses_of(snapshot, ANY)


def last_used_on(snapshot: Snapshot) -> pd.Series:
    """Return the last day of any use within sixty weeks; unknown before, or without any row."""
    rows = cube(snapshot).rows(ANY)
    latest = np.full(len(snapshot.account_ids), -1, dtype=np.int64)
    np.maximum.at(latest, rows.place, rows.day)
    days = pd.Series(latest.astype("datetime64[D]"), index=snapshot.account_ids)
    return days.astype("datetime64[us]").mask(latest < 0)


def tickets(snapshot: Snapshot) -> pd.Series:
    """Return tickets of the last 90 days; unknown when the exports do not cover them all."""
    days = pd.date_range(end=pd.Timestamp(snapshot.day), periods=TICKET_DAYS)
    rows = snapshot.table("tickets")
    recent = rows.loc[rows["created_at"] >= days[0], "account_id"].value_counts()
    counts = recent.reindex(snapshot.account_ids, fill_value=0).astype("float64")
    known = _coverage(snapshot, "tickets").mask(days).all()
    return counts if known else counts.mask(counts >= 0)


EXTRA: Mapping[str, Callable[[Snapshot], pd.Series]] = MappingProxyType(
    {
        "active_users": active_users,
        "seat_utilization": seat_utilization,
        "uses": uses,
        "last_used_on": last_used_on,
        "tickets_90": tickets,
    }
)


def _coverage(snapshot: Snapshot, kind: str) -> Coverage:
    return snapshot.coverage.get(kind, Coverage())


def _uses_of(snapshot: Snapshot, event: str) -> pd.Series:
    """Count an event. None is 0 for who uses anything at all, if the export covers the weeks."""
    ids = snapshot.account_ids
    end = last_full_week_end(snapshot.day)
    days = pd.date_range(end=pd.Timestamp(end), periods=WEEKS * DAYS_A_WEEK)
    whole = snapshot.usage.cube
    begin = int(whole["day"].searchsorted(days[0]))
    after = int(whole["day"].searchsorted(days[-1], side="right"))
    rows = whole.iloc[begin:after]
    rows = rows[(rows["event"] == event) & rows["events"].notna()]
    counts = rows.groupby("account_id")["events"].sum().reindex(ids, fill_value=0.0)
    seen = np.bincount(cube(snapshot).rows(ANY).place, minlength=len(ids)) > 0
    known = seen & ~weekly_use(snapshot).monthly & covered_days(snapshot, "usage", days).all()
    return counts.astype("float64").where(known)


def _of_contracts(snapshot: Snapshot, column: str) -> pd.Series:
    rows = snapshot.table("contracts")
    return _sets(rows[running(rows, snapshot.day)], "contracts", column, snapshot.account_ids)


def _of_contacts(snapshot: Snapshot, column: str) -> pd.Series:
    return _sets(snapshot.table("contacts"), "contacts", column, snapshot.account_ids)


_PREFIXED: Mapping[str, Callable[[Snapshot, str], pd.Series]] = MappingProxyType(
    {USAGE: _uses_of, USAGE_SHARE: share_of, CONTRACTS: _of_contracts, CONTACTS: _of_contacts}
)


def _sets(rows: pd.DataFrame, kind: str, column: str, ids: pd.Index) -> pd.Series:
    """Return what the rows of each account say, each value once, as "a|b"; NaN for nothing."""
    texts = pd.DataFrame(
        {"account_id": rows["account_id"], "text": _texts(rows, kind, column)}
    ).dropna()
    texts = texts[texts["text"] != ""].drop_duplicates().sort_values(["account_id", "text"])
    joined = texts.groupby("account_id", sort=False)["text"].agg(TAG_SEPARATOR.join)
    return joined.reindex(ids).astype("str")


def _texts(rows: pd.DataFrame, kind: str, column: str) -> pd.Series:
    """Return a column in words, one row a value; a column that no field fits is the source's."""
    types = {c.name: c.type for c in KINDS[kind].columns}
    found = types.get(column)
    if found is None:
        return rows["custom"].map(lambda text: _own(text, column), na_action="ignore").astype("str")
    if found == Type.FLAG:
        return rows[column].map({True: "yes", False: "no"}, na_action="ignore").astype("str")
    if found == Type.TAGS:
        return tags_of(rows[column]).explode().astype("str")
    return rows[column].astype("str").str.replace(TAG_SEPARATOR, "/", regex=False)


def _own(text: str, column: str) -> str | None:
    value = json.loads(text).get(column) if text else None
    return None if value is None else str(value).replace(TAG_SEPARATOR, "/")


def own_columns(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the columns of contracts and contacts that fit no field, as a rule names them."""
    names = []
    for prefix, kind in ((CONTRACTS, "contracts"), (CONTACTS, "contacts")):
        texts = snapshot.table(kind)["custom"].dropna()
        rows = json.loads(f"[{','.join(texts[texts != ''].unique())}]")
        names += sorted({f"{prefix}{name}" for row in rows for name in row})
    return tuple(names)


def features(snapshot: Snapshot) -> tuple[str, ...]:
    """Return every kind of use in the exports, as a rule names it."""
    names = sorted(snapshot.usage.events() - {ANY})
    return tuple(f"{prefix}{name}" for prefix in (USAGE, USAGE_SHARE) for name in names)
