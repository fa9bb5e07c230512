"""From what is known of the indicators to the level of one day (scoring.md 4.1)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lib.profile.answers import MAX_POINTS, Bools, Floats
from lib.profile.listing import listed, listed_in_order, spread
from lib.profile.reading import APART, Reading
from lib.profile.rubric import DIGITS, FULL_COVERAGE, MIN_COVERAGE, MIN_RATED, Ranks, Rubric

MARGIN = 3.0  # a level moves only when the score is so far beyond its edge (4.4)
_TOP = 100.0
_POINT = _TOP / MAX_POINTS
_DAY_STATUSES = ("not_rated", "provisional", "rated")


@dataclass(frozen=True, eq=False)
class Rating:
    """What the indicators of a reading add up to, one row an account."""

    reading: Reading

    @property
    def rubric(self) -> Rubric:
        """What it was rated by."""
        return self.reading.rubric

    @cached_property
    def _sums(self) -> tuple[Floats, Floats, Floats]:
        """Account × criterion: weighted points, weighted confidence, weight that applies."""
        known = self.reading.confidence * ~np.isnan(self.reading.points)
        points = np.nan_to_num(self.reading.points) * _POINT * known
        weights = self.reading.weights
        return (
            np.einsum("ai,aic->ac", points, weights),
            np.einsum("ai,aic->ac", known, weights),
            weights.sum(axis=1),
        )

    @cached_property
    def scores(self) -> Floats:
        """Account × criterion: the mean of its answers, by weight and sureness; NaN: none."""
        points, known, _ = self._sums
        mean = np.divide(points, known, out=np.full(points.shape, np.nan), where=known > 0)
        return mean.round(DIGITS)

    @cached_property
    def covered(self) -> Floats:
        """Account × criterion: the share of its weight that is known, 0 to 1."""
        _, known, whole = self._sums
        share = np.divide(known, whole, out=np.zeros(known.shape), where=whole > 0)
        return share.round(DIGITS)

    @cached_property
    def weights(self) -> Floats:
        """Account × criterion: its weight as a share of the whole that applies."""
        applies = (self._sums[2] > 0) * self.rubric.weights
        whole = applies.sum(axis=1, keepdims=True)
        return np.divide(applies, whole, out=np.zeros(applies.shape), where=whole > 0)

    @cached_property
    def coverage(self) -> Floats:
        """The share of the whole that is known."""
        return (self.covered * self.weights).sum(axis=1).round(DIGITS)

    @cached_property
    def counted(self) -> Bools:
        """Criteria known well enough to count."""
        return (self.covered >= MIN_COVERAGE) & (self.weights > 0)

    @cached_property
    def status(self) -> Ranks:
        """The place of each account's status among not rated, provisional and rated."""
        few = self.counted.sum(axis=1) < np.minimum(MIN_RATED, (self.weights > 0).sum(axis=1))
        few |= self.counted.sum(axis=1) == 0
        whole = (self.counted | (self.weights == 0)).all(axis=1)
        full = (self.coverage >= FULL_COVERAGE) & whole
        return np.select([(self.coverage < MIN_COVERAGE) | few, full], [0, 2], 1)

    @cached_property
    def score(self) -> Floats:
        """The mean of the criteria that count; NaN where nothing is rated."""
        sums = (np.where(self.counted, np.nan_to_num(self.scores), 0.0) * self.weights).sum(axis=1)
        divisor = (self.counted * self.weights).sum(axis=1)
        known = (self.status > 0) & (divisor > 0)
        return np.divide(sums, divisor, out=np.full(len(sums), np.nan), where=known)

    @cached_property
    def low(self) -> Floats:
        """The score if all that is missing were 0."""
        return (np.nan_to_num(self.scores) * self.covered * self.weights).sum(axis=1)

    @cached_property
    def high(self) -> Floats:
        """The score if all that is missing were 100."""
        return self.low + _TOP * (1 - self.coverage)

    def ranks(self, shift: float = 0.0) -> Ranks:
        """Return the place of each account's level with all scores moved by `shift`."""
        by_score = self.rubric.ranks(self.score + shift)
        return np.minimum(by_score, self.limits(shift).min(axis=1))

    def limits(self, shift: float = 0.0) -> Ranks:
        """Return the best level that each criterion, and each event, allows."""
        by_criterion = self.rubric.limits(np.where(self.counted, self.scores, np.nan), shift)
        return np.column_stack([by_criterion, *self._caps])

    @cached_property
    def _caps(self) -> list[Ranks]:
        """What indicators allow that are answered with 0 themselves."""
        found = []
        for column, indicator in enumerate(self.rubric.indicators.values()):
            if indicator.caps is not None:
                held = self.reading.own.points[:, column] <= 0
                best = len(self.rubric.levels) - 1
                found.append(np.where(held, self.rubric.names.index(indicator.caps), best))
        return found

    def frame(self) -> pd.DataFrame:
        """Return the rating of the day by account id; columns as `maturity` describes them."""
        rubric, index = self.rubric, self.reading.index
        by_score, limits, final = rubric.ranks(self.score), self.limits(), self.ranks()
        held = pd.DataFrame(limits[:, : len(rubric.criteria)] < by_score[:, None], index,
                            list(rubric.criteria))  # fmt: skip
        parts = {}
        for place, key in enumerate(rubric.criteria):
            parts[f"{key}_score"] = self.scores[:, place]
            parts[f"{key}_coverage"] = self.covered[:, place]
        return pd.DataFrame(
            {
                "level": rubric.named(final, index),
                "status": spread(_DAY_STATUSES, self.status, index),
                "score": self.score,
                "low": self.low,
                "high": self.high,
                "level_low": rubric.named(rubric.ranks(self.low), index),
                "level_high": rubric.named(rubric.ranks(self.high), index),
                "coverage": self.coverage,
                "capped": final < by_score,
                "capped_by": listed(held),
                "missing": _missing(self),
                **parts,
                "contradictions": listed(_contradictions(self.reading)),
                "age_months": _age(self),
                "disagreement": _disagreement(self.reading),
            },
            index=index,
        )


def _missing(rating: Rating) -> pd.Series:
    """Name the criteria that are missing, those first that would raise coverage most."""
    gain = np.where(rating.counted, 0.0, (1 - rating.covered) * rating.weights).round(DIGITS)
    order = np.argsort(-gain, axis=1, kind="stable")
    places = np.where(np.take_along_axis(gain, order, axis=1) > 0, order, -1)
    return listed_in_order(places, list(rating.rubric.criteria), rating.reading.index)


def _contradictions(reading: Reading) -> pd.DataFrame:
    """Say of each criterion whether sources contradict each other in it."""
    names = list(reading.rubric.criteria)
    inside = (reading.columns[:, None] == np.arange(len(names))).astype(np.int64)
    own = reading.contradicted.astype(np.int64) @ inside > 0
    whole = reading.whole.spread.round(DIGITS) >= APART
    return pd.DataFrame(own | whole, reading.index, names)


def _age(rating: Rating) -> Floats:
    """Return the mean age of the answers used, by weight and sureness; NaN without any."""
    reading = rating.reading
    weight = np.array([i.weight for i in reading.rubric.indicators.values()], dtype=float)
    known = reading.confidence * ~np.isnan(reading.points) * weight
    total = known.sum(axis=1)
    sums = (np.nan_to_num(reading.months) * known).sum(axis=1)
    return np.divide(sums, total, out=np.full(len(sums), np.nan), where=total > 0)


def _disagreement(reading: Reading) -> Floats:
    """Return how many points the people who judged one thing lie apart at most."""
    both = np.column_stack([reading.own.disagreement, reading.whole.disagreement])
    return both.max(axis=1, initial=0.0)
