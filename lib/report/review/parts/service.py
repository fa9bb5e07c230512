"""What was asked of service, and how it went."""

import math

from lib.locale import Text, msg, msgs
from lib.report.blocks import Block, Paragraph
from lib.report.review import meanings as meaning
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen

_SECONDS_AN_HOUR = 3600


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    if "tickets" not in pen.brief.loaded:
        return (Paragraph((msg("What was asked of service is unknown: no tickets are loaded."),)),)
    return (Paragraph((*_came(pen), *_solved(pen), *_rated(pen))), *_open(pen))


def _came(pen: ReviewPen) -> list[Text]:
    opened = pen.facts.within("tickets", "created_at")
    before = pen.facts.within("tickets", "created_at", "before")
    n = pen.put(meaning.TICKETS, len(opened), pen.evidence(opened, "created_at"))
    earlier = pen.put(meaning.TICKETS_BEFORE, len(before), pen.evidence(before, "created_at"))
    if not n.n and not earlier.n:
        return [msg("Nothing was asked of service in the period or in the one before.")]
    if not n.n:
        return [msg("No ticket came in, {before} in the period before.", before=earlier)]
    return [
        msgs(
            "{n} ticket came in, {before} in the period before.",
            "{n} tickets came in, {before} in the period before.",
            n.n,
            n=n,
            before=earlier,
        )
    ]


def _solved(pen: ReviewPen) -> list[Text]:
    solved = pen.facts.within("tickets", "solved_at")
    if solved.empty:
        return []
    hours = (solved["solved_at"] - solved["created_at"]).dt.total_seconds() / _SECONDS_AN_HOUR
    rows = pen.evidence(solved.assign(hours=hours.round(2)), "created_at", "solved_at", "hours")
    n = pen.put(meaning.SOLVED, len(solved), rows)
    mean = pen.put_beside(n, meaning.HOURS, math.fsum(rows["hours"]) / len(rows))
    return [
        msgs(
            "{n} was solved, after {hours} hours.",
            "{n} were solved, after {hours} hours on average.",
            n.n,
            n=n,
            hours=mean,
        )
    ]


def _rated(pen: ReviewPen) -> list[Text]:
    rated = pen.facts.within("tickets", "created_at").dropna(subset=["satisfaction"])
    if rated.empty:
        return [msg("How satisfied they were is unknown: no ticket of the period was rated.")]
    rows = pen.evidence(rated, "created_at", "satisfaction")
    share = pen.put(meaning.RATING, math.fsum(rated["satisfaction"]) / len(rated), rows)
    return [msg("The ratings given come to {share} of the best.", share=share)]


def _open(pen: ReviewPen) -> tuple[Block, ...]:
    rows = pen.facts.tables["tickets"]
    waiting = rows[rows["is_open"]]
    if waiting.empty:
        return ()
    n = pen.put(meaning.OPEN, len(waiting), pen.evidence(waiting, "created_at"))
    oldest = pen.day(waiting["created_at"].min())
    sentence = msgs(
        "{n} ticket is still open; it came in on {day}.",
        "{n} tickets are still open; the oldest came in on {day}.",
        n.n,
        n=n,
        day=oldest or pen.brief.as_of,
    )
    pen.steps.append(msg("Say for each open ticket what happens next and until when."))
    return (Paragraph((sentence,)),)


PART = Part(key="service", title=msg("Service"), write=write)
