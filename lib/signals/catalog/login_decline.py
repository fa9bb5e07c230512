"""Login decline: use well below the account's own baseline, shrunk and season-adjusted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Month, Share, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import Column, answered, by_grain, day_column, first_reason
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.decline import LEAST_BASE_WEEKS, Decline, confidence, decline, least_recent
from lib.signals.falling import LEAST_EXPECTED, is_new
from lib.signals.heavy import one_could_explain
from lib.signals.monthly import monthly_confidence, monthly_decline, short_base
from lib.signals.months import (
    MONTH_EVENTS,
    MONTH_UNIT_TEXTS,
    MONTH_UNITS,
    RECENT_MONTHS,
    monthly_use,
)
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.undated import HOLIDAY_COLUMNS, SEAT_COLUMNS, TENURE_COLUMNS
from lib.signals.use import UNIT_EVENTS, UNIT_NAMES, UNITS, Use, weekly_use

# Cut-offs of the shrunk drop by volume (user-days a week in the baseline): busy accounts
# wobble less, so less of a fall means something. From scoring.md 3.1.
_BANDS = ("below_5", "5_to_20", "20_to_80", "from_80")
_BAND_EDGES = (5.0, 20.0, 80.0)
_STEPS = ("watch", "alert", "high")
_CUTS = (0.61, 0.69, 0.74, 0.52, 0.62, 0.73, 0.34, 0.46, 0.58, 0.20, 0.35, 0.49)
_NAMES = tuple(f"{step}_{band}" for band in _BANDS for step in _STEPS)


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge each account's last 8 (busy: 4) complete weeks against the 26 before.

    Where use is only known by month: the last 2 complete months against the 6 before.
    """
    return by_grain(
        _by_week(snapshot, thresholds),
        lambda: _by_month(snapshot, thresholds),
        weekly_use(snapshot).monthly,
    )


def _by_week(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    use, found = weekly_use(snapshot), decline(snapshot)
    n = len(snapshot.account_ids)
    first = use.grid.n - found.recent_weeks
    return answered(
        snapshot,
        _reasons(snapshot, use, found, thresholds),
        {
            **_judged(found, thresholds),
            "confidence": np.where(found.expected > 0, confidence(found), 1.0),
            "window_from": day_column(use.grid.starts[first], n),
            "window_to": day_column(use.grid.last, n),
            "rows_from": day_column(use.grid.starts[found.first_week], n),
            "n_rows": _rows_since(use.rows, found.first_week),
        },
        {
            "grain": "weeks",
            "unit": np.array(UNIT_NAMES)[use.unit],
            "event": np.array(UNIT_EVENTS)[use.unit],
            **_about(found),
            "one_person": one_could_explain(snapshot, found, _severity(found, thresholds) > 0),
        },
    )


def _by_month(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    months, found = monthly_use(snapshot), monthly_decline(snapshot)
    n, last = months.counts.shape
    first = last - RECENT_MONTHS
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not months.known[first:].all()),
            ("new_account", is_new(snapshot)),
            ("too_few_weeks", ~found.enough_recent),
            ("short_baseline", short_base(found)),
            *_too_little(found, thresholds),
        ),
        {
            **_judged(found, thresholds),
            "confidence": np.where(found.expected > 0, monthly_confidence(found), 1.0),
            "window_from": day_column(months.firsts[first], n),
            "window_to": day_column(months.lasts[-1], n),
            "rows_from": day_column(months.firsts[found.first_week], n),
            "n_rows": _rows_since(months.rows, found.first_week),
        },
        {
            "grain": "months",
            "unit": np.array(MONTH_UNITS)[months.unit],
            "event": np.array(MONTH_EVENTS)[months.unit],
            **_about(found),
            "one_person": False,
        },
    )


def _judged(found: Decline, thresholds: Thresholds) -> dict[str, Column]:
    return {
        "severity": _severity(found, thresholds),
        "value": found.seen,
        "expected": found.expected,
        "expected_low": found.low,
        "expected_high": found.high,
    }


def _about(found: Decline) -> dict[str, Column]:
    return {
        "drop": found.drop,
        "p": found.p,
        "base_total": found.base_total,
        "base": found.n_base.astype(int),
        "recent": found.recent_weeks,
        "known": found.n_recent.astype(int),
        "seats_share": found.seats_share,
    }


def _too_little(found: Decline, thresholds: Thresholds) -> tuple[tuple[str, Bools], ...]:
    unused = (found.base_total == 0) & (found.seen == 0)
    little = (found.base_total > 0) & (found.expected < thresholds["least_expected"])
    return ("no_use", unused), ("too_little_use", little)


def _reasons(snapshot: Snapshot, use: Use, found: Decline, thresholds: Thresholds) -> np.ndarray:
    exported = use.known[::-1].cumsum()[found.recent_weeks - 1]
    return first_reason(
        len(found.seen),
        ("no_usage_export", exported < least_recent(found.recent_weeks)),
        ("new_account", is_new(snapshot)),
        ("too_few_weeks", ~found.enough_recent),
        ("short_baseline", found.n_base < LEAST_BASE_WEEKS),
        *_too_little(found, thresholds),
    )


def _severity(found: Decline, thresholds: Thresholds) -> Ints:
    cuts = np.array([thresholds[name] for name in _NAMES]).reshape(len(_BANDS), len(_STEPS))
    mine = cuts[np.digitize(found.level, _BAND_EDGES)]
    steps = (found.drop[:, None] >= mine).sum(axis=1)
    # Small numbers: a fall that chance explains well is one step less of a sign.
    return np.maximum(steps - (found.p > thresholds["doubtful_p"]), 0)


def _rows_since(rows: Floats, first: Ints) -> Ints:
    return np.where(np.arange(rows.shape[1]) >= first[:, None], rows, 0).sum(axis=1).astype(int)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how far use fell, what was expected and what was seen."""
    about = row["detail"]
    said: dict[str, Any] = {
        "unit": _UNITS[about["unit"]],
        "base": _length(about["grain"], about["base"]),
        "expected": Count(round(row["expected"])),
        "low": Count(int(row["expected_low"])),
        "high": Count(int(row["expected_high"])),
        "seen": Count(int(row["value"])),
        "window": _window(row),
        "drop": Share(about["drop"]),
        "seats": _seats(about["seats_share"]),
        "one": msg("; one person could account for all of it") if about["one_person"] else "",
    }
    if row["severity"] > 0 and row["value"] >= row["expected_low"]:
        return msg(
            "{unit} fell {drop} against the account's own baseline of {base}:"
            " expected {expected} in the {window}, saw {seen}, which is still within its usual"
            " swings of {low}–{high}{seats}{one}.",
            **said,
        )
    if row["severity"] > 0:
        return msg(
            "{unit} fell {drop} against the account's own baseline of {base}:"
            " expected {low}–{high} in the {window}, saw {seen}{seats}{one}.",
            **said,
        )
    return _no_sign(row, said)


def _no_sign(row: Mapping[str, Any], said: dict[str, Any]) -> Message:
    if row["detail"]["base_total"] == 0:
        return msg(
            "{unit} again after {base} of none: {seen} in the {window}.",
            **said,
        )
    if row["value"] < row["expected_low"]:
        return msg(
            "{unit} fell {drop}, too little for a sign: expected {low}–{high}"
            " in the {window}, saw {seen}{seats}.",
            **said,
        )
    if row["value"] > row["expected_high"]:
        return msg("{unit} rose: expected {low}–{high} in the {window}, saw {seen}{seats}.", **said)
    return msg("{unit} as usual: expected {low}–{high} in the {window}, saw {seen}{seats}.", **said)


def _window(row: Mapping[str, Any]) -> Message:
    about, day = row["detail"], pd.Timestamp(row["window_to"]).date()
    if about["grain"] == "months":
        first = pd.Timestamp(row["window_from"]).date()
        return msg("months {first} and {last}", first=Month(first), last=Month(day))
    weeks, known = Count(about["recent"]), Count(about["known"])
    if weeks == known:
        return msg("{weeks} weeks to {day}", weeks=weeks, day=day)
    return msg("{known} known of the {weeks} weeks to {day}", known=known, weeks=weeks, day=day)


def _length(grain: str, n: int) -> Message:
    if grain == "months":
        return msgs("{n} month", "{n} months", n)
    return msgs("{n} week", "{n} weeks", n)


def _seats(share: float) -> Message | str:
    if share >= 1:
        return ""
    return msg(" (expectation cut to {share}, as fewer seats are paid for)", share=Share(share))


_UNITS: Mapping[str, Message] = {
    "users": msg("Active user-days"),
    "logins": msg("Logins"),
    "events": msg("Events of use"),
    "people": msg("People active in a month"),
}
_CUSTOMER = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"
_WEDNESDAY = date(2026, 10, 28)
_STEADY = "5 6 4 5 7 5 4 6 5 5 6 4 5 5 6 5 4 6 5 5 4 6 5 6 5 4"

SIGNAL = Signal(
    key="login_decline",
    title=msg("Logins fall"),
    question=msg("Do they use the product clearly less than they used to?"),
    unit=UNITS["users"],
    units={**UNITS, **MONTH_UNIT_TEXTS},
    group="usage",
    thresholds=Thresholds(
        version=1,
        values={
            **dict(zip(_NAMES, _CUTS, strict=True)),
            "least_expected": LEAST_EXPECTED,
            "doubtful_p": 0.05,
        },
        rising=tuple(tuple(f"{step}_{band}" for step in _STEPS) for band in _BANDS),
        why=msg(
            "Starting cut-offs of the shrunk drop, by weekly volume: those that gave 8, 4 and 2"
            " alarms per 100 account-months in a simulation with known churn."
            " Replace them by your own past once six months of it are loaded."
        ),
    ),
    needs=("usage", "accounts", "contracts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_usage_export": msg("no usage export covers these weeks"),
        "new_account": msg("a customer for less than 13 weeks"),
        "too_few_weeks": msg("too few recent weeks can be compared, because of holidays or gaps"),
        "short_baseline": msg("fewer than 8 weeks (or 4 months) of baseline are known"),
        "no_use": msg("the export shows no use by this account"),
        "too_little_use": msg("too little use to judge (fewer than 10 were expected)"),
    },
    undated=(*SEAT_COLUMNS, *TENURE_COLUMNS, *HOLIDAY_COLUMNS),
    blind_spots=msg(
        "Says when one person could make the whole fall, but not whether one does, because usage"
        " is kept by account and day, not by person. A fall of the whole portfolio is taken for a"
        " season and shown as a warning about the data instead. A slow decline over more than half"
        " a year moves the baseline along with it."
    ),
    advice=msg(
        "Ask the champion what changed at their end before showing the curve: a project that"
        " ended, a person who left, another tool. Then agree on one use case to win back."
    ),
    examples=(
        Example(
            name=msg("Half the use of half a year is gone; the unfinished week does not count"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": f"9 {_STEADY} 3 2 2 1 2 2 1 2", "B any users": "34*50"},
            daily={"A any users": "9", "A any users +1": "9"},
            severity=1,
            value=15,
        ),
        Example(
            name=msg("A drop of exactly 52% is on the edge and counts"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "26*0 13*15 13*16 5*7 3*8", "B any users": "34*1"},
            daily={"A any users": "40"},
            severity=1,
            value=59,
        ),
        Example(
            name=msg("One user-day more is no sign"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "26*0 13*15 13*16 4*7 4*8", "B any users": "34*1"},
            severity=0,
            value=60,
        ),
        Example(
            name=msg("A drop of exactly 62% after 24 weeks as a customer is an alert"),
            day=_WEDNESDAY,
            accounts="account_id, customer_since\nA, 2026-05-11",
            weekly={"A any users": "14*6 2*7 6*2 2*3"},
            daily={"A any users": "30"},
            severity=2,
            value=18,
        ),
        Example(
            name=msg("Lunar New Year is left out where too few accounts show how deep it goes"),
            day=date(2026, 3, 11),
            accounts="account_id, customer_since, country\nA, 2020-01-01, China",
            weekly={"A any users": "35*50 10 48 52"},
            severity=0,
            value=252,
        ),
        Example(
            name=msg("Half the seats and half the use is no decline"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            tables={
                "contracts": """
                    account_id, contract_id, start_date, end_date,   seats
                    A,          C1,          2025-10-01, 2026-09-30, 100
                    A,          C2,          2026-10-01, 2027-09-30, 50
                    B,          C3,          2025-10-01, 2027-09-30, 5
                """
            },
            weekly={"A any users": "30*60 4*30"},
            severity=0,
            value=120,
        ),
        Example(
            name=msg("Rows that name nobody: logins are counted"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A login events": f"{_STEADY} 3 2 2 1 2 2 1 2"},
            severity=1,
            value=15,
        ),
        Example(
            name=msg("Use after half a year of none is no risk"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "26*0 6*0 2*9", "B any users": "34*9"},
            severity=0,
            value=18,
        ),
        Example(
            name=msg("Seven user-days in half a year are too few to fall"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "1 3*0 1 3*0 1 3*0 1 3*0 1 3*0 1 3*0 1 0 8*0"},
            severity=-1,
            reason="too_little_use",
        ),
        Example(
            name=msg("Twelve weeks as a customer give no baseline"),
            day=_WEDNESDAY,
            accounts="account_id, customer_since\nA, 2026-08-03",
            weekly={"A any users": "8*30 4*2"},
            severity=-1,
            reason="new_account",
        ),
        Example(
            name=msg("Weeks that no export covers are unknown, not zero"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "26*9 8*0"},
            covered={"usage": ((date(2025, 1, 1), date(2026, 9, 20)),)},
            severity=-1,
            reason="no_usage_export",
        ),
    ),
)
