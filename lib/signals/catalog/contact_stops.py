"""Contact stops: no two-way contact for much longer than the planned cadence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.contact_log import (
    NEVER,
    Log,
    contact_log,
    kept_log,
    latest,
    log_begins,
    logged_lately,
    recent_contacts,
    since,
    window_start,
    working_days_since,
)
from lib.signals.counts import Bools, Ints
from lib.signals.holidays import Days
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.undated import HOLIDAY_COLUMNS, TENURE_COLUMNS


@dataclass(frozen=True, eq=False, slots=True)
class _Spell:
    """A reading of the log: the last two-way contact and what we wrote after it.

    `met` says whether there was one, `since` from where counting begins. `days` are covered
    days since, without holidays.
    """

    met: Bools
    since: Days
    days: Ints
    mails: Ints


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the days since the last two-way contact against the planned cadence.

    Rows without outcome or direction are read both ways; where the two readings differ in
    severity, nothing is judged.
    """
    log = contact_log(snapshot)
    spell = _spell(snapshot, log, log.contact, log.maybe_mail)
    mildest = _spell(snapshot, log, log.maybe_contact, log.mail)
    severity = _severity(spell, thresholds)
    day = np.datetime64(snapshot.day, "D")
    recent = recent_contacts(snapshot, log.contact)
    n, cadence = len(severity), thresholds["cadence_days"]
    rows_from = np.minimum(spell.since, window_start(snapshot))
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_contact_log", not logged_lately(snapshot)),
            ("direction_missing", _severity(mildest, thresholds) != severity),
            ("too_few_contacts", ~_kept(snapshot, thresholds)),
        ),
        {
            "severity": severity,
            "value": spell.days,
            "expected": cadence,
            "expected_low": 0.0,
            "expected_high": np.ceil(thresholds["watch_times"] * cadence) - 1,
            "confidence": np.where(spell.met, np.clip(0.5 + recent / 6, 0.6, 1), 0.5),
            "window_from": day_column(spell.since, n),
            "window_to": day_column(snapshot.day, n),
            "rows_from": day_column(rows_from, n),
            "n_rows": since(log, np.ones(len(log.moment), dtype=bool), rows_from),
        },
        {
            "met": spell.met,
            "holidays": (day - spell.since).astype(np.int64) - spell.days,
            "mails": spell.mails,
            "cadence": int(cadence),
        },
    )


def _spell(snapshot: Snapshot, log: Log, contact: Bools, mail: Bools) -> _Spell:
    n = len(snapshot.account_ids)
    last = latest(log, contact, n)
    met = last != NEVER
    met_on = np.where(met, last, 0).astype("datetime64[us]").astype("datetime64[D]")
    begins = np.where(met, met_on, log_begins(snapshot))
    unanswered = mail & (log.moment > last[log.place])
    mails = np.bincount(log.place[unanswered], minlength=n)
    return _Spell(met, begins, working_days_since(snapshot, begins), mails)


def _severity(spell: _Spell, thresholds: Thresholds) -> Ints:
    share = spell.days / thresholds["cadence_days"]
    steps = [share >= thresholds[name] for name in ("high_times", "alert_times", "watch_times")]
    severity = np.select(steps, [3, 2, 1], 0)
    unanswered = (severity > 0) & (spell.mails >= thresholds["unanswered_mails"])
    return np.minimum(severity + unanswered, 3)


def _kept(snapshot: Snapshot, thresholds: Thresholds) -> Bools:
    return kept_log(snapshot, thresholds["least_contacts"], thresholds["contacts_a_quarter"])


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how long there was no two-way contact, and what was planned."""
    about = row["detail"]
    said: dict[str, Any] = {
        "last": pd.Timestamp(row["window_from"]).date(),
        "cadence": Count(about["cadence"]),
        "high": Count(int(row["expected_high"])),
        "holidays": _holidays(about["holidays"]),
        "mails": _mails(about["mails"]) if row["severity"] > 0 else "",
    }
    if not about["met"]:
        return msgs(
            "No two-way contact in the {n} day on the log, which begins on {last}{holidays}:"
            " expected 0–{high} days, with contact planned every {cadence} days{mails}.",
            "No two-way contact in the {n} days on the log, which begins on {last}{holidays}:"
            " expected 0–{high} days, with contact planned every {cadence} days{mails}.",
            int(row["value"]),
            **said,
        )
    return msgs(
        "Last two-way contact {n} day ago, on {last}{holidays}: expected 0–{high} days, with"
        " contact planned every {cadence} days{mails}.",
        "Last two-way contact {n} days ago, on {last}{holidays}: expected 0–{high} days, with"
        " contact planned every {cadence} days{mails}.",
        int(row["value"]),
        **said,
    )


def _holidays(n: int) -> Message | str:
    if n <= 0:
        return ""
    return msgs(
        " ({n} day of holidays or without log not counted)",
        " ({n} days of holidays or without log not counted)",
        n,
    )


def _mails(n: int) -> Message | str:
    if n <= 0:
        return ""
    return msgs("; {n} mail sent since, none answered", "; {n} mails sent since, none answered", n)


_DAY = date(2026, 10, 30)
_ACCOUNTS = """
    account_id, customer_since, owner
    A,          2020-01-01,     Lin
    B,          2020-01-01,     Wu
"""
_ALONE = "account_id, customer_since\nA, 2020-01-01"


def _logged(rows: str) -> dict[str, str]:
    head = "account_id, occurred_at, type, direction, outcome"
    stranger = "B, 2026-10-29, meeting, ours, held\nA, 2026-10-31, meeting, ours, held"
    return {"activities": "\n".join([head, *rows.split(" / "), stranger])}


_REGULAR = (
    "A, 2026-05-04, meeting, ours, held / A, 2026-06-01, call, ours, held"
    " / A, 2026-07-02 15:00, mail, theirs,"
)

SIGNAL = Signal(
    key="contact_stops",
    title=msg("Contact stops"),
    question=msg("Has nobody of theirs spoken with us for far too long?"),
    unit=msg("days without two-way contact"),
    group="relationship",
    thresholds=Thresholds(
        version=1,
        values={
            "cadence_days": 60.0,
            "watch_times": 1.5,
            "alert_times": 2.0,
            "high_times": 3.0,
            "unanswered_mails": 3.0,
            "least_contacts": 3.0,
            "contacts_a_quarter": 1.0,
        },
        rising=(("watch_times", "alert_times", "high_times"),),
        why=msg(
            "One and a half, two and three times the planned cadence. The cadence"
            " of 60 days is a starting value; set your own."
        ),
    ),
    needs=("activities", "accounts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_contact_log": msg("no contact log covers the last 30 days"),
        "direction_missing": msg("contacts are logged without direction or outcome"),
        "too_few_contacts": msg("too few contacts are logged to miss any"),
    },
    undated=(
        *TENURE_COLUMNS,
        *HOLIDAY_COLUMNS,
        "accounts.owner",
        "accounts.status",
        "activities.outcome",
    ),
    blind_spots=msg(
        "Sees only what we log. One cadence for all accounts: a small customer who never needed"
        " us looks abandoned. A meeting without an outcome counts as held, and so does a mail of"
        " ours that the log marks as completed."
    ),
    advice=msg(
        "Call rather than write, and bring something of use. Unanswered mails to one person ask"
        " for a second way in: another role, another department."
    ),
    examples=(
        Example(
            name=msg("90 days after their last mail is on the edge; our own mail ends nothing"),
            day=date(2026, 9, 30),
            accounts=_ACCOUNTS,
            tables=_logged(f"{_REGULAR} / A, 2026-09-01, mail, ours,"),
            severity=1,
            value=90,
        ),
        Example(
            name=msg("89 days are still within the cadence"),
            day=date(2026, 9, 29),
            accounts=_ACCOUNTS,
            tables=_logged(_REGULAR),
            severity=0,
            value=89,
        ),
        Example(
            name=msg("120 days are an alert; a call that nobody answered ends nothing"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_logged(f"{_REGULAR} / A, 2026-10-20, call, ours, no_answer"),
            severity=2,
            value=120,
        ),
        Example(
            name=msg("Three mails without an answer add one"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_logged(
                f"{_REGULAR} / A, 2026-08-03, mail, ours, / A, 2026-09-01, mail, ours,"
                " / A, 2026-10-05, mail, ours, no_answer"
            ),
            severity=3,
            value=120,
        ),
        Example(
            name=msg("Mid-Autumn and National Day week are not counted in China"),
            day=_DAY,
            accounts="account_id, customer_since, owner, country\nA, 2020-01-01, Lin, CN",
            tables=_logged(_REGULAR),
            severity=1,
            value=112,
        ),
        Example(
            name=msg(
                "Without an owner, four contacts in the year before show that contact is logged"
            ),
            day=_DAY,
            accounts=_ALONE,
            tables=_logged(
                "A, 2025-08-04, visit, ours, / A, 2025-10-06, meeting, ours, held"
                " / A, 2026-01-05, call, ours, held / A, 2026-05-03, mail, theirs,"
            ),
            severity=3,
            value=180,
        ),
        Example(
            name=msg("Calls without an outcome may have been held"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_logged(f"{_REGULAR} / A, 2026-10-20, call, ours,"),
            severity=-1,
            reason="direction_missing",
        ),
        Example(
            name=msg("An owner who hardly logs anything: nobody can miss a contact"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_logged("A, 2026-05-04, meeting, ours, held"),
            severity=-1,
            reason="too_few_contacts",
        ),
        Example(
            name=msg("Without a contact log nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            severity=-1,
            reason="no_contact_log",
        ),
    ),
)
