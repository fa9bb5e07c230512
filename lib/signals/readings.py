"""Every signal's reading of every account on a day, its sentence, and the rows behind it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from lib.locale import Message, msg
from lib.model import KINDS, Snapshot
from lib.signals.answers import MEASURED, NOT_EVALUATED, said
from lib.signals.registry import all_signals, signal_of
from lib.signals.spec import Signal, Thresholds

GRADES = ("none", "watch", "alert", "unknown")
LEAST_CONFIDENCE = 0.5  # a doubtful signal raises no alarm alone (scoring.md 3.0)
_WATCH_SEVERITY, _ALERT_SEVERITY = 1, 2
_HIGHEST = 3
_THREADS = 2


def readings(
    snapshot: Snapshot, judged_by: Mapping[str, Thresholds] = MappingProxyType({})
) -> pd.DataFrame:
    """Return one row for each account and signal, ordered by account, then signal.

    `judged_by` holds thresholds, by signal, that take the place of those in the catalogue.

    Columns: `account_id, signal, severity` (0 to 3; -1 not evaluated), `grade` (none, watch,
    alert, unknown; none also where the question does not arise, see `reason`), `value, expected,
    expected_low, expected_high` (in the reading's unit; NaN unknown), `confidence` and `x` (0 to
    1; x NaN unknown), `window_from, window_to` (what was judged), `rows_from` (where the rows it
    was judged by begin), `n_rows`, `reason` (code of why not), `thresholds_version`, `detail`
    (what the sentence needs).
    """
    with ThreadPoolExecutor(_THREADS) as pool:  # NumPy works on two of them at a time
        read = list(
            pool.map(lambda each: measured(judged(each, judged_by), snapshot), all_signals())
        )
    by_account = np.arange(sum(map(len, read))).reshape(len(read), -1).T.ravel()
    n_signals, n = len(read), len(snapshot.account_ids)
    said_once = {
        "account_id": read[0]["account_id"].array.take(np.repeat(np.arange(n), n_signals)),
        **{
            name: said([each[name].iloc[0] for each in read], np.tile(np.arange(n_signals), n))
            for name in ("signal", "thresholds_version")
            if n
        },
    }
    return pd.DataFrame(
        {
            name: said_once[name]
            if name in said_once
            else _joined([each[name] for each in read], by_account)
            for name in read[0]
        }
    )


def _joined(parts: Sequence[pd.Series], order: np.ndarray) -> ExtensionArray | np.ndarray:
    """Return the parts as one column in that order; few different texts cost little."""
    if not isinstance(parts[0].dtype, pd.StringDtype):
        return pd.concat(parts, ignore_index=True).array.take(order)
    coded = [pd.factorize(part.array) for part in parts]
    first = np.cumsum([0, *(len(names) for _, names in coded)])
    codes = [np.where(c < 0, -1, c + n) for (c, _), n in zip(coded, first, strict=False)]
    names = [name for _, each in coded for name in each]
    return said(names, np.concatenate(codes)[order])


def judged(signal: Signal, judged_by: Mapping[str, Thresholds]) -> Signal:
    """Return the signal as it is judged by the thresholds that stand for it, if any do."""
    return replace(signal, thresholds=judged_by.get(signal.key, signal.thresholds))


def measured(signal: Signal, snapshot: Snapshot) -> pd.DataFrame:
    """Return one signal's readings, one row an account in the order of `account_ids`."""
    rows = signal.measure(snapshot, signal.thresholds)
    n, severity = len(rows), rows["severity"].to_numpy()
    x = np.where(severity == NOT_EVALUATED, np.nan, severity / _HIGHEST)
    return pd.DataFrame(
        {
            "account_id": rows.index.array,
            "signal": said([signal.key], np.zeros(n, dtype=np.int64)),
            "severity": severity,
            "grade": said(GRADES, _graded(signal, rows)),
            **{name: rows[name].array for name in (*MEASURED, "confidence")},
            "x": x,
            **{name: rows[name].array for name in ("window_from", "window_to", "rows_from")},
            "n_rows": rows["n_rows"].to_numpy(dtype=np.int64),
            "reason": rows["reason"].array,
            "thresholds_version": said([signal.version], np.zeros(n, dtype=np.int64)),
            "detail": rows["detail"].array,
        }
    )


def _graded(signal: Signal, rows: pd.DataFrame) -> np.ndarray:
    """Return the place of each answer's grade; what does not apply is no sign, not unknown."""
    confidence = rows["confidence"].to_numpy(dtype=float)
    found = grades(rows["severity"].to_numpy(), confidence, alarms=signal.alarms)
    if not signal.does_not_apply:
        return found
    return np.where(rows["reason"].isin(signal.does_not_apply), GRADES.index("none"), found)


def evidence(row: Mapping[str, Any]) -> Message:
    """Return a reading's evidence in one sentence; for an unknown one, why it is unknown."""
    signal = signal_of(row["signal"])
    if row["severity"] == NOT_EVALUATED and row["reason"] in signal.does_not_apply:
        return msg("Does not apply: {reason}.", reason=signal.reasons[row["reason"]])
    if row["severity"] == NOT_EVALUATED:
        return msg("Could not be judged: {reason}.", reason=signal.reasons[row["reason"]])
    return signal.evidence(row)


def unit(row: Mapping[str, Any]) -> Message:
    """Return what a reading's value counts: the signal's unit, or the one it fell back to."""
    signal = signal_of(row["signal"])
    return signal.units.get(row["detail"].get("unit", ""), signal.unit)


def rows_behind(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """Return the kind and the rows that a reading was made of, oldest first.

    Tables give their rows with provenance, usage the cube's rows of the event counted: as
    many as `n_rows` says.
    """
    signal = signal_of(row["signal"])
    if signal.behind is not None:
        return signal.behind(snapshot, row)
    kind = signal.needs[0]
    rows = snapshot.usage.cube if kind == "usage" else snapshot.table(kind)
    day = "day" if kind == "usage" else KINDS[kind].day or ""
    until = pd.Timestamp(row["window_to"]) + pd.Timedelta(days=1)
    chosen = (rows["account_id"] == row["account_id"]) & (rows[day] < until)
    chosen &= rows[day] >= row["rows_from"]
    if kind == "usage":
        chosen &= rows["event"] == row["detail"]["event"]
    return kind, rows[chosen].sort_values(day, kind="stable").reset_index(drop=True)


def is_alert(
    severity: np.ndarray, confidence: np.ndarray, *, alarms: npt.NDArray[np.bool_] | bool
) -> npt.NDArray[np.bool_]:
    """Say where a reading is an alert: severe and confident enough, by a signal that alarms.

    What the watch list calls an alert and what a back-test counts as one are the same.
    """
    loud = (severity >= _ALERT_SEVERITY) & (confidence >= LEAST_CONFIDENCE)
    return np.asarray(loud & alarms, dtype=bool)


def is_watch(severity: np.ndarray) -> npt.NDArray[np.bool_]:
    """Say where a reading is at least worth watching."""
    return np.asarray(severity >= _WATCH_SEVERITY, dtype=bool)


def grades(severity: np.ndarray, confidence: np.ndarray, *, alarms: bool) -> np.ndarray:
    """Return the place of each grade in `GRADES`; a signal that never alarms gives no alert."""
    alert = is_alert(severity, confidence, alarms=alarms)
    steps = [severity == NOT_EVALUATED, alert, is_watch(severity)]
    return np.select(steps, [3, 2, 1], 0)
