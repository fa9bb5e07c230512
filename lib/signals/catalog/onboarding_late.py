"""Onboarding late: a new customer has not reached what it should have by now."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, joined, msg, msgs
from lib.model import ANY, Snapshot
from lib.model.periods import DAYS_A_WEEK
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import Ints
from lib.signals.milestones import Milestones, milestones
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.tenure import NEW_WEEKS
from lib.signals.undated import HOLIDAY_COLUMNS, SEAT_COLUMNS, TENURE_COLUMNS

_NAMES = ("first_use", "core_action", "half_seats")


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge which milestones of the first 13 weeks are due and not reached."""
    found = milestones(snapshot)
    n = len(found.age)
    reached = np.stack([getattr(found, name) for name in _NAMES], axis=1)
    due = np.stack([found.age >= thresholds[f"{name}_days"] for name in _NAMES], axis=1)
    late = (due & (reached == 0)).sum(axis=1)
    n_due, open_ = due.sum(axis=1), (due & (reached < 0)).sum(axis=1)
    start = np.where(np.isnat(found.start), np.datetime64(snapshot.day, "D"), found.start)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_start", np.isnat(found.start)),
            ("established", _weeks(found, snapshot) >= NEW_WEEKS),
            ("no_usage_export", ~found.covered),
            ("nothing_due", n_due == 0),
            ("not_known", (late == 0) & (open_ > 0)),
        ),
        {
            "severity": late,
            "value": late,
            "expected": 0.0,
            "expected_low": 0.0,
            "expected_high": 0.0,
            "confidence": (n_due - open_) / np.maximum(n_due, 1),
            "window_from": day_column(start, n),
            "window_to": day_column(snapshot.day, n),
            "rows_from": day_column(found.begin, n),
            "n_rows": found.n_rows,
        },
        {
            "event": ANY,
            "age": found.age,
            "due": n_due,
            "late": _codes(due & (reached == 0)),
            "open": _codes(due & (reached < 0)),
        },
    )


def _weeks(found: Milestones, snapshot: Snapshot) -> Ints:
    days = np.datetime64(snapshot.day, "D") - found.start
    return np.where(np.isnat(days), 0, days.astype(np.int64) // DAYS_A_WEEK)


def _codes(chosen: np.ndarray) -> Ints:
    """Return which milestones are chosen as one number, a bit each."""
    return np.asarray((chosen * (1 << np.arange(len(_NAMES)))).sum(axis=1))


def _titles(code: int) -> Sequence[Message]:
    return [_TITLES[name] for place, name in enumerate(_NAMES) if code >> place & 1]


def evidence(row: Mapping[str, Any]) -> Message:
    """Say which milestones are late, of how many that are due."""
    about, n = row["detail"], int(row["value"])
    said: dict[str, Any] = {
        "age": Count(about["age"]),
        "start": pd.Timestamp(row["window_from"]).date(),
        "due": Count(about["due"]),
        "late": joined(_titles(about["late"])) if about["late"] else "",
        "open": msg("; not known: {names}", names=joined(_titles(about["open"])))
        if about["open"]
        else "",
    }
    if n > 0:
        return msgs(
            "{n} of {due} milestones that are due was not reached {age} days after the start on"
            " {start}, holidays left out: {late}{open}.",
            "{n} of {due} milestones that are due were not reached {age} days after the start on"
            " {start}, holidays left out: {late}{open}.",
            n,
            **said,
        )
    return msgs(
        "The {n} milestone that is due is reached, {age} days after the start on {start}.",
        "All {n} milestones that are due are reached, {age} days after the start on {start}.",
        about["due"],
        **said,
    )


_TITLES: Mapping[str, Message] = {
    "first_use": msg("first use"),
    "core_action": msg("first use of a feature"),
    "half_seats": msg("half of the paid seats in use"),
}
_DAY = date(2026, 9, 30)  # before National Day, and after 85 days that are no holidays
_NEW = "account_id, customer_since\nA, 2026-07-07\nB, 2020-01-01"
_SEATS = {"contracts": "account_id, start_date, seats\nA, 2026-07-07, 10"}
_OTHERS = {"B reports users": "60*3", "A login events +1": "9"}

SIGNAL = Signal(
    key="onboarding_late",
    title=msg("Onboarding late"),
    question=msg("Has a new customer not reached what it should have by now?"),
    unit=msg("milestones late"),
    group="usage",
    thresholds=Thresholds(
        version=1,
        values={"first_use_days": 30.0, "core_action_days": 60.0, "half_seats_days": 75.0},
        rising=(("first_use_days", "core_action_days", "half_seats_days"),),
        why=msg(
            "Starting values: first use within 30 days, a feature within 60, half of the paid seats"
            " within 75, so that the last is still judged before the 13 weeks in which an account"
            " is new are over. The first weeks are a weak sign; replace the days by those your own"
            " customers took."
        ),
    ),
    needs=("usage", "accounts", "contracts"),
    measure=measure,
    evidence=evidence,
    undated=(*SEAT_COLUMNS, *TENURE_COLUMNS, *HOLIDAY_COLUMNS),
    does_not_apply=("established",),
    reasons={
        "no_start": msg("no account row or contract says since when it is a customer"),
        "established": msg("a customer for 13 weeks or more"),
        "no_usage_export": msg("no usage export covers all days since the start"),
        "nothing_due": msg("no milestone is due yet"),
        "not_known": msg("the data cannot tell whether the milestones that are due were reached"),
    },
    blind_spots=msg(
        "Knows neither the plan agreed with the customer nor whether an integration is live. A"
        " contract that begins before the project does looks late. Where people are counted by day"
        " only, half of the seats may stay open."
    ),
    advice=msg(
        "Agree on one date and one person for the next milestone this week. Ask what is in the way:"
        " access, data or somebody's time."
    ),
    examples=(
        Example(
            name=msg("Never used in 85 days: all three milestones are late"),
            day=_DAY,
            accounts=_NEW,
            tables=_SEATS,
            daily=_OTHERS,
            severity=3,
            value=3,
        ),
        Example(
            name=msg("Used, but no feature, and by one person: two are late"),
            day=_DAY,
            accounts=_NEW,
            tables=_SEATS,
            daily={**_OTHERS, "A login users": "4*1 20*0"},
            severity=2,
            value=2,
        ),
        Example(
            name=msg("Four of ten seats in use: one is late"),
            day=_DAY,
            accounts=_NEW,
            tables=_SEATS,
            daily={**_OTHERS, "A reports users": "20*4"},
            people={"A": "3*4"},
            severity=1,
            value=1,
        ),
        Example(
            name=msg("Five of ten seats in use: all is reached"),
            day=_DAY,
            accounts=_NEW,
            tables=_SEATS,
            daily={**_OTHERS, "A reports users": "20*4"},
            people={"A": "3*5"},
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Thirty days without use, on the day on which it is due"),
            day=_DAY,
            accounts="account_id, customer_since\nA, 2026-08-31\nB, 2020-01-01",
            daily=_OTHERS,
            severity=1,
            value=1,
        ),
        Example(
            name=msg("A day earlier nothing is due"),
            day=_DAY,
            accounts="account_id, customer_since\nA, 2026-09-01\nB, 2020-01-01",
            daily=_OTHERS,
            severity=-1,
            reason="nothing_due",
        ),
        Example(
            name=msg("Holidays give more time: twenty-nine days without the end of the year"),
            day=date(2027, 1, 8),
            accounts="account_id, customer_since, country\nA, 2026-11-30, Germany\nB, 2020-01-01,",
            daily=_OTHERS,
            severity=-1,
            reason="nothing_due",
        ),
        Example(
            name=msg("Days since the start that no export covers are unknown"),
            day=_DAY,
            accounts=_NEW,
            tables=_SEATS,
            daily=_OTHERS,
            covered={"usage": ((date(2026, 8, 1), _DAY),)},
            severity=-1,
            reason="no_usage_export",
        ),
        Example(
            name=msg("Without seats and features only the first use can be judged"),
            day=_DAY,
            accounts=_NEW,
            daily={"A login users": "20*2", "A login users +1": "9"},
            severity=-1,
            reason="not_known",
        ),
        Example(
            name=msg("A customer of 13 weeks is judged by the other signs"),
            day=_DAY,
            accounts="account_id, customer_since\nA, 2026-07-01",
            daily=_OTHERS,
            severity=-1,
            reason="established",
        ),
    ),
)
