"""Account × month matrices, for accounts whose use is only known by month.

A row dated on the first (or last) day of a month counts the whole month, so nothing can be
read from it about weeks. Only complete months count, so such a row never tells of days after
the snapshot's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.model import ANY, Snapshot
from lib.signals.company import in_company
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import LOGIN, EventRows, cube
from lib.signals.holidays import Days, around_holidays, by_group
from lib.signals.once import once_a_snapshot
from lib.signals.seats import seats_on
from lib.signals.tenure import starts
from lib.signals.use import weekly_use
from lib.signals.weeks import covered_days

MONTHS = 13
BASE_MONTHS = 6
RECENT_MONTHS = 2
LEAST_BASE_MONTHS = 4
WEEKS_A_MONTH = 365.25 / 12 / 7
LOGINS, PEOPLE, EVENTS = 0, 1, 2
MONTH_UNITS = ("logins", "people", "events")
MONTH_EVENTS = (LOGIN, ANY, ANY)
MONTH_UNIT_TEXTS: Mapping[str, Message] = MappingProxyType(
    {"people": msg("people active in a month")}
)
_LEAST_ACTIVE = 10  # with fewer accounts a month, a still month is nothing to wonder at
_GAP_SHARE = 0.1


@dataclass(frozen=True, eq=False, slots=True)
class Months:
    """`counts` and `people` are account × month, NaN where unknown or not kept by month.

    `firsts` and `lasts` are the months' days; `known` says which the export covers.
    `working` are working days, account × month: what holidays leave of a month.
    `tenured` says which months lie wholly after the account's first day.
    """

    firsts: Days
    lasts: Days
    known: Bools
    monthly: Bools
    counts: Floats
    people: Floats
    unit: Ints
    rows: Floats
    any_rows: Floats
    working: Floats
    tenured: Bools
    seats: Floats

    @property
    def any(self) -> bool:
        """Whether any account is only known by month."""
        return bool(self.monthly.any())


@once_a_snapshot
def monthly_use(snapshot: Snapshot) -> Months:
    """Return what accounts known by month did in each of the last complete months."""
    monthly = weekly_use(snapshot).monthly
    last = np.datetime64(snapshot.day, "D") + 1
    firsts = (last.astype("datetime64[M]") - np.arange(MONTHS, 0, -1)).astype("datetime64[D]")
    lasts = np.append(firsts[1:], last.astype("datetime64[M]").astype("datetime64[D]")) - 1
    everything = _table(snapshot, cube(snapshot).rows(ANY), firsts, monthly)
    logins = _table(snapshot, cube(snapshot).rows(LOGIN), firsts, monthly)
    known = _known(snapshot, firsts, lasts, everything["rows"])
    unknown = ~known[None, :] | ~monthly[:, None]
    unit = _units(everything, logins)
    tables = (logins["events"], everything["users"], everything["events"])
    counts = np.choose(unit[:, None], tables)
    n_rows = np.choose(unit[:, None], (logins["rows"], everything["rows"], everything["rows"]))
    nobody = (everything["rows"] > 0) & (everything["named"] == 0)
    first_day = starts(snapshot).astype("datetime64[M]")[:, None]
    return Months(
        firsts=firsts,
        lasts=lasts,
        known=known,
        monthly=monthly,
        counts=np.where(unknown, np.nan, counts),
        people=np.where(unknown | nobody, np.nan, everything["users"]),
        unit=unit,
        rows=n_rows,
        any_rows=everything["rows"],
        working=_working(snapshot, firsts, lasts),
        tenured=np.isnat(first_day) | (firsts.astype("datetime64[M]")[None, :] > first_day),
        seats=seats_on(snapshot, lasts) if monthly.any() else np.full(unknown.shape, np.nan),
    )


def _table(snapshot: Snapshot, rows: EventRows, firsts: Days, monthly: Bools) -> dict[str, Floats]:
    """Return account × month sums of the rows of accounts known by month."""
    n = len(snapshot.account_ids)
    month = rows.day.astype("datetime64[D]").astype("datetime64[M]")
    column = (month - firsts[0].astype("datetime64[M]")).astype(np.int64)
    chosen = monthly[rows.place] & (column >= 0) & (column < len(firsts))
    cell = rows.place[chosen].astype(np.int64) * len(firsts) + column[chosen]
    users = rows.measures.get("users", np.full(len(rows.place), np.nan))[chosen]
    weights = {
        "rows": np.ones(len(cell)),
        "events": rows.measures["events"][chosen],
        "users": np.nan_to_num(users),
        "named": (~np.isnan(users)).astype(np.float64),
    }
    shape = n, len(firsts)
    return {
        name: np.bincount(cell, values, n * len(firsts)).astype(np.float64).reshape(shape)
        for name, values in weights.items()
    }


def _units(everything: Mapping[str, Floats], logins: Mapping[str, Floats]) -> Ints:
    """Return logins where there are any, people where rows count nothing else, else events."""
    by_login = (logins["events"] > 0).any(axis=1)
    named = (everything["users"] > 0).any(axis=1)
    only_people = named & (everything["events"] <= everything["users"]).all(axis=1)
    return np.select([by_login, only_people], [LOGINS, PEOPLE], EVENTS)


def _known(snapshot: Snapshot, firsts: Days, lasts: Days, n_rows: Floats) -> Bools:
    """Say which months are covered whole and are no hole: a month in which nearly all lack."""
    days = pd.date_range(firsts[0], lasts[-1], freq="D")
    covered = covered_days(snapshot, "usage", days)
    column = (days.to_numpy().astype("datetime64[M]") - firsts[0].astype("datetime64[M]")).astype(
        np.int64
    )
    known = np.bincount(column, ~covered, len(firsts)) == 0
    active = (n_rows[in_company(snapshot)] > 0).sum(axis=0)
    typical = float(np.median(active[known])) if known.any() else 0.0
    return known & ~((typical >= _LEAST_ACTIVE) & (active < _GAP_SHARE * typical))


def _working(snapshot: Snapshot, firsts: Days, lasts: Days) -> Floats:
    """Return the working days of each month that holidays of the account's group leave."""
    first, last = firsts[0].item(), lasts[-1].item()
    return by_group(
        snapshot,
        lambda group: np.busday_count(
            firsts, lasts + 1, holidays=around_holidays(group, first, last)
        ).astype(np.float64),
    )
