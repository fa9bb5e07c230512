"""Small portfolios made for tests: weekly series of accounts, cut to snapshots."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.model import ANY, KINDS, Coverage, Dataset, Span
from lib.model.frames import typed
from lib.model.periods import last_full_week_end
from lib.model.usage import CUBE_COLUMNS, empty_cube
from lib.signals.counts import Floats

DAY = date(2026, 11, 1)  # a Sunday: the last complete week ends on it
HISTORY = Coverage((Span(date(2023, 1, 1), DAY),))
EVERYTHING = frozenset(name for kind in KINDS.values() for name in kind.names)


def table(kind: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows)).assign(
        row_key=[f"{kind}-{n}" for n in range(len(rows))],
        batch_id=1,
        source_row=range(2, len(rows) + 2),
        known_on=pd.Timestamp(2023, 1, 1),
    )
    return typed(frame, KINDS[kind])


def accounts(names: Sequence[str], **columns: object) -> pd.DataFrame:
    known = {"customer_since": pd.Timestamp(2022, 1, 1), **columns}
    return table("accounts", [{"account_id": name, **known} for name in names])


def rows_of(
    account: str, weekly: Sequence[float], *, event: str = ANY, measure: str = "users",
    end: date | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return cube rows: each week's number spread over its five working days."""
    last = end or last_full_week_end(DAY)
    found = []
    for back, number in enumerate(reversed(list(weekly))):
        friday = last - timedelta(days=7 * back + 2)
        for n in range(5):
            part = (int(number) + n) // 5
            if part:
                row = dict.fromkeys(CUBE_COLUMNS, np.nan) | {
                    "account_id": account,
                    "day": pd.Timestamp(friday - timedelta(days=n)),
                    "event": event,
                    "events": float(part),
                }
                row[measure] = float(part)
                found.append(row)
    return found


def cube_of(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(CUBE_COLUMNS)).astype(dict(empty_cube().dtypes))


def dataset(
    people: pd.DataFrame,
    usage: Sequence[Mapping[str, Any]] = (),
    *,
    covered: Coverage = HISTORY,
    **tables: pd.DataFrame,
) -> Dataset:
    return Dataset(
        fingerprint="made",
        versions={"accounts": people, **tables},
        carried={1: EVERYTHING},
        cube=cube_of(usage),
        coverage={"usage": covered, **dict.fromkeys(tables, HISTORY)},
    )


def noisy(
    n_accounts: int, n_weeks: int, level: float, seed: int, dispersion: float = 3.0
) -> Floats:
    """Return account × week negative binomial counts around `level`."""
    rng = np.random.default_rng(seed)
    size = level / (dispersion - 1)
    counts = rng.negative_binomial(size, 1 / dispersion, (n_accounts, n_weeks))
    return counts.astype(np.float64)


def portfolio(weekly: Floats, prefix: str = "P") -> tuple[list[str], list[dict[str, Any]]]:
    names = [f"{prefix}{n:03d}" for n in range(len(weekly))]
    return names, [
        row for name, weeks in zip(names, weekly, strict=True) for row in rows_of(name, weeks)
    ]
