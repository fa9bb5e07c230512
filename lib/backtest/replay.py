"""Past days replayed: every signal asked on every day, and what came of each customer.

No row dated after a day enters what is observed on it: signals see a snapshot of the day,
and what its columns could only show later is taken away (`refused`). Only the label, whether
the customer left in the window after the day, looks ahead.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pandas as pd

from lib.backtest.crew import observed_by_crew, pays
from lib.backtest.days import ObservationDays
from lib.backtest.kept import typed
from lib.backtest.labels import Endings
from lib.backtest.observed import Observed, observed
from lib.backtest.refused import without_outcomes
from lib.backtest.voluntary import INVOLUNTARY
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
    """Return what would have been seen on each day, and who left afterwards.

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
    return _panel([labelled(found[day], day, days) for day in days.days], days, asked)


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


def labelled(found: Observed, day: date, days: ObservationDays) -> Observed:
    """Add what came of each customer, and leave out those of whom it says nothing."""
    ids = pd.Index(found.rows["account_id"])
    ahead = _next_endings(days.endings, day, ids)
    kept = _countable(days, day, ids, ahead)
    left = ahead["left_on"]
    churned = left <= pd.Timestamp(day) + timedelta(days=days.gap_days + days.horizon_days)
    rows = found.rows.assign(
        observed_on=np.datetime64(day, "us"),
        churned=churned.to_numpy(),
        churned_on=left.where(churned).to_numpy(),
        noticed_on=ahead["noticed_on"].where(churned).to_numpy(),
    )
    return Observed(rows[kept].reset_index(drop=True), found.severity[kept], found.confidence[kept])


def _next_endings(endings: Endings, day: date, ids: pd.Index) -> pd.DataFrame:
    later = endings.rows[endings.rows["left_on"] > pd.Timestamp(day)]
    return later.drop_duplicates("account_id").set_index("account_id").reindex(ids)


def _countable(days: ObservationDays, day: date, ids: pd.Index, ahead: pd.DataFrame) -> np.ndarray:
    """Say of whom the label window tells something (see `Panel`)."""
    now = pd.Timestamp(day)
    past = days.endings.rows[days.endings.rows["left_on"] <= now]
    past = past.drop_duplicates("account_id", keep="last").set_index("account_id")
    gone = past.index[~(past["back_on"] <= now)]
    in_gap = ahead["left_on"] <= now + timedelta(days=days.gap_days)
    in_window = ahead["left_on"] <= now + timedelta(days=days.gap_days + days.horizon_days)
    forced = in_window & ahead["will"].eq(INVOLUNTARY)
    told = ahead["noticed_on"] <= now
    out = ids.isin(gone) | ids.isin(list(days.endings.undated))
    return np.asarray(~(out | in_gap.to_numpy() | forced.to_numpy() | told.to_numpy()))


_COLUMNS = (
    "observed_on", "account_id", "churned", "churned_on", "noticed_on", "ends_in_days",
    "auto_renew", "tenure_days", "arr", "maturity_level", "segment_label", "use_rank",
)  # fmt: skip


def _panel(parts: list[Observed], days: ObservationDays, signals: tuple[Signal, ...]) -> Panel:
    blank = typed(pd.DataFrame({name: pd.Series(dtype="float64") for name in _COLUMNS}))
    n = len(signals)
    return Panel(
        horizon_days=days.horizon_days,
        gap_days=days.gap_days,
        days=days.days,
        signals=tuple(signal.key for signal in signals),
        rows=_joined([p.rows for p in parts]) if parts else blank,
        severity=np.concatenate([np.empty((0, n), np.int8), *(p.severity for p in parts)]),
        confidence=np.concatenate([np.empty((0, n), np.float32), *(p.confidence for p in parts)]),
    )


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)[list(_COLUMNS)]
