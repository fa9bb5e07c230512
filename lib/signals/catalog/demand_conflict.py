"""Demand conflict: roles of one customer pull one theme in opposite directions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, joined, msg, msgs
from lib.locale.message import Joined
from lib.model import Snapshot
from lib.signals import sides
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import Bools, Ints
from lib.signals.next_end import next_end
from lib.signals.sides import BIT, ROLES, SOMEBODY, Sides, Voices
from lib.signals.spec import Example, Signal, Thresholds


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the opposing demands of each account's roles on one theme.

    Demands that lack role, theme or direction are read as if they were the other side; where
    only that makes a conflict, nothing is judged.
    """
    n, day = len(snapshot.account_ids), np.datetime64(snapshot.day, "D")
    voices = sides.voices(snapshot, int(thresholds["window_days"]))
    certain, worst = sides.sides(voices, voices.whole), sides.sides(voices, voices.row >= 0)
    found = np.bincount(certain.place[certain.conflict], minlength=n)
    possible = np.bincount(worst.place[worst.conflict], minlength=n)
    decider = np.bincount(worst.place[worst.with_decider], minlength=n) > 0
    near = _near_end(snapshot, thresholds["term_days"])
    severity = np.select([decider & near, decider], [3, 2], 1)
    heard = _heard(voices, n)
    window_from = day - int(thresholds["window_days"]) + 1
    involved = sides.involved(voices, certain)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_demands", not snapshot.loaded("demands")),
            ("incomplete", (found == 0) & (possible > 0)),
            ("one_role", heard < thresholds["least_roles"]),
        ),
        {
            "severity": np.where(found > 0, severity, 0),
            "value": found,
            "expected": 0.0,
            "expected_low": 0.0,
            "expected_high": 0.0,
            "confidence": 0.9,
            "window_from": day_column(window_from, n),
            "window_to": day_column(day, n),
            "rows_from": day_column(window_from, n),
            "n_rows": np.bincount(voices.place[involved], minlength=n),
        },
        {
            "roles": heard,
            "wants": _bits_of(certain, certain.wants, n),
            "opposes": _bits_of(certain, certain.opposes, n),
            "near": near & decider & (found > 0),
            "term_days": int(thresholds["term_days"]),
            "judged": dict(thresholds.values),
        },
    )


def _heard(voices: Voices, n: int) -> Ints:
    """Return how many roles of each account have spoken; an unknown role is none."""
    heard = np.zeros(n, dtype=np.int64)
    np.bitwise_or.at(heard, voices.place, voices.roles & (SOMEBODY - 1))
    return np.sum([(heard & bit) > 0 for bit in BIT.values()], axis=0, dtype=np.int64)


def _bits_of(found: Sides, roles: Ints, n: int) -> Ints:
    """Return the roles on one side over all conflicts of an account."""
    bits = np.zeros(n, dtype=np.int64)
    np.bitwise_or.at(bits, found.place[found.conflict], roles[found.conflict])
    return bits


def _near_end(snapshot: Snapshot, days: float) -> Bools:
    """Say where the term ends within the days; an end that nobody knows may be near."""
    end = next_end(snapshot)
    return np.isnat(end.ends_on) | (end.days <= days)


def behind(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """Return the demands on both sides."""
    voices = sides.voices(snapshot, int(row["detail"]["judged"]["window_days"]))
    place = snapshot.account_ids.get_loc(row["account_id"])
    certain = sides.sides(voices, voices.whole)
    mine = sides.involved(voices, certain) & (voices.place == place)
    return "demands", snapshot.table("demands").iloc[voices.row[mine]].reset_index(drop=True)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say on how many themes roles stand against each other, and which."""
    about = row["detail"]
    first, last = (pd.Timestamp(row[f"window_{end}"]).date() for end in ("from", "to"))
    if row["value"] == 0:
        return msgs(
            "No theme from {first} to {last} divides the {n} role heard; expected are 0.",
            "No theme from {first} to {last} divides the {n} roles heard; expected are 0.",
            about["roles"],
            first=first,
            last=last,
        )
    return msgs(
        "On {n} theme from {first} to {last} roles want opposite things, expected are 0:"
        " {wants} for it, {opposes} against{near}.",
        "On {n} themes from {first} to {last} roles want opposite things, expected are 0:"
        " {wants} for it, {opposes} against{near}.",
        int(row["value"]),
        first=first,
        last=last,
        wants=_named(about["wants"]),
        opposes=_named(about["opposes"]),
        near=msg(
            "; the term ends within {days} days, or nobody knows when",
            days=Count(about["term_days"]),
        )
        if about["near"]
        else "",
    )


def _named(bits: int) -> Joined:
    return joined([name for role, name in ROLES.items() if bits & BIT[role]])


_DAY = date(2026, 10, 30)
_ACCOUNTS = "account_id, customer_since\nA, 2024-01-01\nB, 2024-01-01"
_HEAD = "account_id, buying_role, contact_id, statement, direction, theme, raised_on"


def _demands(*rows: str) -> dict[str, str]:
    others = (
        "B, decision_maker, , Stop it, opposes, shift tracking, 2026-09-01",
        "A, decision_maker, , Stop it, opposes, shift tracking, 2026-10-31",
    )
    return {"demands": "\n".join([_HEAD, *rows, *others])}


def _term(end: str) -> str:
    return f"account_id, contract_id, start_date, end_date, arr\nA, c, 2024-01-01, {end}, 900"


_WANTS = "A, influencer, , See each shift, wants, Shift tracking, 2026-09-01"
_AGAINST = "A, end_user, , No watching of people, opposes, shift tracking, 2026-09-20"
_BOSS = "A, decision_maker, , See each shift, wants, Shift tracking, 2026-09-02"

SIGNAL = Signal(
    key="demand_conflict",
    title=msg("Conflicting demands"),
    question=msg("Do people of one customer want opposite things?"),
    unit=msg("themes with opposite demands"),
    group="relationship",
    thresholds=Thresholds(
        version=1,
        values={"window_days": 180.0, "term_days": 180.0, "least_roles": 2.0},
        why=msg(
            "Two roles against each other on one theme within half a year are worth watching; an"
            " alert when the decision maker stands on one side, and the highest severity when the"
            " term also ends within half a year (or nobody knows when), since the next renewal is"
            " in danger."
        ),
    ),
    needs=("demands", "contacts", "contracts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_demands": msg("no demands are on file"),
        "incomplete": msg("a demand that may stand on the other side lacks its role, theme,"
                          " direction or day"),
        "one_role": msg("fewer than two roles have been heard"),
    },
    blind_spots=msg(
        "Hears only what somebody wrote down as a demand, under the same theme. Two people of one"
        " role who disagree are not seen. Who does not speak has not agreed."
    ),
    advice=msg(
        "Bring both sides to one table before the renewal, with what each would gain. Do not carry"
        " the wish of one side through against the other."
    ),
    undated=("demands.buying_role", "demands.direction", "demands.theme", "demands.feature",
             "contacts.buying_roles", "contracts.end_date", "accounts.renewal_date"),
    behind=behind,
    examples=(
        Example(
            name=msg("An influencer wants what end users oppose"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_demands(_WANTS, _AGAINST),
            severity=1,
            value=1,
        ),
        Example(
            name=msg("The decision maker wants what end users oppose"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={**_demands(_BOSS, _AGAINST), "contracts": _term("2027-12-31")},
            severity=2,
            value=1,
        ),
        Example(
            name=msg("And the term ends in 180 days"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={**_demands(_BOSS, _AGAINST), "contracts": _term("2027-04-28")},
            severity=3,
            value=1,
        ),
        Example(
            name=msg("181 days to the end are not yet near"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={**_demands(_BOSS, _AGAINST), "contracts": _term("2027-04-29")},
            severity=2,
            value=1,
        ),
        Example(
            name=msg("Both want it: no conflict"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_demands(_BOSS, _AGAINST.replace("opposes", "wants")),
            severity=0,
            value=0,
        ),
        Example(
            name=msg("The wish is older than half a year"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_demands(
                _BOSS.replace("2026-09-02", "2026-05-03"), _AGAINST,
                "A, influencer, , Faster search, wants, Search, 2026-09-01",
            ),
            severity=0,
            value=0,
        ),
        Example(
            name=msg("The role is known from the person who asked"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={
                **_demands("A, , p1, See each shift, wants, Shift tracking, 2026-09-01", _AGAINST),
                "contacts": "contact_id, account_id, buying_roles\np1, A, decision_maker",
                "contracts": _term("2027-12-31"),
            },
            severity=2,
            value=1,
        ),
        Example(
            name=msg("Somebody opposes it, and nobody wrote down who"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_demands(_BOSS, _AGAINST.replace("end_user", "")),
            severity=-1,
            reason="incomplete",
        ),
        Example(
            name=msg("Only one role has been heard"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_demands(_WANTS),
            severity=-1,
            reason="one_role",
        ),
        Example(
            name=msg("Without demands nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            severity=-1,
            reason="no_demands",
        ),
    ),
)  # fmt: skip
