"""What the figures of one section mean: conclusions and actions."""

from lib.locale import msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

TABLE = Definition(
    id="table_actions",
    name=msg("Table: actions agreed and proposed"),
    text=msg("One row for each action and customer that it is about."),
    unit="rows",
    version="2",
)
LAST = Definition(
    id="last_actions",
    name=msg("Actions of the report before"),
    text=msg(
        "Actions that people agreed for the newest earlier report of the segment, and did not take"
        " back."
    ),
    unit="count",
)
LAST_TABLE = Definition(
    id="table_last_actions",
    name=msg("Table: what became of the actions of the report before"),
    text=msg("One row for each action, with its owner, its day and what people said became of it."),
    unit="rows",
)

DONE = Definition(
    id="last_actions_done",
    name=msg("Actions of the report before that are done"),
    text=msg("Those of them that somebody said were done."),
    unit="count",
    recipe=Recipe("sum", "is_done"),
)
OPEN = Definition(
    id="last_actions_open",
    name=msg("Actions of the report before that are still open"),
    text=msg("Those of them that nobody said were done or given up."),
    unit="count",
    recipe=Recipe("sum", "is_open"),
)
LATE = Definition(
    id="last_actions_late",
    name=msg("Actions of the report before that are late"),
    text=msg("Those still open whose day lies before the last day of this report."),
    unit="count",
    recipe=Recipe("sum", "is_late"),
)
DROPPED = Definition(
    id="last_actions_dropped",
    name=msg("Actions of the report before that were given up"),
    text=msg("Those of them that somebody gave up, with a reason."),
    unit="count",
    recipe=Recipe("sum", "is_dropped"),
)
CONCERNED = Definition(
    id="last_customers",
    name=msg("Customers that the actions of the report before concern"),
    text=msg("Customers that at least one of these actions is about, each counted once."),
)
ALERT_THEN = Definition(
    id="last_customers_alert_then",
    name=msg("Of them on alert at the report before"),
    text=msg("Those with a churn signal on alert on the last day of that report's period."),
    recipe=Recipe("sum", "alert_then"),
)
ALERT_STILL = Definition(
    id="last_customers_alert_still",
    name=msg("Of them on alert then and now"),
    text=msg("Those with a churn signal on alert on both days, customers still."),
    recipe=Recipe("sum", "alert_still"),
)
GONE = Definition(
    id="last_customers_left",
    name=msg("Of them no longer customers"),
    text=msg("Those that were customers on the last day of that report and are none now."),
    recipe=Recipe("sum", "gone"),
)
RENEWED = Definition(
    id="last_customers_renewed",
    name=msg("Of them customers beyond the renewal that was next then"),
    text=msg("Those still customers whose next end of a term lies later than it did then."),
    recipe=Recipe("sum", "renewed"),
)
