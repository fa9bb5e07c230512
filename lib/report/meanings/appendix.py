"""What the figures of one section mean: the appendix."""

from lib.locale import msg
from lib.report.figures import Definition

SOURCES = Definition(
    id="table_sources",
    name=msg("Table: sources"),
    text=msg("One row for each import batch that the data of this report come from."),
    unit="rows",
    of="book",
)

NOTES = Definition(
    id="table_notes",
    name=msg("Table: context notes"),
    text=msg("One row for each context note on the segment, its customers, signals and figures."),
    unit="rows",
)

AS_LOADED = Definition(
    id="members_as_loaded",
    name=msg("Members whose earlier state is not known"),
    text=msg(
        "Members at the start whose account row was first loaded after that day: what is shown for"
        " then is what it said when first loaded."
    ),
    recipe=None,
    of="start",
    when="start",
)
