"""For us alone: churn signals with their evidence, and what is known of the motivation."""

import pandas as pd

from lib.locale import Text, joined, msg
from lib.profile import bant
from lib.report.blocks import Block, Bullets, Paragraph
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen
from lib.report.signs.accounts import evidence_of
from lib.report.told import in_words_of


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    return (*_signals(pen), Paragraph(tuple(_motivation(pen))))


def _signals(pen: ReviewPen) -> tuple[Block, ...]:
    readings = pen.brief.readings
    alerts = [s for s in pen.brief.signals if (pen.facts.account_id, s.key) in pen.brief.evidence]
    watched = set(readings.loc[readings["grade"] == "watch", "signal"])
    if not alerts:
        calm = msg("No churn signal is an alert.")
        names = [s.title for s in pen.brief.signals if s.key in watched]
        rest = [msg("To be watched: {names}.", names=joined(names))] if names else []
        return (Paragraph((calm, *rest)),)
    pen.steps.extend(in_words_of(pen, signal, signal.advice) for signal in alerts)
    told = evidence_of(pen, pen.facts.account_id)
    return (Bullets(tuple((sentence,) for sentence in told)),)


def _motivation(pen: ReviewPen) -> list[Text]:
    row = pen.facts.bant
    missing = [name for name in str(row["missing"] or "").split("|") if name in bant.CRITERIA]
    unknown = joined([bant.CRITERIA[name].title for name in missing])
    if pd.isna(row["level"]):
        return [msg("Motivation (BANT) is not rated; not known: {names}.", names=unknown)]
    level = msg("Motivation (BANT) is {level}.", level=bant.LEVELS[str(row["level"])])
    known = [msg("Not known: {names}.", names=unknown)] if missing else []
    return [level, *known]


PART = Part(key="signs", title=msg("For us alone: warning signs and motivation"), write=write,
            internal=True)  # fmt: skip
