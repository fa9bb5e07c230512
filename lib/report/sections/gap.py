"""The demand gap: what customers want against what they bought and use, and who is not heard."""

from lib.locale import Text, msg
from lib.report.blocks import Block, Paragraph
from lib.report.brief_gap import GapTold, ordered
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.told_gap import next_needs, unheard, unknown, unmet


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section; nothing where the gap was not gathered."""
    if pen.brief.gap is None or pen.members.empty:
        return ()
    told = ordered(pen.brief.gap)
    notes = tuple(Paragraph((note,), role="note") for note in pen.notes_on("gap", "demand_gap"))
    if told.cells.empty:
        return (Paragraph((_nothing_wanted(told),)), *unheard.blocks(pen, told), *notes)
    return (
        *unmet.blocks(pen, told),
        *unknown.blocks(pen, told),
        *unheard.blocks(pen, told),
        *next_needs.blocks(pen, told),
        *notes,
    )


def _nothing_wanted(told: GapTold) -> Text:
    if not told.loaded:
        return msg(
            "What is unmet is unknown: no demand is loaded. Load the register of demands with theme"
            " or feature, contracts with a plan, and usage by feature."
        )
    if len(told.unplaced):
        return msg(
            "What is unmet is unknown: no wish of the last twelve months has a known theme. Give"
            " the demands a theme on the page Demands."
        )
    return msg("No wish of the last twelve months is on file, so no gap can be shown.")


SECTION = SectionRule(key="gap", title=msg("The demand gap"), place=8, turn=5, write=write)
