"""The summary's sentence on what is unknown: what the decision that is asked for would rest on."""

from lib.locale import Message, Text, msg, msgs
from lib.report.findings import Finding, ranked
from lib.report.meanings import profile as meaning
from lib.report.pen import Pen
from lib.report.signs.unread import judged

_DECIDER = "decision_maker"


def sentence(pen: Pen) -> Text:
    """Say what is unknown of those the decision is about, then what weighs most of the rest."""
    gaps = [finding for finding in ranked(pen.findings) if finding.gap]
    asked = _of_the_decision(pen)
    rest = [g for g in gaps if g.clause is not None and not (asked and g.key == _DECIDER)]
    clauses = [*asked, *(gap.clause for gap in rest if gap.clause is not None)]
    if not judged(pen) and gaps:
        return gaps[0].claim  # that no signal could be read stands in the summary already
    if not judged(pen):
        return msg("Not known is what any churn signal would say: none could be read.")
    if clauses:
        first, *others = clauses
        if others:
            return msg(
                "Not known, and worth knowing before deciding, is {first}, and {second}.",
                first=first,
                second=others[0],
            )
        return msg("Not known, and worth knowing before deciding, is {what}.", what=first)
    if gaps:
        return gaps[0].claim
    return msg("Nothing that the decision rests on is unknown.")


def _of_the_decision(pen: Pen) -> list[Message]:
    """Return at how many of the customers to be decided on it is unknown who decides."""
    asked = _asked(pen)
    if asked is None or "decision_maker_missing" not in pen.register:
        return []
    missing = set(pen.register["decision_maker_missing"].rows["account_id"])
    ids = [account for account in asked if account in missing]
    if not ids or len(ids) == len(missing):
        return []
    n = pen.count(meaning.NO_DECIDER_ASKED, ids)
    return [
        msgs(
            "who decides at {n} of the customers on alert whose renewal is near",
            "who decides at {n} of the customers on alert whose renewal is near",
            n.n,
            n=n,
        )
    ]


def _asked(pen: Pen) -> tuple[str, ...] | None:
    found: dict[str, Finding] = {finding.key: finding for finding in pen.findings}
    mine = found.get("alert_renewing")
    return None if mine is None or mine.proposal is None else mine.proposal.ids
