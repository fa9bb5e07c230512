"""One scorecard: whole points for each bin of each attribute; twenty points double the odds."""

from dataclasses import dataclass
from math import log

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from lib.risk.bands import Bools, Floats, Ints
from lib.risk.bins import Bins, bins, evidence
from lib.risk.columns import Attribute

MOST_BINS = 6
CARD_POINT = log(2) / 20
_PENALTY = 1.0


@dataclass(frozen=True, eq=False)
class Card:
    """Points of each bin of each attribute, and the base that everybody starts from.

    `exact` and `exact_base` are the same before they were rounded.
    """

    laid: tuple[Bins, ...]
    exact: tuple[Floats, ...]
    exact_base: float

    @property
    def points(self) -> tuple[Ints, ...]:
        """Whole points of every bin, attribute by attribute."""
        return tuple(np.rint(values).astype(np.int64) for values in self.exact)

    @property
    def base(self) -> int:
        """Points that everybody has."""
        return round(self.exact_base)

    def by_attribute(self) -> Ints:
        """Return the points of every account, accounts × attributes."""
        columns = [points[bins.codes] for points, bins in zip(self.points, self.laid, strict=True)]
        return np.column_stack(columns)

    def unrounded(self) -> Floats:
        """Return the score of every account before rounding."""
        parts = [values[bins.codes] for values, bins in zip(self.exact, self.laid, strict=True)]
        return np.asarray(self.exact_base + np.sum(parts, axis=0), dtype=np.float64)


def probability_of(score: Ints | Floats) -> Floats:
    """Return the probability that a score stands for."""
    return np.asarray(expit(score * CARD_POINT), dtype=np.float64)


def carded(columns: tuple[Attribute, ...], churned: Bools, chosen: Bools) -> Card:
    """Learn a card from the chosen accounts only: bins, evidence, weights."""
    laid = tuple(bins(column, chosen, MOST_BINS) for column in columns)
    told = [evidence(one.codes, one.n, churned, chosen) for one in laid]
    design = np.column_stack([values[one.codes] for values, one in zip(told, laid, strict=True)])
    model = LogisticRegression(C=_PENALTY, max_iter=1000)
    model.fit(design[chosen], churned[chosen])
    exact = tuple(
        float(weight) * values / CARD_POINT
        for weight, values in zip(model.coef_[0], told, strict=True)
    )
    return Card(laid, exact, float(model.intercept_[0]) / CARD_POINT)
