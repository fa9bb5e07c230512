"""Signs of use: how steadily, how deeply, by how many of the seats."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import ANY
from lib.model.periods import DAYS_A_WEEK, last_full_week_end
from lib.model.terms import running
from lib.model.usage import in_order_of_days
from lib.profile.journey.points import MET, NOT_MET, UNKNOWN, Bools, Marks, Seen
from lib.profile.journey.rules import DEEP_FEATURES, SEATS_SHARE, STEADY_WEEKS, WEEKS

_NO_FEATURES = (ANY, "login", "api_call", "data_export")
_PEOPLE_DAYS = 28


class Use:
    """The weeks of use that the days look back on; rows of strangers are left out."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.ends = [_week(last_full_week_end(day)) for day in seen.days]
        self.first = self.ends[0] - WEEKS + 1
        self.n_weeks = self.ends[-1] - self.first + 1
        whole = in_order_of_days(seen.snapshot.usage.cube)
        codes, ids = _coded(whole["account_id"])
        placed = np.append(seen.snapshot.account_ids.get_indexer(ids), -1)
        self.sends = np.zeros(seen.shape[0] + 1, dtype=bool)
        self.sends[placed[np.flatnonzero(np.bincount(codes[codes >= 0]))]] = True
        self.sends = self.sends[:-1]
        begin = int(whole["day"].searchsorted(_monday(self.first)))
        recent = whole.iloc[begin:]
        self.place = placed[codes[begin:]]
        self.day = recent["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
        self.week = _weeks(self.day) - self.first
        event, self.names = _coded(recent["event"])
        self.event = event
        self.events = recent["events"].to_numpy()
        self.users = recent["users"].to_numpy()
        self.known = self._known_weeks()
        self.sends &= ~self._monthly()

    def active(self, chosen: Bools) -> Bools:
        """Return account × week: was there any of the chosen rows."""
        n = self.seen.shape[0]
        inside = chosen & (self.place >= 0) & (self.week < self.n_weeks) & (self.events > 0)
        at = self.place[inside] * self.n_weeks + self.week[inside]
        return np.bincount(at, minlength=n * self.n_weeks).reshape(n, self.n_weeks) > 0

    def is_event(self, name: str) -> Bools:
        """Say of each row whether it is of that event."""
        found = self.names.get_indexer(pd.Index([name]))[0]
        return self.event == found if found >= 0 else np.zeros(len(self.event), dtype=bool)

    def window(self, weeks: Bools, column: int) -> Bools:
        """Return the last weeks up to one of the days."""
        end = self.ends[column] - self.first + 1
        return weeks[..., end - WEEKS : end]

    def _known_weeks(self) -> Bools:
        mondays = np.arange(self.first, self.first + self.n_weeks) * DAYS_A_WEEK - 3
        coverage = self.seen.snapshot.usage.coverage
        covered = np.ones(self.n_weeks, dtype=bool)
        for offset in range(DAYS_A_WEEK):
            days = pd.DatetimeIndex((mondays + offset).astype("datetime64[D]").astype("M8[us]"))
            covered &= coverage.mask(days)
        return covered

    def _monthly(self) -> Bools:
        """Say who has nothing but totals of months, from which no week can be read."""
        n, mine = self.seen.shape[0], self.place >= 0
        place, day = self.place[mine], self.day[mine]
        if not len(day):
            return np.zeros(n, dtype=bool)
        begin = int(day.min())
        span = np.arange(begin, int(day.max()) + 1).astype("datetime64[D]")
        is_first = span == span.astype("datetime64[M]").astype("datetime64[D]")
        total = np.bincount(place, minlength=n)
        firsts = np.bincount(place, weights=is_first[day - begin], minlength=n)
        return (total > 1) & (firsts == total)


def steady_use(use: Use) -> Marks:
    """Mark who used the product in enough of the last weeks."""
    active = use.active(use.is_event(ANY)) & use.known
    marks = use.seen.unknown()
    for column in range(use.seen.shape[1]):
        used = use.window(active, column).sum(axis=1)
        open_weeks = int((~use.window(use.known, column)).sum())
        marks[:, column] = np.select(
            [used >= STEADY_WEEKS, used + open_weeks >= STEADY_WEEKS], [MET, UNKNOWN], NOT_MET
        )
    return _sent(use, marks)


def deep_use(use: Use) -> Marks:
    """Mark who used several features in the last weeks; unknown if no feature is ever named."""
    features = [name for name in use.names if name not in _NO_FEATURES]
    if not features:
        return use.seen.unknown()
    used = np.zeros(use.seen.shape, dtype=np.int64)
    for name in features:
        active = use.active(use.is_event(str(name)))
        for column in range(use.seen.shape[1]):
            used[:, column] += use.window(active, column).any(axis=1)
    covered = [bool(use.window(use.known, c).all()) for c in range(use.seen.shape[1])]
    missed = np.where(covered, NOT_MET, UNKNOWN)
    return _sent(use, np.where(used >= DEEP_FEATURES, MET, missed[None, :]).astype(np.int8))


def many_seats(use: Use) -> Marks:
    """Mark who has half of the seats active within four weeks.

    Where people are only counted by the day, the busiest day is the least there were.
    """
    seats, counted = _seats(use.seen), _counted(use)
    busiest = np.zeros(use.seen.shape)
    rows = use.is_event(ANY) & (use.place >= 0) & ~np.isnan(use.users)
    place, day, users = use.place[rows], use.day[rows], use.users[rows]
    for column, end in enumerate(use.seen.days):
        last = (end - date(1970, 1, 1)).days
        inside = (day <= last) & (day > last - _PEOPLE_DAYS)
        np.maximum.at(busiest[:, column], place[inside], users[inside])
    least = np.fmax(busiest, counted)
    marks = np.select(
        [least >= SEATS_SHARE * seats[:, None], ~np.isnan(counted)], [MET, NOT_MET], UNKNOWN
    )
    return _sent(use, np.where((seats > 0)[:, None], marks, UNKNOWN).astype(np.int8))


def _counted(use: Use) -> npt.NDArray[np.float64]:
    """Return how many different people were there in four weeks; NaN where nobody counted."""
    people = use.seen.snapshot.usage.people
    table = np.full(use.seen.shape, np.nan)
    for column, end in enumerate(use.seen.days):
        rows = people[people["day"] == pd.Timestamp(last_full_week_end(end))]
        place = use.seen.places(rows["account_id"])
        table[place[place >= 0], column] = rows["users"].to_numpy()[place >= 0]
    return table


def _seats(seen: Seen) -> npt.NDArray[np.float64]:
    """Return the seats paid for: of the contracts that run, else what the account states."""
    contracts = seen.snapshot.table("contracts")
    bought = contracts[running(contracts, seen.snapshot.day)]
    total = bought.groupby("account_id")["seats"].sum(min_count=1)
    stated = seen.snapshot.accounts["seats"].to_numpy(dtype=np.float64)
    found = total.reindex(seen.snapshot.account_ids).to_numpy(dtype=np.float64)
    return np.where(np.isnan(found), stated, found)


def _sent(use: Use, marks: Marks) -> Marks:
    """Blank what is said of accounts that send no usage: no row is no news."""
    return np.where(use.sends[:, None], marks, UNKNOWN).astype(np.int8)


def _coded(texts: pd.Series) -> tuple[npt.NDArray[np.integer], pd.Index]:
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return texts.cat.codes.to_numpy(), pd.Index(texts.cat.categories)
    codes, names = pd.factorize(texts)
    return codes, pd.Index(names)


def _weeks(days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the number of the week, Monday to Sunday, of days since 1970."""
    return (days + 3) // DAYS_A_WEEK


def _week(sunday: date) -> int:
    return ((sunday - date(1970, 1, 1)).days + 3) // DAYS_A_WEEK


def _monday(week: int) -> pd.Timestamp:
    return pd.Timestamp(date(1970, 1, 1) + timedelta(days=week * DAYS_A_WEEK - 3))
