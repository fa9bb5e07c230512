"""Seat utilisation: how many of the paid seats are in use, and whether that share falls.

The level is held against fixed shares, never against the peers' (scoring.md 3.10 allows either):
with peers, the seats of another customer would set off or clear this one's alarm, and a book in
which everybody wastes seats would look healthy. Ranking among peers is `low_use`'s part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Month, Number, Share, msg
from lib.model import ANY, Snapshot
from lib.signals.active_people import WEEKS_A_WINDOW, people_windows
from lib.signals.answers import answered, by_grain, day_column, first_reason
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.falling import is_new
from lib.signals.months import monthly_use
from lib.signals.proportions import newcombe
from lib.signals.seats import seats_on
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.undated import HOLIDAY_COLUMNS, SEAT_COLUMNS, TENURE_COLUMNS
from lib.signals.use import USERS, weekly_rows, weekly_use

_STEPS = ("high_share", "alert_share", "watch_share")
_BEFORE = 3  # windows of four weeks, or months: a quarter ago
_WEEKS_BEFORE = 12


@dataclass(frozen=True, eq=False, slots=True)
class _Use:
    """People and paid seats now and a quarter ago; `least` and `most` people where not counted.

    `seats` are the fewest of the last 60 days: new seats take time to fill.
    """

    now: Floats
    least: Floats
    most: Floats
    seats: Floats
    before: Floats
    seats_before: Floats


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the people of the last 4 complete weeks (or month) against the seats paid for."""
    return by_grain(
        _by_window(snapshot, thresholds),
        lambda: _by_month(snapshot, thresholds),
        weekly_use(snapshot).monthly,
    )


def _by_window(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    people, use = people_windows(snapshot), weekly_use(snapshot)
    last, before = people.lasts[-1], people.lasts[-1 - _BEFORE]
    found = _Use(
        now=people.counted[:, -1],
        least=np.where(np.isnan(people.counted[:, -1]), people.busiest[:, -1], np.nan),
        most=people.user_days[:, -1],
        seats=_fewest_seats(snapshot, last, thresholds["grace_days"]),
        before=np.where(people.ordinary[:, -1 - _BEFORE], people.counted[:, -1 - _BEFORE], np.nan),
        seats_before=seats_on(snapshot, np.array([before]))[:, 0],
    )
    n = len(found.now)
    rows = weekly_rows(snapshot)
    within = rows.column >= rows.grid.n - _WEEKS_BEFORE - WEEKS_A_WINDOW
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not bool(people.known[-1])),
            ("new_account", is_new(snapshot)),
            ("nobody_named", use.unit != USERS),
            ("holidays", ~people.ordinary[:, -1]),
            *_not_judged(found, thresholds),
        ),
        {
            **_judged(found, thresholds),
            "window_from": day_column(people.firsts[-1], n),
            "window_to": day_column(last, n),
            "rows_from": day_column(people.firsts[-1 - _BEFORE], n),
            "n_rows": rows.per_account(within),
        },
        {"grain": "weeks", **_about(found, thresholds)},
    )


def _by_month(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    months = monthly_use(snapshot)
    last, n = months.lasts[-1], len(months.people)
    now = months.people[:, -1]
    found = _Use(
        now=now,
        least=now,
        most=now,
        seats=_fewest_seats(snapshot, last, thresholds["grace_days"]),
        before=months.people[:, -1 - _BEFORE],
        seats_before=months.seats[:, -1 - _BEFORE],
    )
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not bool(months.known[-1])),
            ("new_account", is_new(snapshot)),
            ("nobody_named", np.isnan(now)),
            *_not_judged(found, thresholds),
        ),
        {
            **_judged(found, thresholds),
            "window_from": day_column(months.firsts[-1], n),
            "window_to": day_column(last, n),
            "rows_from": day_column(months.firsts[-1 - _BEFORE], n),
            "n_rows": months.any_rows[:, -1 - _BEFORE :].sum(axis=1).astype(np.int64),
        },
        {"grain": "months", "unit": "by_month", **_about(found, thresholds)},
    )


def _fewest_seats(snapshot: Snapshot, last: np.datetime64, days: float) -> Floats:
    """Return the fewest seats paid for in the days up to `last`; NaN where now is unknown."""
    weeks = np.arange(0, int(days) + 1, 7).astype("timedelta64[D]")
    seats = seats_on(snapshot, last - weeks)
    now = seats[:, 0]
    return np.where(np.isnan(now), np.nan, np.fmin.reduce(seats, axis=1))


def _not_judged(found: _Use, thresholds: Thresholds) -> tuple[tuple[str, Bools], ...]:
    open_ = (
        np.isnan(found.now) & ~_surely_in_use(found, thresholds) & (_surely(found, thresholds) == 0)
    )
    return (
        ("no_seats", np.isnan(found.seats)),
        ("few_seats", found.seats < thresholds["least_seats"]),
        ("people_not_counted", open_),
        ("no_seats_before", _may_have_fallen(found, thresholds)),
    )


def _surely(found: _Use, thresholds: Thresholds) -> Ints:
    """Return the severity that holds even if every user-day was another person's."""
    return _level(found.most / found.seats, thresholds)


def _surely_in_use(found: _Use, thresholds: Thresholds) -> Bools:
    return found.least / found.seats >= thresholds["watch_share"]


def _level(share: Floats, thresholds: Thresholds) -> Ints:
    known = np.where(np.isnan(share), 1.0, np.round(share, 9))
    return np.select([known < thresholds[name] for name in _STEPS], [3, 2, 1], 0)


def _judged(found: _Use, thresholds: Thresholds) -> dict[str, Floats | Ints]:
    counted = ~np.isnan(found.now)
    level = np.where(
        counted, _level(found.now / found.seats, thresholds), _surely(found, thresholds)
    )
    severity = np.minimum(level + _falls(found, thresholds), 3)
    seats = np.nan_to_num(found.seats)
    return {
        "severity": severity,
        "value": np.where(counted, found.now, np.where(level > 0, found.most, found.least)),
        "expected": seats,
        "expected_low": np.ceil(np.round(thresholds["watch_share"] * seats, 9)),
        "expected_high": seats,
        "confidence": np.where(counted, 1.0, 0.6),
    }


def _falls(found: _Use, thresholds: Thresholds) -> Bools:
    """Say whether the share fell clearly, and people account for it rather than new seats."""
    seats_before = _seats_before(found)
    now, before = np.minimum(found.now, found.seats), np.minimum(found.before, seats_before)
    _, high = newcombe(now, found.seats, before, seats_before)
    fall = _share(before, seats_before) - _share(now, found.seats)
    by_people = (before - now) / ((found.seats + seats_before) / 2)
    least = thresholds["fall_points"] / 100
    return (high < 0) & (np.round(np.minimum(fall, by_people), 9) >= least)


def _may_have_fallen(found: _Use, thresholds: Thresholds) -> Bools:
    """Say whether the seats of a quarter ago, which are unknown, decide if the share fell."""
    least = thresholds["fall_points"] / 100 * found.seats / 2
    possible = np.isnan(found.seats_before) & (found.before - found.now >= least)
    return possible & ~_falls(found, thresholds)


def _seats_before(found: _Use) -> Floats:
    return np.where(np.isnan(found.seats_before), found.seats, found.seats_before)


def _share(people: Floats, seats: Floats) -> Floats:
    return np.divide(people, seats, out=np.full(len(people), np.nan), where=seats > 0)


def _about(found: _Use, thresholds: Thresholds) -> dict[str, Any]:
    counted = ~np.isnan(found.now)
    now = np.where(
        counted, found.now, np.where(_surely(found, thresholds) > 0, found.most, found.least)
    )
    return {
        "event": ANY,
        "seats": found.seats,
        "share": np.fmin(_share(now, found.seats), 1.0),
        "before": np.fmin(_share(found.before, _seats_before(found)), 1.0),
        "falls": _falls(found, thresholds),
        "counted": counted,
        "over": now > found.seats,
    }


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how many of the paid seats are in use, and how far that fell."""
    about = row["detail"]
    day = pd.Timestamp(row["window_to"]).date()
    said: dict[str, Any] = {
        "when": msg("in {month}", month=Month(day))
        if about["grain"] == "months"
        else msg("in the 4 weeks to {day}", day=day),
        "seen": Count(int(row["value"])),
        "seats": Count(int(about["seats"])),
        "share": Share(about["share"]),
        "low": Count(int(row["expected_low"])),
        "fall": _fall(about),
    }
    if about["over"]:
        return msg(
            "More people than paid seats: {seen} {when} on {seats} seats, which is a reason to talk"
            " about more of them.",
            **said,
        )
    if not about["counted"]:
        return _bounded(row["severity"] > 0, said)
    return msg(
        "{seen} of {seats} paid seats ({share}) were in use {when}, expected {low}–{seats}{fall}.",
        **said,
    )


def _bounded(is_sign: bool, said: dict[str, Any]) -> Message:  # noqa: FBT001
    if is_sign:
        return msg(
            "At most {seen} of {seats} paid seats ({share}) were in use {when}, expected"
            " {low}–{seats}.",
            **said,
        )
    return msg(
        "At least {seen} of {seats} paid seats ({share}) were in use {when}, expected"
        " {low}–{seats}.",
        **said,
    )


def _fall(about: Mapping[str, Any]) -> Message | str:
    if not about["falls"]:
        return ""
    points = Number(100 * (about["before"] - about["share"]), 0)
    return msg("; {points} points less than a quarter ago", points=points)


_CUSTOMER = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"
_WEDNESDAY = date(2026, 10, 28)
_SEATS = {
    "contracts": """
        account_id, contract_id, start_date, end_date,   seats
        A,          C1,          2025-10-01, 2027-09-30, 100
        A,          C2,          2026-11-01, 2027-09-30, 500
        B,          C3,          2025-10-01, 2027-09-30, 5
    """
}

SIGNAL = Signal(
    key="seat_utilization",
    title=msg("Seats unused"),
    question=msg("Is a large part of the paid seats not in use?"),
    unit=msg("people active in 4 weeks"),
    units={"by_month": msg("people active in a month")},
    group="usage",
    thresholds=Thresholds(
        version=1,
        values={
            "watch_share": 0.50,
            "alert_share": 0.35,
            "high_share": 0.20,
            "fall_points": 15.0,
            "grace_days": 60.0,
            "least_seats": 5.0,
        },
        rising=(("high_share", "alert_share", "watch_share"),),
        why=msg(
            "Starting values: below a half, 35% and 20% of the paid seats; one step more when the"
            " share fell by 15 points within a quarter, more than chance explains, and fewer people"
            " are the reason, not more seats. New seats count after 60 days."
        ),
    ),
    needs=("usage", "contracts", "accounts"),
    measure=measure,
    evidence=evidence,
    undated=(*SEAT_COLUMNS, *TENURE_COLUMNS, *HOLIDAY_COLUMNS),
    does_not_apply=("few_seats",),
    reasons={
        "no_usage_export": msg("no usage export covers these weeks"),
        "new_account": msg("a customer for less than 13 weeks"),
        "nobody_named": msg("the usage export does not say how many people were active"),
        "holidays": msg("most of these weeks are holidays"),
        "no_seats": msg("no running contract says how many seats are paid for"),
        "few_seats": msg("fewer than 5 paid seats"),
        "no_seats_before": msg("no contract says how many seats were paid for a quarter ago"),
        "people_not_counted": msg(
            "people are counted by day only, which leaves open how many came in 4 weeks"
        ),
    },
    blind_spots=msg(
        "Seats come from running contracts: seats that are bought for a reserve look unused, and"
        " shared logins look like one person. Without seats nothing is judged: the largest number"
        " of people ever seen would call an account full that never filled its seats."
    ),
    advice=msg(
        "Name the teams that never started and offer to bring them in, well before the renewal:"
        " unused seats are what a buyer cuts first."
    ),
    examples=(
        Example(
            name=msg("Half of the seats in use is no sign; seats bought for later do not count"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables=_SEATS,
            weekly={"A any users": "52*90", "B any users": "52*9"},
            people={"A": "52*50"},
            severity=0,
            value=50,
        ),
        Example(
            name=msg("One seat less is worth watching"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables=_SEATS,
            weekly={"A any users": "52*90", "B any users": "52*9"},
            people={"A": "52*49"},
            severity=1,
            value=49,
        ),
        Example(
            name=msg("A share that falls by 20 points counts one step more"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables=_SEATS,
            weekly={"A any users": "52*90", "B any users": "52*9"},
            people={"A": "48*65 4*45"},
            severity=2,
            value=45,
        ),
        Example(
            name=msg("Twice the seats since a month ago: the old number counts for 60 days"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables={
                "contracts": """
                    account_id, contract_id, start_date, end_date,   seats
                    A,          C1,          2025-10-01, 2027-09-30, 100
                    A,          C2,          2026-09-28, 2027-09-30, 100
                """
            },
            weekly={"A any users": "52*90", "B any users": "52*9"},
            people={"A": "52*60"},
            severity=0,
            value=60,
        ),
        Example(
            name=msg("More people than seats is no risk"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables=_SEATS,
            weekly={"A any users": "52*300", "B any users": "52*9"},
            people={"A": "52*120"},
            severity=0,
            value=120,
        ),
        Example(
            name=msg("People counted by day: nineteen user-days cannot fill a fifth of the seats"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables=_SEATS,
            weekly={"A any users": "48*90 5 5 5 4", "B any users": "52*9"},
            severity=3,
            value=19,
        ),
        Example(
            name=msg("People counted by day: whether the same ones came again stays open"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables=_SEATS,
            weekly={"A any users": "52*30", "B any users": "52*9"},
            severity=-1,
            reason="people_not_counted",
        ),
        Example(
            name=msg("Counts of months are people of a month"),
            day=date(2026, 10, 31),
            accounts=_CUSTOMER,
            tables=_SEATS,
            monthly={"A any users": "13*34"},
            weekly={"B any users": "52*9"},
            severity=2,
            value=34,
        ),
        Example(
            name=msg("Seats that no contract states are unknown, not unused"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables={"contracts": "account_id, start_date\nA, 2025-10-01\nB, 2025-10-01"},
            weekly={"A any users": "52*90", "B any users": "52*9"},
            people={"A": "48*65 4*5"},
            severity=-1,
            reason="no_seats",
        ),
    ),
)
