"""What a business review needs to know of one account, gathered in one value."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from lib.model import ANY, Period, Snapshot
from lib.model.frames import row_of
from lib.profile.bant import bant
from lib.profile.maturity import maturity
from lib.report.brief import Brief
from lib.signals.pain import tickets

Audience = Literal["internal", "customer"]
MONTHS_SHOWN = 13  # a year and the month that it is compared with
_KINDS = ("tickets", "activities", "demands", "contracts")


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included, and whether the usage export covers them all."""

    first: date
    last: date
    covered: bool

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, eq=False, kw_only=True)
class Facts:
    """One account over a period.

    `windows`: the period as far as the data reach (`now`), the same number of days directly
    before it (`before`) and a year earlier (`year_ago`). `use`: `day, event, events, users` of
    the account, every day with use. `tables`: its rows of each kind up to the day; tickets
    also have `is_open` and `solved_at`. `maturity` and `bant` are its rows as those functions
    give them. `months` are the last whole months that the usage export covers. `todo`: `what,
    owner, due_on, state` of its follow-ups.
    """

    brief: Brief
    account_id: str
    windows: dict[str, Window]
    months: tuple[Period, ...]
    use: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    maturity: pd.Series
    bant: pd.Series
    todo: pd.DataFrame

    def within(self, kind: str, column: str, window: str = "now") -> pd.DataFrame:
        """Return the rows of a kind whose `column` lies in a window."""
        rows, days = self.tables[kind], self.windows[window]
        when = rows[column].dt.normalize()
        return rows[when.between(pd.Timestamp(days.first), pd.Timestamp(days.last))]

    def used(self, window: str) -> pd.DataFrame:
        """Return the days with use in a window, of everything together."""
        days = self.windows[window]
        rows = self.use[self.use["event"] == ANY]
        inside = rows["day"].between(pd.Timestamp(days.first), pd.Timestamp(days.last))
        return rows[inside].reset_index(drop=True)


def facts(brief: Brief, snapshot: Snapshot, account_id: str, todo: pd.DataFrame) -> Facts:
    """Return what is known of an account on the snapshot's day; the brief has it as member."""
    cube = snapshot.usage.cube
    mine = cube[cube["account_id"] == account_id]
    columns = ["day", "event", "events", "users"]
    return Facts(
        brief=brief,
        account_id=account_id,
        windows=_windows(brief, snapshot),
        months=_whole_months(brief, snapshot),
        use=mine[columns].sort_values(columns[:2], kind="stable").reset_index(drop=True),
        tables={kind: _rows(snapshot, kind, account_id) for kind in _KINDS},
        maturity=row_of(maturity(snapshot), account_id),
        bant=row_of(bant(snapshot), account_id),
        todo=todo.reset_index(drop=True),
    )


def _windows(brief: Brief, snapshot: Snapshot) -> dict[str, Window]:
    first, last = brief.period.first, min(brief.period.last, brief.as_of)
    length = timedelta(days=(last - first).days + 1)
    year = timedelta(days=364)  # whole weeks: the same weekdays
    ends = {
        "now": (first, last),
        "before": (first - length, last - length),
        "year_ago": (first - year, last - year),
    }
    covered = snapshot.usage.coverage.holds
    return {name: Window(*days, covered(*days)) for name, days in ends.items()}


def _whole_months(brief: Brief, snapshot: Snapshot) -> tuple[Period, ...]:
    last = Period.of(brief.as_of)
    back = last if last.last <= brief.as_of else last.before()
    months = [back]
    while len(months) < MONTHS_SHOWN:
        months.append(months[-1].before())
    covered = snapshot.usage.coverage.holds
    return tuple(month for month in reversed(months) if covered(month.first, month.last))


def _rows(snapshot: Snapshot, kind: str, account_id: str) -> pd.DataFrame:
    rows = snapshot.table(kind)
    if kind == "tickets":
        found = tickets(snapshot)
        is_open = np.zeros(len(rows), dtype=bool)
        is_open[found.row] = found.is_open
        rows = rows.assign(is_open=is_open, solved_at=rows["resolved_at"].fillna(rows["closed_at"]))
    return rows[rows["account_id"] == account_id].reset_index(drop=True)
