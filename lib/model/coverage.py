"""Which days an export speaks about: silence inside is zero, outside it is unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days on which a kind of row was exported, as sorted spans that do not touch."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Coverage":
        """Join spans that overlap or follow one another.

        >>> Coverage.of([Span(date(2026, 2, 1), date(2026, 2, 28)),
        ...              Span(date(2026, 1, 1), date(2026, 1, 31))]).spans
        (Span(first=datetime.date(2026, 1, 1), last=datetime.date(2026, 2, 28)),)
        """
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.first <= merged[-1].last + timedelta(days=1):
                merged[-1] = Span(merged[-1].first, max(merged[-1].last, span.last))
            else:
                merged.append(span)
        return cls(tuple(merged))

    def until(self, day: date) -> "Coverage":
        """Return what was covered up to and including `day`."""
        return Coverage(
            tuple(Span(s.first, min(s.last, day)) for s in self.spans if s.first <= day)
        )

    def holds(self, first: date, last: date) -> bool:
        """Say whether every day from `first` to `last` is covered."""
        return any(span.first <= first and last <= span.last for span in self.spans)

    def mask(self, days: pd.DatetimeIndex) -> np.ndarray:
        """Return one bool a day of `days`: is it covered."""
        covered = np.zeros(len(days), dtype=bool)
        for span in self.spans:
            covered |= (days >= pd.Timestamp(span.first)) & (days <= pd.Timestamp(span.last))
        return covered

    @property
    def last(self) -> date | None:
        """The last covered day, or None when nothing was ever exported."""
        return self.spans[-1].last if self.spans else None
