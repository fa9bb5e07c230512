"""Where it all comes from."""

from lib.locale import msg
from lib.report.blocks import Block, Paragraph
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen
from lib.report.sections.appendix import sources


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    held = msg(
        "Figures hold for the end of {day} and use what was known then; nothing later is in them.",
        day=pen.brief.as_of,
    )
    return (Paragraph((held,)), *sources(pen))


PART = Part(key="appendix", title=msg("Sources"), write=write)
