"""The summary: five sentences, the last of which asks for a decision."""

from lib.locale import Message, Text, msg, msgs
from lib.report.blocks import Block, Paragraph
from lib.report.findings import ranked
from lib.report.movement import movement
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.sections.changes import movement_sentence
from lib.report.signs.unread import judged


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section. The sections that it sums up have been written before."""
    if pen.members.empty:
        return (Paragraph((_nobody(pen),)),)
    sentences = (_size(pen), _change(pen), _risk(pen), _unknown(pen))
    return (Paragraph(sentences), Paragraph((_decision(pen),), role="quote"))


def _nobody(pen: Pen) -> Message:
    return msg(
        "No current customer belonged to “{segment}” on {day}, so there is nothing to report; check"
        " the rule.",
        segment=pen.segment,
        day=pen.brief.as_of,
    )


def _size(pen: Pen) -> Text:
    n, arr = pen.ref("members"), pen.ref("arr_end")
    if pen.register["arr_end"].value is None:
        return msgs(
            "“{segment}” has {n} customer, whose ARR is unknown.",
            "“{segment}” has {n} customers, whose ARR is unknown.",
            n.n,
            n=n,
            segment=pen.segment,
        )
    if pen.whole_book:
        return msgs(
            "The whole book has {n} current customer with ARR of {arr}.",
            "The whole book has {n} current customers with ARR of {arr}.",
            n.n,
            n=n,
            arr=arr,
        )
    return msgs(
        "“{segment}” has {n} customer with ARR of {arr}, {share} of the ARR of the whole book.",
        "“{segment}” has {n} customers with ARR of {arr}, {share} of the ARR of the whole book.",
        n.n,
        n=n,
        arr=arr,
        share=pen.ref("share_of_book"),
        segment=pen.segment,
    )


def _change(pen: Pen) -> Text:
    history = pen.brief.history
    if history is None or "arr_change" not in pen.register:
        return msg(
            "How it changed cannot be said yet: the data do not reach back before {period}.",
            period=pen.period(),
        )
    sentence = movement_sentence(pen, movement(pen.brief, history))
    if "nrr" not in pen.register:
        return sentence
    return msg("{change} Net revenue retention was {nrr}.", change=sentence, nrr=pen.ref("nrr"))


def _risk(pen: Pen) -> Text:
    n, soon = pen.ref("on_alert"), pen.ref("alert_renewing")
    if not judged(pen):
        return msg("Churn signals say nothing yet: none could be read for any customer.")
    if not n.n:
        return msg("No customer is on alert by any churn signal.")
    alert = msgs(
        "{customers} is on alert",
        "{customers} are on alert",
        n.n,
        customers=pen.customers(n, pen.ref("on_alert_arr")),
    )
    if not soon.n:
        return msg("{alert}.", alert=alert)
    renewing = msgs(
        "{n} of them ({arr}) comes up for renewal within {days} days",
        "{n} of them ({arr}) come up for renewal within {days} days",
        soon.n,
        n=soon,
        arr=pen.ref("alert_renewing_arr"),
        days=pen.setting("renewal_days"),
    )
    return msg("{alert}; {renewing}.", alert=alert, renewing=renewing)


def _unknown(pen: Pen) -> Text:
    unread, unrated = pen.ref("not_fully_judged"), pen.ref("maturity_unknown")
    if unread.n == unrated.n == len(pen.members):
        return msg(
            "Much is not known: no customer's maturity, and for none of them could every signal be"
            " read."
        )
    if unread.n and unrated.n:
        return msg(
            "Not everything is known: for {unread} of {total} customers a signal could not be read,"
            " and the maturity of {unrated} is unknown.",
            unread=unread,
            unrated=unrated,
            total=pen.ref("members"),
        )
    if unread.n:
        return msg(
            "Not everything is known: for {unread} of {total} customers a signal could not be"
            " read.",
            unread=unread,
            total=pen.ref("members"),
        )
    if unrated.n:
        return msg(
            "Every signal could be read, but the maturity of {unrated} of {total} customers is"
            " unknown.",
            unrated=unrated,
            total=pen.ref("members"),
        )
    return msg("Every signal could be read, and every customer's maturity is known.")


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
            "Decision asked for: who answers for the first of the proposed actions, and by when?"
            " {action}",
            action=proposed[0].action,
        )
    return msg("No decision is asked for this time.")


SECTION = SectionRule(key="summary", title=msg("Summary"), place=1, turn=7, write=write)
