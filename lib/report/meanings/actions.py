"""What the figures of one section mean: conclusions and actions."""

from lib.locale import msg
from lib.report.figures import Definition

TABLE = Definition(
    id="table_actions",
    name=msg("Table: proposed actions"),
    text=msg("One row for each action and customer that it is about."),
    unit="rows",
)
