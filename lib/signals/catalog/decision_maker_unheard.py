"""Decision maker unheard: nobody who decides is known, or none has spoken with us for long."""

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
    contact_log,
    kept_log,
    log_begins,
    logged_lately,
    recent_contacts,
    since,
    window_start,
    working_days_since,
)
from lib.signals.counts import Bools, Ints
from lib.signals.falling import is_new
from lib.signals.holidays import Days
from lib.signals.people import (
    People,
    is_small,
    last_with,
    latest_of,
    people,
    unnamed_latest,
    who,
)
from lib.signals.spec import Example, Signal, Thresholds

_HIGHEST = 3
_GAP_OR_RISK = 0.45  # below one half: worth watching, never an alarm of its own


@dataclass(frozen=True, eq=False, slots=True)
class _Heard:
    """When somebody who decides last spoke with us; `ever` says whether that is on file."""

    ever: Bools
    since: Days
    days: Ints


@dataclass(frozen=True, eq=False, slots=True)
class _Known:
    """What the contacts on file say of each account's decision makers."""

    n: Ints
    roled: Ints
    there: Bools
    ever: Bools
    unsure: Bools


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the days since a decision maker was heard, or that none is known.

    Contacts without outcome, direction or person are read both ways; where the readings
    differ in severity, nothing is judged.
    """
    log, known = contact_log(snapshot), _known(snapshot)
    n = len(known.n)
    begins = _begins(snapshot)
    heard, by_unnamed, by_maybe = (
        _heard(snapshot, contact, begins, nameless=nameless)
        for contact, nameless in (
            (log.contact, False),
            (log.contact, True),
            (log.maybe_contact, True),
        )
    )
    severity, unnamed, mildest = (
        _severity(snapshot, known, reading, thresholds) for reading in (heard, by_unnamed, by_maybe)
    )
    recent = recent_contacts(snapshot, log.contact)
    rows_from = np.minimum(heard.since, window_start(snapshot))
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_contact_log", not logged_lately(snapshot)),
            ("no_contacts", known.n == 0),
            ("roles_missing", ~known.ever & (known.roled < thresholds["least_roled"] * known.n)),
            ("new_account", is_new(snapshot)),
            ("state_missing", known.unsure & (severity > 0) & (severity < _HIGHEST)),
            ("people_missing", unnamed != severity),
            ("direction_missing", mildest != severity),
            ("too_few_contacts", ~_kept(snapshot, thresholds)),
        ),
        {
            "severity": severity,
            "value": heard.days,
            "expected": 0.0,
            "expected_low": 0.0,
            "expected_high": thresholds["watch_days"] - 1,
            "confidence": _confidence(known, recent),
            "window_from": day_column(heard.since, n),
            "window_to": day_column(snapshot.day, n),
            "rows_from": day_column(rows_from, n),
            "n_rows": since(log, np.ones(len(log.moment), dtype=bool), rows_from),
        },
        {
            "state": np.select([known.there, known.ever], ["there", "left"], "none"),
            "heard": heard.ever,
            "people": known.n,
            "roled": known.roled,
            "holidays": _calendar_days(snapshot, heard.since) - heard.days,
        },
    )


def _known(snapshot: Snapshot) -> _Known:
    found, n = people(snapshot), len(snapshot.account_ids)
    there = found.decider & ~found.left
    kept = found.any_of(~found.unsure, n)  # an account whose contacts carry the mark at all
    return _Known(
        n=found.count_of(np.ones(len(found.row), dtype=bool), n),
        roled=found.count_of(found.roled, n),
        there=found.any_of(there, n),
        ever=found.any_of(found.decider, n),
        unsure=found.any_of(there & found.unsure, n) & kept,
    )


def _heard(snapshot: Snapshot, contact: Bools, begins: Days, *, nameless: bool) -> _Heard:
    """Read the log; `nameless` contacts may have been with a decision maker."""
    found, log, n = people(snapshot), contact_log(snapshot), len(snapshot.account_ids)
    deciding = _deciding(found, n)
    last = latest_of(found, last_with(snapshot, contact), deciding, n)
    if nameless:
        last = np.maximum(last, unnamed_latest(log, who(snapshot), contact, n))
    ever = last != NEVER
    spoke = np.where(ever, last, 0).astype("datetime64[us]").astype("datetime64[D]")
    since_day = np.where(ever, spoke, begins)
    return _Heard(ever, since_day, working_days_since(snapshot, since_day))


def _deciding(found: People, n: int) -> Bools:
    """Say who decides: those who are there; where none is, those who have left."""
    there = found.any_of(found.decider & ~found.left, n)
    return found.decider & (~found.left | ~there[found.place])


def _begins(snapshot: Snapshot) -> Days:
    """Return from where a decision maker could have been heard: not before we knew of one."""
    found, n = people(snapshot), len(snapshot.account_ids)
    deciding = _deciding(found, n)
    created = snapshot.table("contacts")["created_at"].to_numpy()[found.row]
    moments = created.astype("datetime64[us]").view(np.int64)  # NaT is the lowest number
    first = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(first, found.place[deciding], moments[deciding])
    dated = (first > 0) & (first != np.iinfo(np.int64).max)
    days = np.where(dated, first, 0).astype("datetime64[us]").astype("datetime64[D]")
    begins = log_begins(snapshot)
    return np.where(dated, np.maximum(days, begins), begins)


def _severity(snapshot: Snapshot, known: _Known, heard: _Heard, thresholds: Thresholds) -> Ints:
    steps = [
        ~known.there,
        heard.days >= thresholds["alert_days"],
        heard.days >= thresholds["watch_days"],
    ]
    severity = np.select(steps, [3, 2, 1], 0)
    small = is_small(snapshot, thresholds["small_seats"])
    return np.where(small, np.minimum(severity, 1), severity)


def _confidence(known: _Known, recent: Ints) -> np.ndarray:
    """Return 0 to 1. That nobody is known may be our gap as well: it raises no alarm alone."""
    logged = np.where(known.there, np.clip(0.5 + recent / 6, 0.6, 1), 0.9)
    missing = _GAP_OR_RISK * known.roled / np.maximum(known.n, 1)
    return np.where(known.ever, logged, missing)


def _kept(snapshot: Snapshot, thresholds: Thresholds) -> Bools:
    return kept_log(snapshot, thresholds["least_contacts"], thresholds["contacts_a_quarter"])


def _calendar_days(snapshot: Snapshot, since_day: Days) -> Ints:
    return (np.datetime64(snapshot.day, "D") - since_day).astype(np.int64)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say when somebody who decides was last heard, or that nobody of that role is known."""
    about = row["detail"]
    said: dict[str, Any] = {
        "last": pd.Timestamp(row["window_from"]).date(),
        "high": Count(int(row["expected_high"])),
        "holidays": _holidays(about["holidays"]),
    }
    if about["state"] == "none":
        return msgs(
            "No decision maker is known: {n} contact is on file, {roled} with a role or a title;"
            " expected is one who spoke with us 0–{high} days ago.",
            "No decision maker is known: {n} contacts are on file, {roled} with a role or a"
            " title; expected is one who spoke with us 0–{high} days ago.",
            about["people"],
            roled=Count(about["roled"]),
            **said,
        )
    days = int(row["value"])
    if about["state"] == "left":
        return msgs(
            "No decision maker is known any more: the last one has left, and the last word from"
            " this role was {n} day ago, on {last}; expected are 0–{high} days.",
            "No decision maker is known any more: the last one has left, and the last word from"
            " this role was {n} days ago, on {last}; expected are 0–{high} days.",
            days,
            **said,
        )
    if not about["heard"]:
        return msgs(
            "The decision maker was never heard in the {n} day since {last}{holidays}; expected"
            " are 0–{high} days.",
            "The decision maker was never heard in the {n} days since {last}{holidays}; expected"
            " are 0–{high} days.",
            days,
            **said,
        )
    return msgs(
        "A decision maker last spoke with us {n} day ago, on {last}{holidays}; expected are"
        " 0–{high} days.",
        "A decision maker last spoke with us {n} days ago, on {last}{holidays}; expected are"
        " 0–{high} days.",
        days,
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


_DAY = date(2026, 10, 30)
_ACCOUNTS = """
    account_id, customer_since, owner
    A,          2020-01-01,     Lin
    B,          2020-01-01,     Wu
"""


def _tables(contacts: str, rows: str = "") -> dict[str, str]:
    people_head = "contact_id, account_id, buying_roles, title, active, created_at"
    log_head = "account_id, contact_id, occurred_at, type, direction, outcome"
    stranger = "B, b1, 2026-10-29, meeting, ours, held\nA, a1, 2026-10-31, meeting, ours, held"
    others = "b1, B, decision_maker, , yes,"
    return {
        "contacts": "\n".join([people_head, *contacts.split(" / "), others]),
        "activities": "\n".join([log_head, *(r for r in rows.split(" / ") if r), stranger]),
    }


_TWO = "a1, A, decision_maker, , yes, / a2, A, end_user, , yes,"
_USER = (
    "A, a2, 2026-08-03, call, ours, held / A, a2, 2026-09-07, call, ours, held"
    " / A, a2, 2026-10-19, mail, theirs,"
)

SIGNAL = Signal(
    key="decision_maker_unheard",
    title=msg("Decision maker not known or not heard"),
    question=msg("Does anybody who decides speak with us?"),
    unit=msg("days since a decision maker was heard"),
    group="relationship",
    thresholds=Thresholds(
        version=1,
        values={
            "watch_days": 90.0,
            "alert_days": 180.0,
            "least_roled": 0.5,
            "small_seats": 5.0,
            "least_contacts": 3.0,
            "contacts_a_quarter": 1.0,
        },
        rising=(("watch_days", "alert_days"),),
        why=msg(
            "A quarter and half a year without a word; nobody known, or the only one gone, is the"
            " worst. That nobody is known may also be a gap in the file, so its confidence stays"
            " below one half. Starting values. Customers of up to 5 seats are at most worth"
            " watching."
        ),
    ),
    needs=("activities", "contacts", "accounts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_contact_log": msg("no contact log covers the last 30 days"),
        "no_contacts": msg("no contact person is on file"),
        "roles_missing": msg("too few contacts have a role or a title to know who decides"),
        "new_account": msg("a customer for less than 13 weeks"),
        "state_missing": msg("nobody says whether the decision maker is still there"),
        "people_missing": msg("contacts are logged without saying with whom"),
        "direction_missing": msg("contacts are logged without direction or outcome"),
        "too_few_contacts": msg("too few contacts are logged to miss any"),
    },
    blind_spots=msg(
        "Roles are as they stand in the CRM today; who decides may have changed. Where no role is"
        " recorded, a title from director upwards counts as deciding. A word in the corridor is"
        " not in the log."
    ),
    advice=msg(
        "Ask the people you know how the next renewal will be decided and by whom, and have them"
        " introduce you. Bring the decision maker results in their terms, not features."
    ),
    undated=("contacts.buying_roles", "contacts.title", "contacts.active",
             "contacts.last_contacted_on", "accounts.owner", "accounts.seats"),
    examples=(
        Example(
            name=msg("90 days after the decision maker's last word is on the edge"),
            day=date(2026, 9, 29),
            accounts=_ACCOUNTS,
            tables=_tables(_TWO, f"A, a1, 2026-07-01, call, ours, held / {_USER}"),
            severity=1,
            value=90,
        ),
        Example(
            name=msg("89 days are not yet a sign"),
            day=date(2026, 9, 28),
            accounts=_ACCOUNTS,
            tables=_tables(_TWO, f"A, a1, 2026-07-01, call, ours, held / {_USER}"),
            severity=0,
            value=89,
        ),
        Example(
            name=msg("180 days are an alert, however often the users call"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(_TWO, f"A, a1, 2026-05-03, meeting, ours, held / {_USER}"),
            severity=2,
            value=180,
        ),
        Example(
            name=msg("Nobody among three people with roles decides"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                "a1, A, influencer, , yes, / a2, A, end_user, , yes, / a3, A, , Buyer, yes,",
                _USER,
            ),
            severity=3,
            value=1066,
        ),
        Example(
            name=msg("The only decision maker has left"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                "a1, A, decision_maker, , no, / a2, A, end_user, , yes,",
                f"A, a1, 2026-10-10, call, ours, held / {_USER}",
            ),
            severity=3,
            value=20,
        ),
        Example(
            name=msg("Without a recorded role a managing director decides"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                "a1, A, , Managing director, yes, / a2, A, end_user, , yes,",
                f"A, a1, 2026-10-10, call, ours, held / {_USER}",
            ),
            severity=0,
            value=20,
        ),
        Example(
            name=msg("Five seats: at most worth watching"),
            day=_DAY,
            accounts="account_id, customer_since, owner, seats\nA, 2020-01-01, Lin, 5",
            tables=_tables(_TWO, f"A, a1, 2026-05-03, meeting, ours, held / {_USER}"),
            severity=1,
            value=180,
        ),
        Example(
            name=msg("No contact person on file: nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"activities": _tables("", _USER)["activities"]},
            severity=-1,
            reason="no_contacts",
        ),
        Example(
            name=msg("Contacts without role or title: nobody can say who decides"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables("a1, A, , , yes, / a2, A, , , yes,", _USER),
            severity=-1,
            reason="roles_missing",
        ),
        Example(
            name=msg("A meeting with nobody named may have been with the decision maker"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(_TWO, f"A, , 2026-10-05, meeting, ours, held / {_USER}"),
            severity=-1,
            reason="people_missing",
        ),
        Example(
            name=msg("A call without an outcome may have been held"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(_TWO, f"A, a1, 2026-10-05, call, ours, / {_USER}"),
            severity=-1,
            reason="direction_missing",
        ),
        Example(
            name=msg("Others are marked as still there, the decision maker is not"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                "a1, A, decision_maker, , , / a2, A, end_user, , yes,",
                f"A, a1, 2026-05-03, call, ours, held / {_USER}",
            ),
            severity=-1,
            reason="state_missing",
        ),
        Example(
            name=msg("In the first quarter nothing is judged"),
            day=_DAY,
            accounts="account_id, customer_since, owner\nA, 2026-08-20, Lin",
            tables=_tables("a2, A, end_user, , yes,", _USER),
            severity=-1,
            reason="new_account",
        ),
        Example(
            name=msg("Hardly anything is logged: nobody can miss a contact"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(_TWO, "A, a2, 2026-06-01, call, ours, held"),
            severity=-1,
            reason="too_few_contacts",
        ),
        Example(
            name=msg("Without a contact log nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"contacts": _tables(_TWO)["contacts"]},
            severity=-1,
            reason="no_contact_log",
        ),
    ),
)  # fmt: skip
