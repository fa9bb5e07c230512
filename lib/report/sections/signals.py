"""Churn signals: who shows them, on what evidence, what was done, and what could not be read."""

from collections.abc import Sequence

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.report.blocks import Block, Paragraph
from lib.report.brief import fired_accounts
from lib.report.figures import Ref
from lib.report.meanings import signals as meaning
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.settings import RENEWAL_DAYS
from lib.report.signs import accounts, claims, confirmed, kinds, past, terms, unread

_ROWS_SHOWN = 15
_READING = (
    "account_id",
    "signal",
    "grade",
    "severity",
    "value",
    "expected",
    "expected_low",
    "expected_high",
    "confidence",
    "window_from",
    "window_to",
    "rows_from",
    "n_rows",
    "reason",
    "thresholds_version",
)


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    if pen.members.empty:
        return ()
    worst = pen.members["worst"]
    alert = fired_accounts(pen.brief, "alert")
    _register(pen, alert, list(worst.index[worst == "watch"]))
    opening = Paragraph((*_finding(pen, alert), *_change(pen)))
    ahead = Paragraph((*_renewals(pen), *terms.sentences(pen)))
    return (
        opening,
        ahead,
        *kinds.blocks(pen),
        *accounts.on_alert(pen, alert),
        *past.records(pen),
        *unread.unknown(pen),
        *_notes(pen),
    )


def _register(pen: Pen, alert: Sequence[str], watch: Sequence[str]) -> None:
    pen.count(meaning.ON_ALERT, alert, "signals")
    pen.arr(meaning.ON_ALERT_ARR, alert, "signals")
    pen.count(meaning.ON_WATCH, watch, "signals")
    near = claims.near(pen)
    soon = [account for account in alert if account in near]
    pen.count(meaning.RENEWING, soon, "renewal_on", "renewal_days")
    pen.arr(meaning.RENEWING_ARR, soon, "renewal_on")
    unread = pen.brief.readings["grade"] == "unknown"
    ids = pen.brief.readings.loc[unread, "account_id"].unique()
    pen.count(meaning.NOT_JUDGED, ids, "n_unknown")
    readings = pen.brief.readings
    rows = readings[[c for c in _READING if c in readings]]
    rows = rows.assign(read=readings["grade"] != "unknown").reset_index(drop=True)
    table = pen.put(meaning.TABLE, len(rows), rows)
    if len(rows):
        pen.put_beside(table, meaning.READ_SHARE, float(rows["read"].mean()))
    confirmed.register(pen, alert)


def _finding(pen: Pen, alert: Sequence[str]) -> list[Text]:
    n, watch = pen.ref("on_alert"), pen.ref("on_watch")
    if not unread.judged(pen):
        return [msg("Churn signals say nothing: none could be read for any customer.")]
    if not n.n and not watch.n:
        return [msg("No churn signal is open among the customers that could be judged.")]
    if not n.n:
        return [
            msgs(
                "No customer is on alert; {n} is worth watching.",
                "No customer is on alert; {n} are worth watching.",
                watch.n,
                n=watch,
            )
        ]
    arr = pen.ref("on_alert_arr")
    claim = msgs(
        "{customers} is on alert.",
        "{customers} are on alert.",
        n.n,
        customers=pen.customers(n, arr),
    )
    if watch.n:
        claim = msgs(
            "{customers} is on alert, and {watch} more on watch.",
            "{customers} are on alert, and {watch} more on watch.",
            n.n,
            customers=pen.customers(n, arr),
            watch=watch,
        )
    claims.add_findings(pen, alert)
    return [claim, *confirmed.sentences(pen), *_commonest(pen)]


def _renewals(pen: Pen) -> list[Text]:
    """Say how much comes up for renewal soon, and how much of it is on alert."""
    days = pen.setting("renewal_days")
    ends = pen.brief.renewals
    rows = ends[ends["days_left"].between(0, RENEWAL_DAYS)].reset_index(drop=True)
    value = meaning.ENDING_ARR.recipe.applied(rows) if meaning.ENDING_ARR.recipe else None
    n = pen.put(meaning.ENDING, rows["account_id"].nunique(), rows)
    if not n.n:
        return [
            msg("No running term of the segment is known to end within {days} days.", days=days)
        ]
    arr = pen.put_beside(n, meaning.ENDING_ARR, value)
    ending = msgs(
        "Within {days} days a term of {customers} ends.",
        "Within {days} days terms of {customers} end.",
        n.n,
        customers=pen.customers(n, arr),
        days=days,
    )
    alert = pen.ref("alert_renewing")
    if not alert.n:
        return [ending, msg("None of them is on alert.")]
    of_them = msgs("{n} of them is on alert.", "{n} of them are on alert.", alert.n, n=alert)
    return [ending, of_them]


def _commonest(pen: Pen) -> list[Text]:
    """Name the signal that most customers on alert show; nothing when there is but one alert."""
    alerts = pen.brief.readings[pen.brief.readings["grade"] == "alert"]
    counts = alerts["signal"].value_counts()
    most = [signal for signal in pen.brief.signals if counts.get(signal.key, 0) == counts.max()]
    if len(alerts) == 1 or len(most) != 1:
        return []
    signal = most[0]
    n = pen.count(
        meaning.alert_of(signal), alerts.loc[alerts["signal"] == signal.key, "account_id"]
    )
    return [msg("The commonest sign is “{signal}” ({n}).", signal=signal.title, n=n)]


def _change(pen: Pen) -> list[Text]:
    history = pen.brief.history
    if history is None:
        return []
    then = history.readings.loc[history.readings["grade"] == "alert", "account_id"]
    before = history.members[history.members.isin(then)]
    now = pen.members.index[pen.members["worst"] == "alert"]
    start = pen.count(meaning.ALERT_BEFORE, before)
    news = _new_alerts(pen, now, then, before)
    if not start.n:
        return [msg("At the start of the period nobody was on alert."), *news]
    inside = before.intersection(pen.members.index)
    if len(before.intersection(now)) == len(before):
        pen.count(meaning.STILL, before, "signals")
        all_still = msgs(
            "The {n} customer on alert at the start of the period still is.",
            "All {n} customers on alert at the start of the period still are.",
            start.n,
            n=start,
        )
        return [all_still, *news]
    parts = (
        (pen.count(meaning.STILL, before.intersection(now), "signals"), _still),
        (pen.count(meaning.CLEARED, inside.difference(now), "signals"), _cleared),
        (pen.count(meaning.GONE, before.difference(inside)), _gone),
    )
    opening = msgs(
        "At the start of the period {n} was on alert: {parts}.",
        "At the start of the period {n} were on alert: {parts}.",
        start.n,
        n=start,
        parts=pen.clauses([said(n) for n, said in parts if n.n]),
    )
    return [opening, *news]


def _new_alerts(pen: Pen, now: pd.Index, then: pd.Series, before: pd.Index) -> list[Text]:
    """Say who came on alert, and who came into the segment with an alert."""
    newly = pen.count(meaning.NEWLY, now.difference(pd.Index(then)), "signals")
    brought = pen.count(meaning.BROUGHT, now[now.isin(then)].difference(before), "signals")
    sentences: list[Text] = []
    if newly.n:
        sentences.append(
            msgs("{n} has come on alert since.", "{n} have come on alert since.", newly.n, n=newly)
        )
    if brought.n:
        sentences.append(
            msgs(
                "{n} came into the segment with its alert.",
                "{n} came into the segment with their alerts.",
                brought.n,
                n=brought,
            )
        )
    return sentences


def _still(n: Ref) -> Message:
    return msgs("{n} still is", "{n} still are", n.n, n=n)


def _cleared(n: Ref) -> Message:
    return msgs("{n} no longer is", "{n} no longer are", n.n, n=n)


def _gone(n: Ref) -> Message:
    return msgs("{n} is no longer in the segment", "{n} are no longer in the segment", n.n, n=n)


def _notes(pen: Pen) -> tuple[Block, ...]:
    keys = [signal.key for signal in pen.brief.signals]
    return tuple(Paragraph((note,), role="note") for note in pen.notes_on("signals", *keys))


SECTION = SectionRule(key="signals", title=msg("Churn signals"), place=5, turn=4, write=write)
