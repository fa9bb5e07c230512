"""Product usage: active users and logins, features, API calls, exports, a row a day."""

import numpy as np
import pandas as pd

from sample_data.generator.accounts import Account
from sample_data.generator.behaviour import drawn, mean_users, present
from sample_data.generator.casting import API, EXPORT
from sample_data.generator.contracts import Term, seats_by_day
from sample_data.generator.stories import Sign
from sample_data.generator.streams import (
    DAYS,
    DAYS_A_WEEK,
    LAST,
    chance,
    lognormal,
    place,
    stream,
)

FEATURES = ("dashboard", "report_builder", "workflow", "mobile_app", "forecast")
_BURST_DAYS = 12

Rows = list[pd.DataFrame]


def usage_rows(account: Account, contracts: tuple[Term, ...]) -> pd.DataFrame:
    """Return day, event, count, users, rows_exported of one account; empty if unknown."""
    if account.seen_from() is None or account.part.quirk == "no_usage":
        return _rows("login", np.zeros(len(DAYS), dtype=int))
    mean = mean_users(account, contracts)
    seats = seats_by_day(account, contracts).astype(int)
    users = np.minimum(drawn(account, mean), seats)
    rng = stream("logins", account.number)
    logins = users + rng.poisson(users * rng.uniform(0.15, 0.7))
    parts = [_rows("login", logins, users)]
    parts += _features(account, users)
    parts += _api(account, mean)
    parts += _exports(account)
    return pd.concat(parts).sort_values(["day", "event"], kind="stable", ignore_index=True)


def _features(account: Account, users: np.ndarray) -> Rows:
    rng = stream("features", account.number)
    rows: Rows = []
    for feature in FEATURES[: 1 + round(4 * account.maturity)]:
        share, days = rng.uniform(0.05, 0.35), rng.random(len(DAYS)) < rng.uniform(0.1, 0.25)
        active = np.where(days, rng.binomial(users, share), 0)
        rows.append(_rows(feature, active + rng.poisson(active * 1.5), active))
    return rows


def _api(account: Account, mean: np.ndarray) -> Rows:
    rng = stream("api", account.number)
    sign = account.story.sign(API)
    if sign is None and not chance(rng, 0.08 + 0.34 * account.maturity):
        return []
    level = max(lognormal(rng, 260, 0.8), 150.0 if sign else 30.0)
    weekend = np.where(DAYS.day_of_week < DAYS_A_WEEK - 2, 1.0, 0.55)
    integrated = place(account.seen_from() or LAST) + (20 if account.part.kind == "new" else 0)
    live = present(account) & (np.arange(len(DAYS)) >= integrated) & (mean > 0)
    calls = level * weekend * live * rng.gamma(10, 0.1, len(DAYS))
    if sign is not None:
        calls[_burst(sign, rng, 5)] *= rng.uniform(8, 15)
    return [_rows("api_call", rng.poisson(calls))]


def _burst(sign: Sign, rng: np.random.Generator, days: int) -> np.ndarray:
    """Return the places of some days at the beginning of a sign."""
    last = min(place(sign.first) + _BURST_DAYS, place(sign.last))
    some = np.arange(place(sign.first), last + 1)
    return np.sort(rng.choice(some, size=min(days, len(some)), replace=False))


def _exports(account: Account) -> Rows:
    rng = stream("exports", account.number)
    alive = present(account) & (DAYS.day_of_week < DAYS_A_WEEK - 2)
    rows = np.zeros(len(DAYS))
    if chance(rng, 0.6):
        often = alive & (rng.random(len(DAYS)) < rng.uniform(0.02, 0.08))
        rows[often] = np.exp(rng.normal(np.log(700), 0.8, int(often.sum())))
    if chance(rng, 0.12):  # a monthly job, always about the same size
        monthly = _first_days_of_months(alive)
        rows[monthly] = rng.uniform(7_000, 24_000) * rng.uniform(0.95, 1.05, len(monthly))
    sign = account.story.sign(EXPORT)
    if sign is not None:
        rows[_burst(sign, rng, 4)] = np.exp(rng.normal(np.log(60_000), 0.6, 4))
    moved = np.round(np.minimum(rows, 400_000)).astype(int)
    times = np.where(moved > 0, 1 + rng.poisson(0.4, len(DAYS)), 0)
    return [_rows("data_export", times, np.minimum(times, 1), moved)]


def _first_days_of_months(alive: np.ndarray) -> np.ndarray:
    places = np.flatnonzero(alive)
    months = DAYS[places].year * 12 + DAYS[places].month
    return places[np.unique(months, return_index=True)[1]]


def _rows(
    event: str,
    count: np.ndarray,
    users: np.ndarray | None = None,
    exported: np.ndarray | None = None,
) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "day": DAYS,
            "event": event,
            "count": count,
            "users": pd.array(users, dtype="Int64") if users is not None else pd.NA,
            "rows_exported": pd.array(exported, dtype="Int64") if exported is not None else pd.NA,
        }
    )
    return frame[frame["count"] > 0].astype({"users": "Int64", "rows_exported": "Int64"})
