"""How many people of an account are active on a day, before any event is written down."""

from datetime import timedelta

import numpy as np

from sample_data.generator.accounts import Account
from sample_data.generator.casting import LOGINS
from sample_data.generator.contracts import Term, seats_by_day
from sample_data.generator.seasons import season
from sample_data.generator.stories import Sign, first_step
from sample_data.generator.streams import (
    DAYS,
    DAYS_A_WEEK,
    LAST,
    day_between,
    lognormal,
    place,
    stream,
)

_ONBOARDING_DAYS = 56
_MOST_VARIANCE = 0.22  # of the weekly factor, so that small accounts stay believable
_FADED_BY = 0.45  # share of the time to the end after which a fall is complete


def present(account: Account) -> np.ndarray:
    """Return for each day of `DAYS` whether the account was a customer (or on trial)."""
    first = account.seen_from()
    if first is None:
        return np.zeros(len(DAYS), dtype=bool)
    days = np.arange(len(DAYS))
    alive: np.ndarray = (days >= place(first)) & (days <= place(account.story.last))
    return alive


def fading(sign: Sign | None, depth: float) -> np.ndarray:
    """Return a factor a day: 1 before the sign, down to 1 - depth, then flat."""
    if sign is None:
        return np.ones(len(DAYS))
    length = max(1.0, _FADED_BY * (sign.last - sign.first).days)
    done = np.clip((np.arange(len(DAYS)) - place(sign.first)) / length, 0, 1)
    faded: np.ndarray = 1 - depth * done
    return faded


def mean_users(account: Account, contracts: tuple[Term, ...]) -> np.ndarray:
    """Return how many people are expected on each day of `DAYS`."""
    rng = stream("level", account.number)
    adoption = np.clip(0.16 + 0.42 * account.maturity + rng.normal(0, 0.07), 0.08, 0.75)
    seats = seats_by_day(account, contracts)
    level = adoption * np.sqrt(account.seats * seats)
    years = np.arange(len(DAYS)) / 365
    growth = np.exp(rng.normal(0.05, 0.08) * years)
    shape = season(chinese=account.company.chinese, weekend=account.company.weekend)
    mean: np.ndarray = level * growth * shape * present(account) * _onboarding(account)
    depth = float(rng.uniform(0.74, 0.93))
    return mean * fading(account.story.sign(LOGINS), depth) * _harmless(account)


def _onboarding(account: Account) -> np.ndarray:
    since = account.story.since
    if since is None:
        return np.ones(len(DAYS))
    age = np.arange(len(DAYS)) - place(since)
    ramp: np.ndarray = np.clip(0.25 + 0.75 * age / _ONBOARDING_DAYS, 0.25, 1)
    return ramp


def _harmless(account: Account) -> np.ndarray:
    """Return dips that came back and steps that meant nothing."""
    rng = stream("harmless", account.number)
    factors = np.ones(len(DAYS))
    middle = day_between(rng, DAYS[150].date(), DAYS[560].date())
    weeks = int(rng.integers(3, 9))
    if account.part.quirk == "past_dip":
        factors[place(middle) : place(middle) + weeks * DAYS_A_WEEK] = rng.uniform(0.3, 0.7)
    if account.part.quirk == "dip_now":
        factors[place(LAST - timedelta(days=23)) :] = rng.uniform(0.5, 0.65)
    if account.part.quirk == "step":
        factors[place(middle) :] = first_step(rng)
    return factors


def drawn(account: Account, mean: np.ndarray) -> np.ndarray:
    """Draw days around `mean` whose weekly sums vary about three times more than Poisson."""
    rng = stream("noise", account.number)
    ratio = lognormal(rng, 3.0, 0.45)
    week = (np.arange(len(DAYS)) + DAYS[0].day_of_week) // DAYS_A_WEEK
    weekly = np.bincount(week, mean)
    variance = np.clip((ratio - 1) / np.maximum(weekly, 1e-9), 1e-4, _MOST_VARIANCE)
    factors = rng.gamma(1 / variance, variance)
    return rng.poisson(mean * factors[week])
