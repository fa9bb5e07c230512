"""A large portfolio made by chance: accounts, terms, tickets, touches and a usage cube."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from lib.model import ANY, KINDS, Coverage, Dataset, Span
from lib.model.frames import typed
from lib.model.usage import CUBE_COLUMNS

LAST = date(2026, 10, 31)
_SEED = 7
_EVENTS = (ANY, "api_call", "data_export", "login", "reports", "search")
_SHARES = (1.0, 0.15, 0.02, 0.95, 0.35, 0.25)  # of the days with use on which each occurs
_PEOPLE = (ANY, "login", "reports", "search")


def portfolio(n_accounts: int, n_days: int) -> Dataset:
    """Return a portfolio of which every tenth account fades over its last 60 days."""
    rng = np.random.default_rng(_SEED)
    names = pd.Index([f"A-{n:06d}" for n in range(n_accounts)])
    first = np.datetime64(LAST, "D") - n_days + 1
    tables = {
        "accounts": _accounts(names),
        "contracts": _contracts(names, first),
        "tickets": _tickets(names, first, n_days, rng),
        "activities": _activities(names, first, n_days, rng),
    }
    span = Coverage((Span(first.item(), LAST),))
    return Dataset(
        fingerprint="portfolio",
        versions=tables,
        carried={1: frozenset(name for kind in KINDS.values() for name in kind.names)},
        cube=_cube(names, first, n_days, rng),
        coverage=dict.fromkeys((*tables, "usage"), span),
        people=_people(names, first, n_days, rng),
    )


def _people(
    names: pd.Index, first: np.datetime64, n_days: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return people of four weeks: a count for each account and Sunday."""
    days = first + np.arange(n_days)
    sundays = days[(days.astype(np.int64) + 3) % 7 == 6]
    n = len(names) * len(sundays)
    codes = np.tile(np.arange(len(names)), len(sundays))
    return pd.DataFrame(
        {
            "account_id": pd.Categorical.from_codes(codes, names),
            "day": np.repeat(sundays, len(names)).astype("datetime64[us]"),
            "users": rng.poisson(6.0, n) + 1.0,
            "top_days": rng.poisson(8.0, n) + 1.0,
        }
    )


def _typed(kind: str, columns: Mapping[str, object]) -> pd.DataFrame:
    rows = pd.DataFrame(columns)
    rows = rows.assign(
        row_key=[f"{kind}-{n}" for n in range(len(rows))],
        batch_id=1,
        source_row=np.arange(len(rows)) + 2,
        known_on=pd.Timestamp(2020, 1, 1),
    )
    return typed(rows, KINDS[kind])


def _accounts(names: pd.Index) -> pd.DataFrame:
    n = np.arange(len(names))
    countries = np.array(["China", "Germany", "United States", "Japan"])
    return _typed(
        "accounts",
        {
            "account_id": names,
            "customer_since": pd.Timestamp(2022, 1, 1),
            "country": countries[n % 4],
            "segment_label": np.array(["small", "middle", "large"])[n % 3],
            "plan": np.array(["basic", "pro"])[n % 2],
            "owner": [f"owner {k % 80}" for k in n],
        },
    )


def _contracts(names: pd.Index, first: np.datetime64) -> pd.DataFrame:
    n = np.arange(len(names))
    return _typed(
        "contracts",
        {
            "contract_id": [f"C-{k}" for k in n],
            "account_id": names,
            "start_date": pd.Timestamp(first.item()),
            "end_date": pd.Timestamp(first.item()) + pd.to_timedelta(1095 + n % 365, unit="D"),
            "seats": 5.0 + n % 40,
            "arr": 1000.0 + n,
        },
    )


def _moments(first: np.datetime64, n_days: int, n: int, rng: np.random.Generator) -> pd.Series:
    return pd.Series(first + rng.integers(0, n_days, n)).astype("datetime64[us]")


def _tickets(
    names: pd.Index, first: np.datetime64, n_days: int, rng: np.random.Generator
) -> pd.DataFrame:
    n = 10 * len(names)
    at = _moments(first, n_days, n, rng)
    account = names[rng.integers(0, len(names), n)]
    return _typed("tickets", {"account_id": account, "created_at": at, "closed_at": at})


def _activities(
    names: pd.Index, first: np.datetime64, n_days: int, rng: np.random.Generator
) -> pd.DataFrame:
    n = 15 * len(names)
    return _typed(
        "activities",
        {
            "account_id": names[rng.integers(0, len(names), n)],
            "occurred_at": _moments(first, n_days, n, rng),
            "type": np.array(["call", "meeting", "mail"])[rng.integers(0, 3, n)],
            "direction": np.array(["ours", "theirs"])[rng.integers(0, 2, n)],
            "outcome": "held",
        },
    )


def _cube(
    names: pd.Index, first: np.datetime64, n_days: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the cube in the order of days, as the store keeps it."""
    n = len(names)
    level = rng.lognormal(-0.55, 1.2, n)
    pieces = [_day(day, n_days, level, rng) for day in range(n_days)]
    found = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    return pd.DataFrame(
        {
            "account_id": pd.Categorical.from_codes(found["place"], names),
            "day": (first + found["day"]).astype("datetime64[us]"),
            "event": pd.Categorical.from_codes(found["event"], list(_EVENTS)),
            **{name: found[name] for name in CUBE_COLUMNS[3:]},
        }
    )


def _day(
    day: int, n_days: int, level: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    n = len(level)
    fading = np.where((np.arange(n) % 10 == 0) & (day > n_days - 60), 0.3, 1.0)
    resting = 0.15 if day % 7 in (5, 6) else 1.0
    people = rng.poisson(level * fading * resting)
    active = np.flatnonzero(people)
    chosen = [active[rng.random(len(active)) < share] for share in _SHARES]
    place = np.concatenate(chosen)
    event = np.repeat(np.arange(len(_EVENTS)), [len(rows) for rows in chosen])
    named = np.isin(event, [_EVENTS.index(name) for name in _PEOPLE])
    events = rng.poisson(4.0, len(place)) + 1.0
    return {
        "place": place.astype(np.int32),
        "day": np.full(len(place), day),
        "event": event.astype(np.int8),
        "events": events,
        "users": np.where(named, people[place], np.nan),
        "quantity": np.where(event == _EVENTS.index("data_export"), 100.0 * events, np.nan),
    }
