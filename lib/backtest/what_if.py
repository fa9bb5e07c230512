"""What one signal would have done with other thresholds: only that signal is asked again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.backtest.days import ObservationDays
from lib.backtest.episodes import Claims, claims
from lib.backtest.measures import measures
from lib.backtest.observed import answers
from lib.backtest.replay import Cancelled, Progress, never, snapshots, unseen
from lib.model import Dataset, Snapshot
from lib.risk.panel import Panel
from lib.signals.registry import signal_of
from lib.signals.spec import Thresholds


@dataclass(frozen=True, eq=False)
class Judged:
    """Severity and confidence of a panel's rows by other thresholds, rows × trials."""

    severity: np.ndarray
    confidence: np.ndarray


def what_if(  # noqa: PLR0913 - what is asked, of what, and who hears of it
    dataset: Dataset,
    days: ObservationDays,
    panel: Panel,
    trial: tuple[str, Thresholds],
    *,
    progress: Progress = unseen,
    cancelled: Cancelled = never,
) -> pd.DataFrame:
    """Return what a signal did and would have done: lines as `measures` gives, with `judged_by`.

    `trial` is the signal's key and the thresholds to try; `judged_by` is `now` or `then`. `panel`
    is the back-test's, made of the same data and days.
    """
    key, thresholds = trial
    found = judged_again(dataset, days, panel, [{key: thresholds}], (progress, cancelled))
    now = claims_of(panel, key, *_column(panel, key))
    then = claims_of(panel, key, found.severity[:, 0], found.confidence[:, 0])
    return pd.concat(
        [
            measures(panel, now).assign(judged_by="now"),
            measures(panel, then).assign(judged_by="then"),
        ],
        ignore_index=True,
    )


def judged_again(
    dataset: Dataset,
    days: ObservationDays,
    panel: Panel,
    trials: Sequence[Mapping[str, Thresholds]],
    told: tuple[Progress, Cancelled],
) -> Judged:
    """Ask one signal again on every day, by each of the trials' thresholds."""
    severity = np.full((len(panel.rows), len(trials)), -1, dtype=np.int8)
    confidence = np.zeros((len(panel.rows), len(trials)), dtype=np.float32)
    observed_on = panel.rows["observed_on"].to_numpy()
    for snapshot in snapshots(dataset, days.days, *told):
        rows = np.flatnonzero(observed_on == np.datetime64(snapshot.day, "us"))
        place = snapshot.account_ids.get_indexer(pd.Index(panel.rows["account_id"].iloc[rows]))
        for n, answer in enumerate(_answers(snapshot, trials)):
            severity[rows, n], confidence[rows, n] = answer[0][place], answer[1][place]
    return Judged(severity, confidence)


def _answers(
    snapshot: Snapshot, trials: Sequence[Mapping[str, Thresholds]]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for trial in trials:
        (key,) = trial
        severity, confidence = answers(snapshot, [signal_of(key)], trial)
        yield severity[:, 0], confidence[:, 0]


def claims_of(panel: Panel, key: str, severity: np.ndarray, confidence: np.ndarray) -> Claims:
    """Return what one signal claims of the panel's rows, at each grade."""
    alone = Panel(
        horizon_days=panel.horizon_days,
        gap_days=panel.gap_days,
        days=panel.days,
        signals=(key,),
        rows=panel.rows,
        severity=severity[:, None],
        confidence=confidence[:, None],
    )
    return claims(alone)


def _column(panel: Panel, key: str) -> tuple[np.ndarray, np.ndarray]:
    place = panel.signals.index(key)
    return panel.severity[:, place], panel.confidence[:, place]
