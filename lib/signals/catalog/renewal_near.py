"""Renewal near with risk: the term ends soon while something speaks against renewing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, joined, msg, msgs
from lib.model import Snapshot
from lib.model.terms import sold
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.contact_log import (
    NEVER,
    contact_log,
    kept_log,
    latest,
    log_begins,
    logged_lately,
    working_days_since,
)
from lib.signals.counts import Bools, Ints
from lib.signals.falling import FALLING, UNKNOWN, falling
from lib.signals.holidays import Days
from lib.signals.next_end import next_end, running_term
from lib.signals.once import once_a_snapshot
from lib.signals.people import last_with, latest_of, people, unnamed_latest, who
from lib.signals.placed import placed
from lib.signals.spec import Example, Signal, Thresholds

_ROLLING_DAYS = 100  # terms by the month or quarter are always near; their end says nothing


@dataclass(frozen=True, eq=False, slots=True)
class _Term:
    """The next term to end that nothing follows; `days` is large where none is known.

    It is `rolling` when it runs by the month or the quarter; `stated` says whether its first
    day is on file, or only taken from its signature.
    """

    days: Ints
    ends_on: Days
    known: Bools
    rolling: Bools
    stated: Bools
    renewed: Bools
    auto: Bools


@dataclass(frozen=True, eq=False, slots=True)
class _Against:
    """What speaks against renewal, by name: does it hold, and could it be judged."""

    holds: Mapping[str, Bools]
    judged: Mapping[str, Bools]

    def n(self, which: Mapping[str, Bools]) -> Ints:
        """Return how many are true for each account."""
        return np.sum(list(which.values()), axis=0, dtype=np.int64)


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge by how near the term's end is and how much speaks against renewal.

    Contacts without person, direction or outcome may have been with anybody or with nobody;
    where that decides, nothing is judged.
    """
    term = _term(snapshot)
    against = _against(snapshot, term, thresholds, certain=False)
    at_worst = _against(snapshot, term, thresholds, certain=True)
    near = term.days <= thresholds["near_days"]
    n, found = len(term.days), against.n(against.holds)
    value = np.where(near & ~term.renewed, found, 0)
    worst = np.where(near & ~term.renewed, at_worst.n(at_worst.holds), 0)
    severity, judged = _severity(term, value, thresholds), against.n(against.judged)
    window_from = np.datetime64(snapshot.day, "D") - int(thresholds["silent_days"])
    return answered(
        snapshot,
        first_reason(
            n,
            ("term_unknown", ~term.known),
            ("rolling_term", term.rolling & term.stated),
            ("may_roll", term.rolling),
            ("nothing_known", near & ~term.renewed & (judged == 0)),
            ("log_unclear", _severity(term, worst, thresholds) != severity),
        ),
        {
            "severity": severity,
            "value": value,
            "expected": 0.0,
            "expected_low": 0.0,
            "expected_high": 0.0,
            "confidence": np.where(near & ~term.renewed, np.clip(0.4 + judged / 5, 0, 1), 0.9),
            "window_from": day_column(window_from, n),
            "window_to": day_column(snapshot.day, n),
            "rows_from": day_column(window_from, n),
            "n_rows": _n_rows(snapshot),
        },
        {
            "days": np.where(term.known, term.days, 0),
            "ends_on": term.ends_on.astype(str),
            "renewed": term.renewed,
            "auto": term.auto,
            "near": int(thresholds["near_days"]),
            "judged": judged,
            "silent_days": int(thresholds["silent_days"]),
            "decider_days": int(thresholds["decider_days"]),
            **against.holds,
        },
    )


def _severity(term: _Term, value: Ints, thresholds: Thresholds) -> Ints:
    """Return 1 for one thing against it, one more for a second, and one more when it is close."""
    close = term.days <= thresholds["close_days"]
    severity = np.minimum(value, 2) + (close & (value > 0)) + (value >= thresholds["many"])
    return np.minimum(severity, 3)


@once_a_snapshot
def _term(snapshot: Snapshot) -> _Term:
    """Return the first term to end; one that is followed by another has been renewed."""
    end = next_end(snapshot)
    ends_on = end.ends_on
    running = running_term(snapshot)
    begins = running.begins
    rolling = (ends_on - begins).astype("timedelta64[D]").astype(np.int64) < _ROLLING_DAYS
    known = ~np.isnat(ends_on)
    rolling &= known & ~np.isnat(begins)
    return _Term(end.days, ends_on, known, rolling, running.stated, running.renewed, end.auto)


def _against(snapshot: Snapshot, term: _Term, thresholds: Thresholds, *, certain: bool) -> _Against:
    """Return what holds; `certain` counts only contacts that surely were, and with whom."""
    kept = kept_log(snapshot, thresholds["least_contacts"], thresholds["contacts_a_quarter"])
    kept &= logged_lately(snapshot)
    silent = _silent(snapshot, certain=certain) >= thresholds["silent_days"]
    known, unheard = _decider_unheard(snapshot, thresholds["decider_days"], certain=certain)
    use = falling(snapshot).state
    deals = _deals_are_kept(snapshot)
    waiting = ~term.auto & (term.days <= thresholds["deal_days"]) & ~_open_deal(snapshot)
    return _Against(
        {
            "contact": kept & silent,
            "decider": kept & known & unheard,
            "use": use == FALLING,
            "deal": deals & waiting,
        },
        {"contact": kept, "decider": kept & known, "use": use != UNKNOWN,
         "deal": deals},
    )  # fmt: skip


def _silent(snapshot: Snapshot, *, certain: bool) -> Ints:
    """Return working days since a two-way contact, or since one that may have been."""
    log = contact_log(snapshot)
    contact = log.contact if certain else log.maybe_contact
    return _working_days(snapshot, latest(log, contact, len(snapshot.account_ids)))


def _decider_unheard(snapshot: Snapshot, days: float, *, certain: bool) -> tuple[Bools, Bools]:
    """Say where people are on file, and where none of them decides or was heard in the days."""
    log, known, n = contact_log(snapshot), people(snapshot), len(snapshot.account_ids)
    there = known.decider & ~known.left
    if certain:  # a blank means something only where the mark is kept at all
        there &= ~(known.unsure & known.any_of(~known.unsure, n)[known.place])
    contact = log.contact if certain else log.maybe_contact
    last = latest_of(known, last_with(snapshot, contact), there, n)
    if not certain:
        last = np.maximum(last, unnamed_latest(log, who(snapshot), contact, n))
    unheard = ~known.any_of(there, n) | (_working_days(snapshot, last) >= days)
    return known.any_of(known.row >= 0, n), unheard


def _working_days(snapshot: Snapshot, last: Ints) -> Ints:
    met = np.where(last == NEVER, 0, last).astype("datetime64[us]").astype("datetime64[D]")
    return working_days_since(snapshot, np.where(last == NEVER, log_begins(snapshot), met))


def _deals_are_kept(snapshot: Snapshot) -> Bools:
    """Say of each account whether its renewals pass through a pipeline before they are won."""
    contracts = snapshot.table("contracts")
    staged = contracts[["stage", "expected_close_date", "probability"]].notna().any(axis=1)
    dealt = (contracts["type"] == "renewal") & staged
    place = placed(snapshot, "contracts")[dealt.to_numpy()]
    return np.bincount(place[place >= 0], minlength=len(snapshot.account_ids)) > 0


def _open_deal(snapshot: Snapshot) -> Bools:
    contracts = snapshot.table("contracts")
    closed = contracts["is_closed"].fillna(value=False).astype(bool)
    closed |= contracts["closed_on"].notna() | contracts["loss_reason"].notna()
    is_open = (contracts["type"] == "renewal") & ~sold(contracts) & ~closed
    place = placed(snapshot, "contracts")[is_open.to_numpy()]
    return np.bincount(place[place >= 0], minlength=len(snapshot.account_ids)) > 0


def _ending(snapshot: Snapshot) -> Bools:
    """Say of each contract whether its end is the next one of its account."""
    contracts, place = snapshot.table("contracts"), placed(snapshot, "contracts")
    end = contracts["end_date"].to_numpy().astype("datetime64[D]")
    mine = (place >= 0) & (end == next_end(snapshot).ends_on[np.maximum(place, 0)])
    return mine & sold(contracts).to_numpy()


def _n_rows(snapshot: Snapshot) -> Ints:
    place = placed(snapshot, "contracts")[_ending(snapshot)]
    return np.bincount(place, minlength=len(snapshot.account_ids))


def behind(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """Return the contracts that end next."""
    rows = snapshot.table("contracts")[_ending(snapshot)]
    return "contracts", rows[rows["account_id"] == row["account_id"]].reset_index(drop=True)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say when the term ends and what speaks against renewing it."""
    about = row["detail"]
    said: dict[str, Any] = {"day": date.fromisoformat(about["ends_on"])}
    if about["renewed"]:
        return msg("The term that ends on {day} has been renewed already.", **said)
    reasons = [_REASONS[name](about) for name in _REASONS if about[name]]
    if row["value"] > 0:
        return msgs(
            "The term ends in {n} day, on {day}{auto}; {count} of {judged} things looked at speak"
            " against renewal, expected are 0: {reasons}.",
            "The term ends in {n} days, on {day}{auto}; {count} of {judged} things looked at speak"
            " against renewal, expected are 0: {reasons}.",
            about["days"],
            auto=_AUTO if about["auto"] else "",
            reasons=joined(reasons),
            count=Count(int(row["value"])),
            judged=Count(about["judged"]),
            **said,
        )
    if about["days"] > about["near"]:
        return msg(
            "The term ends on {day}, more than {near} days from now; reasons against renewal are"
            " looked at from then on.",
            near=Count(about["near"]),
            **said,
        )
    return msgs(
        "The term ends in {n} day, on {day}; 0 of {judged} things looked at speak against"
        " renewal, expected are 0.",
        "The term ends in {n} days, on {day}; 0 of {judged} things looked at speak against"
        " renewal, expected are 0.",
        about["days"],
        judged=Count(about["judged"]),
        **said,
    )


_AUTO = msg(" (renews by itself unless somebody gives notice)")
_REASONS: Mapping[str, Any] = {
    "contact": lambda about: msg(
        "no two-way contact for {days} days or more", days=Count(about["silent_days"])
    ),
    "decider": lambda about: msg(
        "no decision maker known or heard for {days} days or more",
        days=Count(about["decider_days"]),
    ),
    "use": lambda _: msg("usage is falling"),
    "deal": lambda _: msg("no renewal deal is open"),
}
_DAY = date(2026, 10, 28)
_ACCOUNTS = "account_id, customer_since, owner\nA, 2024-01-01, Lin\nB, 2024-01-01, Wu"
_FALLING_USE = {"A any users": "44*20 8*5", "B any users": "52*20"}
_STABLE_USE = {"A any users": "52*20"}


def _terms(*rows: str) -> str:
    head = (
        "account_id, contract_id, start_date, end_date, signed_on, type, auto_renew, is_won, stage"
    )
    later = "A, later, 2026-12-01, 2027-11-30, 2026-10-29, renewal, no, yes"
    return "\n".join([head, *rows, "B, b, 2026-01-01, 2026-11-30, 2025-12-20, new, no, yes", later])


def _with_log(terms: str, last: str) -> dict[str, str]:
    head = "account_id, occurred_at, type, direction, outcome"
    early = [f"A, 2026-0{month}-04, meeting, ours, held" for month in (3, 4, 5, 6)]
    rows = [head, *early, f"A, {last}, call, ours, held", "B, 2026-10-20, call, ours, held"]
    return {"contracts": terms, "activities": "\n".join(rows)}


_YEAR = "A, a1, 2026-01-01, 2026-12-31, 2025-12-20, renewal, no, yes"
_SOON = "A, a1, 2025-11-21, 2026-11-20, 2025-11-20, renewal, no, yes"

SIGNAL = Signal(
    key="renewal_near",
    title=msg("Renewal near with risk"),
    question=msg("Does the term end soon while something speaks against renewing it?"),
    unit=msg("things that speak against renewal"),
    group="commercial",
    thresholds=Thresholds(
        version=1,
        values={
            "close_days": 30.0,
            "near_days": 90.0,
            "silent_days": 60.0,
            "decider_days": 120.0,
            "deal_days": 60.0,
            "many": 3.0,
            "least_contacts": 3.0,
            "contacts_a_quarter": 1.0,
        },
        rising=(("close_days", "near_days"),),
        why=msg(
            "The end of a term is a clock, not a risk: it counts only with a reason. One reason"
            " within 90 days is worth watching, a second is an alert, and each is one more in the"
            " last 30 days. No renewal deal counts in the last 60 days, and only where an"
            " earlier renewal of the account passed through stages. Starting values."
        ),
    ),
    needs=("contracts", "activities", "contacts", "usage", "accounts"),
    measure=measure,
    evidence=evidence,
    does_not_apply=("rolling_term",),
    reasons={
        "term_unknown": msg("no end of a running term is known"),
        "rolling_term": msg("the term runs by the month or the quarter"),
        "may_roll": msg("the first day of the term is not stated; it may run by the month"),
        "nothing_known": msg("nothing is loaded that could speak for or against renewal"),
        "log_unclear": msg("contacts are logged without person, direction or outcome"),
    },
    blind_spots=msg(
        "It counts to the end of the term. Where the contract renews by itself, the last day for"
        " notice matters more; it is shown with the renewals where the notice period is on file."
        " A renewal agreed by word of mouth looks like none."
    ),
    advice=msg(
        "Show what the year has brought before you talk about the price: a discount does not keep"
        " who found no value. Settle what was promised first."
    ),
    undated=("contracts.end_date", "contracts.stage", "contracts.is_won", "contracts.is_closed",
             "contracts.loss_reason", "contracts.auto_renew", "contacts.buying_roles",
             "contacts.title", "contacts.active", "contacts.last_contacted_on",
             "accounts.renewal_date", "accounts.owner"),
    behind=behind,
    examples=(
        Example(
            name=msg("64 days to go and use is falling"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"contracts": _terms(_YEAR)},
            weekly=_FALLING_USE,
            severity=1,
            value=1,
        ),
        Example(
            name=msg("Use is falling and nobody spoke with us for months"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_with_log(_terms(_YEAR), "2026-07-03"),
            weekly=_FALLING_USE,
            severity=2,
            value=2,
        ),
        Example(
            name=msg("The same with 23 days to go"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_with_log(_terms(_SOON), "2026-07-03"),
            weekly=_FALLING_USE,
            severity=3,
            value=2,
        ),
        Example(
            name=msg("Near, but nothing speaks against it"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_with_log(_terms(_SOON), "2026-10-07"),
            weekly=_STABLE_USE,
            severity=0,
            value=0,
        ),
        Example(
            name=msg("91 days to go: not yet near"),
            day=date(2026, 10, 1),
            accounts=_ACCOUNTS,
            tables=_with_log(_terms(_YEAR), "2026-06-05"),
            weekly=_FALLING_USE,
            severity=0,
            value=0,
        ),
        Example(
            name=msg("The next term has been signed"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_with_log(
                _terms(_SOON, "A, a2, 2026-11-21, 2027-11-20, 2026-10-20, renewal, no, yes"),
                "2026-07-03",
            ),
            weekly=_FALLING_USE,
            severity=0,
            value=0,
        ),
        Example(
            name=msg("The last renewal was a deal; now none is open, three weeks before the end"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"contracts": _terms(f"{_SOON}, Closed won")},
            weekly=_STABLE_USE,
            severity=2,
            value=1,
        ),
        Example(
            name=msg("A term by the month is always near"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={
                "contracts": _terms("A, a1, 2026-10-01, 2026-10-31, 2026-10-01, renewal, yes, yes")
            },
            weekly=_FALLING_USE,
            severity=-1,
            reason="rolling_term",
        ),
        Example(
            name=msg("A call without an outcome may have ended the silence"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={
                **_with_log(_terms(_SOON), "2026-07-03"),
                "activities": _with_log("", "2026-07-03")["activities"]
                + "\nA, 2026-10-20, call, ours,",
            },
            weekly=_STABLE_USE,
            severity=-1,
            reason="log_unclear",
        ),
        Example(
            name=msg("Neither contacts nor use are loaded"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"contracts": _terms(_YEAR)},
            severity=-1,
            reason="nothing_known",
        ),
        Example(
            name=msg("Without a contract no end is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            weekly=_FALLING_USE,
            severity=-1,
            reason="term_unknown",
        ),
    ),
)  # fmt: skip
