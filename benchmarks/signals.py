"""All signals of a day over a large portfolio; peer: naive pandas versions of three of them."""

import json
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from benchmarks.portfolio import LAST, portfolio
from lib.model import ANY, Dataset, Snapshot
from lib.signals.readings import measured, readings
from lib.signals.registry import signal_of

N_ACCOUNTS, N_DAYS = 20_000, 730
BAR_SECONDS = 2.0
_TRIES = 3
_MONTH = timedelta(days=28)


def naive_decline(snapshot: Snapshot) -> pd.DataFrame:
    """Use of the last 8 weeks below half of the same length of the 26 before."""
    cube = snapshot.usage.cube
    whole = cube[cube["event"] == ANY]
    recent = whole[whole["day"] > pd.Timestamp(snapshot.day - 2 * _MONTH)]
    until = pd.Timestamp(snapshot.day - 2 * _MONTH)
    first = until - timedelta(weeks=26)
    base = whole[(whole["day"] > first) & (whole["day"] <= until)]
    now = recent.groupby("account_id")["users"].sum()
    then = base.groupby("account_id")["users"].sum() * 8 / 26
    return pd.DataFrame({"now": now, "then": then}).assign(fell=lambda f: f["now"] < f["then"] / 2)


def naive_silence(snapshot: Snapshot) -> pd.Series:
    """Days since the last use."""
    cube = snapshot.usage.cube
    last = cube[cube["event"] == ANY].groupby("account_id")["day"].max()
    return (pd.Timestamp(snapshot.day) - last).dt.days


def naive_burst(snapshot: Snapshot) -> pd.Series:
    """Compare the busiest day of API calls in 14 with the median of 8 weeks."""
    cube = snapshot.usage.cube
    calls = cube[cube["event"] == "api_call"]
    day = pd.Timestamp(snapshot.day)
    recent = calls[calls["day"] > day - timedelta(days=14)].groupby("account_id")["events"].max()
    base = calls[calls["day"] > day - timedelta(days=70)].groupby("account_id")["events"].median()
    return recent > 5 * base.reindex(recent.index)


PEERS: dict[str, Callable[[Snapshot], object]] = {
    "login_decline": naive_decline,
    "usage_silence": naive_silence,
    "api_burst": naive_burst,
}


def seconds(work: Callable[[Snapshot], object], data: Dataset, day: date = LAST) -> float:
    """Return the best of some tries, each with a snapshot that nobody has read yet."""
    found = []
    for _ in range(_TRIES):
        snapshot = data.as_of(day)
        for kind in ("accounts", "contracts", "tickets", "activities"):
            snapshot.table(kind)
        began = time.perf_counter()
        work(snapshot)
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> None:
    """Measure all signals together, and three beside their naive versions."""
    data = portfolio(N_ACCOUNTS, N_DAYS)
    ours = seconds(readings, data)
    _told("all signals of a day", rows=len(data.cube), seconds=round(ours, 2), bar=BAR_SECONDS,
          peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)  # fmt: skip
    for key, peer in PEERS.items():
        signal = signal_of(key)
        mine = seconds(lambda snapshot, signal=signal: measured(signal, snapshot), data)  # type: ignore[misc]
        theirs = seconds(peer, data)
        _told(f"{key} alone", seconds=round(mine, 2), peer="naive pandas",
              peer_seconds=round(theirs, 2), ratio=round(mine / theirs, 2))  # fmt: skip


def _told(name: str, **figures: object) -> None:
    print(json.dumps({"benchmark": name, **figures}), flush=True)


if __name__ == "__main__":
    main()
