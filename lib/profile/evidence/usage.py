"""What usage says: seats in use, features in use, work done by programs."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Share, msg
from lib.model import ANY, Snapshot
from lib.model.once import once_a_snapshot
from lib.model.periods import last_full_week_end
from lib.model.terms import running
from lib.profile.evidence.seen import Bools, Facts, Floats, Ints, Seen, linear, ratio
from lib.profile.places import coded, places

WINDOW_DAYS = 90
SEAT_DAYS = 28
_LATE_DAYS = 31  # an export that ended earlier says nothing of today
_LEAST_DAYS = 8  # a feature is used when so many days and people use it
_LEAST_USERS = 3
_PROGRAMS = "api_call"
_NO_FEATURES = (ANY, "login", _PROGRAMS, "data_export")
_BY_PROGRAMS = 0.3
_THREE_POINTS = 75.0
_NEAR_LIMIT = (0.5, 0.7, 0.85)
_NEAR_POINTS = (0.0, 25.0, 75.0, 100.0)
_LESS_SURE = 0.9  # people on the busiest day are not all people of four weeks


def of_maturity(snapshot: Snapshot) -> dict[str, Seen]:
    """Return seats in use, features in use and integration, as far as usage tells."""
    found = {}
    seats = _seats_in_use(snapshot)
    if seats is not None:
        found["seat_utilisation"] = seats.seen(linear(seats.share, 0.2, 0.7))
    window = _window(snapshot)
    if window is not None:
        found["feature_breadth"] = _breadth(snapshot, window)
        found["integration"] = _integration(window)
    return found


def of_bant(snapshot: Snapshot) -> dict[str, Seen]:
    """Return how near to the limit they use what they bought."""
    seats = _seats_in_use(snapshot)
    if seats is None:
        return {}
    step = np.searchsorted(_NEAR_LIMIT, seats.share.round(9), side="right")
    score = np.array(_NEAR_POINTS)[np.minimum(step, len(_NEAR_POINTS) - 1)]
    # 85 % itself is still below the last step.
    score = np.where(seats.share.round(9) == _NEAR_LIMIT[-1], _NEAR_POINTS[-2], score)
    return {"use_near_limit": seats.seen(np.where(np.isnan(seats.share), np.nan, score))}


@dataclass(frozen=True, eq=False, slots=True)
class _Seats:
    """People and seats over the last four complete weeks."""

    users: Floats
    seats: Floats
    counted: Bools
    first: date
    last: date
    n_rows: Ints

    @property
    def share(self) -> Floats:
        return ratio(self.users, self.seats)

    def seen(self, score: Floats) -> Seen:
        return Seen(
            score=score,
            source="usage",
            first=self.first,
            last=self.last,
            n_rows=self.n_rows,
            words=_seats_said,
            facts={
                "users": self.users,
                "seats": self.seats,
                "counted": self.counted.astype(np.float64),
            },
            surety=np.where(self.counted, 1.0, _LESS_SURE),
        )


def _seats_said(facts: Facts) -> Message:
    users, seats = Count(round(facts["users"])), Count(round(facts["seats"]))
    share = Share(facts["users"] / facts["seats"])
    if facts["counted"]:
        return msg("{users} of {seats} seats were in use within four weeks ({share}).",
                   users=users, seats=seats, share=share)  # fmt: skip
    return msg("{users} of {seats} seats were in use on the busiest day of four weeks ({share});"
               " nobody is named, so it may be more.",
               users=users, seats=seats, share=share)  # fmt: skip


@once_a_snapshot
def _seats_in_use(snapshot: Snapshot) -> _Seats | None:
    last = last_full_week_end(snapshot.day)
    first = last - timedelta(days=SEAT_DAYS - 1)
    if not snapshot.usage.coverage.holds(first, last):
        return None
    n = len(snapshot.account_ids)
    busiest, n_rows = _busiest(snapshot, first, last)
    counted = np.full(n, np.nan)
    people = snapshot.usage.people
    rows = people[people["day"] == pd.Timestamp(last)]
    at = places(snapshot, rows["account_id"])
    counted[at[at >= 0]] = rows["users"].to_numpy(dtype=np.float64)[at >= 0]
    users = np.where(np.isnan(counted), busiest, counted)
    seats = paid_seats(snapshot)
    known = ~np.isnan(users) & (np.nan_to_num(seats) > 0)
    return _Seats(
        np.where(known, users, np.nan), np.where(known, seats, np.nan), ~np.isnan(counted),
        first, last, n_rows,
    )  # fmt: skip


def _busiest(snapshot: Snapshot, first: date, last: date) -> tuple[Floats, Ints]:
    """Return people on each account's busiest day, NaN where nobody counted; and its rows."""
    rows = snapshot.usage.between(first, last)
    rows = rows[rows["event"] == ANY]
    at, users = places(snapshot, rows["account_id"]), rows["users"].to_numpy(dtype=np.float64)
    most = np.full(len(snapshot.account_ids), np.nan)
    np.fmax.at(most, at[at >= 0], users[at >= 0])
    n_rows = np.bincount(at[at >= 0], minlength=len(most)).astype(np.int64)
    return most, n_rows


@once_a_snapshot
def paid_seats(snapshot: Snapshot) -> Floats:
    """Return the seats under running contracts, else those that the account states."""
    contracts = snapshot.table("contracts")
    terms = contracts[running(contracts, snapshot.day)]
    at = places(snapshot, terms["account_id"])
    seats, n = terms["seats"].to_numpy(dtype=np.float64), len(snapshot.account_ids)
    silent = np.bincount(at[at >= 0], np.isnan(seats[at >= 0]), n) > 0
    total = np.bincount(at[at >= 0], np.nan_to_num(seats[at >= 0]), n)
    stated = snapshot.accounts["seats"].to_numpy(dtype=np.float64)
    return np.where(silent | (total <= 0), stated, total)


@dataclass(frozen=True, eq=False, slots=True)
class _Window:
    """Rows of events of the last 90 days: account, event, count, people."""

    place: Ints
    event: Ints
    names: pd.Index
    events: Floats
    users: Floats
    first: date
    last: date
    n: int


def _window(snapshot: Snapshot) -> _Window | None:
    coverage = snapshot.usage.coverage.until(snapshot.day)
    if coverage.last is None or (snapshot.day - coverage.last).days > _LATE_DAYS:
        return None
    first = coverage.last - timedelta(days=WINDOW_DAYS - 1)
    if not coverage.holds(first, coverage.last):
        return None
    rows = snapshot.usage.between(first, coverage.last)
    at, (event, names) = places(snapshot, rows["account_id"]), coded(rows["event"])
    kept = (at >= 0) & (event != _number(names, ANY))
    return _Window(
        at[kept],
        event[kept],
        names,
        rows["events"].to_numpy(dtype=np.float64)[kept],
        rows["users"].to_numpy(dtype=np.float64)[kept],
        first,
        coverage.last,
        len(snapshot.account_ids),
    )


def _number(names: pd.Index, event: str) -> int:
    return int(names.get_indexer(pd.Index([event]))[0])


def _breadth(snapshot: Snapshot, window: _Window) -> Seen:
    """Compare features used with those that anybody on the same plan used."""
    wide = max(len(window.names), 1)
    feature = ~np.isin(window.event, [_number(window.names, e) for e in _NO_FEATURES])
    pair = (window.place * wide + window.event)[feature]
    days = np.bincount(pair, minlength=window.n * wide).reshape(window.n, wide)
    most = np.full(window.n * wide, np.nan)
    np.fmax.at(most, pair, window.users[feature])
    # Nobody asks three people of a customer with two seats.
    enough = np.fmin(_LEAST_USERS, paid_seats(snapshot))[:, None]
    unnamed = np.isnan(most).reshape(window.n, wide)
    used = (days >= _LEAST_DAYS) & (unnamed | (most.reshape(window.n, wide) >= enough))
    offered = _offered(snapshot, days > 0)
    n_used, n_offered = used.sum(axis=1).astype(float), offered.sum(axis=1).astype(float)
    active = np.bincount(window.place, minlength=window.n) > 0
    return Seen(
        score=np.where(active, linear(ratio(n_used, n_offered), 0, 1), np.nan),
        source="usage",
        first=window.first,
        last=window.last,
        n_rows=days.sum(axis=1).astype(np.int64),
        words=_breadth_said,
        facts={"used": n_used, "offered": n_offered},
    )


def _offered(snapshot: Snapshot, touched: Bools) -> Bools:
    """Say of each account which features anybody on its plan touched."""
    plan, names = pd.factorize(snapshot.accounts["plan"], use_na_sentinel=False)
    by_plan = np.zeros((len(names), touched.shape[1]), dtype=bool)
    np.logical_or.at(by_plan, plan, touched)
    return np.asarray(by_plan[plan])


def _breadth_said(facts: Facts) -> Message:
    return msg(
        "{used} of the {offered} features that customers on this plan use were in steady use"
        " within 90 days.",
        used=Count(round(facts["used"])),
        offered=Count(round(facts["offered"])),
    )


def _integration(window: _Window) -> Seen:
    """Take a clear share of work done by programs for three points; less says nothing."""
    programs = window.event == _number(window.names, _PROGRAMS)
    known = np.where(np.isnan(window.events), 0.0, window.events)
    by_programs = np.bincount(window.place[programs], known[programs], window.n)
    share = ratio(by_programs, np.bincount(window.place, known, window.n))
    return Seen(
        score=np.where(share.round(9) >= _BY_PROGRAMS, _THREE_POINTS, np.nan),
        source="usage",
        first=window.first,
        last=window.last,
        n_rows=np.bincount(window.place[programs], minlength=window.n).astype(np.int64),
        words=lambda facts: msg(
            "Programs did {share} of all recorded uses within 90 days.",
            share=Share(facts["share"]),
        ),
        facts={"share": share},
    )
