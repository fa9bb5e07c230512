"""Small books for back-tests: rows as they were loaded at the end, and panels made by hand."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.model import Coverage, Dataset, Span
from lib.risk.panel import Panel
from tests.signals import made

FIRST, LAST = date(2024, 1, 1), date(2026, 10, 31)
WHOLE = Coverage((Span(FIRST, LAST),))
Rows = Sequence[Mapping[str, Any]]


def loaded(kind: str, rows: Rows, known_on: date = LAST) -> pd.DataFrame:
    return made.table(kind, rows).assign(known_on=pd.Timestamp(known_on))


def book(usage: Rows = (), **tables: Rows) -> Dataset:
    """Return a book whose files were all loaded on the last day."""
    cube = made.cube_of(usage).sort_values(["day", "account_id", "event"], ignore_index=True)
    return Dataset(
        fingerprint="small",
        versions={kind: loaded(kind, rows) for kind, rows in tables.items()},
        carried={1: made.EVERYTHING},
        cube=cube,
        coverage=dict.fromkeys((*tables, *(("usage",) if usage else ())), WHOLE),
    )


def term(account: str, first: str, last: str | None, **more: object) -> dict[str, Any]:
    days = {"start_date": first, "signed_on": first, "end_date": last}
    return {"account_id": account, "arr": 1000.0, **days, **more}


def loss(account: str, day: str, **more: object) -> dict[str, Any]:
    return {"account_id": account, "churn_date": day, **more}


def month_ends(n: int) -> tuple[date, ...]:
    days = pd.date_range(end="2026-06-30", periods=n, freq="ME")
    return tuple(day.date() for day in days)


def panel(severity: np.ndarray, left_after: Mapping[int, int], confidence: float = 1.0) -> Panel:
    """Return a panel of `severity` (accounts × months × signals); who leaves after which month.

    Who leaves after month k left 45 days after its end: only that month is in the window.
    """
    n, months, k = severity.shape
    days = month_ends(months)
    rows = pd.DataFrame(
        {
            "observed_on": np.repeat(np.array(days, dtype="datetime64[us]"), n),
            "account_id": np.tile([f"A{i:03d}" for i in range(n)], months),
        }
    )
    month = np.repeat(np.arange(months), n)
    account = np.tile(np.arange(n), months)
    last = np.array([left_after.get(i, months) for i in range(n)])
    churned = month == last[account]
    left = rows["observed_on"] + timedelta(days=45)
    rows = rows.assign(
        churned=churned,
        churned_on=left.where(churned),
        noticed_on=left.where(churned),
        ends_in_days=np.nan,
        auto_renew=pd.array([pd.NA] * len(rows), dtype="boolean"),
        tenure_days=400.0,
        arr=1000.0,
        maturity_level=pd.Series(np.nan, rows.index, dtype="str"),
        segment_label=pd.Series("A", rows.index, dtype="str"),
        use_rank=0.5,
    )
    kept = month <= last[account]
    flat = severity.transpose(1, 0, 2).reshape(n * months, k)[kept].astype(np.int8)
    return Panel(
        horizon_days=30,
        gap_days=30,
        days=days,
        signals=tuple(f"signal_{i}" for i in range(k)),
        rows=rows[kept].reset_index(drop=True),
        severity=flat,
        confidence=np.full(flat.shape, confidence, dtype=np.float32),
    )
