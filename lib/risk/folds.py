"""Splits by time: learn from what was known before the days that are predicted."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from lib.risk.bands import Bools
from lib.risk.panel import Panel

LEAST_MONTHS = 24  # so many observation months carry a rolling origin (scoring.md 1.4)
_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Fold:
    """Days learnt from, and later days predicted. No label window of the first reaches them."""

    learnt: tuple[date, ...]
    predicted: tuple[date, ...]


def folds(panel: Panel) -> tuple[Fold, ...]:
    """Split a panel's days: three rolling origins from 24 months on, one before; none if short.

    Embargo: a day is learnt from when its gap and label window end by the first predicted day.
    """
    days = sorted(panel.days)
    n = len(days)
    if n >= LEAST_MONTHS:
        starts = [n * (_FOLDS + k) // (2 * _FOLDS) for k in range(_FOLDS)]
    else:
        starts = [max(-(-2 * n // 3), 1)]
    window = timedelta(days=panel.gap_days + panel.horizon_days)
    made = [_fold(days, at, until, window) for at, until in zip(starts, [*starts[1:], n])]  # noqa: B905
    return tuple(fold for fold in made if fold.learnt and fold.predicted)


def of_days(panel: Panel, days: tuple[date, ...]) -> Panel:
    """Return the rows of some days."""
    return of_rows(panel, _on(panel, days))


def of_rows(panel: Panel, chosen: Bools) -> Panel:
    """Return some rows of a panel, and the days that are left."""
    rows = panel.rows[chosen].reset_index(drop=True)
    there = set(rows["observed_on"].dt.date)
    return replace(
        panel,
        days=tuple(day for day in panel.days if day in there),
        rows=rows,
        severity=panel.severity[chosen],
        confidence=panel.confidence[chosen],
    )


def of_signals(panel: Panel, chosen: Bools) -> Panel:
    """Return the panel with some signals only."""
    kept = tuple(s for s, keep in zip(panel.signals, chosen, strict=True) if keep)
    return replace(
        panel,
        signals=kept,
        severity=panel.severity[:, chosen],
        confidence=panel.confidence[:, chosen],
    )


def _fold(days: list[date], at: int, until: int, window: timedelta) -> Fold:
    learnt = tuple(day for day in days if at < len(days) and day + window <= days[at])
    return Fold(learnt, tuple(days[at:until]))


def _on(panel: Panel, days: tuple[date, ...]) -> Bools:
    at = panel.rows["observed_on"].dt.date.isin(days)
    return at.to_numpy(dtype=np.bool_)
