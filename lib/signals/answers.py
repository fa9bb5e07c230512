"""The form in which a signal answers: one row for each account, judged or with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot
from lib.signals.counts import Bools
from lib.signals.holidays import Days

NOT_EVALUATED = -1
MEASURED = ("value", "expected", "expected_low", "expected_high")
Column: TypeAlias = npt.NDArray[Any] | float | int


def first_reason(n: int, *reasons: tuple[str, Bools | bool]) -> npt.NDArray[np.str_]:
    """Return for each account the code of the first reason that holds; "" when none does."""
    masks = [np.broadcast_to(np.asarray(holds, dtype=bool), n) for _, holds in reasons]
    return np.select(masks, [code for code, _ in reasons], "")


def day_column(day: date | np.datetime64 | Days | None, n: int) -> Days:
    """Return one day an account, as frames hold days; None is no day."""
    days = np.datetime64("NaT", "D") if day is None else day
    return np.broadcast_to(np.asarray(days, dtype="datetime64[us]"), n)


def answered(
    snapshot: Snapshot,
    reason: npt.NDArray[np.str_],
    columns: Mapping[str, Column],
    detail: Mapping[str, Any],
) -> pd.DataFrame:
    """Return the answer of a measure, indexed by `snapshot.account_ids`.

    `columns` are `severity, value, expected, expected_low, expected_high, confidence,
    window_from, window_to, rows_from, n_rows`; `detail` maps names to one value an account
    (or one for all), for the sentence. Where there is a `reason` the severity is -1, the
    confidence 0 and what would have been measured is NaN.
    """
    n = len(snapshot.account_ids)
    frame = pd.DataFrame(
        {name: np.broadcast_to(np.asarray(values), n) for name, values in columns.items()},
        index=snapshot.account_ids,
    )
    unknown = reason != ""
    frame["severity"] = np.where(unknown, NOT_EVALUATED, frame["severity"]).astype(np.int64)
    frame["confidence"] = np.where(unknown, 0.0, frame["confidence"])
    for name in MEASURED:
        frame[name] = np.where(unknown, np.nan, frame[name].astype(float))
    frame["reason"] = pd.Series(reason, frame.index, dtype="str").where(unknown)
    frame["detail"] = pd.Series(_dicts(detail, n), frame.index, dtype="object")
    return frame


def _dicts(detail: Mapping[str, Any], n: int) -> list[dict[str, Any]]:
    lists: list[Sequence[Any]] = [_listed(values, n) for values in detail.values()]
    if not lists:
        return [{} for _ in range(n)]
    names = tuple(detail)
    return [dict(zip(names, values, strict=True)) for values in zip(*lists, strict=True)]


def _listed(values: Any, n: int) -> Sequence[Any]:  # noqa: ANN401 - an array of anything, or one value
    return values.tolist() if isinstance(values, np.ndarray) else [values] * n
