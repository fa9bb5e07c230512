"""Key person gone: who decides, stands up for us or speaks with us most is no longer there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.contact_log import DAY_US, NEVER, contact_log, logged_lately
from lib.signals.counts import Bools, Ints
from lib.signals.people import People, last_with, people, who
from lib.signals.spec import Example, Signal, Thresholds

DECIDER, CHAMPION, MAIN = 3, 2, 1
LEFT, BOUNCED, SILENT = 3, 2, 1
_ROLES: Mapping[int, Message] = {
    DECIDER: msg("the decision maker"),
    CHAMPION: msg("the champion"),
    MAIN: msg("the main contact"),
}


@dataclass(frozen=True, eq=False, slots=True)
class _Loss:
    """For each contact on file: as what it counts, how it was lost (0: not), and how bad it is."""

    role: Ints
    how: Ints
    severity: Ints


@dataclass(frozen=True, eq=False, slots=True)
class _Touch:
    """For each contact on file: the last word, how often we tried since, contacts of a year."""

    last: Ints
    tried: Ints
    bounced: Bools
    contacts: Ints
    main: Bools


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge whether a key person was lost and nobody of that role has taken over.

    Who may have left, or may have been a key person, is read both ways; where the readings
    differ in severity, nothing is judged.
    """
    known, n = people(snapshot), len(snapshot.account_ids)
    touch = _touch(snapshot, thresholds)
    loss = _loss(snapshot, known, touch, thresholds)
    worst = _loss(snapshot, _at_worst(snapshot, known, touch, thresholds), touch, thresholds)
    severity, doubt = (_worst_of(known, found.severity, n) for found in (loss, worst))
    lead = _lead(known, loss, n)
    last = np.append(touch.last, NEVER)[lead]
    spoke = np.where(last == NEVER, 0, last).astype("datetime64[us]").astype("datetime64[D]")
    year = _days_before(snapshot, thresholds["memory_days"])
    window_from = np.where(last == NEVER, year, np.minimum(spoke, np.datetime64(snapshot.day, "D")))
    how, role = np.append(loss.how, 0)[lead], np.append(loss.role, 0)[lead]
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_contacts", known.count_of(known.row >= 0, n) == 0),
            ("no_contact_log", not logged_lately(snapshot)),
            ("state_missing", (doubt > severity) & (severity == 0)),
            ("no_key_person", ~known.any_of(loss.role > 0, n)),
        ),
        {
            "severity": np.maximum(severity, np.where(severity > 0, doubt, 0)),
            "value": known.count_of(loss.severity > 0, n),
            "expected": 0.0,
            "expected_low": 0.0,
            "expected_high": 0.0,
            "confidence": np.select(
                [how == LEFT, how == BOUNCED, how == SILENT], [0.9, 0.7, 0.6], 0.8
            ),
            "window_from": day_column(window_from, n),
            "window_to": day_column(snapshot.day, n),
            "rows_from": day_column(window_from, n),
            "n_rows": known.count_of(loss.severity > 0, n),
        },
        {
            "keys": known.count_of(loss.role > 0, n),
            "role": role,
            "how": how,
            "tried": np.append(touch.tried, 0)[lead],
            "judged": dict(thresholds.values),
        },
    )


def _days_before(snapshot: Snapshot, days: float) -> np.datetime64:
    return np.datetime64(snapshot.day, "D") - int(days)


def _touch(snapshot: Snapshot, thresholds: Thresholds) -> _Touch:
    log, known, whom = contact_log(snapshot), people(snapshot), who(snapshot)
    n_people, n = len(known.row), len(snapshot.account_ids)
    last = last_with(snapshot, log.contact)
    on_file = (whom >= 0) & (whom < n_people)
    person = np.where(on_file, whom, n_people)
    later = on_file & (log.moment > np.append(last, NEVER)[person])
    year = _days_before(snapshot, thresholds["memory_days"]).astype("datetime64[us]")
    lately = log.contact & (log.moment >= year.view(np.int64))
    contacts = np.bincount(person[lately & on_file], minlength=n_people + 1)[:n_people]
    whole = np.bincount(log.place[lately], minlength=n)[known.place]
    main = (contacts >= thresholds["main_contacts"]) & (
        contacts >= thresholds["main_share"] * whole
    )
    bounced = np.bincount(person[later & log.bounced], minlength=n_people + 1)[:n_people] > 0
    tried = np.bincount(person[later & log.tried], minlength=n_people + 1)[:n_people]
    return _Touch(last, tried, bounced, contacts, main)


def _loss(snapshot: Snapshot, known: People, touch: _Touch, thresholds: Thresholds) -> _Loss:
    """Say of each contact on file whether it was a key person and was lost.

    Who has not spoken with us for a year is no loss of now. Somebody else of that role who
    spoke with us lately has taken over.
    """
    remembered = touch.last >= _moment(snapshot, thresholds["memory_days"])
    silent = (touch.last < _moment(snapshot, thresholds["silent_days"])) & (
        touch.tried >= thresholds["unanswered"]
    )
    how = np.select([known.left, touch.bounced, silent & touch.main], [LEFT, BOUNCED, SILENT], 0)
    role = np.select([known.decider, known.champion, touch.main], [DECIDER, CHAMPION, MAIN], 0)
    how = np.where(remembered & (role > 0), how, 0)
    lately = (how == 0) & (touch.last >= _moment(snapshot, thresholds["silent_days"]))
    n = len(snapshot.account_ids)
    heir = [
        known.any_of((how == 0) & ~known.left & known.decider & lately, n)[known.place],
        known.any_of((how == 0) & ~known.left & (known.decider | known.champion) & lately, n)[
            known.place
        ],
        (known.count_of((how == 0) & ~known.left & lately, n) > 0)[known.place],
    ]
    taken_over = np.select([role == DECIDER, role == CHAMPION], heir[:2], heir[2])
    grade = np.where(role == DECIDER, 3, 2)
    severity = np.where(how == SILENT, 1, grade)
    return _Loss(role, how, np.where((how > 0) & ~taken_over, severity, 0))


def _at_worst(snapshot: Snapshot, known: People, touch: _Touch, thresholds: Thresholds) -> People:
    """Return the people as bad as it may be: doubtful ones left, nameless roles decide."""
    silent = touch.last < _moment(snapshot, thresholds["silent_days"])
    left = known.left | (known.unsure & silent)
    decider = known.decider | (~known.roled & left)
    return People(
        row=known.row, place=known.place, decider=decider, champion=known.champion,
        roled=known.roled, left=left, unsure=known.unsure, spoken=known.spoken,
    )  # fmt: skip


def _moment(snapshot: Snapshot, days: float) -> int:
    end = (np.datetime64(snapshot.day, "D") + 1).astype("datetime64[us]").view(np.int64)
    return int(end) - int(days) * DAY_US


def _worst_of(known: People, severity: Ints, n: int) -> Ints:
    found = np.zeros(n, dtype=np.int64)
    np.maximum.at(found, known.place, severity)
    return found


def _lead(known: People, loss: _Loss, n: int) -> Ints:
    """Return for each account the contact whose loss weighs most; one beyond all for none."""
    beyond = len(known.row)
    lead = np.full(n, beyond)
    lost = np.flatnonzero(loss.severity > 0)
    order = lost[np.lexsort((lost, loss.how[lost], loss.severity[lost]))]
    lead[known.place[order]] = order  # the last one written weighs most
    return lead


def behind(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """Return the contacts that were lost."""
    thresholds = replace(SIGNAL.thresholds, values=row["detail"]["judged"])
    known = people(snapshot)
    loss = _loss(snapshot, known, _touch(snapshot, thresholds), thresholds)
    place = snapshot.account_ids.get_loc(row["account_id"])
    chosen = known.row[(loss.severity > 0) & (known.place == place)]
    return "contacts", snapshot.table("contacts").iloc[chosen].reset_index(drop=True)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say who was lost by role, how that shows, and since when."""
    about = row["detail"]
    said: dict[str, Any] = {
        "keys": Count(about["keys"]),
        "last": pd.Timestamp(row["window_from"]).date(),
        "day": pd.Timestamp(row["window_to"]).date(),
    }
    if row["value"] == 0:
        return msgs(
            "No key person is missing up to {day}: the {n} we know of is in touch or was"
            " followed by somebody; expected is a loss of 0.",
            "No key person is missing up to {day}: the {n} we know of are in touch or were"
            " followed by somebody; expected is a loss of 0.",
            about["keys"],
            **said,
        )
    return msgs(
        "{n} of {keys} key people was lost without anybody of that role taking over, expected"
        " are 0: {role}, {how}, last spoke with us on {last}.",
        "{n} of {keys} key people were lost without anybody of that role taking over, expected"
        " are 0; first of them {role}, {how}, last spoke with us on {last}.",
        int(row["value"]),
        role=_ROLES[about["role"]],
        how=_how(about["how"], about["tried"]),
        **said,
    )


def _how(how: int, tried: int) -> Message:
    if how == LEFT:
        return msg("marked as no longer there")
    if how == BOUNCED:
        return msg("to whom mails can no longer be delivered")
    return msgs(
        "silent although we tried {n} time since",
        "silent although we tried {n} times since",
        tried,
    )


_DAY = date(2026, 10, 30)
_ACCOUNTS = """
    account_id, customer_since
    A,          2020-01-01
    B,          2020-01-01
"""


def _tables(contacts: str, rows: str) -> dict[str, str]:
    people_head = "contact_id, account_id, buying_roles, stance, active"
    log_head = "account_id, contact_id, occurred_at, type, direction, outcome"
    stranger = "B, b1, 2026-10-29, call, ours, held\nA, a1, 2026-10-31, call, ours, held"
    return {
        "contacts": "\n".join([people_head, *contacts.split(" / "), "b1, B, decision_maker, , no"]),
        "activities": "\n".join([log_head, *rows.split(" / "), stranger]),
    }


def _calls(person: str, *days: str, what: str = "call, ours, held") -> str:
    return " / ".join(f"A, {person}, {day}, {what}" for day in days)


_SPRING = ("2026-03-02", "2026-04-13", "2026-05-11", "2026-06-15")
_AUTUMN = ("2026-09-07", "2026-10-12")
_USER = "a9, A, end_user, , yes"

SIGNAL = Signal(
    key="key_person_gone",
    title=msg("Key person gone"),
    question=msg("Have we lost the person who decides, stands up for us or speaks with us most?"),
    unit=msg("key people lost"),
    group="relationship",
    thresholds=Thresholds(
        version=1,
        values={
            "silent_days": 60.0,
            "unanswered": 3.0,
            "memory_days": 365.0,
            "main_contacts": 4.0,
            "main_share": 0.5,
        },
        rising=(("silent_days", "memory_days"),),
        why=msg(
            "A lost decision maker is the highest severity, a lost champion or main contact an"
            " alert, a main contact who answers none of three attempts in 60 days worth watching."
            " Whoever of the same role spoke with us in those 60 days has taken over. Starting"
            " values."
        ),
    ),
    needs=("contacts", "activities"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_contacts": msg("no contact person is on file"),
        "no_contact_log": msg("no contact log covers the last 30 days"),
        "state_missing": msg("nobody says whether a silent person is still there, or which role"
                             " somebody had who left"),
        "no_key_person": msg("no decision maker, champion or main contact is known"),
    },
    blind_spots=msg(
        "The mark that somebody left has no day: it counts for a year after the last word. A new"
        " role inside the company shows only when the contact is marked as no longer there."
    ),
    advice=msg(
        "Ask within the week who takes over, and bring the successor what was agreed and what it"
        " brought. Find out where the person went: it may be the next customer."
    ),
    undated=("contacts.active", "contacts.buying_roles", "contacts.title", "contacts.stance",
             "contacts.last_contacted_on"),
    behind=behind,
    examples=(
        Example(
            name=msg("The decision maker left and no other was heard"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                f"a1, A, decision_maker, , no / {_USER}",
                f"{_calls('a1', *_SPRING)} / {_calls('a9', *_AUTUMN)}",
            ),
            severity=3,
            value=1,
        ),
        Example(
            name=msg("Another decision maker spoke with us since: taken over"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                "a1, A, decision_maker, , no / a2, A, decision_maker, , yes",
                f"{_calls('a1', *_SPRING)} / {_calls('a2', *_AUTUMN)}",
            ),
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Mails to the champion come back"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                f"a1, A, influencer, champion, yes / {_USER}",
                f"{_calls('a1', *_SPRING)} / {_calls('a9', *_AUTUMN)} / "
                + _calls("a1", "2026-10-05", what="mail, ours, bounced"),
            ),
            severity=2,
            value=1,
        ),
        Example(
            name=msg("The main contact answers none of three attempts, and nobody else does"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                f"a1, A, end_user, , yes / {_USER}",
                f"{_calls('a1', *_SPRING)} / "
                + _calls("a1", "2026-08-03", *_AUTUMN, what="call, ours, no_answer"),
            ),
            severity=1,
            value=1,
        ),
        Example(
            name=msg("Two attempts are not enough to call it silence"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                f"a1, A, end_user, , yes / {_USER}",
                f"{_calls('a1', *_SPRING)} / "
                + _calls("a1", "2026-08-03", "2026-10-12", what="call, ours, no_answer"),
            ),
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Whoever left more than a year after the last word is no news"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                f"a1, A, decision_maker, , no / {_USER}",
                f"{_calls('a1', '2025-10-01')} / {_calls('a9', *_AUTUMN)}",
            ),
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Nobody says whether the silent decision maker is still there"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(
                f"a1, A, decision_maker, , / {_USER}",
                f"{_calls('a1', *_SPRING)} / {_calls('a9', *_AUTUMN)}",
            ),
            severity=-1,
            reason="state_missing",
        ),
        Example(
            name=msg("Nobody decides, stands up for us or speaks with us often"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tables(_USER, _calls("a9", *_AUTUMN)),
            severity=-1,
            reason="no_key_person",
        ),
        Example(
            name=msg("No contact person on file: nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"activities": _tables(_USER, _calls("a9", *_AUTUMN))["activities"]},
            severity=-1,
            reason="no_contacts",
        ),
        Example(
            name=msg("Without a contact log nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"contacts": _tables(_USER, "")["contacts"]},
            severity=-1,
            reason="no_contact_log",
        ),
    ),
)  # fmt: skip
