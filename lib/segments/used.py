"""What accounts use: counts of each feature over half a year, and its share of all they use."""

from datetime import timedelta

import pandas as pd

from lib.model import ANY, Snapshot

WEEKS = 26
LEAST_EVENTS = 30  # of an account: below, its shares say little
_NO_FEATURES = frozenset({ANY, "login", "api_call", "data_export"})


def used(snapshot: Snapshot) -> pd.DataFrame:
    """Return account × feature of counts over the last 26 weeks, of accounts with enough use."""
    cube = snapshot.usage.cube
    first = pd.Timestamp(snapshot.day) - timedelta(weeks=WEEKS)
    rows = cube[(cube["day"] > first) & ~cube["event"].isin(_NO_FEATURES)]
    sums = rows.astype({"account_id": "str", "event": "str"}).pivot_table(
        index="account_id", columns="event", values="events", aggfunc="sum"
    )
    table = sums.fillna(0.0).sort_index()
    return table[table.sum(axis="columns") >= LEAST_EVENTS]


def share_of(snapshot: Snapshot, feature: str) -> pd.Series:
    """Return which share of an account's use falls to a feature; unknown with too little use."""
    counts = used(snapshot)
    column = counts.get(feature)
    if column is None:
        return pd.Series(float("nan"), index=snapshot.account_ids)
    return (column / counts.sum(axis="columns")).reindex(snapshot.account_ids)
