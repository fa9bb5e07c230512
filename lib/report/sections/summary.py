"""The summary: five sentences, the last of which asks for a decision."""

from lib.locale import Message, Text, msg, msgs
from lib.report import unknown
from lib.report.blocks import Block, Paragraph
from lib.report.findings import by_topic, ranked
from lib.report.movement import movement
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.sections.changes import movement_clause
from lib.report.signs.unread import judged

_FOUND = 2  # with size, unknowns and the decision these are the five sentences


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section. The sections that it sums up have been written before."""
    if pen.members.empty:
        return (Paragraph((_nobody(pen),)),)
    first, second = (*_found(pen), *_otherwise(pen))[:_FOUND]
    sentences = (_size(pen), first, second, unknown.sentence(pen))
    return (Paragraph(sentences), Paragraph((_decision(pen),), role="quote"))


def _found(pen: Pen) -> list[Text]:
    """Return what weighs most of all that the sections found; each topic once."""
    known = [finding for finding in by_topic(pen.findings) if not finding.gap]
    return [*(finding.summary or finding.claim for finding in known[:_FOUND])]


def _otherwise(pen: Pen) -> list[Text]:
    """Return what is worth saying where little was found: that all is calm, and what is due."""
    return [*_calm(pen), *_due(pen), _retention(pen)]


def _calm(pen: Pen) -> list[Text]:
    if pen.ref("on_alert").n:
        return []
    if not judged(pen):
        return [msg("Churn signals say nothing yet: none could be read for any customer.")]
    return [msg("No customer is on alert by any churn signal.")]


def _due(pen: Pen) -> list[Text]:
    n = pen.ref("renewals_near")
    if not n.n:
        return []
    return [
        msgs(
            "Within {days} days a term of {customers} ends.",
            "Within {days} days terms of {customers} end.",
            n.n,
            customers=pen.customers(n, pen.ref("renewals_near_arr")),
            days=pen.setting("renewal_days"),
        )
    ]


def _retention(pen: Pen) -> Text:
    if "nrr" in pen.register:
        return msg(
            "Net revenue retention was {nrr} and gross revenue retention {grr}.",
            nrr=pen.ref("nrr"),
            grr=pen.ref("grr"),
        )
    if pen.brief.history is None:
        return msg("Retention cannot be stated before the data hold an earlier month.")
    return msg(
        "No retention rate can be stated: that takes {minimum} customers at the start of the"
        " period.",
        minimum=pen.setting("rate_minimum"),
    )


def _nobody(pen: Pen) -> Message:
    return msg(
        "No current customer belonged to “{segment}” on {day}, so there is nothing to report; check"
        " the rule.",
        segment=pen.segment,
        day=pen.brief.as_of,
    )


def _size(pen: Pen) -> Text:
    return msg("{size}; {change}.", size=_holds(pen), change=_change(pen))


def _holds(pen: Pen) -> Message:
    n, arr = pen.ref("members"), pen.ref("arr_end")
    if pen.register["arr_end"].value is None:
        return msgs(
            "“{segment}” has {n} customer, whose ARR is unknown",
            "“{segment}” has {n} customers, whose ARR is unknown",
            n.n,
            n=n,
            segment=pen.segment,
        )
    if pen.whole_book:
        return msgs(
            "The whole book has {n} current customer with ARR of {arr}",
            "The whole book has {n} current customers with ARR of {arr}",
            n.n,
            n=n,
            arr=arr,
        )
    return msgs(
        "“{segment}” has {n} customer with ARR of {arr}, {share} of the ARR of the whole book",
        "“{segment}” has {n} customers with ARR of {arr}, {share} of the ARR of the whole book",
        n.n,
        n=n,
        arr=arr,
        share=pen.ref("share_of_book"),
        segment=pen.segment,
    )


def _change(pen: Pen) -> Message:
    history = pen.brief.history
    if history is None or "arr_change" not in pen.register:
        return msg(
            "how it changed cannot be said yet, as the data do not reach back before {period}",
            period=pen.period(),
        )
    return movement_clause(pen, movement(pen.brief, history))


def _decision(pen: Pen) -> Text:
    """Ask for the decisions that the weightiest findings need, deadlines first."""
    proposed = [f.proposal for f in ranked(pen.findings) if f.proposal is not None]
    asked = sorted((p for p in proposed if p.decision), key=lambda proposal: proposal.due is None)
    wanted = [proposal.decision for proposal in asked if proposal.decision is not None]
    if len(wanted) > 1:
        return msg("Decision asked for: {first}; and {second}.", first=wanted[0], second=wanted[1])
    if wanted:
        return msg("Decision asked for: {decision}.", decision=wanted[0])
    if proposed:
        return msg(
            "Decision asked for: who answers for the first of the proposed actions, and by when:"
            " {action}",
            action=proposed[0].action,
        )
    return msg("No decision is asked for this time.")


SECTION = SectionRule(key="summary", title=msg("Summary"), place=1, turn=7, write=write)
