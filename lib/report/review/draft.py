"""The business review: its parts in their order, written by rules. Same facts, same review."""

from lib.locale import Language, msg
from lib.report.blocks import Report, Section
from lib.report.review.facts import Audience, Facts
from lib.report.review.parts import (
    ability,
    appendix,
    contact,
    next_steps,
    service,
    signs,
    standing,
    use,
    wishes,
)
from lib.report.review.pen import ReviewPen

RULES_VERSION = "review/1"
_PARTS = (
    standing.PART,
    use.PART,
    service.PART,
    contact.PART,
    ability.PART,
    wishes.PART,
    signs.PART,
    next_steps.PART,
    appendix.PART,
)


def review(facts: Facts, lang: Language, audience: Audience = "internal") -> Report:
    """Return the review of an account; `customer` leaves out what is not meant for its eyes."""
    pen = ReviewPen(facts, lang, audience)
    written = [
        Section(part.key, part.title, part.write(pen))
        for part in _PARTS
        if pen.internal or not part.internal
    ]
    return Report(
        title=msg(
            "Business review: {account}, {period}", account=pen.account_name, period=pen.period()
        ),
        segment=pen.account_name,
        period=facts.brief.period,
        as_of=facts.brief.as_of,
        lang=lang,
        sections=tuple(section for section in written if section.blocks),
        register=pen.register,
        rules_version=RULES_VERSION,
    )
