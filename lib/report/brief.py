"""What a draft needs to know, gathered in one value. A draft reads nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import pandas as pd

from lib.locale import Message
from lib.metrics.bridge import Bridge
from lib.model import Period
from lib.profile.template import TEMPLATE, Entry
from lib.quality.finding import DataFinding
from lib.report.brief_actions import Agreed
from lib.report.brief_demands import DemandsTold
from lib.report.brief_gap import GapTold
from lib.report.brief_outlook import Outlook
from lib.report.brief_touchpoints import Touchpoints
from lib.report.brief_voices import Voices
from lib.report.settings import RENEWAL_DAYS
from lib.signals.spec import Thresholds

ACCOUNTS_EVIDENCED = 12  # more are counted and stand in the workbook; a reader stops before
State = Literal["open", "acknowledged", "snoozed"]


@dataclass(frozen=True, slots=True)
class Note:
    """A context note. `target` is an account's id, `segment`, a signal's key or a figure's id.

    `period` says in words to which time it belongs; empty when it always holds. Who wrote
    it is kept for the app and never printed.
    """

    target: str
    text: str
    author: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class SignalAction:
    """What was done about an account's signal."""

    account_id: str
    signal: str
    state: State
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SignalText:
    """The words of one churn signal, as the catalogue has them, and its `rules` (rule, value).

    `needs` are the kinds of rows that it reads.
    """

    key: str
    title: Message
    advice: Message
    blind_spots: Message
    reasons: Mapping[str, Message]
    thresholds_version: str
    rules: pd.DataFrame
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Why a signal fired: one sentence, and the rows behind it."""

    sentence: Message
    rows: pd.DataFrame
    kind: str


@dataclass(frozen=True, kw_only=True, eq=False)
class History:
    """What the report compares with: the day before the period, and what went on since.

    `bridge` runs over the period, `bridge_before` over the one before it (None when the data
    do not reach so far), `bridge_rest` over the customers outside the segment. `arr_rows`
    are the rows behind the ARR on the day before the period.
    """

    day: date
    members: pd.Index
    book: pd.DataFrame
    readings: pd.DataFrame
    arr_rows: pd.DataFrame
    bridge: Bridge
    bridge_rest: Bridge
    bridge_before: Bridge | None = None
    n_as_loaded: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class PastRecord:
    """What a signal was worth on past churn: one sentence, and its alarms as rows.

    `standing`: `supported`, `not_followed` or `untold`, as in `lib.backtest.record`, or
    `unchecked` where too few customers left to check anything.
    """

    sentence: Message
    rows: pd.DataFrame
    standing: str = "unchecked"


@dataclass(frozen=True, kw_only=True, eq=False)
class Context:
    """What people and the loading of the data add to the figures.

    `batches`: `batch_id, file, sheet, kind, imported_at` (as text). `judged_by` are the
    thresholds, by signal, that people set in place of the catalogue's. `records` say what past
    churn says, by signal; empty where nothing was checked. `template` is that of the customer
    file.
    """

    notes: tuple[Note, ...] = ()
    actions: tuple[SignalAction, ...] = ()
    findings: tuple[DataFinding, ...] = ()
    batches: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            columns=["batch_id", "file", "sheet", "kind", "imported_at"]
        )
    )
    judged_by: Mapping[str, Thresholds] = field(default_factory=dict)
    records: Mapping[str, PastRecord] = field(default_factory=dict)
    template: Mapping[str, Entry] = field(default_factory=lambda: TEMPLATE)


@dataclass(frozen=True, kw_only=True, eq=False)
class Brief:
    """Everything a draft needs.

    Frames: `book` has one row an account (index `account_id`), all accounts of the data;
    `readings` and `renewals` those of the members; `files` and `groups` one row an account
    (completeness and buying group); `arr_rows` the rows behind the ARR of all customers;
    `accounts` where each account's row comes from (`account_id, account_name, batch_id,
    source_row`). `history` is None when the data begin in the period. `demands` and `gap` are
    None where they were not gathered.
    source_row`). `history` is None when the data begin in the period; `voices` and `touchpoints`
    are None where nobody gathered them.
    """

    segment: str
    rule_text: str
    rule_words: Message
    period: Period
    as_of: date
    currency: str | None
    members: pd.Index
    book: pd.DataFrame
    readings: pd.DataFrame
    renewals: pd.DataFrame
    files: pd.DataFrame
    groups: pd.DataFrame
    arr_rows: pd.DataFrame
    accounts: pd.DataFrame
    signals: tuple[SignalText, ...]
    evidence: Mapping[tuple[str, str], Evidence]
    loaded: frozenset[str]
    history: History | None = None
    context: Context = field(default_factory=Context)
    agreed: Agreed = field(default_factory=Agreed)
    demands: DemandsTold | None = None
    gap: GapTold | None = None
    voices: Voices | None = None
    touchpoints: Touchpoints | None = None
    outlook: Outlook = field(default_factory=Outlook)


def in_order(brief: Brief) -> Brief:
    """Return the brief with every frame in one fixed order, whatever order it came in."""
    history = brief.history
    if history is not None:
        history = replace(
            history,
            members=history.members.sort_values(),
            book=history.book.sort_index(),
            readings=_sorted(history.readings, "account_id", "signal"),
            arr_rows=_sorted(history.arr_rows, "account_id", "kind", "batch_id", "source_row"),
            bridge=_ordered_bridge(history.bridge),
            bridge_rest=_ordered_bridge(history.bridge_rest),
            bridge_before=history.bridge_before and _ordered_bridge(history.bridge_before),
        )
    return replace(
        brief,
        members=brief.members.sort_values(),
        book=brief.book.sort_index(),
        readings=_sorted(brief.readings, "account_id", "signal"),
        renewals=_sorted(brief.renewals, "ends_on", "account_id", "contract_id"),
        files=brief.files.sort_index(),
        groups=brief.groups.sort_index(),
        arr_rows=_sorted(brief.arr_rows, "account_id", "kind", "batch_id", "source_row"),
        accounts=_sorted(brief.accounts, "account_id"),
        history=history,
        context=_ordered_context(brief.context),
        voices=brief.voices and brief.voices.in_order(),
        touchpoints=brief.touchpoints and brief.touchpoints.in_order(),
    )


def _sorted(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return rows.sort_values(list(columns), kind="stable").reset_index(drop=True)


def _ordered_bridge(bridge: Bridge) -> Bridge:
    return replace(bridge, moves=_sorted(bridge.moves, "account_id"))


def _ordered_context(context: Context) -> Context:
    return replace(
        context,
        notes=tuple(sorted(context.notes, key=lambda n: (n.target, n.period, n.text))),
        actions=tuple(sorted(context.actions, key=lambda a: (a.account_id, a.signal))),
        findings=tuple(sorted(context.findings, key=lambda f: (f.severity == "info", f.code))),
        batches=_sorted(context.batches, "batch_id"),
    )


def fired_accounts(brief: Brief, grade: str) -> list[str]:
    """Return the members whose worst grade this is: near renewals first, then by ARR, then id."""
    mine = brief.book.loc[brief.members.sort_values()]
    mine = mine[mine["worst"] == grade]
    near = mine["renewal_days"].between(0, RENEWAL_DAYS)
    ordered = mine.assign(near=near).sort_values(
        ["near", "arr"], ascending=[False, False], kind="stable", na_position="last"
    )
    return [str(account) for account in ordered.index]
