"""Assessment answers and how much each still counts for (scoring.md 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

MAX_POINTS = 4
_DAYS_A_MONTH = 365.25 / 12
_DIGITS = 12

# Counted use and documents say more than a judgement, and that more than a self-report.
SOURCE_FACTORS: Mapping[str, float] = {"usage": 1.0, "crm": 0.9, "file": 0.8, "interview": 0.7}
BLANK_SOURCE_FACTOR = SOURCE_FACTORS["file"]


@dataclass(frozen=True, slots=True)
class Ageing:
    """How an answer loses weight: 1 while fresh, then less, 0 after the last month.

    With `half_life_months` it halves at that pace, else it falls in a straight line.
    """

    fresh_months: float = 6
    half_life_months: float | None = 12
    last_months: float = 30

    def factor(self, months: pd.Series) -> pd.Series:
        """Return the factor of each age in months; NaN where the age is unknown."""
        late = (months - self.fresh_months).clip(lower=0)
        if self.half_life_months is None:
            kept = 1 - late / (self.last_months - self.fresh_months)
        else:
            kept = 0.5 ** (late / self.half_life_months)
        return kept.clip(lower=0).mask(months > self.last_months, 0.0)


EVIDENCE = Ageing()


@dataclass(frozen=True, eq=False, slots=True)
class Answers:
    """The answer to use, account × criterion: `points` (NaN: none) and `confidence` 0-1.

    `spread`: how many points the sources lie apart, 0 for one source.
    """

    points: Floats
    confidence: Floats
    spread: Floats


def answers(snapshot: Snapshot, scheme: str, ageings: Mapping[str, Ageing]) -> Answers:
    """Return the answers to a scheme's criteria, in the order of accounts and `ageings`.

    Of several answers the one with the highest confidence is used, and of equals the newest.
    Blank answers, points outside 0 to 4 and answers too old or without any day are left
    out: they are missing, not 0. A row without its own day counts from the day on which it
    was loaded.
    """
    rows = _usable(snapshot, scheme, ageings)
    shape = (len(snapshot.account_ids), len(ageings))
    points, confidence = np.full(shape, np.nan), np.zeros(shape)
    # The one to use comes last, and the last one written stays.
    points[rows.cells] = rows.points
    confidence[rows.cells] = rows.confidence
    by_source = np.full((*shape, len(SOURCE_FACTORS) + 1), np.nan)
    by_source[(*rows.cells, rows.source)] = rows.points
    high = np.where(np.isnan(by_source), -np.inf, by_source).max(axis=2)
    low = np.where(np.isnan(by_source), np.inf, by_source).min(axis=2)
    return Answers(points, confidence, np.where(np.isnan(points), 0.0, high - low))


@dataclass(frozen=True, eq=False, slots=True)
class _Usable:
    """Answers that count, of each criterion the one to use last.

    `cells`: places of the account and of the criterion; `source`: place of the source.
    """

    cells: tuple[Places, Places]
    source: Places
    points: Floats
    confidence: Floats


def _usable(snapshot: Snapshot, scheme: str, ageings: Mapping[str, Ageing]) -> _Usable:
    rows = snapshot.table("assessments")
    place = _code(rows["criterion"], list(ageings))
    other = _code(rows["scheme"], [scheme]).lt(0) & rows["scheme"].notna()
    rows = rows[(place >= 0) & ~other & rows["points"].between(0, MAX_POINTS)]
    day = rows["assessed_on"].fillna(rows["created_at"]).fillna(rows["known_on"])
    months = (pd.Timestamp(snapshot.day) - day).dt.days / _DAYS_A_MONTH
    place = place[rows.index]
    ages = pd.Series(np.nan, index=rows.index)
    for n, ageing in enumerate(ageings.values()):
        ages = ages.mask(place == n, ageing.factor(months))
    source = _code(rows["source"], list(SOURCE_FACTORS))
    factor = np.array([*SOURCE_FACTORS.values(), BLANK_SOURCE_FACTOR])[source]
    confidence = (factor * ages.where(months >= 0).to_numpy()).round(_DIGITS)
    account = snapshot.account_ids.get_indexer(pd.Index(rows["account_id"]))
    known = (confidence > 0) & (account >= 0)
    order = np.lexsort((rows["source_row"], rows["batch_id"], day, confidence))
    best_last = order[known[order]]
    return _Usable(
        cells=(account[best_last], place.to_numpy()[best_last]),
        source=source.to_numpy()[best_last],
        points=rows["points"].to_numpy()[best_last],
        confidence=confidence[best_last].astype(np.float64),
    )


def _code(values: pd.Series, known: list[str]) -> pd.Series:
    """Return the place of each value among the known ones; -1 for any other."""
    places = pd.Index(known, dtype="str").get_indexer(pd.Index(values, dtype="str"))
    return pd.Series(places, index=values.index, dtype="int64")
