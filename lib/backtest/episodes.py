"""Alarms as people meet them: a sign that stays is one alarm, and many claims side by side.

An alarm that goes on, or comes back before two clear looks, belongs to the first one. So a
sign that is always on is one alarm, judged by what happened after it first showed.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from lib.risk.panel import Panel
from lib.signals.counts import Bools, Ints
from lib.signals.readings import is_alert, is_watch
from lib.signals.registry import all_signals

EPISODE_DAYS = 28
CLEAR_LOOKS = 2
GRADES = ("alert", "watch")


@dataclass(frozen=True, eq=False)
class Claims:
    """What was claimed of every row of a panel: a column of `known` and `fired` each.

    `names` are signal (or rule) and grade. `starts` are rows at which an alarm begins.
    """

    names: tuple[tuple[str, str], ...]
    known: Bools
    fired: Bools
    starts: Bools

    def of(self, rows: Bools) -> "Claims":
        """Return the claims about some rows only."""
        return Claims(self.names, self.known[rows], self.fired[rows], self.starts[rows])


def claims(panel: Panel) -> Claims:
    """Return what each signal claims, as an alert and as worth watching."""
    names = tuple((signal, grade) for grade in GRADES for signal in panel.signals)
    fired = np.concatenate([fired_at(panel, grade) for grade in GRADES], axis=1)
    return made(panel.rows, names, np.tile(panel.known, len(GRADES)), fired)


def made(
    rows: pd.DataFrame, names: tuple[tuple[str, str], ...], known: Bools, fired: Bools
) -> Claims:
    """Return claims with the rows at which their alarms begin."""
    return Claims(names, known, fired, begun(rows, known, fired))


def together(one: Claims, other: Claims) -> Claims:
    """Return both claims about the same rows."""
    return Claims(
        (*one.names, *other.names),
        np.concatenate([one.known, other.known], axis=1),
        np.concatenate([one.fired, other.fired], axis=1),
        np.concatenate([one.starts, other.starts], axis=1),
    )


def fired_at(panel: Panel, grade: str) -> Bools:
    """Say where signals speak up, as `lib.signals.readings` grades them; an alert is a watch."""
    if grade != "alert":
        return is_watch(panel.severity)
    never = {signal.key for signal in all_signals() if not signal.alarms}
    able = np.array([signal not in never for signal in panel.signals], dtype=bool)
    return is_alert(panel.severity, panel.confidence, alarms=able)


def begun(rows: pd.DataFrame, known: Bools, fired: Bools) -> Bools:
    """Say at which rows (ordered by day) an alarm begins, rows × claims."""
    place, ids = pd.factorize(rows["account_id"])
    days = rows["observed_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    begins = np.zeros_like(fired)
    state = _State.ready(len(ids), fired.shape[1])
    for chosen in _by_day(days):
        begins[chosen] = state.look(
            place[chosen], int(days[chosen][0]), known[chosen], fired[chosen]
        )
    return begins


def _by_day(days: Ints) -> list[slice]:
    edges = np.flatnonzero(np.diff(days)) + 1
    bounds = [0, *edges.tolist(), len(days)]
    return [slice(a, b) for a, b in pairwise(bounds) if b > a]


@dataclass(eq=False)
class _State:
    """Accounts × claims: may an alarm begin, when did the last one, how many clear looks since."""

    armed: Bools
    last: Ints
    clear: Ints

    @classmethod
    def ready(cls, n: int, k: int) -> "_State":
        return cls(
            np.ones((n, k), dtype=bool), np.full((n, k), -(10**6)), np.zeros((n, k), np.int64)
        )

    def look(self, place: Ints, day: int, known: Bools, fired: Bools) -> Bools:
        """Look at some accounts on a day; whoever is not among them is clear."""
        begins = fired & self.armed[place] & (day - self.last[place] > EPISODE_DAYS)
        quiet = np.ones(self.armed.shape, dtype=bool)
        quiet[place] = known & ~fired
        loud = np.zeros(self.armed.shape, dtype=bool)
        loud[place] = fired
        self.clear = np.where(loud, 0, self.clear + quiet)
        self.armed |= self.clear >= CLEAR_LOOKS
        self.armed &= ~loud
        self.last[place] = np.where(begins, day, self.last[place])
        return np.asarray(begins)
