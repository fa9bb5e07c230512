"""Seats paid for, week by week, as the contracts say."""

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.signals.counts import Bools, Floats, ratio
from lib.signals.cube import places
from lib.signals.holidays import Days
from lib.signals.weeks import Grid

_DAY = "datetime64[D]"


def weekly_seats(snapshot: Snapshot, grid: Grid) -> Floats:
    """Return account × week of seats, by what runs on the week's Sunday."""
    return seats_on(snapshot, grid.starts + (grid.width - 1))


def seats_on(snapshot: Snapshot, days: Days) -> Floats:
    """Return account × day of seats under running terms; NaN where none runs or one is silent.

    A term and its successor never count both. A term without an end runs on. Lost deals and
    trials pay for nothing.
    """
    terms = _paid_terms(snapshot.table("contracts"))
    place = places(snapshot, terms["account_id"])
    terms, place = terms[place >= 0], place[place >= 0]
    starts, ends = (terms[name].to_numpy().astype(_DAY) for name in ("start_date", "end_date"))
    paid, n = terms["seats"].to_numpy(dtype=float), len(snapshot.account_ids)
    found = np.full((n, len(days)), np.nan)
    for column, day in enumerate(days):
        running = (starts <= day) & ~(ends < day)
        mine, seats = place[running], paid[running]
        total = np.bincount(mine, np.nan_to_num(seats), n)
        silent = np.bincount(mine, np.isnan(seats), n) > 0
        found[:, column] = np.where(silent | (total <= 0), np.nan, total)
    return found


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
