"""Since when an account is with us, as far as anything loaded says so."""

from datetime import date

import numpy as np

from lib.model import Snapshot
from lib.model.periods import DAYS_A_WEEK
from lib.signals.counts import Bools, Floats
from lib.signals.cube import places
from lib.signals.holidays import Days
from lib.signals.once import once_a_snapshot
from lib.signals.use import weekly_use
from lib.signals.weeks import Grid

NEW_WEEKS = 13  # a quarter: before that, use is still being learnt and has no level of its own


@once_a_snapshot
def starts(snapshot: Snapshot) -> Days:
    """Return each account's first day: the earliest sign of it; NaT when nothing tells.

    Signs are `customer_since`, the first term's start, and the first week of use (within
    the last year). The earliest counts, since a baseline exists from there on.
    """
    return np.fmin(stated_starts(snapshot), _first_use(snapshot))


@once_a_snapshot
def stated_starts(snapshot: Snapshot) -> Days:
    """Return each account's first day as accounts and contracts state it; NaT for nowhere."""
    since = snapshot.accounts["customer_since"].to_numpy().astype("datetime64[D]")
    contracts = snapshot.table("contracts")
    place = places(snapshot, contracts["account_id"])
    days = contracts["start_date"].to_numpy().astype("datetime64[D]")
    stated = (place >= 0) & ~np.isnat(days)
    first_term = np.full(len(since), _NEVER)
    np.minimum.at(first_term, place[stated], days[stated])
    return np.fmin(since, np.where(first_term == _NEVER, np.datetime64("NaT", "D"), first_term))


def tenure_weeks(snapshot: Snapshot, last: date) -> Floats:
    """Return complete weeks from each account's first day to `last`; NaN when unknown."""
    first = starts(snapshot)
    days = (np.datetime64(last, "D") - first).astype("timedelta64[D]").astype(float)
    return np.where(np.isnat(first), np.nan, np.floor((days + 1) / DAYS_A_WEEK))


def in_tenure(snapshot: Snapshot, grid: Grid) -> Bools:
    """Say of each account and column whether all of it lies after the account's first day."""
    first = starts(snapshot)[:, None]
    return np.isnat(first) | (grid.starts[None, :] >= first)


def _first_use(snapshot: Snapshot) -> Days:
    use = weekly_use(snapshot)
    active = np.nan_to_num(use.counts) > 0
    if not active.size:
        return np.full(len(active), np.datetime64("NaT", "D"))
    first = use.grid.starts[active.argmax(axis=1)]
    # Use in the first week we look at may have begun any time before.
    began = active.any(axis=1) & ~active[:, 0]
    return np.where(began, first, np.where(active[:, 0], _LONG_AGO, np.datetime64("NaT", "D")))


_NEVER = np.datetime64("9999-12-31", "D")
_LONG_AGO = np.datetime64("1970-01-01", "D")
