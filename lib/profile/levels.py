"""The level of every account: rated today, held steady over months, overruled or stated."""

from dataclasses import dataclass

import pandas as pd

from lib.model import Snapshot
from lib.profile.course import Course, course
from lib.profile.overruled import overruled
from lib.profile.rating import Rating
from lib.profile.reading import read
from lib.profile.rubric import Rubric


@dataclass(frozen=True, eq=False, slots=True)
class Levels:
    """Levels of a scheme on a day, with all that they are made of."""

    frame: pd.DataFrame
    rating: Rating
    course: Course
    overruled: pd.DataFrame

    @property
    def rubric(self) -> Rubric:
        """What was rated by."""
        return self.rating.rubric


def levels(rubric: Rubric, snapshot: Snapshot, stated: pd.Series | None = None) -> Levels:
    """Return the levels of every account; `stated` are those that the source names, by id.

    The frame has, by account id: `level` (NaN when not rated) and `status` (rated,
    provisional, overruled, stale, stated, not_rated); `computed_level` (what the rules say,
    held steady, whoever overrules it), `day_level` (today's rating alone), `level_since` and
    `waiting` (today's rating differs and is not yet sure); `score` 0-100 of today, `low` and
    `high` (the score if all that is missing were 0 or 100) with `level_low` and `level_high`,
    `coverage` 0-1, `<criterion>_score` and `<criterion>_coverage`, `capped` and `capped_by`
    (criteria that hold today's rating down), `missing` (criteria to ask for, the most telling
    first), `contradictions` (criteria on which sources disagree), `age_months` (mean age of
    the answers), `disagreement` (points between those who judged). Lists are "a|b" text.
    """
    rating = Rating(read(rubric, snapshot))
    found = course(rubric, snapshot, rating)
    day = rating.frame()
    computed = rubric.named(found.rank, day.index)
    status = day["status"].mask(pd.Series(found.stale, day.index), "stale")
    status = status.mask(computed.isna(), "not_rated")
    ruled = overruled(rubric, snapshot)
    said = ruled["level"].reindex(day.index)
    level = computed if stated is None else computed.fillna(stated.reindex(day.index))
    status = status.mask(computed.isna() & level.notna(), "stated")
    frame = day.rename(columns={"level": "day_level"}).assign(
        level=said.fillna(level),
        status=status.mask(said.notna(), "overruled"),
        computed_level=computed,
        level_since=pd.Series(found.since, day.index).astype("datetime64[us]"),
        waiting=found.waiting,
    )
    first = ["level", "status", "computed_level", "day_level", "level_since", "waiting"]
    return Levels(frame[[*first, *day.columns.drop(["level", "status"])]], rating, found, ruled)
