"""What the figures of one section mean: customer files."""

from lib.locale import msg
from lib.profile.template import TEAMS
from lib.report.figures import Definition
from lib.report.recipe import Recipe

MEAN = Definition(
    id="completeness",
    name=msg("Completeness of customer files"),
    text=msg(
        "Mean over the members of the weighted share of the template's fields that are filled."
    ),
    unit="share",
    recipe=Recipe("mean", "completeness"),
)


def of_team(team: str) -> Definition:
    """Return what the completeness of one team's fields means."""
    return Definition(
        id=f"completeness_{team}",
        name=msg("Completeness of the fields of {team}", team=TEAMS.get(team, team)),
        text=msg("Mean over the members of the weighted share of this team's fields filled."),
        unit="share",
        recipe=Recipe("mean", f"team_{team}"),
    )


INCOMPLETE = Definition(
    id="files_incomplete",
    name=msg("Incomplete customer files"),
    text=msg("Members whose file is below the completeness from which it counts as complete."),
)

INCOMPLETE_ARR = Definition(
    id="files_incomplete_arr",
    name=msg("ARR of customers with incomplete files"),
    text=msg("Sum of the known ARR of the members with an incomplete file."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)

TABLE = Definition(
    id="table_missing_fields",
    name=msg("Table: fields missing most often"),
    text=msg("One row for each member with its completeness and the fields that its file lacks."),
    unit="rows",
)
