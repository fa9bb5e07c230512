"""What the figures of a business review mean."""

from lib.locale import Message, msg
from lib.report.figures import Definition, Unit
from lib.report.recipe import ROWS, Recipe


def _of(
    key: str, name: Message, text: Message, unit: Unit = "count", recipe: Recipe | None = ROWS
) -> Definition:
    return Definition(
        id=key, name=name, text=text, unit=unit, recipe=recipe, of="account", when="period"
    )


ARR = Definition(
    id="arr_end",
    name=msg("ARR"),
    text=msg("What the account pays a year on the day, from its contracts, else as stated."),
    unit="currency",
    recipe=Recipe("sum", "counted_arr"),
    of="account",
)
ARR_CHANGE = _of(
    "arr_change",
    msg("Change of ARR in the period"),
    msg("ARR at the end of the period less ARR on the day before it."),
    "currency",
    Recipe("sum", "change"),
)
DAYS_LEFT = Definition(
    id="days_left",
    name=msg("Days to the end of the term"),
    text=msg("Days from the day of the review to the end of the term that ends next."),
    unit="days",
    recipe=Recipe("sum", "renewal_days"),
    of="account",
)
USES = _of(
    "uses",
    msg("Uses in the period"),
    msg("Events of use in the period, of all kinds together."),
    "count",
    Recipe("sum", "events"),
)
USE_BEFORE = _of(
    "use_to_before",
    msg("Use against the period before"),
    msg("Uses in the period over those in as many days directly before it."),
    "share",
    Recipe("ratio", "now", "compared"),
)
USE_YEAR_AGO = _of(
    "use_to_year_ago",
    msg("Use against a year ago"),
    msg("Uses in the period over those on the same weekdays a year before."),
    "share",
    Recipe("ratio", "now", "compared"),
)
ACTIVE = _of(
    "active_people",
    msg("People active on the busiest day"),
    msg("The largest number of people who used the product on one day of the period."),
    "count",
    Recipe("max", "users"),
)
SEATS = _of(
    "seats_used",
    msg("Share of the seats in use on the busiest day"),
    msg("People active on the busiest day of the period over the seats on file."),
    "share",
    Recipe("ratio", "users", "seats"),
)
FEATURES = _of(
    "features_used",
    msg("Features used"),
    msg("Different features used at least once in the period."),
    "count",
    ROWS,
)
MONTHS = _of(
    "table_months", msg("Table: use by month"), msg("One row a month with the uses."), "rows"
)
TICKETS = _of(
    "tickets_opened", msg("Tickets opened"), msg("Tickets that came in within the period.")
)
TICKETS_BEFORE = _of(
    "tickets_before",
    msg("Tickets opened in the period before"),
    msg("Tickets that came in within as many days directly before the period."),
)
SOLVED = _of(
    "tickets_solved",
    msg("Tickets solved"),
    msg("Tickets that were solved or closed in the period."),
)
HOURS = _of(
    "solution_hours",
    msg("Mean hours to a solution"),
    msg("Mean time from coming in to solution of the tickets solved in the period."),
    "number",
    Recipe("mean", "hours"),
)
OPEN = _of(
    "tickets_open",
    msg("Open tickets"),
    msg("Tickets that are not solved at the end of the period, as far as the export tells."),
)
RATING = _of(
    "satisfaction",
    msg("Satisfaction with the solutions"),
    msg("Mean of the ratings given to tickets of the period, as a share of the best."),
    "share",
    Recipe("mean", "satisfaction"),
)
CONTACTS = _of(
    "contacts_held",
    msg("Contacts in both directions"),
    msg("Calls, meetings, visits, trainings and messages in which the customer took part."),
)
PEOPLE = _of(
    "people_known",
    msg("People known"),
    msg("Contacts on file who are still there."),
    "count",
    Recipe("sum", "n_contacts"),
)
DECIDERS = _of(
    "deciders_known",
    msg("Decision makers known"),
    msg("Contacts on file who are still there and hold the role decision maker."),
    "count",
    Recipe("sum", "n_decision_makers"),
)
COVERAGE = _of(
    "maturity_coverage",
    msg("Coverage of the maturity rating"),
    msg("Weighted share of the rubric for which there is evidence that still counts."),
    "share",
    Recipe("sum", "coverage"),
)
DIMENSIONS = _of(
    "table_maturity",
    msg("Table: maturity by dimension"),
    msg("One row a dimension with its score and how well it is known."),
    "rows",
)
RAISED = _of("demands_raised", msg("Demands raised"), msg("Demands raised in the period."))
DELIVERED = _of(
    "demands_delivered",
    msg("Demands delivered"),
    msg("Demands whose state is delivered and that were answered in the period."),
)
WAITING = _of(
    "demands_waiting",
    msg("Demands without an answer"),
    msg("Demands that are neither delivered nor declined and were not answered."),
)
OVERDUE = _of(
    "demands_overdue",
    msg("Demands overdue"),
    msg("Demands promised for a day that has passed, neither delivered nor declined."),
)
DEMANDS = _of(
    "table_demands", msg("Table: demands"), msg("One row a demand that is not settled."), "rows"
)
TODO = _of(
    "table_steps", msg("Table: agreed next steps"), msg("One row an open follow-up."), "rows"
)
