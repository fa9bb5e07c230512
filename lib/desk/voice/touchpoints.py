"""Touchpoints: where teams meet customers along the journey, where nobody does, what is double."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.journey import Journeys
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.desk.voice.walks import Walk, stored
from lib.model import Snapshot
from lib.model.frames import row_of
from lib.signals.tenure import stated_starts
from lib.touchpoints import blanks as blank
from lib.touchpoints import walks as walked
from lib.touchpoints.contradictions import contradictions, pairs_of
from lib.touchpoints.covered import Ints, day_of, numbers, spans
from lib.touchpoints.duplicates import Found, duplicates
from lib.touchpoints.matrix import ANY, Spent, matrix, missed
from lib.touchpoints.rules import BLANK_DAYS
from lib.touchpoints.stages import NAMES, Stages, stages_over
from lib.touchpoints.touches import touches

_LONG_AGO = np.iinfo(np.int32).min


@dataclass(frozen=True, eq=False)
class Seen:
    """All touches of a window with their stage, and what double and contradictory was found."""

    touches: pd.DataFrame
    stages: Stages
    covered: Ints
    duplicates: Found
    contradictions: Found


@dataclass(frozen=True, eq=False)
class View:
    """The touchpoints of a segment over the window that ends on `day`.

    `matrix`: see `lib.touchpoints.matrix`, with `n_duplicates` and `n_walked_blank`. `blanks`,
    `duplicates`, `contradictions`: one row each, with `account_name` and `arr`, largest ARR
    first. `stages`: one row a stage: `stage, n_judged, n_blank, arr_blank`. `walked`: touchpoints
    of walk-throughs up to the day. `first`: where the window begins; `covered`: the stretches
    that the files cover (empty: unknown).
    """

    day: date
    first: date
    n_accounts: int
    currency: str | None
    covered: tuple[tuple[date, date], ...]
    matrix: pd.DataFrame
    stages: pd.DataFrame
    blanks: pd.DataFrame
    duplicates: pd.DataFrame
    contradictions: pd.DataFrame
    walked: pd.DataFrame

    @property
    def known(self) -> bool:
        """Whether the files cover enough days of the window for anybody to be missed."""
        return any((last - first).days + 1 >= BLANK_DAYS for first, last in self.covered)


@dataclass(frozen=True, eq=False)
class OfOne:
    """One account's touches (newest last), blanks, and what came double or contradictory."""

    name: str
    stage: str | None
    touches: pd.DataFrame
    blanks: pd.DataFrame
    duplicates: pd.DataFrame
    contradictions: pd.DataFrame


class Touchpoints:
    """The touchpoint area of the desk."""

    def __init__(self, data: Data, segments: Segments, journeys: Journeys, clock: Clock) -> None:
        self._data = data
        self._segments = segments
        self._journeys = journeys
        self._clock = clock

    def view(self, rule: str, day: date, window: int) -> View:
        """Return the touchpoints of a segment in the `window` days up to a day."""
        return self._data.once(
            ("touchpoints_view", rule, day, window), lambda: self._view(rule, day, window)
        )

    def cell(self, rule: str, day: date, window: int, at: tuple[str, str]) -> pd.DataFrame:
        """Return the touches behind one cell (stage, function), newest first."""
        stage, function = at
        met = self.met(rule, day, window)
        mine = met[met["stage"].fillna("unknown").eq(stage)]
        if function != ANY:
            mine = mine[mine["function"].eq(function)]
        return self._named(mine, day).sort_values("at", ascending=False, kind="stable")

    def missed(self, rule: str, day: date, window: int, at: tuple[str, str]) -> pd.DataFrame:
        """Return who was in the stage of a cell for long and was not met there, by ARR."""
        stage, function = at
        spent = self.spent(rule, day, window)
        gone = missed(self.met(rule, day, window), spent, stage, function)
        rows = pd.DataFrame({"account_id": gone, "days": spent.days[stage].reindex(gone)})
        return _by_arr(self._named(rows, day))

    def touches_of(self, day: date, window: int, what: str, episode: int) -> pd.DataFrame:
        """Return the touches of one duplicate or contradiction, oldest first."""
        return self.touches_in(day, window, what, pd.Series([episode]))

    def touches_in(self, day: date, window: int, what: str, episodes: pd.Series) -> pd.DataFrame:
        """Return the touches of several duplicates or contradictions, oldest first."""
        found: Found = getattr(self._seen(day, window), what)
        rows = found.touches[found.touches["episode"].isin(episodes)]
        return rows.sort_values("at", kind="stable")

    def of_one(self, account_id: str, day: date, window: int) -> OfOne:
        """Return one account's touches by team, with blanks, duplicates and contradictions."""
        seen, snapshot = self._seen(day, window), self._data.snapshot(day)
        book = self._data.book_of_files(day)
        ids = pd.Index([account_id])
        stage = row_of(self._journeys.of(day).table, account_id)["stage"]
        mine = seen.touches[seen.touches["account_id"] == account_id]
        return OfOne(
            name=str(row_of(book, account_id)["account_name"]),
            stage=stage if isinstance(stage, str) else None,
            touches=mine[~mine["internal"]].reset_index(drop=True),
            blanks=blank.blanks(mine, _first_days(snapshot, ids), seen.stages, seen.covered),
            duplicates=_of(seen.duplicates.episodes, ids),
            contradictions=_of(seen.contradictions.episodes, ids),
        )

    def walked(self, day: date) -> pd.DataFrame:
        """Return one row a touchpoint of a walk-through up to a day, the newest walk first."""
        return walked.walked(self._data.snapshot(day))

    def record(self, walk: Walk) -> int:
        """Store a walk-through; return its batch id, with which it can be undone.

        DeskError without a touchpoint, for an unknown account, or for a day that has not come.
        """
        return stored(self._data, self._clock, walk)

    def _view(self, rule: str, day: date, window: int) -> View:
        seen, members = self._seen(day, window), self._segments.members(rule, day)
        snapshot, spent = self._data.snapshot(day), self.spent(rule, day, window)
        runs = blank.blanks(
            seen.touches, _first_days(snapshot, members), seen.stages, seen.covered
        )  # fmt: skip
        double, apart = (
            _of(found.episodes, members) for found in (seen.duplicates, seen.contradictions)
        )
        rows = walked.walked(snapshot)
        return View(
            day=day,
            first=day - timedelta(days=window - 1),
            n_accounts=len(members),
            currency=snapshot.currency,
            covered=tuple((day_of(int(a)), day_of(int(b))) for a, b in seen.covered),
            matrix=_with_findings(
                matrix(self.met(rule, day, window), spent, frozenset(rows["function"])),
                double,
                rows,
            ),
            stages=_by_stage(spent, runs),
            blanks=_by_arr(self._named(runs, day)),
            duplicates=_by_arr(self._named(double, day)),
            contradictions=_by_arr(self._named(apart, day)),
            walked=rows,
        )

    def _seen(self, day: date, window: int) -> Seen:
        return self._data.once(
            ("touchpoints_seen", day, window), lambda: self._looked_at(day, window)
        )

    def _looked_at(self, day: date, window: int) -> Seen:
        snapshot = self._data.snapshot(day)
        covered = spans(snapshot, window)
        first = day - timedelta(days=window - 1)
        found = stages_over(snapshot, first, lambda seen: self._journeys.of(seen.day).ranks)
        every = touches(snapshot)
        every = every[every["day"] >= pd.Timestamp(first)].reset_index(drop=True)
        placed = with_stages(every, found)
        apart = contradictions(placed)
        return Seen(placed, found, covered, duplicates(placed, pairs_of(apart)), apart)

    def met(self, rule: str, day: date, window: int) -> pd.DataFrame:
        """Return all touches of a segment that reached somebody, as `touches()` has them.

        With `stage`: that of the row, else the account's on its day; NaN unknown.
        """
        rows = self._seen(day, window).touches
        members = self._segments.members(rule, day)
        return rows[rows["met"] & rows["account_id"].isin(members)]

    def spent(self, rule: str, day: date, window: int) -> Spent:
        """Return how many days of what is covered each member spent in each stage."""
        seen, members = self._seen(day, window), self._segments.members(rule, day)
        first = _first_days(self._data.snapshot(day), members).to_numpy()
        days = seen.stages.spent(members, seen.covered, first)
        return Spent(
            days=pd.DataFrame(days, index=members, columns=list(NAMES)),
            arr=self._data.book_of_files(day)["arr"].reindex(members),
            known_functions=frozenset(seen.touches.loc[seen.touches["met"], "function"]),
        )

    def _named(self, rows: pd.DataFrame, day: date) -> pd.DataFrame:
        book = self._data.book_of_files(day)[["account_name", "arr"]]
        return rows.join(book, on="account_id").reset_index(drop=True)


def with_stages(rows: pd.DataFrame, stages: Stages) -> pd.DataFrame:
    """Return touches with `number` (of their day) and `stage`: their own, else the account's."""
    number = numbers(rows["day"])
    rank = stages.on(rows["account_id"], number)
    seen = pd.Series([*NAMES, None], dtype="str").take(rank).set_axis(rows.index)
    return rows.assign(number=number, stage=rows["own_stage"].fillna(seen))


def _first_days(snapshot: Snapshot, ids: pd.Index) -> pd.Series:
    """Return each account's own first day (days since 1970); long ago where none is known."""
    found = pd.Series(stated_starts(snapshot), index=snapshot.account_ids).reindex(ids)
    known = found.notna().to_numpy()
    days = found.to_numpy().astype("datetime64[D]").astype(np.int64)
    return pd.Series(np.where(known, days, _LONG_AGO), index=ids)


def _of(episodes: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
    return episodes[episodes["account_id"].isin(ids)].reset_index(drop=True)


def _by_arr(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("arr", ascending=False, kind="stable").reset_index(drop=True)


def _by_stage(spent: Spent, runs: pd.DataFrame) -> pd.DataFrame:
    """Return for each stage who was in it long enough to be judged, and who met nobody."""
    judged = spent.days.sum(axis="columns") >= BLANK_DAYS
    rows = []
    for stage in NAMES:
        gone = pd.Index(runs.loc[runs["stage"].eq(stage), "account_id"].unique())
        there = spent.days.index[((spent.days[stage] > 0) & judged).to_numpy()].union(gone)
        rows.append(
            {
                "stage": stage,
                "n_judged": len(there),
                "n_blank": len(gone),
                "arr_blank": float(spent.arr.reindex(gone).sum(min_count=min(len(gone), 1))),
            }
        )
    return pd.DataFrame(rows)


def _with_findings(cells: pd.DataFrame, double: pd.DataFrame, walks: pd.DataFrame) -> pd.DataFrame:
    """Add how many duplicates a team had part in, and how often a walk found nobody."""
    parts = double.assign(function=double["functions"].str.split("|")).explode("function")
    n_double = parts.fillna({"stage": "unknown"}).groupby(["stage", "function"]).size()
    nobody = walks[walks["finding"].eq("blank")]
    n_nobody = nobody.groupby(["stage", "function"]).size()
    places = pd.MultiIndex.from_frame(cells[["stage", "function"]])
    n_walked = n_nobody.reindex(places, fill_value=0).to_numpy()
    return cells.assign(
        n_duplicates=n_double.reindex(places, fill_value=0).to_numpy(),
        n_walked_blank=n_walked,
        state=cells["state"].mask(n_walked > 0, "blank"),
    )
