"""The next end of a running term, worked out once a snapshot."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.metrics.renewals import terms_ending
from lib.model import Snapshot
from lib.model.terms import begins_on, sold
from lib.signals.counts import Bools, Ints
from lib.signals.holidays import Days
from lib.signals.once import once_a_snapshot
from lib.signals.placed import placed

FAR = 10_000
_OVERLAP_DAYS = 45  # a follow-up may begin before the old term has ended
_LATE_DAYS = 31  # and may be signed a month late


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


@dataclass(frozen=True, eq=False, slots=True)
class RunningTerm:
    """The term that ends next, one entry an account: since when, and if another follows it.

    `stated`: the first day is on file, not only the signature.
    """

    begins: Days
    stated: Bools
    renewed: Bools


@once_a_snapshot
def running_term(snapshot: Snapshot) -> RunningTerm:
    """Return when the term that ends next began (NaT), and whether a bought one runs on after."""
    ends_on = next_end(snapshot).ends_on
    contracts, place = snapshot.table("contracts"), placed(snapshot, "contracts")
    bought = (place >= 0) & sold(contracts).to_numpy()
    rows, place = contracts[bought], place[bought]
    begin = begins_on(rows).to_numpy().astype("datetime64[D]")
    end = rows["end_date"].to_numpy().astype("datetime64[D]")
    mine = end == ends_on[place]
    begins = np.full(len(ends_on), np.datetime64("NaT", "D"))
    begins[place[mine]] = begin[mine]
    stated = np.bincount(place[mine & rows["start_date"].notna().to_numpy()],
                         minlength=len(ends_on)) > 0  # fmt: skip
    near = (begin >= ends_on[place] - _OVERLAP_DAYS) & (begin <= ends_on[place] + _LATE_DAYS)
    longer = np.isnat(end) | (end > ends_on[place])
    addition = rows["type"].isin(("expansion", "contraction")).to_numpy()
    follower = near & longer & ~addition & ~mine
    return RunningTerm(begins, stated, np.bincount(place[follower], minlength=len(ends_on)) > 0)
