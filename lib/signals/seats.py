"""Seats paid for, week by week, as the contracts say."""

from datetime import timedelta

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.signals.counts import Bools, Floats, ratio
from lib.signals.weeks import Grid


def weekly_seats(snapshot: Snapshot, grid: Grid) -> Floats:
    """Return account × week of seats under running terms; NaN where none runs or one is silent.

    What runs on the week's Sunday counts, so that a term and its successor never count
    both. A term without an end runs on. Lost deals and trials pay for nothing.
    """
    terms = _paid_terms(snapshot.table("contracts"))
    place = snapshot.account_ids.get_indexer(pd.Index(terms["account_id"]))
    terms, place = terms[place >= 0], place[place >= 0]
    shape = (len(snapshot.account_ids), grid.n + 1)
    seats, running, silent = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    first = np.clip(grid.column(terms["start_date"].to_numpy()), 0, grid.n)
    ends = terms["end_date"].fillna(pd.Timestamp(grid.last)) + timedelta(days=1)
    after = np.clip(grid.column(ends.to_numpy()), 0, grid.n)
    paid = terms["seats"].to_numpy(dtype=float)
    for table, value in (
        (seats, np.nan_to_num(paid)),
        (running, np.ones(len(terms))),
        (silent, np.isnan(paid).astype(float)),
    ):
        np.add.at(table, (place, first), value)
        np.add.at(table, (place, np.maximum(first, after)), -value)
    seats, running, silent = (t.cumsum(axis=1)[:, :-1] for t in (seats, running, silent))
    return np.where((running > 0) & (silent == 0) & (seats > 0), seats, np.nan)


def fewer_seats(seats: Floats, recent: Bools, base: Bools) -> Floats:
    """Return mean recent seats over mean seats of the baseline, at most 1; 1 where unknown.

    Who bought fewer seats does not use less for it; more seats promise no more use.
    """
    known = ~np.isnan(seats)
    means = []
    for chosen in (recent & known, base & known):
        n = chosen.sum(axis=1).astype(float)
        means.append(ratio(np.where(chosen, seats, 0.0).sum(axis=1), n))
    share = ratio(means[0], np.nan_to_num(means[1]))
    return np.minimum(np.where(np.isnan(share), 1.0, share), 1.0)


def _paid_terms(contracts: pd.DataFrame) -> pd.DataFrame:
    lost = contracts["is_won"].eq(other=False).fillna(value=False).astype(bool)
    trial = contracts["is_trial"].fillna(value=False).astype(bool)
    placed = contracts["account_id"].notna() & contracts["start_date"].notna()
    return contracts[placed & ~lost & ~trial & contracts["loss_reason"].isna()]
