"""What the alerts of a segment ask for: renewals to save first, then causes to find."""

from collections.abc import Mapping, Sequence

from lib.locale import Message, msg, msgs
from lib.report.findings import Finding, Proposal, share_new
from lib.report.meanings import signals as meaning
from lib.report.pen import NAMES_IN_A_SENTENCE, Pen
from lib.report.settings import RENEWAL_DAYS
from lib.report.signs import confirmed

# How sure an alert is: by what past churn says of the best of an account's signs.
_SURE: Mapping[str, float] = {"supported": 1.0, "untold": 0.5, "not_followed": 0.25}
_TOPIC = "alert"


def near(pen: Pen) -> set[str]:
    """Return the accounts that come up for renewal within the days that count as near."""
    days = pen.brief.book["renewal_days"]
    return {str(account) for account in days.index[days.between(0, RENEWAL_DAYS)]}


def add_findings(pen: Pen, alert: Sequence[str]) -> None:
    """Put those on alert into the findings, those with a near renewal apart: they cannot wait."""
    soon = near(pen)
    ids = [account for account in alert if account in soon]
    later = [account for account in alert if account not in soon]
    if later:
        pen.findings.append(_later(pen, later, others=bool(ids)))
    if ids:
        pen.findings.append(_near(pen, ids))


def _near(pen: Pen, ids: Sequence[str]) -> Finding:
    n, arr, days = (
        pen.ref("alert_renewing"),
        pen.ref("alert_renewing_arr"),
        pen.setting("renewal_days"),
    )
    claim = msgs(
        "{customers} is on alert and comes up for renewal within {days} days.",
        "{customers} are on alert and come up for renewal within {days} days.",
        n.n,
        customers=pen.customers(n, arr),
        days=days,
    )
    due = pen.brief.book.loc[list(ids), "renewal_on"].min().date()
    who = msgs(
        "the {n} customer on alert whose renewal is near",
        "the {n} customers on alert whose renewal is near",
        n.n,
        n=n,
    )
    decision = msg(
        "who speaks in time with the decision makers of {customers}, and what may be offered (the"
        " first term ends on {due})",
        customers=_named(pen, ids, who),
        due=due,
    )
    action = Proposal(
        "save_renewals",
        msg("Speak with the decision maker before the renewal: what has changed, what is missing?"),
        tuple(ids),
        due,
        decision,
    )
    return Finding(
        "alert_renewing",
        claim,
        pen.total(ids).known,
        _certainty(pen, ids),
        urgency=2.0,  # of two customers with the same signs, the one that can leave sooner
        proposal=action,
        new=_new(pen, ids),
        topic=_TOPIC,
        summary=_in_short(pen),
    )


def _later(pen: Pen, ids: Sequence[str], *, others: bool) -> Finding:
    n = pen.count(meaning.LATER, ids, "signals", "renewal_on")
    arr = pen.arr(meaning.LATER_ARR, ids, "signals")
    claim = msgs(
        "{customers} is on alert while its renewal is far off or not known.",
        "{customers} are on alert while their renewal is far off or not known.",
        n.n,
        customers=pen.customers(n, arr),
    )
    who = msgs("the {n} customer on alert", "the {n} customers on alert", n.n, n=n)
    if others:
        who = msgs("the other {n} customer on alert", "the other {n} customers on alert", n.n, n=n)
    decision = msg(
        "who finds out from {customers} what has changed, while there is time",
        customers=_named(pen, ids, who),
    )
    first = confirmed.of(pen, ids)
    if first and len(ids) > NAMES_IN_A_SENTENCE and len(first) < len(ids):
        k = pen.count(meaning.LATER_CONFIRMED, first, "signals")
        decision = msgs(
            "who finds out from {customers} what has changed, first of all from the {k} whose sign"
            " past churn confirms",
            "who finds out from {customers} what has changed, first of all from the {k} whose signs"
            " past churn confirms",
            k.n,
            customers=who,
            k=k,
        )
    action = Proposal(
        "follow_alerts",
        msg("Ask what has changed, and record the follow-up with the signal."),
        (*first, *pen.by_arr(set(ids).difference(first))),
        decision=decision,
    )
    return Finding(
        "alert_later",
        claim,
        pen.total(ids).known,
        _certainty(pen, ids),
        proposal=action,
        new=_new(pen, ids),
        topic=_TOPIC,
        summary=_in_short(pen),
    )


def _in_short(pen: Pen) -> Message:
    """Say in one sentence who is on alert, how sure that is and how near."""
    n, arr = pen.ref("on_alert"), pen.ref("on_alert_arr")
    alert = msgs(
        "{customers} is on alert", "{customers} are on alert", n.n, customers=pen.customers(n, arr)
    )
    parts = [alert]
    sure, soon = confirmed.counted(pen), pen.ref("alert_renewing")
    if sure is not None:
        parts.append(sure)
    if soon.n:
        parts.append(
            msgs(
                "{n} of them ({arr}) comes up for renewal within {days} days",
                "{n} of them ({arr}) come up for renewal within {days} days",
                soon.n,
                n=soon,
                arr=pen.ref("alert_renewing_arr"),
                days=pen.setting("renewal_days"),
            )
        )
    return _in_a_sentence(parts)


def _in_a_sentence(parts: Sequence[Message]) -> Message:
    values = dict(zip(("first", "second", "third"), parts, strict=False))
    match len(parts):
        case 1:
            return msg("{first}.", **values)
        case 2:
            return msg("{first}; {second}.", **values)
        case _:
            return msg("{first}; {second}, and {third}.", **values)


def _named(pen: Pen, ids: Sequence[str], otherwise: Message) -> Message:
    """Name a few customers; of more, say how many."""
    if len(ids) <= NAMES_IN_A_SENTENCE:
        return msg("{names}", names=pen.names(ids))
    return otherwise


def _certainty(pen: Pen, ids: Sequence[str]) -> float:
    """Return how sure alerts are: how well they were read, by what past churn says of them."""
    alerts = pen.brief.readings[pen.brief.readings["grade"] == "alert"]
    mine = alerts[alerts["account_id"].isin(ids)]
    standing = mine["signal"].map({k: r.standing for k, r in pen.brief.context.records.items()})
    sure = mine["confidence"] * standing.map(_SURE).astype("float64").fillna(_SURE["untold"])
    return float(sure.groupby(mine["account_id"]).max().mean())


def _new(pen: Pen, ids: Sequence[str]) -> float:
    history = pen.brief.history
    if history is None:
        return share_new({}, None)
    then = history.readings.loc[history.readings["grade"] == "alert", "account_id"]
    arr = pen.brief.book["arr"].reindex(list(ids)).fillna(0.0)
    return share_new({str(k): float(v) for k, v in arr.items()}, set(then))
