"""Which days a file speaks about."""

from datetime import timedelta

import pandas as pd

from lib.ingest.names.headings import normalised
from lib.ingest.rows.columns import PERIOD
from lib.model import Kind, Period, Span

QUARTER: str = "quarter"
MONTH: str = "month"
WEEK: str = "week"
DAY: str = "day"
_WEEK_WORDS = ("week", "周", "週")
_MONTH_WORDS = ("month", "月")
_REST_OF_WEEK = timedelta(days=6)


def days_of_period(heading: str, *, months_only: bool) -> str:
    """Return how long the periods are whose first days stand under `heading`."""
    words = normalised(heading)
    if months_only or any(word in words for word in _MONTH_WORDS):
        return MONTH
    return WEEK if any(word in words for word in _WEEK_WORDS) else DAY


def spans_of(rows: pd.DataFrame, kind: Kind, length: str | None) -> tuple[Span, ...]:
    """Return the days from the first to the last that the rows of a dated kind name.

    Counts of a period cover it to its end.
    """
    if kind.day is None:
        return ()
    name = PERIOD if length is not None else kind.day
    filled = rows[name].dropna()
    if filled.empty:
        return ()
    first, last = filled.min().date(), filled.max().date()
    if length in {MONTH, QUARTER}:
        later = pd.Timestamp(last) + pd.DateOffset(months=2 if length == QUARTER else 0)
        last = Period.of(later.date()).last
    elif length == WEEK:
        last += _REST_OF_WEEK
    return (Span(first, last),)
