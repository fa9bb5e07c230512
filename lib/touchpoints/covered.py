"""The days on which touches are known: outside of them silence means nothing."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot

Ints = npt.NDArray[np.int64]
_JOINED = 7  # days between two exports that no one misses: a weekend, a holiday


def spans(snapshot: Snapshot, window_days: int, kind: str = "activities") -> Ints:
    """Return first and last day (since 1970) of each stretch of the window that is covered.

    Where an import says nothing of its days, they reach from its first row to the day.
    """
    last = day_number(snapshot.day)
    known = _known(snapshot, kind)
    joined: list[list[int]] = []
    for first, end in sorted(known):
        if joined and first <= joined[-1][1] + _JOINED + 1:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([first, end])
    low = last - window_days + 1
    inside = [(max(first, low), min(end, last)) for first, end in joined]
    return np.array([span for span in inside if span[0] <= span[1]], dtype=np.int64).reshape(-1, 2)


def day_number(day: date) -> int:
    """Return the days from 1970 to a day."""
    return (day - date(1970, 1, 1)).days


def day_of(number: int) -> date:
    """Return the day so many days after 1970 began."""
    return date(1970, 1, 1) + timedelta(days=number)


def numbers(days: pd.Series) -> Ints:
    """Return days as days since 1970."""
    return days.to_numpy().astype("datetime64[D]").astype(np.int64)


def _known(snapshot: Snapshot, kind: str) -> list[tuple[int, int]]:
    found = snapshot.coverage.get(kind)
    if found is not None and found.spans:
        return [(day_number(span.first), day_number(span.last)) for span in found.spans]
    at = snapshot.table(kind)["occurred_at" if kind == "activities" else "created_at"].dropna()
    return [] if at.empty else [(day_number(at.min().date()), day_number(snapshot.day))]
