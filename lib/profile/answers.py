"""What people answered, and how much each answer still counts for (scoring.md 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.profile.places import coded, places

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MAX_POINTS = 4
LEVEL = "level"  # the criterion of a row by which a person overrules the whole
OVERRULED_DAYS = 90
_DAYS_A_MONTH = 365.25 / 12
_DIGITS = 12

# Counted use and documents say more than a judgement, and that more than a self-report.
SOURCE_FACTORS: Mapping[str, float] = {"usage": 1.0, "crm": 0.9, "file": 0.8, "interview": 0.7}
BLANK_SOURCE_FACTOR = SOURCE_FACTORS["file"]
SOURCES: Mapping[str, Message] = {
    "usage": msg("usage data"),
    "crm": msg("CRM data or a document"),
    "file": msg("our judgement"),
    "interview": msg("what the customer said"),
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What may be answered in a scheme: keys with how each ages; `codes` lead to a key too."""

    scheme: str
    ageings: Mapping[str, Ageing]
    codes: Mapping[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        """Indicators and criteria, in one order."""
        return tuple(self.ageings)

    def places(self, criteria: pd.Series, scheme: pd.Series) -> Places:
        """Return the place of each question among the keys; -1 for any other.

        Codes such as T1, which two schemes share, say nothing without a scheme.
        """
        code, names = coded(criteria)
        found = np.array([*(self._place(str(name)) for name in names), -1])[code]
        shared = np.array([*(str(name).casefold() in self._by_code for name in names), False])
        said, schemes = coded(scheme)
        mine = np.array([*(str(name) == self.scheme for name in schemes), False])[said]
        unsaid = said < 0
        return np.where(mine | (unsaid & ~shared[code]), found, -1).astype(np.int64)

    def _place(self, name: str) -> int:
        key = name if name in self.ageings else self._by_code.get(name.casefold(), "")
        return self.keys.index(key) if key else -1

    @property
    def _by_code(self) -> dict[str, str]:
        return {code.casefold(): key for code, key in self.codes.items()}


@dataclass(frozen=True, eq=False)
class Answers:
    """The answer to use, account × question: `points` (NaN: none) and `confidence` 0-1.

    `source` is a place in `SOURCE_FACTORS` (one beyond: not said; -1: no answer), `months`
    its age. `not_applicable`: the newest word is that the question does not apply. `rows`
    are all answers that count, in the order of their sureness; `columns` are the places of
    the questions that are looked at.
    """

    points: Floats
    confidence: Floats
    source: Places
    months: Floats
    not_applicable: Bools
    rows: pd.DataFrame
    columns: slice
    n_questions: int

    def of(self, columns: slice) -> "Answers":
        """Return the answers to some of the questions."""
        parts = ("points", "confidence", "source", "months", "not_applicable")
        taken = {name: getattr(self, name)[:, columns] for name in parts}
        return replace(self, **taken, columns=columns)

    @cached_property
    def ends(self) -> tuple[Floats, Floats]:
        """The best and the worst of what the sources say; infinite where none does."""
        last = self.rows.drop_duplicates(["place", "question", "source_place"], keep="last")
        high, low = np.full(self._whole, -np.inf), np.full(self._whole, np.inf)
        np.maximum.at(high, cells(last), last["points"].to_numpy())
        np.minimum.at(low, cells(last), last["points"].to_numpy())
        return high[:, self.columns], low[:, self.columns]

    @property
    def spread(self) -> Floats:
        """How many points the sources lie apart; 0 for one source."""
        high, low = self.ends
        return np.where(np.isfinite(high), high - np.where(np.isfinite(low), low, 0), 0.0)

    @cached_property
    def disagreement(self) -> Floats:
        """How far the newest words of different people lie apart, in points."""
        spread = np.zeros(self._whole)
        named = self.rows[self.rows["assessed_by"].notna()]
        named = named.sort_values(["day", "batch_id", "source_row"], kind="stable")
        last = named.drop_duplicates(["place", "question", "assessed_by"], keep="last")
        several = last[last.duplicated(["place", "question"], keep=False)]
        if not several.empty:
            ends = several.groupby(["place", "question"])["points"].agg(["min", "max"])
            spread[cells(ends.reset_index())] = (ends["max"] - ends["min"]).to_numpy()
        return spread[:, self.columns]

    @property
    def _whole(self) -> tuple[int, int]:
        return len(self.points), self.n_questions


def answers(snapshot: Snapshot, asked: Questions) -> Answers:
    """Return the answers to a scheme's questions, in the order of accounts and of questions.

    Of several answers the one with the highest confidence is used, and of equals the newest.
    Blank answers ("don't know"), points outside 0 to 4 and answers too old or without any
    day are left out: they are missing, not 0. A row without its own day counts from the day
    on which it was loaded.
    """
    rows = rows_of(snapshot, asked)
    shape = (len(snapshot.account_ids), len(asked.keys))
    used = rows[rows["confidence"].gt(0) & rows["points"].between(0, MAX_POINTS)]
    # The one to use comes last, and the last one written stays.
    used = used.iloc[_order(used, ("source_row", "batch_id", "day", "confidence"))]
    found = {name: np.full(shape, np.nan) for name in ("points", "confidence", "months")}
    for name, values in found.items():
        values[cells(used)] = used[name].to_numpy()
    source = np.full(shape, -1, dtype=np.int64)
    source[cells(used)] = used["source_place"].to_numpy(dtype=np.int64)
    return Answers(
        points=found["points"],
        confidence=np.nan_to_num(found["confidence"]),
        source=source,
        months=found["months"],
        not_applicable=_not_applicable(rows, shape),
        rows=used,
        columns=slice(0, len(asked.keys)),
        n_questions=len(asked.keys),
    )


def rows_of(snapshot: Snapshot, asked: Questions) -> pd.DataFrame:
    """Return the rows that answer a question of the scheme, of known accounts, dated.

    Adds `place` (of the account), `question`, `day`, `months`, `source_place`, `confidence`.
    """
    rows = snapshot.table("assessments")
    question = asked.places(rows["criterion"], rows["scheme"])
    place = places(snapshot, rows["account_id"])
    chosen = (question >= 0) & (place >= 0)
    rows, place, question = rows[chosen], place[chosen], question[chosen]
    day = rows["assessed_on"].fillna(rows["created_at"]).fillna(rows["known_on"])
    months = (pd.Timestamp(snapshot.day) - day).dt.days / _DAYS_A_MONTH
    said, names = coded(rows["source"])
    known = list(SOURCE_FACTORS)
    lookup = [known.index(name) if name in known else len(known) for name in names]
    source = np.array([*lookup, len(known)])[said]
    factors = np.array([*SOURCE_FACTORS.values(), BLANK_SOURCE_FACTOR])[source]
    sure = (factors * _aged(months, question, asked)).round(_DIGITS)
    return rows.assign(
        place=place,
        question=question,
        day=day,
        months=months,
        source_place=source,
        confidence=np.nan_to_num(np.where(months >= 0, sure, 0.0)),
    )


def _aged(months: pd.Series, question: Places, asked: Questions) -> Floats:
    ageings = list(asked.ageings.values())
    kinds = list(dict.fromkeys(ageings))
    kind = np.array([kinds.index(ageing) for ageing in ageings], dtype=np.int64)[question]
    factors = [ageing.factor(months).to_numpy(dtype=np.float64) for ageing in kinds]
    return np.choose(kind, factors) if len(kind) else np.array([])


def _not_applicable(rows: pd.DataFrame, shape: tuple[int, int]) -> Bools:
    """Say of each cell whether its newest row says so; a blank row says nothing."""
    found = np.zeros(shape, dtype=bool)
    off = rows["applies"].eq(other=False).fillna(value=False).to_numpy(dtype=bool)
    if off.any():
        telling = rows.assign(off=off)[off | rows["points"].notna()]
        telling = telling.iloc[_order(telling, ("source_row", "batch_id", "day"))]
        found[cells(telling)] = telling["off"].to_numpy(dtype=bool)
    return found


def _order(rows: pd.DataFrame, by: tuple[str, ...]) -> Places:
    """Return the order of the rows; the last of `by` counts first, as `lexsort` has it."""
    return np.lexsort([rows[name].to_numpy() for name in by])


def cells(rows: pd.DataFrame) -> tuple[Places, Places]:
    """Return where each row stands: account and question."""
    return rows["place"].to_numpy(dtype=np.int64), rows["question"].to_numpy(dtype=np.int64)
