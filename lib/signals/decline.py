"""How far use fell against the account's own baseline (scoring.md 3.1).

The shrunk drop ranks; the negative binomial only gives the interval, the sentence and the
doubt: p-values would pick big customers' harmless dips.
"""

from dataclasses import dataclass

import numpy as np

from lib.model import Snapshot
from lib.signals.company import in_company
from lib.signals.counts import (
    DEFAULT_DISPERSION,
    Bools,
    Floats,
    Ints,
    at_most,
    own_dispersion,
    pooled_dispersion,
    quantile,
    ratio,
    variance_of,
)
from lib.signals.once import once_a_snapshot
from lib.signals.season import PANEL_ACCOUNTS, PANEL_LEVEL, season
from lib.signals.seats import fewer_seats, weekly_seats
from lib.signals.tenure import in_tenure
from lib.signals.use import weekly_use

BASE_WEEKS = 26  # the best of 8, 12 and 26 for every windowed detector (scoring.md 0.4)
LEAST_BASE_WEEKS = 8
RECENT_WEEKS = 8
BUSY_RECENT_WEEKS = 4  # busy accounts show a fall sooner
BUSY_LEVEL = 20.0  # per week
_LEAST_RECENT = 5  # of 8: Lunar New Year may take three weeks
_LEAST_BUSY_RECENT = 3  # of 4
_POOL_STEPS = 2  # the pool's dispersion is only known to a half


@dataclass(frozen=True, eq=False, slots=True)
class Windows:
    """Which weeks of each account are recent, which are its baseline; both account × week."""

    recent_weeks: Ints
    recent: Bools
    base: Bools
    base_possible: Ints


@dataclass(frozen=True, eq=False, slots=True)
class Decline:
    """One number an account. `drop` is shrunk: (seen + 1) / (expected + 1) below 1."""

    recent_weeks: Ints
    n_recent: Floats
    n_base: Floats
    n_possible: Ints
    base_total: Floats
    level: Floats
    seen: Floats
    expected: Floats
    seats_share: Floats
    dispersion: Floats
    variance: Floats
    drop: Floats
    p: Floats
    low: Floats
    high: Floats
    enough_recent: Bools
    first_week: Ints


@once_a_snapshot
def decline(snapshot: Snapshot) -> Decline:
    """Compare every account's recent weeks with its own baseline."""
    use, seasons = weekly_use(snapshot), season(snapshot)
    counts = np.where(seasons.left_out, np.nan, use.counts)
    tenured = in_tenure(snapshot, use.grid)
    quiet = windows(tenured, np.full(len(counts), RECENT_WEEKS))
    newest = ~np.isnan(counts[:, -BUSY_RECENT_WEEKS:])
    fresh = newest.sum(axis=1) >= _LEAST_BUSY_RECENT  # else the longer window may still do
    busy = fresh & (_level(counts, quiet.base) >= BUSY_LEVEL)
    chosen = windows(tenured, np.where(busy, BUSY_RECENT_WEEKS, RECENT_WEEKS))
    share = fewer_seats(weekly_seats(snapshot, use.grid), chosen.recent, chosen.base)
    return compared(counts, seasons.index, chosen, share, in_company(snapshot))


def windows(tenured: Bools, recent_weeks: Ints) -> Windows:
    """Return the recent weeks and the 26 directly before, as far as the account is with us."""
    age = tenured.shape[1] - 1 - np.arange(tenured.shape[1])[None, :]  # 0 is the last week
    recent = np.broadcast_to(age < recent_weeks[:, None], tenured.shape)
    before = (age >= recent_weeks[:, None]) & (age < (recent_weeks + BASE_WEEKS)[:, None])
    base = before & tenured
    return Windows(recent_weeks, recent, base, base.sum(axis=1))


def compared(
    counts: Floats,
    index: Floats,
    chosen: Windows,
    seats_share: Floats,
    pool: float | Bools | None = None,
) -> Decline:
    """Work out the decline.

    `pool` is the portfolio's dispersion, or says whose counts it is taken from (None: all).
    """
    known = ~np.isnan(counts)
    recent, base = chosen.recent & known, chosen.base & known
    n_recent, n_base = recent.sum(axis=1).astype(float), base.sum(axis=1).astype(float)
    base_total, seen = _total(counts, base), _total(counts, recent)
    season_share = ratio(_total(index, recent), _total(index, base))
    expected = np.nan_to_num(base_total * season_share) * seats_share
    own = own_dispersion(counts / index, base)
    level = np.nan_to_num(ratio(base_total, n_base))
    if isinstance(pool, float):
        shared = pool
    else:
        panel = (level >= PANEL_LEVEL) & _long(n_base)
        shared = _pool(own, panel if pool is None else panel & pool)
    dispersion = pooled_dispersion(own, n_base, shared)
    variance = variance_of(expected, dispersion, n_recent, n_base)
    return Decline(
        recent_weeks=chosen.recent_weeks,
        n_recent=n_recent,
        n_base=n_base,
        n_possible=chosen.base_possible,
        base_total=base_total,
        level=level,
        seen=seen,
        expected=expected,
        seats_share=seats_share,
        dispersion=dispersion,
        variance=variance,
        drop=np.round(1 - (seen + 1) / (expected + 1), 9),
        p=at_most(seen, expected, variance),
        low=quantile(expected, variance, 0.05),
        high=quantile(expected, variance, 0.95),
        enough_recent=n_recent >= least_recent(chosen.recent_weeks),
        first_week=(chosen.base | chosen.recent).argmax(axis=1),
    )


def least_recent(recent_weeks: Ints) -> Ints:
    """Return how many recent weeks must be known to compare them with the baseline."""
    return np.where(recent_weeks == BUSY_RECENT_WEEKS, _LEAST_BUSY_RECENT, _LEAST_RECENT)


def confidence(found: Decline) -> Floats:
    """Return 0 to 1: how much was expected, how long the baseline, how much of it known."""
    possible = found.n_possible + found.recent_weeks
    covered = (found.n_base + found.n_recent) / possible
    return np.minimum(1, found.expected / 20) * np.minimum(1, found.n_base / BASE_WEEKS) * covered


def _pool(own: Floats, members: Bools) -> float:
    """Return the median dispersion of busy accounts, to a half; 3 while there are too few."""
    known = own[members & ~np.isnan(own)]
    if len(known) < PANEL_ACCOUNTS:
        return DEFAULT_DISPERSION
    return float(np.round(np.median(known) * _POOL_STEPS) / _POOL_STEPS)


def _long(n_base: Floats) -> Bools:
    return n_base >= LEAST_BASE_WEEKS


def _level(counts: Floats, base: Bools) -> Floats:
    known = base & ~np.isnan(counts)
    return np.nan_to_num(ratio(_total(counts, known), known.sum(axis=1).astype(float)))


def _total(values: Floats, chosen: Bools) -> Floats:
    return np.where(chosen, values, 0.0).sum(axis=1)
