"""Terms that ended: renewed or lost, and the day on which their end was still to come."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from lib.model import Snapshot
from lib.model.terms import account_losses, begins_on, sold
from lib.model.will import by_choice

AHEAD_DAYS = 90  # a quarter before the end somebody could still act
FOLLOW_UP_DAYS = 30  # a new term that begins within them renews the old one
COLUMNS = ("account_id", "ended_on", "seen_on", "lost")


def past_renewals(snapshot: Snapshot, seen: Sequence[date]) -> pd.DataFrame:
    """Return the terms that have ended, one row for each account and day of ending.

    Columns: `account_id, ended_on, seen_on` (the last of the days `seen` that lies at least 90
    days before the end), `lost`. A term is lost when the customer left between the two days or
    within 30 days, or when no other term follows within 30 days. Terms without such a day,
    too young to tell, or ended by something that nobody chose (bankruptcy, a merger) are
    left out; so are trials.
    """
    contracts = snapshot.table("contracts")
    trial = contracts["is_trial"].fillna(value=False).astype("bool")
    bought = contracts[sold(contracts) & ~trial & contracts["account_id"].notna()]
    bought = bought.assign(begins=begins_on(bought))
    ends = bought[["account_id", "end_date"]].dropna().drop_duplicates()
    told = ends["end_date"] <= pd.Timestamp(snapshot.day) - timedelta(days=FOLLOW_UP_DAYS)
    ends = ends[told].rename(columns={"end_date": "ended_on"})
    ends = ends.assign(seen_on=_seen_on(ends["ended_on"], seen)).dropna(subset=["seen_on"])
    losses = account_losses(snapshot.table("losses"))
    losses = losses.assign(chosen=by_choice(losses))
    rows = ends.assign(lost=_fates(ends, losses, bought)).dropna(subset=["lost"])
    ordered = rows.sort_values(["ended_on", "account_id"], kind="stable").reset_index(drop=True)
    return ordered.assign(lost=ordered["lost"].astype("bool"))[list(COLUMNS)]


def _seen_on(ended: pd.Series, seen: Sequence[date]) -> pd.Series:
    days = pd.DataFrame({"seen_on": pd.to_datetime(sorted(seen)).astype("datetime64[us]")})
    latest = pd.DataFrame({"latest": ended - timedelta(days=AHEAD_DAYS), "row": ended.index})
    latest["latest"] = latest["latest"].astype("datetime64[us]")
    found = pd.merge_asof(latest.sort_values("latest"), days, left_on="latest", right_on="seen_on")
    return found.set_index("row")["seen_on"].reindex(ended.index)


def _fates(ends: pd.DataFrame, losses: pd.DataFrame, bought: pd.DataFrame) -> pd.Series:
    by_account = dict(list(losses.groupby("account_id")))
    terms = dict(list(bought.groupby("account_id")))
    fates = [
        _fate((seen, ended), by_account.get(account), terms[account])
        for account, seen, ended in zip(
            ends["account_id"], ends["seen_on"], ends["ended_on"], strict=True
        )
    ]
    return pd.Series(fates, index=ends.index, dtype="object")


def _fate(
    between: tuple[pd.Timestamp, pd.Timestamp], losses: pd.DataFrame | None, terms: pd.DataFrame
) -> bool | None:
    """Return whether a term was lost; None when it says nothing about warnings."""
    seen, ended = between
    until = ended + timedelta(days=FOLLOW_UP_DAYS)
    if losses is not None:
        left = losses[losses["churn_date"] <= until]
        if (left["churn_date"] <= seen).any() and not (left["churn_date"] > seen).any():
            return None  # had left before the day on which a warning would have come
        fresh = left[left["churn_date"] > seen]
        if len(fresh):
            return True if fresh["chosen"].any() else None
    follows = (terms["begins"] <= until) & ~(terms["end_date"] <= ended)
    return not bool(follows.any())
