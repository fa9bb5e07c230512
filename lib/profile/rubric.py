"""The form shared by maturity and motivation (scoring.md 4.1): criteria, coverage, levels.

A criterion is answered by points 0 to 4, worth 25 each. How much an answer counts for
falls with its source and its age. What nobody judged lowers the coverage, never the score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.errors import DefinitionError
from lib.locale import Message, msg
from lib.model import Snapshot
from lib.profile.answers import EVIDENCE, MAX_POINTS, Ageing, Answers, answers
from lib.profile.listing import listed, listed_in_order, spread

MIN_COVERAGE = 0.4  # a criterion, and a whole, below this is not rated
FULL_COVERAGE = 0.6  # below this, or with a criterion not rated, a level is provisional
MIN_RATED = 3  # two criteria alone can stand for half of the weight, but not for the whole
_TOP = 100.0
_POINT = _TOP / MAX_POINTS
_CONTRADICTION = 2.0  # two sources this many points apart cannot both be right
_DIGITS = 9  # weights and halvings are not exact in binary; edges must be

_STATUSES = ("not_rated", "provisional", "rated")

Floats = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int64]

STATUSES: Mapping[str, Message] = {
    "rated": msg("rated"),
    "provisional": msg("provisional"),
    "stated": msg("stated in the source"),
    "not_rated": msg("not rated"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One question with what must be seen for 0 to 4 points.

    `limits`: below this score (of 100) the whole is at most of that level.
    """

    title: Message
    question: Message
    anchors: tuple[Message, ...]
    weight: int
    limits: tuple[tuple[float, str], ...] = ()
    ageing: Ageing = EVIDENCE

    def __post_init__(self) -> None:
        """Refuse a criterion without one text for each number of points."""
        if len(self.anchors) != MAX_POINTS + 1:
            raise DefinitionError(f"a criterion needs five anchors. Got {len(self.anchors)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """Criteria by key, and levels by the score from which each begins, lowest first."""

    scheme: str
    criteria: Mapping[str, Criterion]
    levels: tuple[tuple[float, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the levels, lowest first."""
        return tuple(name for _, name in self.levels)

    @property
    def weights(self) -> Floats:
        """The weight of each criterion, as a share of the whole."""
        weights = np.array([c.weight for c in self.criteria.values()], dtype=np.float64)
        return weights / weights.sum()

    def ranks(self, scores: Floats) -> Ranks:
        """Return the place of each score's level among `names`; -1 where it is unknown."""
        starts = [start for start, _ in self.levels]
        places = np.searchsorted(starts, scores.round(_DIGITS), side="right") - 1
        return np.where(np.isnan(scores), -1, places)

    def named(self, ranks: Ranks, index: pd.Index) -> pd.Series:
        """Return the names of levels by their place; NaN for -1."""
        return spread([*self.names, None], ranks, index)


def rated(rubric: Rubric, snapshot: Snapshot) -> pd.DataFrame:
    """Return the level of every account, by account id.

    `level` (NaN when not rated), `status` (rated, provisional, not_rated), `score` 0-100,
    `low` and `high` (the score if all that is missing were 0 or 100) with `level_low` and
    `level_high`, `coverage` 0-1, `<criterion>_score` and `<criterion>_coverage`, `capped`
    and `capped_by` (criteria that held the level down), `missing` (criteria to ask for,
    the most telling first) and `contradictions` (criteria on which sources disagree); the
    last three are "a|b" text.
    """
    ageings = {name: criterion.ageing for name, criterion in rubric.criteria.items()}
    given = answers(snapshot, rubric.scheme, ageings)
    whole = _whole(rubric, given, snapshot.account_ids)
    parts = {}
    for place, key in enumerate(rubric.criteria):
        parts[f"{key}_score"] = given.points[:, place] * _POINT
        parts[f"{key}_coverage"] = given.confidence[:, place]
    clash = pd.DataFrame(given.spread >= _CONTRADICTION, whole.index, list(rubric.criteria))
    return whole.assign(**parts, contradictions=listed(clash))


def _whole(rubric: Rubric, given: Answers, index: pd.Index) -> pd.DataFrame:
    """Return what the parts add up to."""
    weights, scores, covered = rubric.weights, given.points * _POINT, given.confidence
    counted = covered.round(_DIGITS) >= MIN_COVERAGE
    coverage = (covered @ weights).round(_DIGITS)
    low = (np.nan_to_num(scores) * covered) @ weights
    high = low + _TOP * (1 - coverage)
    status = _status(coverage, counted)
    sums = np.where(counted, np.nan_to_num(scores), 0.0) @ weights
    divisor = np.where(status == 0, np.nan, counted @ weights)
    score = sums / divisor
    ranks = rubric.ranks(score)
    limits = _limits(rubric, np.where(counted, scores, np.nan))
    final = np.minimum(ranks, limits.min(axis=1))
    held = pd.DataFrame(limits < ranks[:, None], index, list(rubric.criteria))
    return pd.DataFrame(
        {
            "level": rubric.named(final, index),
            "status": spread(_STATUSES, status, index),
            "score": score,
            "low": low,
            "high": high,
            "level_low": rubric.named(rubric.ranks(low), index),
            "level_high": rubric.named(rubric.ranks(high), index),
            "coverage": coverage,
            "capped": final < ranks,
            "capped_by": listed(held),
            "missing": _missing(rubric, covered, counted, index),
        },
        index=index,
    )


def _status(coverage: Floats, counted: npt.NDArray[np.bool_]) -> Ranks:
    """Return the place of each account's status among `_STATUSES`."""
    few = counted.sum(axis=1) < MIN_RATED
    full = (coverage >= FULL_COVERAGE) & counted.all(axis=1)
    return np.select([(coverage < MIN_COVERAGE) | few, full], [0, 2], 1)


def _limits(rubric: Rubric, scores: Floats) -> Ranks:
    """Return for each account and criterion the place of the best level that it allows."""
    limits = np.full(scores.shape, len(rubric.levels) - 1)
    for column, criterion in enumerate(rubric.criteria.values()):
        for below, level in criterion.limits:
            held = scores[:, column].round(_DIGITS) < below
            place = rubric.names.index(level)
            limits[:, column] = np.where(
                held, np.minimum(limits[:, column], place), limits[:, column]
            )
    return limits


def _missing(
    rubric: Rubric, covered: Floats, counted: npt.NDArray[np.bool_], index: pd.Index
) -> pd.Series:
    """Name the criteria that are missing, those first that would raise coverage most."""
    gain = np.where(counted, 0.0, (1 - covered) * rubric.weights).round(_DIGITS)
    order = np.argsort(-gain, axis=1, kind="stable")
    places = np.where(np.take_along_axis(gain, order, axis=1) > 0, order, -1)
    return listed_in_order(places, list(rubric.criteria), index)
