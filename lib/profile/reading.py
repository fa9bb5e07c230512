"""What is known of every indicator on one day: from people, from the data, or not at all.

Of a person's answer and what the data say, the surer one is used. A judgement of a whole
criterion answers those of its indicators that have no answer of their own, or one less than
half as sure; how sure we are is told by the surest of all, so that an answer taken away can
only lower the coverage.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.model import KINDS, Snapshot
from lib.model.past import Columns
from lib.profile.answers import (
    MAX_POINTS,
    SOURCE_FACTORS,
    Answers,
    Bools,
    Floats,
    Places,
    Questions,
    answers,
)
from lib.profile.evidence import Seen, seen
from lib.profile.rubric import DIGITS, Rubric

APART = 2.0  # two sources this many points apart cannot both be right
_POINT = 100 / MAX_POINTS
_HALF_AS_SURE = 0.5
_NONE = -1


# All that a reading looks at, so that past months can be cut from these columns alone.
NEEDED: Columns = {
    "accounts": KINDS["accounts"].names,
    "contracts": KINDS["contracts"].names,
    "contacts": ("account_id", "contact_id", "active", "buying_roles", "title", "department",
                 "stance", "last_contacted_on", "created_at"),
    "activities": ("account_id", "contact_id", "type", "direction", "outcome", "occurred_at"),
    "demands": ("account_id", "contact_id", "raised_on", "answered_on", "direction",
                "within_boundary", "theme"),
    "losses": ("account_id", "contract_id", "kind", "churn_date", "won_back_on"),
    "assessments": ("account_id", "scheme", "criterion", "points", "source", "applies",
                    "assessed_by", "assessed_on", "created_at"),
}  # fmt: skip


class Data(NamedTuple):
    """What the data say, account × indicator: points (NaN: nothing), confidence, source."""

    points: Floats
    confidence: Floats
    source: Places


@dataclass(frozen=True, eq=False)
class Reading:
    """Every indicator of every account on one day; arrays are account × indicator.

    `own` are answers to the indicators, `whole` judgements of the criteria (account ×
    criterion), `data` what the loaded rows say; `seen` has their sentences.
    """

    rubric: Rubric
    index: pd.Index
    own: Answers
    whole: Answers
    data: Data
    seen: Mapping[str, Seen]

    @cached_property
    def by_data(self) -> Bools:
        """Where the data are the surer source; a lower bound gives way to a better answer."""
        floor = np.array([i.at_least for i in self.rubric.indicators.values()])
        better = floor & (self.own.points > self.data.points)
        surer = self.data.confidence >= self.own.confidence
        return ~np.isnan(self.data.points) & surer & ~better

    @cached_property
    def by_whole(self) -> Bools:
        """Where the judgement of the criterion answers."""
        own = np.maximum(self.own.confidence, self.data.confidence)
        weak = (own == 0) | (own < _HALF_AS_SURE * self._spread(self.whole.confidence))
        weighs = np.array([i.weight > 0 for i in self.rubric.indicators.values()])
        return ~np.isnan(self._spread(self.whole.points)) & weak & weighs

    @cached_property
    def points(self) -> Floats:
        """The answer to use, 0 to 4; NaN where nobody knows."""
        mine = np.where(self.by_data, self.data.points, self.own.points)
        return np.where(self.by_whole, self._spread(self.whole.points), mine)

    @cached_property
    def confidence(self) -> Floats:
        """How sure the surest answer is, 0 to 1."""
        own = np.maximum(self.own.confidence, self.data.confidence)
        return np.maximum(own, self._spread(self.whole.confidence))

    @cached_property
    def source(self) -> Places:
        """The place of the source of the answer in `SOURCE_FACTORS`; -1 where there is none."""
        mine = np.where(self.by_data, self.data.source, self.own.source)
        return np.where(self.by_whole, self._spread(self.whole.source), mine)

    @cached_property
    def months(self) -> Floats:
        """The age of the answer in months; 0 for what the data say of today."""
        mine = np.where(self.by_data, 0.0, self.own.months)
        return np.where(self.by_whole, self._spread(self.whole.months), mine)

    @cached_property
    def contradicted(self) -> Bools:
        """Where two sources of an indicator's own lie two points or more apart."""
        known = ~np.isnan(self.data.points)
        high, low = self.own.ends
        least = np.where(known, np.fmin(low, self.data.points), low)
        most = np.where(known, np.fmax(high, self.data.points), high)
        floor = np.array([i.at_least for i in self.rubric.indicators.values()])
        most = np.where(known & floor, np.fmax(low, self.data.points), most)
        return np.isfinite(most) & np.isfinite(least) & ((most - least).round(DIGITS) >= APART)

    @cached_property
    def weights(self) -> Floats:
        """Account × indicator × criterion: what each weighs; 0 where it does not apply."""
        answered = ~np.isnan(self.own.points)
        applies = ~self.own.not_applicable
        applies &= answered | ~self._spread(self.whole.not_applicable)
        return applies[:, :, None] * self.rubric.shares[None, :, :]

    def _spread(self, values: np.ndarray) -> np.ndarray:
        """Return values of criteria at each of their indicators."""
        return values[:, self.columns]

    @cached_property
    def columns(self) -> Places:
        """The place of each indicator's criterion."""
        names = list(self.rubric.criteria)
        return np.array([names.index(c) for c in self.rubric.criterion_of.values()])


def read(rubric: Rubric, snapshot: Snapshot) -> Reading:
    """Return what is known of every indicator on the snapshot's day."""
    given = answers(snapshot, questions(rubric))
    n = len(rubric.indicators)
    found = seen(snapshot, rubric.scheme)
    return Reading(
        rubric=rubric,
        index=snapshot.account_ids,
        own=given.of(slice(0, n)),
        whole=given.of(slice(n, n + len(rubric.criteria))),
        data=_data(rubric, found, len(snapshot.account_ids)),
        seen=found,
    )


def questions(rubric: Rubric) -> Questions:
    """Return what may be answered in a scheme: its indicators, then its criteria."""
    ageings = {key: rubric.criteria[name].ageing for key, name in rubric.criterion_of.items()}
    return Questions(
        scheme=rubric.scheme,
        ageings=ageings | {name: c.ageing for name, c in rubric.criteria.items()},
        codes={indicator.code: key for key, indicator in rubric.indicators.items()},
    )


def _data(rubric: Rubric, found: Mapping[str, Seen], n: int) -> Data:
    shape = (n, len(rubric.indicators))
    points, confidence = np.full(shape, np.nan), np.zeros(shape)
    source = np.full(shape, _NONE, dtype=np.int64)
    places = list(SOURCE_FACTORS)
    for column, key in enumerate(rubric.indicators):
        if key not in found:
            continue
        part = found[key]
        known = ~np.isnan(part.score)
        points[:, column] = part.score / _POINT
        confidence[:, column] = np.where(known, SOURCE_FACTORS[part.source] * part.surety, 0.0)
        source[:, column] = np.where(known, places.index(part.source), _NONE)
    return Data(points, confidence, source)
