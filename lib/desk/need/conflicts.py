"""Conflicts of a segment and of one account, with who said what."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.demand.conflicts import Conflicts, Windows, conflicts
from lib.desk.data import Data
from lib.desk.need.demands import Demands
from lib.desk.segmentation.segments import Segments
from lib.locale import Message, Money, msg, msgs
from lib.signals.catalog.demand_conflict import SIGNAL


@dataclass(frozen=True)
class ConflictView:
    """The conflicts of a segment on a day.

    `certain` and `possible`: rows of `lib.demand.conflicts`, most severe first. `themes`:
    certain ones by theme (`theme, n_accounts`), the commonest first. `voices`: the demands
    behind them, without names of persons. `days`: how far back is looked; `as_signal`:
    that is how the signal looks, so both find the same.
    """

    day: date
    days: int
    as_signal: bool
    certain: pd.DataFrame
    possible: pd.DataFrame
    themes: pd.DataFrame
    voices: pd.DataFrame
    finding: Message
    currency: str | None
    loaded: bool


class ConflictArea:
    """The area of conflicts."""

    def __init__(self, data: Data, segments: Segments, demands: Demands) -> None:
        self._data = data
        self._segments = segments
        self._demands = demands

    def windows(self, days: int | None = None) -> Windows:
        """Return how far back is looked: as the signal is judged now, or so many days."""
        judged = self._data.judged_by().get(SIGNAL.key, SIGNAL.thresholds)
        return Windows(days=days or int(judged["window_days"]), term_days=int(judged["term_days"]))

    def all(self, day: date, days: int | None = None) -> Conflicts:
        """Return the conflicts of every account on a day."""
        windows = self.windows(days)
        return self._data.once(
            ("conflicts", day, windows, self._demands.theme_mark()), lambda: self._all(day, windows)
        )

    def _all(self, day: date, windows: Windows) -> Conflicts:
        worked_out = self._demands.register(day)[["row_key", "theme", "phase"]]
        return conflicts(self._data.snapshot(day), windows, worked_out)

    def view(self, rule: str, day: date, days: int | None = None) -> ConflictView:
        """Return the conflicts of a segment's members on a day."""
        found, windows = self.all(day, days), self.windows(days)
        members = self._segments.members(rule, day)
        table = found.table[found.table["account_id"].isin(members)]
        voices = found.voices[found.voices["account_id"].isin(members)]
        certain, possible = (
            table[table["how"] == how].reset_index(drop=True) for how in ("stated", "possible")
        )
        snapshot = self._data.snapshot(day)
        return ConflictView(
            day=day,
            days=windows.days,
            as_signal=windows == self.windows(),
            certain=certain,
            possible=possible,
            themes=_by_theme(certain),
            voices=voices.drop(columns="name").reset_index(drop=True),
            finding=finding(certain, len(possible), windows.days, snapshot.currency),
            currency=snapshot.currency,
            loaded=snapshot.loaded("demands"),
        )

    def of_account(self, account_id: str, day: date) -> Conflicts:
        """Return the conflicts of one account, with the names of those who spoke."""
        found = self.all(day)
        return Conflicts(
            *(
                rows[rows["account_id"] == account_id].reset_index(drop=True)
                for rows in (found.table, found.voices)
            )
        )


def _by_theme(certain: pd.DataFrame) -> pd.DataFrame:
    counts = certain.groupby("theme")["account_id"].nunique().rename("n_accounts").reset_index()
    order = counts.sort_values(["n_accounts", "theme"], ascending=[False, True], kind="stable")
    return order.reset_index(drop=True)


def finding(certain: pd.DataFrame, n_possible: int, days: int, currency: str | None) -> Message:
    """Say at how many customers roles pull apart, with which ARR, and how many renew soon."""
    if certain.empty:
        return msgs(
            "No theme divides the people of a customer in the last {n} day{possible}.",
            "No theme divides the people of a customer in the last {n} days{possible}.",
            days,
            possible=_possible(n_possible),
        )
    accounts = certain.drop_duplicates("account_id")
    known = accounts["arr"].dropna()
    return msgs(
        "At {n} customer{arr} the people pull a theme apart; {opposite}, {priority}, and {decider}"
        " with the decision maker on one side{possible}.",
        "At {n} customers{arr} the people pull a theme apart; {opposite}, {priority}, and {decider}"
        " with the decision maker on one side{possible}.",
        len(accounts),
        arr="" if known.empty else msg(" (ARR {arr})", arr=Money(float(known.sum()), currency)),
        opposite=_counted(certain["kind"].eq("direction"), "opposite"),
        priority=_counted(certain["kind"].ne("direction"), "priority"),
        decider=_counted(certain["decider"], "decider"),
        possible=_possible(n_possible),
    )


def _counted(holds: pd.Series, what: str) -> Message:
    n = int(holds.sum())
    match what:
        case "opposite":
            return msgs("{n} opposite wish", "{n} opposite wishes", n)
        case "priority":
            return msgs("{n} different weight", "{n} different weights", n)
        case _:
            return msgs("{n} conflict", "{n} conflicts", n)


def _possible(n: int) -> Message | str:
    return msgs("; {n} more is possible", "; {n} more are possible", n) if n else ""
