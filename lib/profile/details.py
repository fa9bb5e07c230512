"""One account's level taken apart: every indicator with its answer, and what to ask next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.profile.answers import SOURCE_FACTORS
from lib.profile.levels import Levels

_SOURCES = (*SOURCE_FACTORS, None)
_ASKED_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One indicator of one account: the answer that is used, and where it comes from.

    `points` is None where nobody knows, and `not_applicable` where it does not apply.
    `of_whole`: the judgement of the whole criterion stands for it. `evidence` is a sentence
    of the data or the words of the person. `contradicted`: sources lie two points apart;
    `disagreement`: points between the people who judged.
    """

    key: str
    criterion: str
    points: float | None
    source: str | None = None
    assessed_on: date | None = None
    by: str | None = None
    evidence: Message | str | None = None
    n_rows: int = 0
    of_whole: bool = False
    not_applicable: bool = False
    contradicted: bool = False
    disagreement: float = 0.0


def said_of(found: Levels, account_id: str) -> tuple[Said, ...]:
    """Return every indicator of an account, in the order of the rubric.

    One that weighs nothing is there only when it was answered.
    """
    place = int(found.rating.reading.index.get_indexer(pd.Index([account_id]))[0])
    every = (_said(found, place, key) for key in found.rubric.indicators)
    return tuple(s for s in every if found.rubric.indicators[s.key].weight or s.points is not None)


def _said(found: Levels, place: int, key: str) -> Said:
    reading = found.rating.reading
    column = list(found.rubric.indicators).index(key)
    off = bool(reading.weights[place, column].sum() == 0 and found.rubric.indicators[key].weight)
    points = float(reading.points[place, column])
    bare = Said(
        key=key,
        criterion=found.rubric.criterion_of[key],
        points=None if np.isnan(points) or off else points,
        not_applicable=off,
        contradicted=bool(reading.contradicted[place, column]),
        disagreement=float(reading.own.disagreement[place, column]),
    )
    return replace(bare, **_origin(found, place, column, key))


def _origin(found: Levels, place: int, column: int, key: str) -> Mapping[str, Any]:
    """Return where the answer comes from: the data, a person, or a judgement of the whole."""
    reading = found.rating.reading
    if np.isnan(reading.points[place, column]):
        return {}
    source = _SOURCES[int(reading.source[place, column])]
    if reading.by_whole[place, column]:
        return {**_person(found, place, int(reading.columns[column]), whole=True),
                "source": source, "of_whole": True}  # fmt: skip
    if reading.by_data[place, column]:
        seen = reading.seen[key]
        return {"source": source, "assessed_on": seen.last, "evidence": seen.said(place),
                "n_rows": int(seen.n_rows[place])}  # fmt: skip
    return {**_person(found, place, column, whole=False), "source": source}


def _person(found: Levels, place: int, column: int, *, whole: bool) -> Mapping[str, Any]:
    """Return the row of the answer that is used: who, when, what was seen."""
    reading = found.rating.reading
    given = reading.whole if whole else reading.own
    question = column + (len(found.rubric.indicators) if whole else 0)
    rows = given.rows
    rows = rows[(rows["place"] == place) & (rows["question"] == question)]
    row = rows.iloc[-1]  # the one to use comes last
    return {
        "assessed_on": row["day"].date(),
        "by": None if pd.isna(row["assessed_by"]) else str(row["assessed_by"]),
        "evidence": None if pd.isna(row["evidence"]) else str(row["evidence"]),
        "n_rows": len(rows),
    }


def unknown_of(said: tuple[Said, ...]) -> tuple[str, ...]:
    """Return the indicators that nobody knows of, in their order."""
    return tuple(s.key for s in said if s.points is None and not s.not_applicable)


def to_ask(found: Levels, account_id: str) -> tuple[str, ...]:
    """Return the three indicators that would raise the coverage most, best first."""
    reading = found.rating.reading
    place = int(reading.index.get_indexer(pd.Index([account_id]))[0])
    weights = reading.weights[place]  # indicator × criterion
    inside = weights / np.where(weights.sum(axis=0) > 0, weights.sum(axis=0), 1)
    known = reading.confidence[place] * ~np.isnan(reading.points[place])
    gain = (inside @ found.rating.weights[place]) * (1 - known)
    order = np.argsort(-gain.round(9), kind="stable")[:_ASKED_AT_MOST]
    keys = list(found.rubric.indicators)
    return tuple(keys[column] for column in order if gain[column] > 0)


@dataclass(frozen=True, slots=True)
class Word:
    """One judgement among several of the same thing by different people."""

    question: str
    by: str
    points: float
    on: date


def disagreements(found: Levels, account_id: str) -> tuple[Word, ...]:
    """Return the newest words of people who lie two points or more apart on one thing."""
    reading = found.rating.reading
    place = int(reading.index.get_indexer(pd.Index([account_id]))[0])
    rows = reading.own.rows
    rows = rows[(rows["place"] == place) & rows["assessed_by"].notna()].sort_values("day")
    last = rows.drop_duplicates(["question", "assessed_by"], keep="last")
    keys = [*found.rubric.indicators, *found.rubric.criteria]
    words = []
    for question, group in last.groupby("question"):
        if group["points"].max() - group["points"].min() >= 2:  # noqa: PLR2004 - two anchors
            words += [
                Word(keys[int(str(question))], str(row["assessed_by"]), float(row["points"]),
                     row["day"].date())
                for row in group.to_dict("records")
            ]  # fmt: skip
    return tuple(words)


def history(found: Levels, account_id: str) -> pd.DataFrame:
    """Return the account's months: `day`, `level`, `score`, `moved` and `by_event`."""
    course = found.course
    place = int(found.rating.reading.index.get_indexer(pd.Index([account_id]))[0])
    ranks = course.levels[place].astype(np.int64)
    before = np.concatenate([[-1], ranks[:-1]])
    return pd.DataFrame(
        {
            "day": pd.to_datetime(list(course.days)),
            "level": found.rubric.named(ranks, pd.RangeIndex(len(ranks))),
            "score": course.scores[place],
            "moved": ranks != before,
            "by_event": course.by_event[place],
        }
    )


def moves_said(rows: pd.DataFrame, names: Mapping[str, Message]) -> list[
    tuple[date, Message]
]:  # fmt: skip
    """Return a sentence for each month in which the level moved."""
    said = []
    for row in rows[rows["moved"]].to_dict("records"):
        day = row["day"].date()
        if pd.isna(row["level"]):
            said.append((day, msg("not rated, too little is known")))
        elif row["by_event"]:
            said.append((day, msg("{level}, at once by an event", level=names[row["level"]])))
        else:
            said.append((day, msg("{level}", level=names[row["level"]])))
    return said[-_MOVES_AT_MOST:]


_MOVES_AT_MOST = 6
