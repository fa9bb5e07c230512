"""Active users decline: fewer different people use the product than used to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Month, Share, msg, msgs
from lib.model import ANY, Snapshot
from lib.signals.active_people import WEEKS_A_WINDOW, People, people_windows
from lib.signals.answers import answered, by_grain, day_column, first_reason
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.decline import Decline, Windows, compared
from lib.signals.falling import is_new
from lib.signals.monthly import month_windows, short_base
from lib.signals.months import BASE_MONTHS, Months, monthly_use
from lib.signals.once import once_a_snapshot
from lib.signals.seats import fewer_seats, seats_on
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.undated import HOLIDAY_COLUMNS, SEAT_COLUMNS, TENURE_COLUMNS
from lib.signals.use import USERS, weekly_rows, weekly_use

_BASE = 6  # windows of four weeks: half a year
_LEAST_BASE = 3
_DISPERSION = 1.0  # people come and go; a count of them varies no more than Poisson
_STEPS = ("watch", "alert", "high")


@dataclass(frozen=True, eq=False, slots=True)
class _Compared:
    """`by_day` says for whom people of the busiest day stand in for people of four weeks."""

    found: Decline
    by_day: Bools


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the people of the last 4 complete weeks against the 6 times 4 weeks before.

    Where use is only known by month: the last complete month against the 6 before.
    """
    return by_grain(
        _by_window(snapshot, thresholds),
        lambda: _by_month(snapshot, thresholds),
        weekly_use(snapshot).monthly,
    )


def _by_window(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    people, compared_ = people_windows(snapshot), _decline(snapshot)
    found, use = compared_.found, weekly_use(snapshot)
    n = len(found.seen)
    first = people.firsts[found.first_week]
    rows = weekly_rows(snapshot)
    within = rows.per_account(rows.column >= people.first_weeks[found.first_week][rows.place])
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not bool(people.known[-1])),
            ("new_account", is_new(snapshot)),
            ("nobody_named", use.unit != USERS),
            ("holidays", ~people.ordinary[:, -1]),
            ("too_few_weeks", found.n_recent < 1),
            ("short_baseline", found.n_base < _LEAST_BASE),
            ("too_few_people", found.expected < thresholds["least_people"]),
        ),
        {
            **_judged(found, thresholds),
            "confidence": np.minimum(1, found.n_base / _BASE)
            * np.where(compared_.by_day, thresholds["by_day_confidence"], 1.0),
            "window_from": day_column(people.firsts[-1], n),
            "window_to": day_column(people.lasts[-1], n),
            "rows_from": day_column(first, n),
            "n_rows": within,
        },
        {
            "grain": np.where(compared_.by_day, "days", "weeks"),
            "unit": np.where(compared_.by_day, "by_day", ""),
            **_about(found),
        },
    )


@once_a_snapshot
def _decline(snapshot: Snapshot) -> _Compared:
    people = people_windows(snapshot)
    by_day = np.isnan(people.counted[:, -1])
    counts = np.where(by_day[:, None], people.busiest, people.counted)
    chosen = _windows(people)
    seats = seats_on(snapshot, people.lasts)
    found = compared(
        np.where(people.ordinary, counts, np.nan),
        np.ones_like(counts),
        chosen,
        fewer_seats(seats, chosen.recent, chosen.base),
        _DISPERSION,
    )
    return _Compared(found, by_day)


def _windows(people: People) -> Windows:
    n, n_windows = people.counted.shape
    age = np.broadcast_to(n_windows - 1 - np.arange(n_windows), (n, n_windows))
    base = (age >= 1) & (age <= _BASE) & people.tenured
    # One window is compared: `compared` calls a window recent by its number of columns.
    return Windows(np.ones(n, dtype=np.int64), age == 0, base, base.sum(axis=1))


def _by_month(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    months = monthly_use(snapshot)
    found = _monthly(months)
    n = len(months.people)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not bool(months.known[-1])),
            ("new_account", is_new(snapshot)),
            ("nobody_named", (months.people > 0).sum(axis=1) == 0),
            ("too_few_weeks", found.n_recent < 1),
            ("short_baseline", short_base(found)),
            ("too_few_people", found.expected < thresholds["least_people"]),
        ),
        {
            **_judged(found, thresholds),
            "confidence": np.minimum(1, found.n_base / BASE_MONTHS),
            "window_from": day_column(months.firsts[-1], n),
            "window_to": day_column(months.lasts[-1], n),
            "rows_from": day_column(months.firsts[found.first_week], n),
            "n_rows": _any_rows(months, found.first_week),
        },
        {"grain": "months", "unit": "by_month", **_about(found)},
    )


def _monthly(months: Months) -> Decline:
    chosen = month_windows(months, 1)
    share = fewer_seats(months.seats, chosen.recent, chosen.base)
    return compared(months.people, np.ones_like(months.people), chosen, share, _DISPERSION)


def _any_rows(months: Months, first: Ints) -> Ints:
    rows = months.any_rows
    return np.where(np.arange(rows.shape[1]) >= first[:, None], rows, 0).sum(axis=1).astype(int)


def _judged(found: Decline, thresholds: Thresholds) -> dict[str, Floats | Ints]:
    cuts = np.array([thresholds[name] for name in _STEPS])
    steps = (found.drop[:, None] >= cuts).sum(axis=1)
    # One person who leaves, even the only heavy user, is no decline of people.
    several = found.expected - found.seen >= thresholds["least_lost"]
    doubtful = found.p > thresholds["doubtful_p"]
    return {
        "severity": np.where(several, np.maximum(steps - doubtful, 0), 0),
        "value": found.seen,
        "expected": np.round(found.expected, 6),
        "expected_low": found.low,
        "expected_high": found.high,
    }


def _about(found: Decline) -> dict[str, Any]:
    return {
        "event": ANY,
        "drop": 1 - found.seen / np.maximum(found.expected, 1),
        "base": found.n_base.astype(int),
        "seats_share": found.seats_share,
    }


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how many people were active, and how many were expected."""
    about = row["detail"]
    day = pd.Timestamp(row["window_to"]).date()
    said: dict[str, Any] = {
        "when": _WHEN[about["grain"]](day),
        "seen": Count(int(row["value"])),
        "expected": Count(round(row["expected"])),
        "low": Count(int(row["expected_low"])),
        "high": Count(int(row["expected_high"])),
        "drop": Share(about["drop"]),
        "base": _base(about["grain"], about["base"]),
    }
    if row["severity"] > 0:
        return msg(
            "{drop} fewer people use the product than in the {base} before: {seen} {when},"
            " expected {low}–{high}.",
            **said,
        )
    if row["value"] < row["expected_low"]:
        return msg(
            "Fewer people than usual, too few of them for a sign: {seen} {when}, expected"
            " {low}–{high}.",
            **said,
        )
    return msg("As many people as usual: {seen} {when}, expected {low}–{high}.", **said)


def _base(grain: str, n: int) -> Message:
    if grain == "months":
        return msgs("{n} month", "{n} months", n)
    return msgs("{n} week", "{n} weeks", n * WEEKS_A_WINDOW)


_WHEN = {
    "weeks": lambda day: msg("in the 4 weeks to {day}", day=day),
    "days": lambda day: msg("on the busiest of the 28 days to {day}", day=day),
    "months": lambda day: msg("in {month}", month=Month(day)),
}
_CUSTOMER = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"
_WEDNESDAY = date(2026, 10, 28)

SIGNAL = Signal(
    key="active_user_decline",
    title=msg("Active users fall"),
    question=msg("Do clearly fewer people use the product than used to?"),
    unit=msg("people active in 4 weeks"),
    units={
        "by_day": msg("people active on the busiest day"),
        "by_month": msg("people active in a month"),
    },
    group="usage",
    thresholds=Thresholds(
        version=1,
        values={
            "watch": 0.25,
            "alert": 0.40,
            "high": 0.60,
            "least_people": 4.0,
            "least_lost": 2.0,
            "doubtful_p": 0.05,
            "by_day_confidence": 0.6,
        },
        rising=(_STEPS,),
        why=msg(
            "Starting values: a quarter, two fifths and three fifths fewer people, two at least."
            " Falls that chance explains well count one step less. Replace them by your own past"
            " once six months of it are loaded."
        ),
    ),
    needs=("usage", "accounts", "contracts"),
    measure=measure,
    evidence=evidence,
    undated=(*SEAT_COLUMNS, *TENURE_COLUMNS, *HOLIDAY_COLUMNS),
    reasons={
        "no_usage_export": msg("no usage export covers these weeks"),
        "new_account": msg("a customer for less than 13 weeks"),
        "nobody_named": msg("the usage export does not say how many people were active"),
        "holidays": msg("most of these weeks are holidays"),
        "too_few_weeks": msg("too few recent weeks can be compared, because of holidays or gaps"),
        "short_baseline": msg("too little history to compare with"),
        "too_few_people": msg("too few people use the product to compare"),
    },
    blind_spots=msg(
        "Counts people, not how often they come: a person who looks in once a month counts like a"
        " daily user, so a fall of intensity shows only as a fall of logins. Where the export"
        " counts people by day, the busiest day stands in, with less confidence. One heavy user"
        " who leaves is one person."
    ),
    advice=msg(
        "Ask which team stopped and why: a project that ended, licences taken back, a"
        " reorganisation. Offer an onboarding for those who took over."
    ),
    examples=(
        Example(
            name=msg("A shrunk drop of exactly 40% is an alert"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "48*40 4*24", "B any users": "52*50", "A any users +1": "90"},
            people={"A": "48*39 4*23"},
            severity=2,
            value=23,
        ),
        Example(
            name=msg("One person more is worth watching"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "48*40 4*24", "B any users": "52*50"},
            people={"A": "48*39 4*24"},
            severity=1,
            value=24,
        ),
        Example(
            name=msg("The heavy user leaves: user-days fall by most, people by one"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "48*7 4*2", "B any users": "52*50"},
            people={"A": "48*5 4*4"},
            severity=0,
            value=4,
        ),
        Example(
            name=msg("Half the seats and half the people is no decline"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables={
                "contracts": """
                    account_id, contract_id, start_date, end_date,   seats
                    A,          C1,          2025-10-01, 2026-09-30, 100
                    A,          C2,          2026-10-01, 2027-09-30, 50
                """
            },
            weekly={"A any users": "48*40 4*20", "B any users": "52*50"},
            people={"A": "48*40 4*20"},
            severity=0,
            value=20,
        ),
        Example(
            name=msg("Most of four weeks around Lunar New Year are holidays"),
            day=date(2026, 3, 1),
            accounts="account_id, customer_since, country\nA, 2020-01-01, China",
            weekly={"A any users": "49*40 3*4"},
            people={"A": "49*40 3*20"},
            severity=-1,
            reason="holidays",
        ),
        Example(
            name=msg("Counts of months: half the people is an alert"),
            day=date(2026, 10, 31),
            accounts=_CUSTOMER,
            monthly={"A any users": "8*40 20"},
            weekly={"B any users": "50*9"},
            severity=2,
            value=20,
        ),
        Example(
            name=msg("Three people are too few to compare"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "48*6 4*2", "B any users": "52*50"},
            people={"A": "48*3 4*1"},
            severity=-1,
            reason="too_few_people",
        ),
        Example(
            name=msg("Five weeks as a customer give no baseline"),
            day=_WEDNESDAY,
            accounts="account_id, customer_since\nA, 2026-09-21",
            weekly={"A any users": "2*30 3*3"},
            people={"A": "2*30 3*3"},
            severity=-1,
            reason="new_account",
        ),
        Example(
            name=msg("A month that no export covers is unknown"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "48*40 4*0"},
            people={"A": "48*40"},
            covered={"usage": ((date(2025, 1, 1), date(2026, 9, 27)),)},
            severity=-1,
            reason="no_usage_export",
        ),
    ),
)
