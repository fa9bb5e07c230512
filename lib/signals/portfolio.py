"""Warnings about the data as a whole: what would mislead every signal at once."""

from datetime import timedelta

import numpy as np

from lib.locale import Message, Share, msg, msgs
from lib.model import KINDS, Snapshot
from lib.signals.holidays import season_days
from lib.signals.season import season
from lib.signals.use import weekly_use
from lib.signals.weeks import gap_days

_RECENT_DAYS = 56
_RECENT_WEEKS = 4
_LEAST_WEEKS = 2
_FALL = 0.8  # four weeks of a fifth less than the quarter before is no noise (scoring.md 3.1)


def portfolio_warnings(snapshot: Snapshot) -> tuple[Message, ...]:
    """Return suspected gaps of the last 8 weeks, and a fall of use across the portfolio.

    The season index takes a fall of everybody for a season, so no account's signal shows it.
    """
    found = [_gap(snapshot, kind) for kind in ("usage", "tickets")]
    return tuple(warning for warning in (*found, _fall(snapshot)) if warning is not None)


def _gap(snapshot: Snapshot, kind: str) -> Message | None:
    days = gap_days(snapshot, kind)
    recent = days[days > np.datetime64(snapshot.day - timedelta(days=_RECENT_DAYS), "D")]
    if not len(recent):
        return None
    return msgs(
        "{kind}: on {n} day of the last 8 weeks, first on {day}, hardly any account has rows."
        " The export seems to have a gap; the week is treated as unknown.",
        "{kind}: on {n} days of the last 8 weeks, first on {day}, hardly any account has rows."
        " The export seems to have a gap; those weeks are treated as unknown.",
        len(recent),
        kind=KINDS[kind].title,
        day=recent[0].item(),
    )


def _fall(snapshot: Snapshot) -> Message | None:
    grid = weekly_use(snapshot).grid
    free = season_days(grid.first, grid.last)
    week_of = np.unique(grid.column(free))
    weeks = np.arange(grid.n - _RECENT_WEEKS, grid.n)
    index = season(snapshot).portfolio[weeks[~np.isin(weeks, week_of)]]
    known = index[~np.isnan(index)]
    if len(known) < _LEAST_WEEKS or known.mean() >= _FALL:
        return None
    return msg(
        "Use across the portfolio was at {share} of the quarter before in the 4 weeks to {day},"
        " without a holiday to explain it. Single accounts do not show it: their expectation is"
        " cut by the same index.",
        share=Share(float(known.mean())),
        day=grid.last,
    )
