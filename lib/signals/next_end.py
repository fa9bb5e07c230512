"""The next end of a running term, worked out once a snapshot."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.metrics.renewals import terms_ending
from lib.model import Snapshot
from lib.signals.counts import Bools, Ints
from lib.signals.holidays import Days
from lib.signals.once import once_a_snapshot

FAR = 10_000


@dataclass(frozen=True, eq=False, slots=True)
class NextEnd:
    """One entry an account; `ends_on` NaT and `days` large where no end is known."""

    days: Ints
    ends_on: Days
    auto: Bools


@once_a_snapshot
def next_end(snapshot: Snapshot) -> NextEnd:
    """Return for every account the first of its running terms to end."""
    first = terms_ending(snapshot).drop_duplicates("account_id")
    at = snapshot.account_ids.get_indexer(pd.Index(first["account_id"]))
    first, at = first[at >= 0], at[at >= 0]
    n = len(snapshot.account_ids)
    days, ends_on = np.full(n, FAR), np.full(n, np.datetime64("NaT", "D"))
    days[at] = first["days_left"].to_numpy(dtype=np.int64)
    ends_on[at] = first["ends_on"].to_numpy().astype("datetime64[D]")
    auto = np.zeros(n, dtype=bool)
    auto[at] = first["auto_renew"].fillna(value=False).to_numpy(dtype=bool)
    return NextEnd(days, ends_on, auto)
