"""Single-threaded: all contact with the account runs through one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Number, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.contact_log import (
    DAY_US,
    NEVER,
    contact_log,
    latest,
    logged_lately,
    recent_contacts,
    window_start,
    working_days_since,
)
from lib.signals.counts import Bools, Floats, Ints, ratio
from lib.signals.cube import Places
from lib.signals.people import UNNAMED, is_small, people, who
from lib.signals.spec import Example, Signal, Thresholds

_HALF_LIFE_DAYS = 90  # a contact of a quarter ago weighs half (scoring.md 3.6)
_SURE_CONTACTS = 8  # with so many contacts a second person would have shown
_ROUNDED = 6
NOBODY, THE_SAME, EACH_ANOTHER = "nobody", "the same", "each another"  # contacts without a name


@dataclass(frozen=True, eq=False, slots=True)
class _Threads:
    """A reading of the log: contacts with named people, how many people, how many in effect."""

    contacts: Ints
    persons: Ints
    effective: Floats


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge through how many people, in effect, two-way contact runs.

    Contacts without person, outcome or direction are read in every way; where the readings
    differ in severity, nothing is judged.
    """
    log, whom = contact_log(snapshot), who(snapshot)
    strict = _threads(snapshot, log.contact, NOBODY)
    severity = _severity(snapshot, strict, thresholds)
    by_unnamed, by_maybe = (
        [
            _severity(snapshot, _threads(snapshot, contact, unnamed), thresholds)
            for unnamed in (THE_SAME, EACH_ANOTHER)
            if _differently(snapshot, contact)
        ]
        for contact in (log.contact, log.maybe_contact)
    )
    n = len(severity)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_contact_log", not logged_lately(snapshot)),
            ("people_missing", _differ(severity, by_unnamed)),
            ("direction_missing", _differ(severity, by_maybe)),
            ("too_few_contacts", strict.contacts < thresholds["least_contacts"]),
        ),
        {
            "severity": severity,
            "value": np.round(strict.effective, 2),
            "expected": thresholds["watch_people"],
            "expected_low": thresholds["watch_people"],
            "expected_high": np.maximum(_on_file(snapshot), thresholds["watch_people"]),
            "confidence": np.minimum(1, strict.contacts / _SURE_CONTACTS),
            "window_from": day_column(window_start(snapshot), n),
            "window_to": day_column(snapshot.day, n),
            "rows_from": day_column(window_start(snapshot), n),
            "n_rows": recent_contacts(snapshot, np.ones(len(log.moment), dtype=bool)),
        },
        {
            "contacts": strict.contacts,
            "persons": strict.persons,
            "known": _on_file(snapshot),
            "alone": _alone(snapshot, strict, whom, thresholds),
            "silent": _silent(snapshot, log.contact),
        },
    )


def _differently(snapshot: Snapshot, contact: Bools) -> bool:
    """Say whether these contacts can be read in another way than the certain, named ones."""
    log, first = contact_log(snapshot), _moments(snapshot)[0]
    recent = contact & (log.moment >= first)
    return bool((recent & (~log.contact | (who(snapshot) == UNNAMED))).any())


def _threads(snapshot: Snapshot, contact: Bools, unnamed: str) -> _Threads:
    """Weigh the contacts of 180 days; `unnamed` says for whom those without a name count."""
    log, whom, n = contact_log(snapshot), who(snapshot), len(snapshot.account_ids)
    first, end = _moments(snapshot)
    recent = contact & (log.moment >= first)
    named = recent & (whom != UNNAMED)
    age = (end - log.moment) // DAY_US
    weight: Floats = np.power(0.5, age / _HALF_LIFE_DAYS, dtype=np.float64)
    sums = np.bincount(whom[named], weight[named]).astype(np.float64)
    by_person = np.round(sums, _ROUNDED)
    place = np.zeros(len(by_person), dtype=np.int32)
    place[whom[named]] = log.place[named]
    total, squares = _sum(place, by_person, n), _sum(place, np.square(by_person), n)
    rest = weight * (recent & ~named & (unnamed != NOBODY))
    more = np.round(_sum(log.place, rest, n), _ROUNDED)
    most = np.zeros(n)
    np.maximum.at(most, place, by_person)
    apart = _sum(log.place, rest * rest, n)
    squares += (2 * most * more + more**2) if unnamed == THE_SAME else apart
    ratios: Floats = np.nan_to_num(ratio(np.square(total + more), squares))
    effective = np.round(ratios, _ROUNDED)
    met = place[by_person > 0]
    return _Threads(
        np.bincount(log.place[named], minlength=n), np.bincount(met, minlength=n), effective
    )


def _moments(snapshot: Snapshot) -> tuple[int, int]:
    """Return where the 180 days begin and end, in microseconds."""
    end = np.datetime64(snapshot.day, "D") + 1
    edges = np.array([window_start(snapshot), end]).astype("datetime64[us]").view(np.int64)
    return int(edges[0]), int(edges[1])


def _sum(place: Places, values: Floats, n: int) -> Floats:
    return np.bincount(place, values, n).astype(np.float64)


def _severity(snapshot: Snapshot, threads: _Threads, thresholds: Thresholds) -> Ints:
    steps = [
        _alone(snapshot, threads, who(snapshot), thresholds),
        threads.effective < thresholds["alert_people"],
        threads.effective < thresholds["watch_people"],
    ]
    severity = np.where(threads.effective > 0, np.select(steps, [3, 2, 1], 0), 0)
    small = is_small(snapshot, thresholds["small_seats"])
    return np.where(small, np.minimum(severity, 1), severity)


def _alone(snapshot: Snapshot, threads: _Threads, whom: Ints, thresholds: Thresholds) -> Bools:
    """Say where the only person in contact has left or has been silent for long."""
    log, known, n = contact_log(snapshot), people(snapshot), len(threads.persons)
    on_file = (whom >= 0) & (whom < len(known.left))
    there = np.zeros(len(whom), dtype=bool)
    there[on_file] = known.left[whom[on_file]]
    first, _ = _moments(snapshot)
    gone = np.bincount(log.place[there & log.contact & (log.moment >= first)], minlength=n) > 0
    silent = _silent(snapshot, log.contact) >= thresholds["silent_days"]
    return (threads.persons == 1) & (gone | silent)


def _silent(snapshot: Snapshot, contact: Bools) -> Ints:
    """Return the days since the last two-way contact, without holidays; 0 where there is none."""
    last = latest(contact_log(snapshot), contact, len(snapshot.account_ids))
    met = np.where(last == NEVER, 0, last).astype("datetime64[us]").astype("datetime64[D]")
    since = np.where(last == NEVER, np.datetime64(snapshot.day, "D"), met)
    return working_days_since(snapshot, since)


def _differ(severity: Ints, others: list[Ints]) -> Bools:
    differ = [other != severity for other in others]
    return np.any(differ, axis=0) if differ else np.zeros(len(severity), dtype=bool)


def _on_file(snapshot: Snapshot) -> Ints:
    known = people(snapshot)
    return known.count_of(~known.left, len(snapshot.account_ids))


def evidence(row: Mapping[str, Any]) -> Message:
    """Say through how many people contact runs, and how many are expected."""
    about = row["detail"]
    first, last = (pd.Timestamp(row[f"window_{end}"]).date() for end in ("from", "to"))
    said: dict[str, Any] = {
        "contacts": Count(about["contacts"]),
        "effective": Number(row["value"], 2),
        "low": Count(int(row["expected_low"])),
        "known": Count(about["known"]),
        "first": first,
        "last": last,
        "alone": _alone_said(about["silent"]) if about["alone"] else "",
    }
    return msgs(
        "Two-way contact from {first} to {last} ran through {n} person ({contacts} contacts, in"
        " effect {effective} people); expected are at least {low}, {known} are on file{alone}.",
        "Two-way contact from {first} to {last} ran through {n} people ({contacts} contacts, in"
        " effect {effective} people); expected are at least {low}, {known} are on file{alone}.",
        about["persons"],
        **said,
    )


def _alone_said(days: int) -> Message:
    return msgs(
        "; this only person has left, or last spoke with us {n} day ago",
        "; this only person has left, or last spoke with us {n} days ago",
        days,
    )


_DAY = date(2026, 10, 30)
_ACCOUNTS = """
    account_id, customer_since, owner
    A,          2020-01-01,     Lin
    B,          2020-01-01,     Wu
"""


def _tables(rows: str, active: str = "yes") -> dict[str, str]:
    people_head = "contact_id, account_id, full_name, active"
    contacts = [f"a{n}, A, Person {n}, {active}" for n in (1, 2, 3)]
    log_head = "account_id, contact_id, contact_name, occurred_at, type, direction, outcome"
    stranger = "B, b1, , 2026-10-29, meeting, ours, held\nA, a3, , 2026-10-31, call, ours, held"
    return {
        "contacts": "\n".join([people_head, *contacts, "b1, B, Another, yes"]),
        "activities": "\n".join([log_head, *rows.split(" / "), stranger]),
    }


def _calls(person: str, *days: str) -> str:
    return " / ".join(f"A, {person}, , {day}, call, ours, held" for day in days)


_OLD = ("2026-06-01", "2026-06-22", "2026-07-13", "2026-08-03")
_NEW = ("2026-08-31", "2026-09-14", "2026-10-05", "2026-10-19")

SIGNAL = Signal(
    key="single_threaded",
    title=msg("Contact through one person"),
    question=msg("Does everything hang on one person over there?"),
    unit=msg("people in contact, in effect"),
    group="relationship",
    thresholds=Thresholds(
        version=1,
        values={
            "alert_people": 1.5,
            "watch_people": 2.0,
            "silent_days": 60.0,
            "least_contacts": 3.0,
            "small_seats": 5.0,
        },
        rising=(("alert_people", "watch_people"),),
        why=msg(
            "People in effect are 1 / the sum of squared shares of contact in 180 days, a contact"
            " of 90 days ago weighing half: two people met equally often give 2. The highest"
            " severity is one person who has left or has been silent for 60 days. Customers of"
            " up to 5 seats are at most worth watching."
        ),
    ),
    needs=("activities", "contacts", "accounts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_contact_log": msg("no contact log covers the last 30 days"),
        "people_missing": msg("contacts are logged without saying with whom"),
        "direction_missing": msg("contacts are logged without direction or outcome"),
        "too_few_contacts": msg("fewer than three contacts with named people in 180 days"),
    },
    blind_spots=msg(
        "Sees only contacts that we log, and the one person named with each: a meeting of five"
        " looks like a meeting of one. One good contact is normal at a small customer."
    ),
    advice=msg(
        "Ask the person you know for an introduction to a second department and to the decision"
        " maker, with something for each of them. Do it while all is well."
    ),
    undated=("contacts.active", "accounts.seats"),
    examples=(
        Example(
            name=msg("Two people met equally often are two: no sign"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(f"{_calls('a1', *_NEW)} / {_calls('a2', *_NEW)}"),
            severity=0,
            value=2,
        ),
        Example(
            name=msg("A second person met a little less often is worth watching"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(f"{_calls('a1', *_NEW)} / {_calls('a2', *_NEW[:2])}"),
            severity=1,
            value=1.73,
        ),
        Example(
            name=msg("Eight calls, all with one person"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(f"{_calls('a1', *_OLD)} / {_calls('a1', *_NEW)}"),
            severity=2,
            value=1,
        ),
        Example(
            name=msg("The only person was last heard 60 days ago"),
            day=date(2026, 10, 2),
            accounts=_ACCOUNTS,
            tables=_tables(_calls("a1", "2026-04-20", "2026-05-11", *_OLD)),
            severity=3,
            value=1,
        ),
        Example(
            name=msg("59 days are not yet silence"),
            day=date(2026, 10, 1),
            accounts=_ACCOUNTS,
            tables=_tables(_calls("a1", "2026-04-20", "2026-05-11", *_OLD)),
            severity=2,
            value=1,
        ),
        Example(
            name=msg("The only person has left"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(f"{_calls('a1', *_OLD)} / {_calls('a1', *_NEW)}", active="no"),
            severity=3,
            value=1,
        ),
        Example(
            name=msg("Five seats: at most worth watching"),
            day=_DAY,
            accounts="account_id, customer_since, owner, seats\nA, 2020-01-01, Lin, 5",
            tables=_tables(f"{_calls('a1', *_OLD)} / {_calls('a1', *_NEW)}"),
            severity=1,
            value=1,
        ),
        Example(
            name=msg("A person named in words is the one on file of that name"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(f"{_calls('a1', *_NEW)} / A, , person 1, 2026-10-12, call, ours, held"),
            severity=2,
            value=1,
        ),
        Example(
            name=msg("Meetings with nobody named may have been with others"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(f"{_calls('a1', *_NEW)} / {_calls('', *_NEW)}"),
            severity=-1,
            reason="people_missing",
        ),
        Example(
            name=msg("Calls to a second person without an outcome may have been held"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(f"{_calls('a1', *_NEW)} / {_calls('a2', *_NEW).replace('held', '')}"),
            severity=-1,
            reason="direction_missing",
        ),
        Example(
            name=msg("Two calls in half a year show nothing"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(_calls("a1", "2026-06-01", "2026-10-05")),
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
