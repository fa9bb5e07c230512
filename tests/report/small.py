"""A small brief made by hand: 24 customers of a segment, a month with gains and losses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Number, Share, msg
from lib.metrics.bridge import Bridge
from lib.model import Period
from lib.quality.finding import DataFinding
from lib.report.brief import (
    Brief,
    Context,
    Evidence,
    History,
    Note,
    PastRecord,
    SignalAction,
    SignalText,
)
from lib.segments.rules import parsed_rule, words
from lib.signals.readings import evidence as sentence_of
from lib.signals.readings import measured, rows_behind
from lib.signals.registry import all_signals, signal_of

RULE = 'tag = "key account"'
DAY, START = date(2026, 10, 31), date(2026, 9, 30)
SIGNALS = ("api_burst", "bulk_export", "contact_stops", "login_decline", "requests_stop")
NAMES = (
    "Northwind Trading", "海蓝科技有限公司", "Contoso 24", "青松物流", "Fabrikam",
    "Adventure Works",
    "云图软件", "Tailspin Toys", "Wide World Importers", "Proseware", "明德教育",
    "Litware",
)  # fmt: skip
READING = (
    "account_id", "signal", "severity", "grade", "value", "expected", "expected_low",
    "expected_high", "confidence", "window_from", "window_to", "n_rows", "reason",
    "thresholds_version",
)  # fmt: skip
_MATURITY = ("medium", "high", "medium", "low", None, "medium", "immature", None)
_JOURNEY = (None, "onboarding", "proficient", "proficient", "advocate")
_BANT = ("warm", "hot", None, "cool", None, "cold", None, None)


def account_id(n: int) -> str:
    """Return the id of the n-th account."""
    return f"A-{n:03d}"


def members(n: int = 24) -> pd.Index:
    """Return the ids of the first n accounts."""
    return pd.Index([account_id(i) for i in range(1, n + 1)], name="account_id", dtype="str")


def book(n: int = 40, alerts: Mapping[int, tuple[str, ...]] | None = None) -> pd.DataFrame:
    """Return a book of n accounts; ARR is 6,000 to 60,000, that of the 9th is unknown."""
    places = range(1, n + 1)
    fired = {account_id(i): keys for i, keys in (alerts or {}).items()}
    frame = pd.DataFrame(
        {
            "account_name": [f"{NAMES[i % 12]}" + ("" if i < 12 else f" {i}") for i in places],
            "arr": [np.nan if i == 9 else 6000.0 * (1 + i % 10) for i in places],
            "is_customer": True,
            "maturity_level": pd.Series([_MATURITY[i % 8] for i in places], dtype="str").to_numpy(),
            "maturity_status": ["stated" if i % 5 == 0 else "rated" for i in places],
            "maturity_coverage": 0.8,
            "bant_level": pd.Series([_BANT[i % 8] for i in places], dtype="str").to_numpy(),
            "journey_stage": pd.Series([_JOURNEY[i % 5] for i in places], dtype="str").to_numpy(),
            "journey_stage_stated": pd.Series([None] * n, dtype="str").to_numpy(),
            "journey_status": ["unknown" if i % 5 == 0 else "shown" for i in places],
            "journey_reason": "",
            "n_contacts": [float(i % 4) for i in places],
            "decision_maker_heard_days": [(None, 12.0, 140.0)[i % 3] for i in places],
            "renewal_days": [float(20 + 11 * i) if i % 3 else np.nan for i in places],
        },
        index=pd.Index([account_id(i) for i in places], name="account_id", dtype="str"),
    )
    ends = pd.Timestamp(DAY) + pd.to_timedelta(frame["renewal_days"], unit="D")
    keys = [fired.get(i, ()) for i in frame.index]
    return frame.assign(
        renewal_on=ends,
        worst=["alert" if k else "none" for k in keys],
        signals=["|".join(k) for k in keys],
        n_alerts=[len(k) for k in keys],
        n_unknown=[1.0 if i % 6 == 0 else 0.0 for i in places],
    )


def readings(ids: pd.Index, alerts: Mapping[int, tuple[str, ...]]) -> pd.DataFrame:
    """Return readings: the given alerts, every sixth account without a ticket export."""
    rows = []
    for account in ids:
        place = int(account[2:])
        for signal in SIGNALS:
            grade = "alert" if signal in alerts.get(place, ()) else "none"
            unread = signal == "requests_stop" and place % 6 == 0
            rows.append(
                {
                    "account_id": account,
                    "signal": signal,
                    "severity": -1 if unread else (2 if grade == "alert" else 0),
                    "grade": "unknown" if unread else grade,
                    "value": float(place),
                    "expected": 20.0,
                    "expected_low": 15.0,
                    "expected_high": 25.0,
                    "confidence": 0.0 if unread else 0.8,
                    "window_from": pd.Timestamp(2026, 9, 7),
                    "window_to": pd.Timestamp(2026, 11, 1),
                    "n_rows": 0 if unread else 26,
                    "reason": "no_ticket_export" if unread else np.nan,
                    "thresholds_version": f"{signal}/1",
                }
            )
    frame = pd.DataFrame(rows, columns=list(READING)).astype({"reason": "str"})
    return frame.astype({"account_id": "str", "signal": "str", "grade": "str"})


def arr_rows(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return one contract an account."""
    known = frame[frame["arr"] > 0]
    return pd.DataFrame(
        {
            "kind": "contracts",
            "account_id": known.index,
            "account_name": known["account_name"].to_numpy(),
            "contract_id": [f"C{i[2:]}" for i in known.index],
            "start_date": pd.Timestamp(2025, 1, 1),
            "end_date": pd.Timestamp(day) + pd.Timedelta(days=200),
            "arr": known["arr"].to_numpy(),
            "batch_id": 2,
            "source_row": [int(i[2:]) + 1 for i in known.index],
        }
    )


def renewals(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that end: one contract an account with a renewal day."""
    ending = frame[frame["renewal_days"].notna()]
    return pd.DataFrame(
        {
            "account_id": ending.index,
            "account_name": ending["account_name"].to_numpy(),
            "contract_id": [f"C{i[2:]}" for i in ending.index],
            "ends_on": ending["renewal_on"].to_numpy(),
            "days_left": ending["renewal_days"].to_numpy(),
            "arr": ending["arr"].to_numpy(),
            "auto_renew": pd.Series(pd.NA, index=range(len(ending)), dtype="boolean"),
            "notice_on": pd.Series(pd.NaT, index=range(len(ending)), dtype="datetime64[us]"),
            "days_to_notice": float("nan"),
            "batch_id": 2,
            "source_row": [int(i[2:]) + 1 for i in ending.index],
        }
    )


def bridge(start: pd.DataFrame, end: pd.DataFrame, ids: pd.Index, last: date = DAY) -> Bridge:
    """Return the bridge of some accounts between two books, worked out the plain way."""
    ends = pd.DataFrame(
        {
            "account_id": ids,
            "account_name": end["account_name"].reindex(ids).to_numpy(),
            "arr_start": start["arr"].reindex(ids).to_numpy(),
            "arr_end": end["arr"].reindex(ids).to_numpy(),
        }
    ).dropna()
    ends = ends[(ends["arr_start"] > 0) | (ends["arr_end"] > 0)]
    change = ends["arr_end"] - ends["arr_start"]
    kinds = [ends["arr_start"] == 0, ends["arr_end"] == 0, change > 0, change < 0]
    move = np.select(kinds, ["new", "churned", "expansion", "contraction"], "same")
    moves = ends.assign(change=change, move=pd.Series(move, index=ends.index, dtype="str"))
    total = change.abs().groupby(moves["move"]).sum()
    opening = float(ends["arr_start"].sum())
    lost = total.get("churned", 0.0) + total.get("contraction", 0.0)
    cohort = int((ends["arr_start"] > 0).sum())
    n_lost = int((moves["move"] == "churned").sum())
    return Bridge(
        first=last.replace(day=1),
        last=last,
        currency="USD",
        accounts_start=cohort,
        accounts_end=int((ends["arr_end"] > 0).sum()),
        arr_start=opening,
        new=float(total.get("new", 0.0)),
        expansion=float(total.get("expansion", 0.0)),
        contraction=float(total.get("contraction", 0.0)),
        churned=float(total.get("churned", 0.0)),
        arr_end=float(ends["arr_end"].sum()),
        nrr=(opening - lost + total.get("expansion", 0.0)) / opening if opening else None,
        grr=(opening - lost) / opening if opening else None,
        logo_churn=n_lost / cohort if cohort else None,
        n_lost=n_lost,
        n_new=int((moves["move"] == "new").sum()),
        unknown=(),
        moves=moves.reset_index(drop=True),
    )


def signal_texts() -> tuple[SignalText, ...]:
    """Return the words of the catalogue's signals."""
    return tuple(
        SignalText(
            key=signal.key,
            title=signal.title,
            advice=signal.advice,
            blind_spots=signal.blind_spots,
            reasons=signal.reasons,
            thresholds_version=signal.version,
            rules=pd.DataFrame({"rule": ["watch"], "value": [1.0]}),
        )
        for signal in all_signals()
    )


@cache
def worked_example(key: str) -> tuple[Message, pd.DataFrame, str]:
    """Return what the catalogue says of its own worked example of an alert."""
    signal = signal_of(key)
    example = next(example for example in signal.examples if example.severity > 1)
    snapshot = example.snapshot()
    row = {str(k): v for k, v in measured(signal, snapshot).iloc[0].to_dict().items()}
    kind, rows = rows_behind(snapshot, row)
    return sentence_of(row), rows, kind


def evidence(account: str, key: str) -> Evidence:
    """Return the worked example's evidence for one of our accounts."""
    sentence, rows, kind = worked_example(key)
    columns = ["account_id", "day", "event", "events", "users", "quantity"]
    if kind != "usage":
        columns = ["account_id", "type", "batch_id", "source_row"]
    return Evidence(sentence, rows.assign(account_id=account)[columns], kind)


ALERTS: Mapping[int, tuple[str, ...]] = {
    1: ("login_decline",),
    4: ("login_decline", "requests_stop"),
    14: ("login_decline",),
    17: ("contact_stops",),
}
ALERTS_BEFORE: Mapping[int, tuple[str, ...]] = {4: ("login_decline",), 20: ("contact_stops",)}


def history(now: pd.DataFrame) -> History:
    """Return a start at which two accounts were smaller, one larger, two more still there."""
    start = book(40, ALERTS_BEFORE)
    start.loc[account_id(3), "arr"] = 12000.0
    start.loc[account_id(5), "arr"] = 30000.0
    start.loc[account_id(7), "arr"] = 60000.0
    start.loc[account_id(11), "arr"] = 0.0
    start.loc[account_id(11), "is_customer"] = False
    start.loc[account_id(38), "arr"] = 54000.0
    inside = members(24).difference([account_id(11), account_id(24)])
    inside = inside.union([account_id(i) for i in (38, 39)])
    cohort = inside.union([account_id(11)])
    rest = now.index.difference(cohort)
    return History(
        day=START,
        members=inside,
        book=start,
        readings=readings(now.index, ALERTS_BEFORE),
        arr_rows=arr_rows(start, START),
        bridge=bridge(start, now, cohort),
        bridge_rest=bridge(start, now, rest),
        bridge_before=bridge(start, start, inside, START),
        n_as_loaded=3,
    )


def batches() -> pd.DataFrame:
    """Return three import batches."""
    return pd.DataFrame(
        {
            "batch_id": [1, 2, 3],
            "file": ["accounts.csv", "合同.xlsx", "usage.csv"],
            "sheet": pd.Series([None, "2026", None], dtype="str"),
            "kind": ["accounts", "contracts", "usage"],
            "imported_at": ["2026-11-02 09:15"] * 3,
        }
    )


def brief() -> Brief:
    """Return the brief: 24 members of 40 accounts, October 2026."""
    now = book(40, ALERTS)
    now.loc[account_id(38), ["arr", "is_customer"]] = [0.0, False]
    ids = members(24)
    accounts = pd.DataFrame(
        {
            "account_id": now.index,
            "account_name": now["account_name"].to_numpy(),
            "batch_id": 1,
            "source_row": range(2, len(now) + 2),
        }
    )
    files = pd.DataFrame(
        {
            "completeness": [0.55 + 0.05 * (i % 9) for i in range(len(now))],
            "missing": [
                "decision_maker|renewal_on" if i % 3 else "industry" for i in range(len(now))
            ],
        },
        index=now.index,
    )
    groups = pd.DataFrame(
        {"n_decision_makers": [float(i % 3 > 0) for i in range(len(now))], "known": True},
        index=now.index,
    )
    finding = DataFinding(
        code="contract_ends_before_start",
        severity="warning",
        message=msg(
            "{n} of {total} contracts ({share}) end before they start.",
            n=Count(2),
            total=Count(39),
            share=Share(2 / 39, 1),
        ),
        rows=pd.DataFrame({"kind": "contracts", "batch_id": [2, 2], "source_row": [8, 9]}),
    )
    return Brief(
        segment="Key accounts",
        rule_text=RULE,
        rule_words=words(parsed_rule(RULE)),
        period=Period.month(2026, 10),
        as_of=DAY,
        currency="USD",
        members=ids,
        book=now,
        readings=readings(ids, ALERTS),
        renewals=renewals(now.loc[ids]),
        files=files,
        groups=groups,
        arr_rows=arr_rows(now, DAY),
        accounts=accounts,
        signals=signal_texts(),
        evidence={
            (account_id(i), key): evidence(account_id(i), key)
            for i, keys in ALERTS.items()
            for key in keys
        },
        loaded=frozenset({"accounts", "contacts", "contracts", "usage"}),
        history=history(now),
        context=Context(
            notes=(
                Note(
                    account_id(4), "Budget frozen until the new fiscal year", "Li", "October 2026"
                ),
                Note("segment", "The tag was cleaned up in September."),
            ),
            records={"login_decline": past_record()},
            actions=(
                SignalAction(account_id(1), "login_decline", "acknowledged"),
                SignalAction(
                    account_id(14), "login_decline", "snoozed", date(2026, 11, 30), "rollout pause"
                ),
            ),
            findings=(finding,),
            batches=batches(),
        ),
    )


def first_report() -> Brief:
    """Return the same brief without anything to compare with."""
    return replace(brief(), history=None)


def tiny(n: int) -> Brief:
    """Return the brief of a segment of the first n accounts (0: nobody), nothing on alert."""
    whole = brief()
    ids = members(n)
    now = book(40)
    return replace(
        whole,
        segment="Tiny",
        members=ids,
        book=now,
        readings=readings(ids, {}),
        renewals=renewals(now.loc[ids]),
        evidence={},
        context=Context(batches=batches()),
        history=calm_history(now, ids),
    )


def past_record() -> PastRecord:
    """Return what past churn says of falling logins: two of three alarms were right."""
    sentence = msg(
        "On the past {right} of {alarms} alarms were right ({share}; by chance {base}), {lead} days"
        " ahead; {caught} of {churners} customers that left were caught.",
        right=Count(2), alarms=Count(3), share=Share(2 / 3), base=Share(0.033, 1),
        lead=Number(45.0, 0), caught=Count(2), churners=Count(12),
    )  # fmt: skip
    rows = pd.DataFrame(
        {
            "account_id": [account_id(n) for n in (2, 3, 5)],
            "observed_on": pd.to_datetime(["2026-01-31", "2026-02-28", "2026-03-31"]),
            "outcome": ["hit", "hit", "false_alarm"],
        }
    )
    return PastRecord(sentence, rows)


def calm_history(now: pd.DataFrame, ids: pd.Index) -> History:
    """Return a start at which everything was as it is now."""
    return History(
        day=START,
        members=ids,
        book=now,
        readings=readings(now.index, {}),
        arr_rows=arr_rows(now, START),
        bridge=bridge(now, now, ids),
        bridge_rest=bridge(now, now, now.index.difference(ids)),
    )


def nothing_known() -> Brief:
    """Return a brief of customers of whom ARR, maturity, contacts and signals are unknown."""
    whole = tiny(12)
    blank = whole.book.assign(
        arr=np.nan,
        maturity_level=pd.Series(np.nan, index=whole.book.index, dtype="str"),
        maturity_status="not_rated",
        bant_level=pd.Series(np.nan, index=whole.book.index, dtype="str"),
        renewal_on=pd.Series(pd.NaT, index=whole.book.index, dtype="datetime64[us]"),
        renewal_days=np.nan,
        worst="unknown",
        n_unknown=5,
    )
    unread = whole.readings.assign(severity=-1, grade="unknown", reason="no_usage_export")
    texts = tuple(
        replace(
            text,
            reasons={**text.reasons, "no_usage_export": msg("no usage export covers these days")},
        )
        for text in whole.signals
    )
    return replace(
        whole,
        book=blank,
        readings=unread,
        renewals=renewals(blank),
        arr_rows=arr_rows(blank, DAY),
        loaded=frozenset({"accounts"}),
        signals=texts,
        history=None,
    )
