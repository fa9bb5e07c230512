"""Past days replayed: every signal asked on every day, and what came of each customer.

No row dated after a day enters what is observed on it: signals see a snapshot of the day,
and what its columns could only show later is taken away (`refused`). Only the label, whether
the customer left in the window after the day, looks ahead.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from lib.backtest.crew import observed_by_crew, pays
from lib.backtest.days import ObservationDays
from lib.backtest.kept import typed
from lib.backtest.labelled import labelled
from lib.backtest.observed import Observed, observed
from lib.backtest.refused import without_outcomes
from lib.errors import DeskError
from lib.locale import msg
from lib.model import Dataset, Snapshot
from lib.risk.panel import Panel
from lib.signals.registry import all_signals
from lib.signals.spec import Signal, Thresholds

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def unseen(_done: int, _of: int) -> None:
    """Show no progress."""


def never() -> bool:
    """Do not stop."""
    return False


def replay(  # noqa: PLR0913 - what is asked, of what, and who hears of it
    dataset: Dataset,
    days: ObservationDays,
    *,
    judged_by: Mapping[str, Thresholds] = MappingProxyType({}),
    signals: tuple[Signal, ...] | None = None,
    progress: Progress = unseen,
    cancelled: Cancelled = never,
) -> Panel:
    """Return what would have been seen on each day, and who left afterwards."""
    raw = looked_at(
        dataset, days, judged_by=judged_by, signals=signals, progress=progress, cancelled=cancelled
    )
    return labelled(raw, days)


def looked_at(  # noqa: PLR0913 - what is asked, of what, and who hears of it
    dataset: Dataset,
    days: ObservationDays,
    *,
    judged_by: Mapping[str, Thresholds] = MappingProxyType({}),
    signals: tuple[Signal, ...] | None = None,
    progress: Progress = unseen,
    cancelled: Cancelled = never,
) -> Panel:
    """Return what would have been seen of all customers on each day, before any label.

    All signals are asked unless `signals` names some. `progress` is called with days done and
    days in all; when `cancelled` says so between two days, DeskError `cancelled` is raised.
    """
    asked = all_signals() if signals is None else signals
    ready = coded(dataset)
    found: dict[date, Observed] = {}
    if pays(ready, days.days):

        def tell(done: int) -> None:
            _go_on(done, len(days.days), progress, cancelled)

        found = observed_by_crew(ready, days.days, (asked, judged_by), tell)
    left = tuple(day for day in days.days if day not in found)
    for snapshot in snapshots(ready, left, _after(len(found), progress), cancelled):
        found[snapshot.day] = observed(snapshot, asked, judged_by)
    return _panel([found[day] for day in days.days], days, asked)


def _after(done: int, progress: Progress) -> Progress:
    """Return a progress that counts days done before."""
    return lambda n, of: progress(done + n, done + of)


def _go_on(done: int, of: int, progress: Progress, cancelled: Cancelled) -> None:
    if cancelled():
        raise DeskError("cancelled", msg("The back-test was stopped."))
    progress(done, of)


def snapshots(
    dataset: Dataset, days: tuple[date, ...], progress: Progress, cancelled: Cancelled
) -> Iterator[Snapshot]:
    """Yield the days' snapshots, each without what was only known later."""
    ready = coded(dataset)
    for place, day in enumerate(days):
        _go_on(place, len(days), progress, cancelled)
        yield without_outcomes(ready.as_of(day))
    progress(len(days), len(days))


def coded(dataset: Dataset) -> Dataset:
    """Return the data with the cube in order of days and its texts as categories.

    So a snapshot is a slice, and no text is looked at twice.
    """
    cube = dataset.cube
    if not cube["day"].is_monotonic_increasing:
        cube = cube.sort_values("day", kind="stable", ignore_index=True)
    texts = {name: _categories(cube[name]) for name in ("account_id", "event")}
    return replace(dataset, cube=cube.assign(**texts))


def _categories(texts: pd.Series) -> pd.Series:
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return texts
    codes, names = pd.factorize(texts)
    return pd.Series(pd.Categorical.from_codes(codes, names), index=texts.index)


_COLUMNS = (
    "observed_on", "account_id", "churned", "churned_on", "noticed_on", "ends_in_days",
    "auto_renew", "tenure_days", "arr", "maturity_level", "segment_label", "use_rank",
)  # fmt: skip


def _panel(parts: list[Observed], days: ObservationDays, signals: tuple[Signal, ...]) -> Panel:
    blank = typed(pd.DataFrame({name: pd.Series(dtype="float64") for name in _COLUMNS}))
    n = len(signals)
    told = [
        part.rows.assign(
            observed_on=np.datetime64(day, "us"),
            churned=False,
            churned_on=np.datetime64("NaT", "us"),
            noticed_on=np.datetime64("NaT", "us"),
        )
        for day, part in zip(days.days, parts, strict=True)
    ]
    return Panel(
        horizon_days=days.horizon_days,
        gap_days=days.gap_days,
        days=days.days,
        signals=tuple(signal.key for signal in signals),
        rows=_joined(told) if told else blank,
        severity=np.concatenate([np.empty((0, n), np.int8), *(p.severity for p in parts)]),
        confidence=np.concatenate([np.empty((0, n), np.float32), *(p.confidence for p in parts)]),
    )


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)[list(_COLUMNS)]
