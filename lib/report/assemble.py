"""From snapshots, books and readings of up to three days to the brief of one report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lib.locale import Message
from lib.metrics.book import arr_rows
from lib.metrics.bridge import bridge, closed_cohort
from lib.metrics.renewals import renewals
from lib.model import KINDS, Period, Snapshot
from lib.profile.buying_group import buying_group
from lib.profile.completeness import completeness
from lib.report.brief import (
    ACCOUNTS_EVIDENCED,
    Brief,
    Context,
    Evidence,
    History,
    SignalText,
    fired_accounts,
)
from lib.signals.readings import evidence, judged, rows_behind
from lib.signals.registry import all_signals
from lib.signals.spec import Thresholds

Key = tuple[str, str]


@dataclass(frozen=True)
class Scope:
    """What a report is about."""

    segment: str
    rule_text: str
    rule_words: Message
    period: Period


@dataclass(frozen=True, eq=False)
class Moment:
    """What is known at the end of a day.

    `book` and `readings` are of all accounts, `members` those that the segment's rule matches.
    """

    snapshot: Snapshot
    book: pd.DataFrame
    readings: pd.DataFrame
    members: pd.Index


def brief(
    scope: Scope,
    now: Moment,
    before: Moment | None = None,
    earlier: Moment | None = None,
    context: Context | None = None,
) -> Brief:
    """Return the brief for a report.

    `now` is the last day of the period (or of the data), `before` the day before its first
    day, `earlier` the day before the first day of the period before. None, or a day on which
    nobody was a customer yet, means that the data do not reach so far.
    """
    members = now.members
    mine = now.readings[now.readings["account_id"].isin(members)]
    ends = renewals(now.snapshot)
    whole = Brief(
        segment=scope.segment,
        rule_text=scope.rule_text,
        rule_words=scope.rule_words,
        period=scope.period,
        as_of=now.snapshot.day,
        currency=now.snapshot.currency,
        members=members,
        book=now.book,
        readings=mine.drop(columns="detail", errors="ignore"),
        renewals=ends[ends["account_id"].isin(members)],
        files=completeness(now.snapshot, (context or Context()).template),
        groups=buying_group(now.snapshot),
        arr_rows=arr_rows(now.snapshot, _customers(now)),
        accounts=now.snapshot.accounts[["account_id", "account_name", "batch_id", "source_row"]],
        signals=_signal_texts((context or Context()).judged_by),
        evidence={},
        loaded=frozenset(kind for kind in KINDS if _loaded(now.snapshot, kind)),
        history=_history(now, before, earlier),
        context=context or Context(),
    )
    return replace(whole, evidence=_evidence(now.snapshot, whole, mine))


def _customers(moment: Moment) -> pd.Index:
    return moment.book.index[moment.book["is_customer"].astype("bool")].union(moment.members)


def _loaded(snapshot: Snapshot, kind: str) -> bool:
    return bool(snapshot.usage.coverage.spans) if kind == "usage" else snapshot.loaded(kind)


def _history(now: Moment, before: Moment | None, earlier: Moment | None) -> History | None:
    if before is None or not before.book["is_customer"].any():
        return None
    cohort = _cohort(before, now)
    rest = now.snapshot.account_ids.union(before.snapshot.account_ids).difference(cohort)
    late = before.snapshot.accounts.set_index("account_id")["as_loaded"]
    reaches = earlier is not None and bool(earlier.book["is_customer"].any())
    return History(
        day=before.snapshot.day,
        members=before.members,
        book=before.book,
        readings=before.readings.drop(columns="detail", errors="ignore"),
        arr_rows=arr_rows(before.snapshot, _customers(before).union(cohort)),
        bridge=bridge(before.snapshot, now.snapshot, cohort),
        bridge_rest=bridge(before.snapshot, now.snapshot, rest),
        bridge_before=bridge(earlier.snapshot, before.snapshot, _cohort(earlier, before))
        if earlier is not None and reaches
        else None,
        n_as_loaded=int(late.reindex(before.members).fillna(value=False).sum()),
    )


def _cohort(start: Moment, end: Moment) -> pd.Index:
    was_customer = start.book.index[start.book["is_customer"].astype("bool")]
    return closed_cohort(start.members, end.members, was_customer)


def _signal_texts(judged_by: Mapping[str, Thresholds]) -> tuple[SignalText, ...]:
    return tuple(
        SignalText(
            key=signal.key,
            title=signal.title,
            advice=signal.advice,
            blind_spots=signal.blind_spots,
            reasons=signal.reasons,
            thresholds_version=signal.version,
            rules=_rules(signal.thresholds),
            needs=signal.needs,
        )
        for signal in (judged(known, judged_by) for known in all_signals())
    )


def _rules(thresholds: Thresholds) -> pd.DataFrame:
    values = pd.Series(dict(thresholds.values), dtype="float64")
    return pd.DataFrame({"rule": values.index.astype("str"), "value": values.to_numpy()})


def _evidence(snapshot: Snapshot, brief: Brief, found: pd.DataFrame) -> Mapping[Key, Evidence]:
    """Return sentence and rows for each alert of the customers that the report will show."""
    shown = fired_accounts(brief, "alert")[:ACCOUNTS_EVIDENCED]
    alerts = found[(found["grade"] == "alert") & found["account_id"].isin(shown)]
    told = {}
    for record in alerts.to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        kind, rows = rows_behind(snapshot, row)
        key = (str(row["account_id"]), str(row["signal"]))
        told[key] = Evidence(evidence(row), _without_texts(kind, rows), kind)
    return told


def _without_texts(kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out texts, people and subjects: the workbook goes to more readers than the app."""
    if kind == "usage":
        return rows[["account_id", "day", "event", "events", "users", "quantity"]]
    shown = ("account_id", KINDS[kind].day, "type", "batch_id", "source_row")
    return rows[[name for name in shown if name in rows]]
