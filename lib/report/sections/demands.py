"""Demands: of what customers speak, what they want, what divides them, what we owe them."""

from lib.locale import Text, msg
from lib.report.blocks import Block, Paragraph
from lib.report.brief_demands import DemandsTold, ordered
from lib.report.findings import Finding
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.told_demands import breaks, conflicts, kinds, loop, promises, themes

_PARTS = (kinds, breaks, conflicts, promises, loop)


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section; nothing where demands were not gathered."""
    if pen.brief.demands is None or pen.members.empty:
        return ()
    told = ordered(pen.brief.demands)
    spoken = themes.blocks(pen, told)
    notes = tuple(Paragraph((note,), role="note") for note in pen.notes_on("demands"))
    if not told.loaded:
        return (*spoken, Paragraph((_not_loaded(pen),)), *_promised(pen, told), *notes)
    parts = [block for part in _PARTS for block in part.blocks(pen, told)]
    return (*spoken, *parts, *notes)


def _promised(pen: Pen, told: DemandsTold) -> tuple[Block, ...]:
    """Return the promises of contracts and activities, where no demand is on file."""
    return promises.blocks(pen, told) if len(told.promises) else ()


def _not_loaded(pen: Pen) -> Text:
    claim = msg(
        "What customers want, what divides them and what we owe them is unknown: no demand is"
        " loaded."
    )
    pen.findings.append(Finding("demands", claim, 0.0, gap=True))
    return msg(
        "{claim} Load the register of demands with role, theme and state, or write demands down on"
        " the page Demands.",
        claim=claim,
    )


SECTION = SectionRule(key="demands", title=msg("Demands"), place=7, turn=5, write=write)
