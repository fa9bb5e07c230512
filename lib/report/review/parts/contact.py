"""Who was spoken to, and who was not heard."""

from collections.abc import Mapping

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.model.frames import row_of
from lib.profile.buying_group import FINDINGS, findings, two_way
from lib.report.blocks import Block, Bullets, Paragraph
from lib.report.review import meanings as meaning
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen

_STEPS: Mapping[str, Message] = {
    "no_contact": msg("Ask who at the customer answers for the product."),
    "single_contact": msg("Get to know a second person at the customer."),
    "no_decision_maker": msg("Ask who decides on the renewal, and meet that person."),
    "never_heard": msg("Arrange a first conversation."),
    "silent": msg("Arrange a conversation: nothing was heard for more than a quarter."),
}


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    group = row_of(pen.brief.groups, pen.facts.account_id)
    codes = findings(group) if pen.internal else ()
    pen.steps.extend(_STEPS[code] for code in codes if code in _STEPS)
    sentences = Paragraph((*_spoken(pen), *_known(pen)))
    if not codes:
        return (sentences,)
    items = tuple(_said(code) for code in codes)
    return (sentences, Bullets(items))


def _said(code: str) -> tuple[Text, ...]:
    # The wording of this finding holds the number of days.
    if code == "silent":
        return (msg("Nothing was heard from the customer for more than a quarter."),)
    return (FINDINGS[code],)


def _spoken(pen: ReviewPen) -> list[Text]:
    if "activities" not in pen.brief.loaded:
        return [msg("How often we spoke is unknown: no activities are loaded.")]
    rows = pen.facts.within("activities", "occurred_at")
    held = rows[two_way(rows)]
    n = pen.put(meaning.CONTACTS, len(held), pen.evidence(held, "occurred_at"))
    if not n.n:
        return [msg("There was no contact in both directions in the period.")]
    return [
        msgs(
            "There was {n} contact in which the customer took part.",
            "There were {n} contacts in which the customer took part.",
            n.n,
            n=n,
        )
    ]


def _known(pen: ReviewPen) -> list[Text]:
    group = pen.brief.groups.loc[[pen.facts.account_id]]
    if pd.isna(group["n_contacts"].iloc[0]):
        return [msg("Who the people are is unknown: no contacts are loaded.")]
    rows = group[["n_contacts", "n_decision_makers", "n_influencers", "n_end_users"]].reset_index()
    people = pen.put(meaning.PEOPLE, group["n_contacts"].iloc[0], rows)
    deciders = pen.put_beside(people, meaning.DECIDERS, group["n_decision_makers"].iloc[0])
    return [
        msgs(
            "{n} person is known; decision makers among them: {deciders}.",
            "{n} people are known; decision makers among them: {deciders}.",
            people.n,
            n=people,
            deciders=deciders,
        )
    ]


PART = Part(key="contact", title=msg("People and contact"), write=write)
