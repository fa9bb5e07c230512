"""Which alerts past churn confirms: the signs that customers who left had shown before."""

from collections.abc import Sequence

from lib.locale import Message, Text, joined, msg, msgs
from lib.report.meanings import signals as meaning
from lib.report.pen import Pen

SUPPORTED, UNCHECKED = "supported", "unchecked"


def of(pen: Pen, ids: Sequence[str]) -> list[str]:
    """Return those accounts that are on alert by a sign that past churn confirms, in order."""
    alerts = pen.brief.readings[pen.brief.readings["grade"] == "alert"]
    mine = set(alerts.loc[alerts["signal"].isin(_signals(pen)), "account_id"])
    return [account for account in ids if account in mine]


def register(pen: Pen, alert: Sequence[str]) -> None:
    """Register how many are on alert by such a sign, where the signs were checked at all."""
    checked = any(r.standing != UNCHECKED for r in pen.brief.context.records.values())
    if checked and alert:
        pen.count(meaning.CONFIRMED, of(pen, alert), "signals")
        pen.arr(meaning.CONFIRMED_ARR, of(pen, alert), "signals")


def counted(pen: Pen) -> Message | None:
    """Say, within a sentence, how many are; None where that was not checked."""
    if "alert_confirmed" not in pen.register:
        return None
    n, arr = pen.ref("alert_confirmed"), pen.ref("alert_confirmed_arr")
    if not n.n:
        return msg("past churn confirms none of their signs")
    return msgs(
        "{n} of them ({arr}) shows a sign that past churn confirms",
        "{n} of them ({arr}) show a sign that past churn confirms",
        n.n,
        n=n,
        arr=arr,
    )


def sentences(pen: Pen) -> list[Text]:
    """Say how many alerts rest on a sign that past churn confirms, and what the rest is."""
    if "alert_confirmed" not in pen.register:
        return []
    n, arr = pen.ref("alert_confirmed"), pen.ref("alert_confirmed_arr")
    if not n.n:
        return [
            msg(
                "Past churn has confirmed none of the signs that they show: each is a reason to"
                " ask, not a forecast."
            )
        ]
    shown = pen.brief.readings[pen.brief.readings["grade"] == "alert"]["signal"]
    titles = [
        s.title for s in pen.brief.signals if s.key in _signals(pen) and shown.eq(s.key).any()
    ]
    names = joined([msg("“{signal}”", signal=title) for title in titles])
    told = msgs(
        "{n} of them ({arr}) shows what customers who left had shown clearly more often than"
        " others: {signals}.",
        "{n} of them ({arr}) show what customers who left had shown clearly more often than"
        " others: {signals}.",
        n.n,
        n=n,
        arr=arr,
        signals=names,
    )
    if n.n == pen.ref("on_alert").n:
        return [told]
    return [told, msg("The other signs are a reason to ask, not a forecast.")]


def _signals(pen: Pen) -> set[str]:
    records = pen.brief.context.records
    return {signal for signal, found in records.items() if found.standing == SUPPORTED}
