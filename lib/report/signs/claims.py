"""What the alerts of a segment ask for: renewals to save first, then causes to find."""

from collections.abc import Sequence

from lib.locale import Message, msg, msgs
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import signals as meaning
from lib.report.pen import NAMES_IN_A_SENTENCE, Pen
from lib.report.settings import RENEWAL_DAYS


def near(pen: Pen, account_id: str) -> bool:
    """Say whether a member comes up for renewal within the days that count as near."""
    return bool(pen.brief.book["renewal_days"].between(0, RENEWAL_DAYS)[account_id])


def add_findings(pen: Pen, alert: Sequence[str]) -> None:
    """Put those on alert into the findings, those with a near renewal apart: they cannot wait."""
    n, arr = pen.ref("alert_renewing"), pen.ref("alert_renewing_arr")
    ids = [account for account in alert if near(pen, account)]
    later = [account for account in alert if account not in ids]
    if later:
        pen.findings.append(_later(pen, later))
    if not n.n:
        return
    days = pen.setting("renewal_days")
    claim = msgs(
        "{customers} is on alert and comes up for renewal within {days} days.",
        "{customers} are on alert and come up for renewal within {days} days.",
        n.n,
        customers=pen.customers(n, arr),
        days=days,
    )
    due = pen.brief.book.loc[ids, "renewal_on"].min().date()
    decision = msg(
        "who speaks with the decision makers of {customers} before the renewal, and what may be"
        " offered (the first term ends on {due})",
        customers=_named(pen, ids, n),
        due=due,
    )
    action = Proposal(
        "save_renewals",
        msg("Speak with the decision maker before the renewal: what has changed, what is missing?"),
        tuple(ids),
        due,
        decision,
    )
    pen.findings.append(
        Finding(
            "alert_renewing",
            claim,
            pen.total(ids).known,
            _confidence(pen, ids),
            urgency=2.0,  # of two customers with the same signs, the one that can leave sooner
            proposal=action,
        )
    )


def _later(pen: Pen, ids: Sequence[str]) -> Finding:
    n = pen.count(meaning.LATER, ids, "signals", "renewal_on")
    arr = pen.arr(meaning.LATER_ARR, ids, "signals")
    claim = msgs(
        "{customers} is on alert while its renewal is far off or not known.",
        "{customers} are on alert while their renewal is far off or not known.",
        n.n,
        customers=pen.customers(n, arr),
    )
    decision = msg(
        "who finds out from {customers} what has changed, while there is time",
        customers=_named(pen, ids, n),
    )
    action = Proposal(
        "follow_alerts",
        msg("Ask what has changed, and record the follow-up with the signal."),
        tuple(ids),
        decision=decision,
    )
    size, sure = pen.total(ids).known, _confidence(pen, ids)
    return Finding("alert_later", claim, size, sure, proposal=action)


def _named(pen: Pen, ids: Sequence[str], n: Ref) -> Message:
    """Name a few customers; of more, say how many."""
    if len(ids) <= NAMES_IN_A_SENTENCE:
        return msg("{names}", names=pen.names(ids))
    if n.n < pen.ref("on_alert").n:
        return msgs("{n} more customer on alert", "{n} more customers on alert", n.n, n=n)
    return msgs("the {n} customer on alert", "the {n} customers on alert", n.n, n=n)


def _confidence(pen: Pen, ids: Sequence[str]) -> float:
    alerts = pen.brief.readings[pen.brief.readings["grade"] == "alert"]
    return float(alerts.loc[alerts["account_id"].isin(ids), "confidence"].mean())
