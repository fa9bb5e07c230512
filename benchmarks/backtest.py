"""A back-test of 20,000 accounts and 24 months of use against a naive one, in the same run.

The peer replays one signal only, the way one would write it first: for each day cut the rows
up to it, count them by account and week, and compare two windows. `python -m benchmarks.backtest`.
"""

import json
import resource
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.backtest.report import Asked, back_test
from lib.model import ANY, KINDS, Coverage, Dataset, Span
from lib.model.frames import typed

ACCOUNTS = 20_000
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
N_DAYS = (LAST - FIRST).days + 1
OBSERVATION_DAYS = 18
WHOLE_SECONDS = 60
_EVENTS = (ANY, "login", "report")
_SHARE_ACTIVE = 0.32
_LEAVERS = 0.12
_NAIVE_WEEKS = 34
_EVERYBODY = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def ids(places: np.ndarray, names: tuple[str, ...] | None = None) -> pd.Series:
    """Return texts by their place among account ids, or among `names`."""
    texts = names or tuple(f"A-{n:05d}" for n in range(ACCOUNTS))
    found = pa.DictionaryArray.from_arrays(places.astype("int32"), pa.array(texts, pa.string()))
    return pd.Series(found.cast(pa.string()).to_pandas()).astype("str")


def made(seed: int = 1) -> Dataset:
    """Return a made-up book: some customers leave, half of them after their use fell."""
    chance = np.random.default_rng(seed)
    leavers = chance.random(ACCOUNTS) < _LEAVERS
    left = np.where(leavers, chance.integers(200, N_DAYS, ACCOUNTS), N_DAYS + 400)
    fades = leavers & (chance.random(ACCOUNTS) < 0.5)
    tables = {
        "accounts": {"account_id": ids(np.arange(ACCOUNTS)),
                     "customer_since": pd.Timestamp(2022, 1, 1)},
        "contracts": contracts(left),
        "losses": {"account_id": ids(np.flatnonzero(leavers)),
                   "churn_date": days(left[leavers]), "kind": "voluntary"},
        "tickets": events_of(chance, 200_000, left, {"created_at": True}),
        "activities": events_of(chance, 200_000, left, {"occurred_at": True}),
    }  # fmt: skip
    coverage = Coverage.of([Span(FIRST, LAST)])
    return Dataset(
        fingerprint=f"made-{seed}",
        versions={kind: table(kind, columns) for kind, columns in tables.items()},
        carried={1: frozenset(name for kind in KINDS.values() for name in kind.names)},
        cube=cube(chance, left, fades),
        coverage=dict.fromkeys(("usage", *tables), coverage),
    )


def days(places: np.ndarray) -> pd.Series:
    """Return days by their number since the first."""
    return pd.Series(np.datetime64(FIRST, "us") + places.astype("timedelta64[D]"))


def contracts(left: np.ndarray) -> dict[str, Any]:
    """Return yearly terms of every account, until it leaves."""
    begin = (np.arange(ACCOUNTS) % 365)[:, None] + np.arange(-2, 3) * 365
    runs = begin < left[:, None]
    end = np.minimum(begin + 364, left[:, None])[runs]
    who = np.broadcast_to(np.arange(ACCOUNTS)[:, None], begin.shape)[runs]
    return {
        "contract_id": pd.Series([f"C{n}" for n in range(len(who))]),
        "account_id": ids(who), "start_date": days(begin[runs]), "end_date": days(end),
        "signed_on": days(begin[runs] - 10), "arr": 12_000.0, "seats": 20.0, "auto_renew": True,
    }  # fmt: skip


def events_of(
    chance: np.random.Generator, n: int, left: np.ndarray, day: Mapping[str, bool]
) -> dict[str, Any]:
    """Return rows of things that happened while the account was a customer."""
    who, when = chance.integers(0, ACCOUNTS, n), chance.integers(0, N_DAYS, n)
    kept = when < left[who]
    rows: dict[str, Any] = {"account_id": ids(who[kept])}
    return rows | {name: days(when[kept]) for name in day}


def table(kind: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return rows of a kind as they were loaded at the end."""
    rows = pd.DataFrame(columns)
    rows = rows.assign(row_key=[f"{kind}-{n}" for n in range(len(rows))], batch_id=1,
                       source_row=range(2, len(rows) + 2), known_on=pd.Timestamp(LAST))  # fmt: skip
    return typed(rows, KINDS[kind])


def cube(chance: np.random.Generator, left: np.ndarray, fades: np.ndarray) -> pd.DataFrame:
    """Return the usage cube in the order of days: about 14 million rows."""
    level = chance.gamma(2.0, 3.0, ACCOUNTS)
    found = []
    for day in range(N_DAYS):
        ahead = left - day
        share = np.where(fades & (ahead < 150), _SHARE_ACTIVE / 4, _SHARE_ACTIVE)
        who = np.flatnonzero((chance.random(ACCOUNTS) < share) & (ahead > 0))
        users = 1.0 + chance.poisson(level[who])
        found.append(np.stack([np.full(len(who), day), who, users]))
    day, who, users = np.concatenate(found, axis=1)
    k = len(_EVENTS)
    return pd.DataFrame(
        {
            "account_id": ids(np.repeat(who, k).astype(int)),
            "day": days(np.repeat(day, k).astype(int)),
            "event": ids(np.tile(np.arange(k), len(who)), _EVENTS),
            "events": np.repeat(users * 3, k),
            "users": np.repeat(users, k),
            "quantity": np.nan,
        }
    )


def naive(data: Dataset, looks: tuple[date, ...]) -> float:
    """Replay a fall of logins as one would write it first; return the seconds."""
    began, cube_rows = time.perf_counter(), data.cube
    for look in looks:
        rows = cube_rows[(cube_rows["day"] <= pd.Timestamp(look)) & (cube_rows["event"] == ANY)]
        age = (pd.Timestamp(look) - rows["day"]).dt.days // 7
        rows = rows.assign(week=age)[age < _NAIVE_WEEKS]
        weekly = rows.pivot_table(index="account_id", columns="week", values="users", aggfunc="sum")
        weekly = weekly.reindex(columns=range(_NAIVE_WEEKS)).fillna(0.0)
        recent, before = (
            weekly[range(8)].sum(axis=1),
            weekly[range(8, _NAIVE_WEEKS)].mean(axis=1) * 8,
        )
        fell = 1 - (recent + 1) / (before + 1) >= 0.4
        if not fell.any():
            raise SystemExit("Nothing fell.")
    return time.perf_counter() - began


def cpu_seconds() -> float:
    """Return what this process and those it started have used of the processors."""
    used = [resource.getrusage(who) for who in _EVERYBODY]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Run both and print one line."""
    data = made()
    began, cpu = time.perf_counter(), cpu_seconds()
    found = back_test(data, LAST, Asked(most=OBSERVATION_DAYS))
    seconds, cpu = time.perf_counter() - began, cpu_seconds() - cpu
    peak = max(resource.getrusage(who).ru_maxrss for who in _EVERYBODY) // 1024
    peer = naive(data, found.days.days)
    lines = found.lines[found.lines["grade"].eq("alert")].set_index("signal")["verdict"]
    print(json.dumps({
        "benchmark": "back-test", "accounts": ACCOUNTS, "cube_rows": len(data.cube),
        "days": len(found.days.days), "signals": len(found.panel.signals),
        "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1), "bar": WHOLE_SECONDS,
        "largest_process_mb": peak, "peer": "one signal in plain pandas",
        "peer_seconds": round(peer, 1),
        "peer_for_all_signals": round(peer * len(found.panel.signals), 1),
        "verdicts": lines.to_dict(),
    }), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
