"""Contact stops: no two-way contact for much longer than the planned cadence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Coverage, Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.company import in_company
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import Places, places
from lib.signals.holidays import Days
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.tenure import starts
from lib.signals.undated import HOLIDAY_COLUMNS, TENURE_COLUMNS
from lib.signals.weeks import Grid, days_after, known_columns, last_known_day

MET = ("meeting", "visit", "training", "qbr")
WRITTEN = ("mail", "message")
NOT_HELD = ("no_answer", "cancelled")
GONE = ("churned", "invalid", "prospect")
_LOG_DAYS = 180
_LATE_DAYS = 30
_QUARTERS = 2  # in 180 days
_YEAR_US = 365 * 24 * 60 * 60 * 1_000_000
_NEVER = np.iinfo(np.int64).min // 2


@dataclass(frozen=True, eq=False, slots=True)
class _Log:
    """Activities of known accounts as numbers: whose, when (in microseconds), what."""

    place: Places
    moment: Ints
    contact: Bools
    maybe_contact: Bools
    mail: Bools
    maybe_mail: Bools


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
    log = _log(snapshot)
    spell = _spell(snapshot, log, log.contact, log.maybe_mail)
    mildest = _spell(snapshot, log, log.maybe_contact, log.mail)
    severity = _severity(spell, thresholds)
    day = np.datetime64(snapshot.day, "D")
    recent = _since(log, log.contact, np.full(len(severity), day - _LOG_DAYS + 1))
    n, cadence = len(severity), thresholds["cadence_days"]
    rows_from = np.minimum(spell.since, day - _LOG_DAYS + 1)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_contact_log", not _covered(snapshot)),
            ("direction_missing", _severity(mildest, thresholds) != severity),
            ("too_few_contacts", ~_kept_log(snapshot, log, recent, thresholds)),
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
            "n_rows": _since(log, np.ones(len(log.moment), dtype=bool), rows_from),
        },
        {
            "met": spell.met,
            "holidays": (day - spell.since).astype(np.int64) - spell.days,
            "mails": spell.mails,
            "cadence": int(cadence),
        },
    )


def _log(snapshot: Snapshot) -> _Log:
    """Sort activities into two-way contacts and mails of ours, certain and possible ones.

    Two-way is what the log calls held or answered, what came from the customer, and a
    meeting, visit, training or QBR that was not called off. A mail of ours is not by itself.
    """
    rows = snapshot.table("activities")
    place = places(snapshot, rows["account_id"])
    dated = (place >= 0) & rows["occurred_at"].notna().to_numpy()
    rows, place = rows[dated], place[dated]
    kind, way, outcome = rows["type"], rows["direction"], rows["outcome"]
    theirs, written = way == "theirs", kind.isin(WRITTEN)
    off = outcome.isin(NOT_HELD) | (kind == "internal_note")
    contact = ~off & (theirs | kind.isin(MET) | (outcome == "held"))
    says_little = ~off & ((way != "ours") | (~written & outcome.isna()))
    return _Log(
        place=place,
        moment=rows["occurred_at"].to_numpy().astype("datetime64[us]").view(np.int64),
        contact=contact.to_numpy(dtype=bool),
        maybe_contact=(contact | says_little).to_numpy(dtype=bool),
        mail=(written & (way == "ours") & ~contact).to_numpy(dtype=bool),
        maybe_mail=((written | kind.isna()) & ~contact).to_numpy(dtype=bool),
    )


def _spell(snapshot: Snapshot, log: _Log, contact: Bools, mail: Bools) -> _Spell:
    n = len(snapshot.account_ids)
    last = _latest(log, contact, n)
    met = last != _NEVER
    met_on = np.where(met, last, 0).astype("datetime64[us]").astype("datetime64[D]")
    begins = np.fmax(_log_begins(snapshot, log), starts(snapshot))
    since = np.where(met, met_on, np.minimum(begins, np.datetime64(snapshot.day, "D")))
    unanswered = mail & (log.moment > last[log.place])
    mails = np.bincount(log.place[unanswered], minlength=n)
    return _Spell(met, since, _silent_days(snapshot, since), mails)


def _latest(log: _Log, chosen: Bools, n: int) -> Ints:
    latest = np.full(n, _NEVER)
    np.maximum.at(latest, log.place[chosen], log.moment[chosen])
    return latest


def _log_begins(snapshot: Snapshot, log: _Log) -> np.datetime64:
    spans = snapshot.coverage.get("activities", Coverage()).spans
    if spans:
        return np.datetime64(spans[0].first, "D")
    if len(log.moment):
        return np.datetime64(int(log.moment.min()), "us").astype("datetime64[D]")
    return np.datetime64(snapshot.day, "D")


def _silent_days(snapshot: Snapshot, since: Days) -> Ints:
    """Return covered days after `since` up to the day that are no holidays of the account."""
    first = since.min().astype(date) if len(since) else snapshot.day
    grid = Grid(first, (snapshot.day - first).days + 1, 1)
    known = known_columns(snapshot, "activities", grid)
    return days_after(snapshot, grid, known, since)


def _severity(spell: _Spell, thresholds: Thresholds) -> Ints:
    share = spell.days / thresholds["cadence_days"]
    steps = [share >= thresholds[name] for name in ("high_times", "alert_times", "watch_times")]
    severity = np.select(steps, [3, 2, 1], 0)
    unanswered = (severity > 0) & (spell.mails >= thresholds["unanswered_mails"])
    return np.minimum(severity + unanswered, 3)


def _covered(snapshot: Snapshot) -> bool:
    last = last_known_day(snapshot, "activities")
    return last is not None and (snapshot.day - last).days <= _LATE_DAYS


def _since(log: _Log, chosen: Bools, days: Days) -> Ints:
    """Return how many chosen rows each account has from its day on."""
    first = days.astype("datetime64[us]").view(np.int64)
    later = chosen & (log.moment >= first[log.place])
    return np.bincount(log.place[later], minlength=len(days))


def _kept_log(snapshot: Snapshot, log: _Log, recent: Ints, thresholds: Thresholds) -> Bools:
    """Say whether contacts with the account are logged well enough to miss them.

    Enough contacts of its own in 180 days; or an owner who logs one an account and quarter
    over all accounts; without an owner, one a quarter in the year up to the last contact.
    """
    accounts = snapshot.accounts
    gone = accounts["status"].isin(GONE) | accounts["churn_date"].notna()
    owner = accounts["owner"].reset_index(drop=True)
    judging = in_company(snapshot) & ~gone.to_numpy(dtype=bool)
    a_quarter = pd.Series(recent / _QUARTERS)[judging]
    by_owner = a_quarter.groupby(owner[a_quarter.index]).mean()
    rate = owner.map(by_owner).to_numpy(dtype=float)
    logged = np.where(np.isnan(rate), _own_rate(log, len(recent)), rate)
    return (recent >= thresholds["least_contacts"]) | (logged >= thresholds["contacts_a_quarter"])


def _own_rate(log: _Log, n: int) -> Floats:
    last = _latest(log, log.contact, n)
    year = log.contact & (log.moment > last[log.place] - _YEAR_US)
    return np.bincount(log.place[year], minlength=n) / 4


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
