"""The form in which a signal answers: one row for each account, judged or with a reason."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from lib.model import Snapshot
from lib.signals.counts import Bools
from lib.signals.details import DetailArray
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
    frame["reason"] = words(reason)
    frame["detail"] = DetailArray.of(detail, n)
    return frame


def by_grain(
    by_week: pd.DataFrame, by_month: Callable[[], pd.DataFrame], monthly: Bools
) -> pd.DataFrame:
    """Return answers by week, and by month for accounts whose use is only known by month."""
    if not monthly.any():
        return by_week
    n = len(by_week)
    chosen = np.where(monthly, n + np.arange(n), np.arange(n))
    return pd.concat([by_week, by_month()]).iloc[chosen]


def words(texts: npt.NDArray[np.str_]) -> ExtensionArray:
    """Return a few different texts, said many times, as a column of texts; "" is missing."""
    names, codes = np.unique(texts, return_inverse=True)
    return said(names.tolist(), np.where(names == "", -1, np.arange(len(names)))[codes])


def said(names: Sequence[str], places: npt.NDArray[np.integer]) -> ExtensionArray:
    """Return a column of texts by their places among `names`; -1 is missing."""
    return pd.array(list(names), dtype="str").take(places, allow_fill=True)
