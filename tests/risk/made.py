"""Panels made for tests: accounts whose signals come and go, and who leave more or less for it."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import expit

from lib.risk.bands import Bools, Floats
from lib.risk.panel import Panel

NAMES = tuple(f"sign_{letter}" for letter in "abcdefghijklmnopqr")
EFFECTS = (1.6, 1.3, 1.0, 0.0, 0.0, 0.0)  # log-odds of leaving within a month


def month_ends(n: int) -> tuple[date, ...]:
    days = pd.date_range("2023-01-31", periods=n, freq="ME")
    return tuple(day.date() for day in days)


def panel(
    effects: Sequence[float] = EFFECTS,
    *,
    n_accounts: int = 400,
    n_days: int = 18,
    base: float = -4.2,
    seed: int = 1,
) -> Panel:
    """Return a panel with a label window of 30 to 120 days, as a replay would fill it."""
    chance = np.random.default_rng(seed)
    n_signs, months = len(effects), n_days + 5
    fires = chance.random((months, n_accounts, n_signs)) < 0.15
    for month in range(1, months):  # a sign stays for some months
        stays = chance.random((n_accounts, n_signs)) < 0.85
        fires[month] = np.where(stays, fires[month - 1], fires[month])
    term = chance.integers(0, 365, n_accounts)
    ends = (term[None, :] - 30 * np.arange(months)[:, None]) % 365
    odds = base + fires @ np.asarray(effects) + 0.8 * (ends <= 60)
    leaves = chance.random((months, n_accounts)) < expit(odds)
    last = np.where(leaves.any(axis=0), leaves.argmax(axis=0) + 1.5, np.inf)
    judged = chance.random((n_accounts, n_signs)) < 0.9
    tenure = chance.integers(30, 2000, n_accounts)
    days = month_ends(n_days)
    parts, severities = [], []
    for month, day in enumerate(days):
        here = np.flatnonzero(last > month + 1)
        parts.append(_rows(day, here, last[here] <= month + 4, ends[month][here].astype(float)))
        parts[-1]["tenure_days"] = (tenure[here] + 30.0 * month).astype(float)
        severities.append(np.where(judged[here], fires[month][here] * 3, -1))
    return _panel(days, pd.concat(parts, ignore_index=True), np.vstack(severities))


def flags_panel(flags: Bools, churned: Bools) -> Panel:
    """Return a panel of one day: an account a row, flags that fire in full or not at all."""
    day = date(2026, 1, 31)
    rows = _rows(day, np.arange(churned.size), churned, np.full(churned.size, np.nan))
    return _panel((day,), rows.assign(tenure_days=np.nan), flags * 3)


def _rows(day: date, accounts: np.ndarray, churned: Bools, ends: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "observed_on": pd.Timestamp(day),
            "account_id": pd.Series([f"A{n:05d}" for n in accounts], dtype="str"),
            "churned": churned,
            "ends_in_days": ends,
            "arr": 1000.0,
            "maturity_level": pd.Series(
                ["low" if n % 3 else "high" for n in accounts], dtype="str"
            ),
            "segment_label": pd.Series(
                ["big" if n % 2 else "small" for n in accounts], dtype="str"
            ),
        }
    )


def _panel(days: tuple[date, ...], rows: pd.DataFrame, severity: np.ndarray) -> Panel:
    return Panel(
        horizon_days=90,
        gap_days=30,
        days=days,
        signals=NAMES[: severity.shape[1]],
        rows=rows,
        severity=severity.astype(np.int8),
        confidence=np.where(severity >= 0, 1.0, 0.0).astype(np.float32),
    )
