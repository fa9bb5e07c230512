"""Customers on alert: the table, the evidence of each, and what to do about each sign."""

from collections.abc import Sequence

from lib.locale import Text, joined, msg, msgs
from lib.report.blocks import Block, Bullets, Column, Paragraph, Table
from lib.report.brief import ACCOUNTS_EVIDENCED, Evidence, SignalText
from lib.report.followups import Followups
from lib.report.meanings import signals as meaning
from lib.report.pen import Pen
from lib.report.told import Source, in_words_of, told

_ROWS_SHOWN = 15


def on_alert(pen: Pen, alert: Sequence[str]) -> tuple[Block, ...]:
    """Return who is on alert, on what evidence, and what to do; nothing when nobody is."""
    if not alert:
        return ()
    followups = Followups(pen.brief)
    open_ones = [account for account in alert if followups.is_open(account)]
    untouched = pen.count(meaning.UNTOUCHED, open_ones, "signals")
    sentence = msgs(
        "For {n} customer on alert no follow-up is on record.",
        "For {n} customers on alert no follow-up is on record.",
        untouched.n,
        n=untouched,
    )
    if untouched.n == len(alert) > 1:
        sentence = msg("No follow-up is on record for any customer on alert.")
    if not untouched.n:
        sentence = msg("A follow-up is on record for every customer on alert.")
    table = _accounts_table(pen, alert, followups)
    told = Bullets(tuple(_evidence(pen, account) for account in alert[:ACCOUNTS_EVIDENCED]))
    why = Paragraph((msg("Why these customers are on alert"),), role="heading")
    if len(alert) > ACCOUNTS_EVIDENCED:
        why = Paragraph((msg("Why the first of these customers are on alert"),), role="heading")
    what = Paragraph((msg("What to do about each sign"),), role="heading")
    return (Paragraph((sentence,)), table, why, told, what, Bullets(tuple(_advice(pen))))


def _advice(pen: Pen) -> list[tuple[Text, ...]]:
    alerts = pen.brief.readings[pen.brief.readings["grade"] == "alert"]
    seen = set(alerts["signal"])
    return [
        (
            msg(
                "{signal}: {advice}",
                signal=signal.title,
                advice=in_words_of(pen, signal, signal.advice),
            ),
        )
        for signal in pen.brief.signals
        if signal.key in seen
    ]


def _accounts_table(pen: Pen, alert: Sequence[str], followups: Followups) -> Table:
    rows = pen.account_rows(alert, "arr", "renewal_on", "renewal_days", "signals")
    n = pen.put(meaning.ACCOUNTS, len(rows), rows)
    titles = {signal.key: signal.title for signal in pen.brief.signals}
    cells = tuple(
        (
            pen.name(account),
            pen.money(pen.brief.book["arr"][account]),
            pen.day(pen.brief.book["renewal_on"][account]),
            joined([titles[key] for key in followups.alerts(account)]),
            followups.words(account),
        )
        for account in alert[:_ROWS_SHOWN]
    )
    return Table(
        figure_id="table_on_alert",
        caption=pen.first_of(
            n, _ROWS_SHOWN, msg("Customers on alert, near renewals first, then by ARR")
        ),
        columns=(
            Column(msg("Customer")),
            Column(msg("ARR"), "number"),
            Column(msg("Renewal")),
            Column(msg("Signals on alert")),
            Column(msg("Follow-up")),
        ),
        cells=cells,
    )


def _evidence(pen: Pen, account: str) -> tuple[Text, ...]:
    """Return name, the evidence of each alert, then the context notes."""
    return (
        msg("{account}:", account=pen.name(account)),
        *evidence_of(pen, account),
        *pen.notes_on(account),
    )


def evidence_of(pen: Pen, account: str) -> tuple[Text, ...]:
    """Return the evidence of each alert of an account, in the order of the catalogue."""
    found = ((s, pen.brief.evidence.get((account, s.key))) for s in pen.brief.signals)
    return tuple(
        told(pen, seen.sentence, _source(pen, signal, account, seen))
        for signal, seen in found
        if seen is not None
    )


def _source(pen: Pen, signal: SignalText, account: str, found: Evidence) -> Source:
    return Source(
        prefix=f"{signal.key}.{pen.slug(account)}",
        what=msg("{signal}, {account}", signal=signal.title, account=pen.name(account)),
        rows=found.rows,
        kind=found.kind,
        rules_prefix=f"{signal.key}.rule",
        rules=signal.rules,
    )
