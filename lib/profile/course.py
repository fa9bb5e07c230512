"""The course of a level over months: it moves when it is sure, so that it does not flap (4.4).

Judged at the end of every month. A level moves by one only when the score was beyond its
edge by three points in two consecutive months; at once when an event says so (the owner
left, the budget was cut, the contract ended). The first rating stands at once. When too
little is known any more, the last level stands for two months as out of date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.model.terms import left_on
from lib.profile.answers import Bools, Floats
from lib.profile.rating import MARGIN, Rating
from lib.profile.reading import NEEDED, read
from lib.profile.rubric import Ranks, Rubric

STALE_MONTHS = 2
_LEAST_MONTHS = 6
_HALF_YEAR = 6
_UNSURE = np.int8(-1)
_BEYOND = np.int8(99)


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """One evaluation of every account: what the course needs of a month, and no more.

    `rank` by the score alone; `strict` and `lenient` by scores moved by the margin against
    and for the customer; `events` has a bit for each event that holds.
    """

    day: date
    ids: pd.Index
    rank: np.ndarray
    strict: np.ndarray
    lenient: np.ndarray
    events: np.ndarray
    score: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Course:
    """The level that stands after the last step, and how it came to stand.

    `rank` is -1 where none stands; `stale` where too little is known to rate again;
    `waiting` where the day's own rating differs and is not yet sure. `since` is the day of
    the evaluation that moved it last. `levels` is account × month, `days` the months' days.
    """

    rank: Ranks
    stale: Bools
    waiting: Bools
    since: np.ndarray
    levels: np.ndarray
    scores: Floats
    by_event: Bools
    days: tuple[date, ...]


def course(rubric: Rubric, snapshot: Snapshot, now: Rating) -> Course:
    """Return the course of every account's level up to the snapshot's day."""
    days = months_before(snapshot)
    past, name = snapshot.history.narrow(NEEDED), f"step of {rubric.scheme}"
    steps = [past.once(name, day, lambda earlier: step_of(rubric, earlier)) for day in days]
    steps.append(step(now, snapshot))
    return followed(steps, snapshot.account_ids)


def months_before(snapshot: Snapshot) -> list[date]:
    """Return the month ends before the snapshot's month from which its level is followed.

    They begin with the last June or December that lies at least half a year back, so that the
    beginning stands still for months, or with the first month of which anything is known.
    """
    first = _first_day(snapshot)
    last = snapshot.day.replace(day=1) - timedelta(days=1)
    found: list[date] = []
    while first is not None and last >= first:
        found.append(last)
        if len(found) >= _LEAST_MONTHS and last.month % _HALF_YEAR == 0:
            break
        last = last.replace(day=1) - timedelta(days=1)
    return found[::-1]


def _first_day(snapshot: Snapshot) -> date | None:
    """Return the first day of which there is a judgement or usage: without, nothing is rated."""
    days = snapshot.table("assessments")["assessed_on"].min()
    spans = snapshot.usage.coverage.spans
    known = [spans[0].first] if spans else []
    known += [] if days is None or days != days else [days.date()]  # noqa: PLR0124 - NaT
    return min(known, default=None)


def step_of(rubric: Rubric, snapshot: Snapshot) -> Step:
    """Return the evaluation of a day."""
    return step(Rating(read(rubric, snapshot)), snapshot)


def step(rating: Rating, snapshot: Snapshot) -> Step:
    """Return of a rating what the course needs."""
    return Step(
        day=snapshot.day,
        ids=rating.reading.index,
        rank=rating.ranks().astype(np.int8),
        strict=rating.ranks(-MARGIN).astype(np.int8),
        lenient=rating.ranks(MARGIN).astype(np.int8),
        events=_events(rating, snapshot),
        score=rating.score,
    )


def _events(rating: Rating, snapshot: Snapshot) -> np.ndarray:
    """Return a bit for each event that holds; the first is that the customer left."""
    gone = left_on(snapshot.table("losses"), snapshot.day)
    bits = rating.reading.index.isin(gone.index).astype(np.int8)
    indicators = list(rating.rubric.indicators)
    for place, key in enumerate(rating.rubric.events):
        holds = rating.reading.points[:, indicators.index(key)] <= 0
        bits |= (holds.astype(np.int8) << (place + 1)).astype(np.int8)
    return bits


def followed(steps: Sequence[Step], ids: pd.Index) -> Course:
    """Follow the level of each account through the steps."""
    rows = [_aligned(step, ids) for step in steps]
    state = Stand.nothing(len(ids))
    levels = np.full((len(ids), len(steps)), -1, dtype=np.int8)
    scores = np.full((len(ids), len(steps)), np.nan)
    by_event = np.zeros((len(ids), len(steps)), dtype=bool)
    for place, row in enumerate(rows):
        state, by_event[:, place] = moved(state, row, place)
        levels[:, place], scores[:, place] = state.rank, row.score
    days = np.array([np.datetime64(step.day, "D") for step in steps])
    now = rows[-1].rank
    known = state.since >= 0
    since = np.where(known, days[np.maximum(state.since, 0)], np.datetime64("NaT", "D"))
    return Course(
        rank=state.rank.astype(np.int64),
        stale=(state.rank >= 0) & (now < 0),
        waiting=(now >= 0) & (now != state.rank),
        since=since,
        levels=levels,
        scores=scores,
        by_event=by_event,
        days=tuple(step.day for step in steps),
    )


@dataclass(frozen=True, eq=False, slots=True)
class Stand:
    """Where the levels stand between two months."""

    rank: np.ndarray
    months_unknown: np.ndarray
    strict: np.ndarray
    lenient: np.ndarray
    events: np.ndarray
    since: np.ndarray

    @classmethod
    def nothing(cls, n: int) -> "Stand":
        """Return the stand before the first month."""
        low, high = np.full(n, _UNSURE), np.full(n, _BEYOND)
        none = np.zeros(n, dtype=np.int8)
        return cls(low, none, low, high, none, np.full(n, -1))


def moved(before: Stand, row: Step, place: int, *, confirmed: bool = True) -> tuple[Stand, Bools]:
    """Return where levels stand after a month, and which an event moved.

    `confirmed`: a move needs the month before to say the same; without, it needs none.
    """
    rated = row.rank >= 0
    first = rated & (before.rank < 0)
    up = np.minimum(row.strict, before.strict) if confirmed else row.strict
    down = np.maximum(row.lenient, before.lenient) if confirmed else row.lenient
    event = rated & ((row.events & ~before.events) != 0) & (row.rank < before.rank) & ~first
    change = np.where(up > before.rank, 1, np.where(down < before.rank, -1, 0))
    rank = np.where(rated, before.rank + change, before.rank)
    rank = np.select([first | event], [row.rank], rank)
    unknown = np.where(rated, 0, before.months_unknown + 1)
    rank = np.where(unknown > STALE_MONTHS, _UNSURE, rank).astype(np.int8)
    after = Stand(
        rank=rank,
        months_unknown=unknown.astype(np.int8).clip(max=100),
        strict=np.where(rated, row.strict, _UNSURE),
        lenient=np.where(rated, row.lenient, _BEYOND),
        events=row.events,
        since=np.where(rank != before.rank, place, before.since),
    )
    return after, event


def _aligned(row: Step, ids: pd.Index) -> Step:
    """Return a step for these accounts; one that was not there yet has nothing."""
    if row.ids is ids or row.ids.equals(ids):
        return row
    at = row.ids.get_indexer(ids)
    known = at >= 0

    def taken(values: np.ndarray, missing: float) -> np.ndarray:
        found = np.full(len(ids), missing, dtype=values.dtype)
        found[known] = values[at[known]]
        return found

    return Step(
        row.day, ids, taken(row.rank, -1), taken(row.strict, -1), taken(row.lenient, -1),
        taken(row.events, 0), taken(row.score, np.nan),
    )  # fmt: skip
