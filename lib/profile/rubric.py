"""The form shared by maturity and motivation (scoring.md 4.1): criteria, indicators, levels.

A criterion is made of indicators: observable statements, each answered by points 0 to 4,
worth 25 each, or by a share of 100. What nobody knows lowers the coverage, never the score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.errors import DefinitionError
from lib.locale import Message, msg
from lib.profile.answers import EVIDENCE, MAX_POINTS, Ageing
from lib.profile.listing import spread

MIN_COVERAGE = 0.4  # a criterion, and a whole, below this is not rated
FULL_COVERAGE = 0.6  # below this, or with a criterion not rated, a level is provisional
MIN_RATED = 3  # two criteria alone can stand for half of the weight, but not for the whole
DIGITS = 9  # weights and halvings are not exact in binary; edges must be

Floats = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int64]

STATUSES: Mapping[str, Message] = {
    "rated": msg("rated"),
    "provisional": msg("provisional"),
    "overruled": msg("overruled by a person"),
    "stale": msg("out of date"),
    "stated": msg("stated in the source"),
    "not_rated": msg("not rated"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One observable statement with what must be seen for 0 to 4 points.

    `code` is its number in scoring.md. `asked`: it belongs to the questionnaire. `at_least`:
    what the data say is a lower bound, which a person's better answer may exceed. `caps`:
    with 0 points the whole is at most of that level, at once, because that is an event.
    """

    code: str
    title: Message
    question: Message
    weight: int
    anchors: tuple[Message, ...]
    asked: bool = False
    at_least: bool = False
    caps: str | None = None

    def __post_init__(self) -> None:
        """Refuse an indicator without one text for each number of points."""
        _five(self.anchors)


@dataclass(frozen=True, slots=True)
class Limit:
    """Below this score (of 100) of a criterion the whole is at most of `level`.

    A `fact` holds at once; any other must be clear of its edge before a level moves.
    """

    below: float
    level: str
    fact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One part of the whole, with what it looks like as a whole for 0 to 4 points."""

    title: Message
    question: Message
    anchors: tuple[Message, ...]
    weight: int
    indicators: Mapping[str, Indicator]
    limits: tuple[Limit, ...] = ()
    ageing: Ageing = EVIDENCE

    def __post_init__(self) -> None:
        """Refuse a criterion without texts, or without anything to see."""
        _five(self.anchors)
        if not any(indicator.weight for indicator in self.indicators.values()):
            raise DefinitionError("a criterion needs an indicator with a weight.")


def _five(anchors: tuple[Message, ...]) -> None:
    if len(anchors) != MAX_POINTS + 1:
        raise DefinitionError(f"five anchors are needed. Got {len(anchors)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """Criteria by key, and levels by the score from which each begins, lowest first.

    `events` are indicators that move the level at once when they fall to 0.
    """

    scheme: str
    criteria: Mapping[str, Criterion]
    levels: tuple[tuple[float, str], ...]
    events: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the levels, lowest first."""
        return tuple(name for _, name in self.levels)

    @property
    def indicators(self) -> dict[str, Indicator]:
        """All indicators by key, in the order of the criteria."""
        return {k: i for c in self.criteria.values() for k, i in c.indicators.items()}

    @property
    def criterion_of(self) -> dict[str, str]:
        """The criterion of each indicator."""
        return {k: name for name, c in self.criteria.items() for k in c.indicators}

    @property
    def weights(self) -> Floats:
        """The weight of each criterion, as a share of the whole."""
        weights = np.array([c.weight for c in self.criteria.values()], dtype=np.float64)
        return weights / weights.sum()

    @property
    def shares(self) -> Floats:
        """Indicator × criterion: the weight of an indicator inside its own criterion."""
        rows = np.zeros((len(self.indicators), len(self.criteria)))
        names = list(self.criteria)
        for row, (key, indicator) in enumerate(self.indicators.items()):
            rows[row, names.index(self.criterion_of[key])] = indicator.weight
        return rows

    def ranks(self, scores: Floats) -> Ranks:
        """Return the place of each score's level among `names`; -1 where it is unknown."""
        starts = [start for start, _ in self.levels]
        places = np.searchsorted(starts, scores.round(DIGITS), side="right") - 1
        return np.where(np.isnan(scores), -1, np.maximum(places, 0))

    def limits(self, scores: Floats, shift: float = 0.0) -> Ranks:
        """Return for each account and criterion the place of the best level that it allows.

        `scores` are the criteria's; `shift` is added to all but facts.
        """
        found = np.full(scores.shape, len(self.levels) - 1)
        for column, criterion in enumerate(self.criteria.values()):
            for limit in criterion.limits:
                added = 0.0 if limit.fact else shift
                held = (scores[:, column] + added).round(DIGITS) < limit.below
                place = self.names.index(limit.level)
                found[:, column] = np.where(held, np.minimum(found[:, column], place),
                                            found[:, column])  # fmt: skip
        return found

    def named(self, ranks: Ranks, index: pd.Index) -> pd.Series:
        """Return the names of levels by their place; NaN for -1."""
        return spread([*self.names, None], ranks, index)
