"""What the figures of one section mean: demands, the inner loop."""

from lib.locale import msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

DEMANDS = Definition(
    id="demands",
    name=msg("Demands on file"),
    text=msg("Demands of the members in the register, those merged into another counted once."),
    unit="count",
)
OPEN = Definition(
    id="demands_open",
    name=msg("Open demands"),
    text=msg("Demands that are neither delivered nor declined."),
    unit="count",
    recipe=Recipe("sum", "is_open"),
)
OPEN_ACCOUNTS = Definition(
    id="demands_open_customers",
    name=msg("Customers with open demands"),
    text=msg("Members with an open demand, each once."),
    recipe=Recipe("distinct", "open_account"),
)
OPEN_ARR = Definition(
    id="demands_open_arr",
    name=msg("ARR of customers with open demands"),
    text=msg("Sum of the known ARR of the members with an open demand, each once."),
    unit="currency",
    recipe=Recipe("sum", "open_arr"),
)
OVERDUE = Definition(
    id="demands_overdue",
    name=msg("Overdue demands"),
    text=msg("Open demands without an answer whose due date has passed."),
    unit="count",
    recipe=Recipe("sum", "overdue"),
)
OVERDUE_ACCOUNTS = Definition(
    id="demands_overdue_customers",
    name=msg("Customers with overdue demands"),
    text=msg("Members with an overdue demand, each once."),
    recipe=Recipe("distinct", "overdue_account"),
)
OVERDUE_ARR = Definition(
    id="demands_overdue_arr",
    name=msg("ARR of customers with overdue demands"),
    text=msg("Sum of the known ARR of the members with an overdue demand, each once."),
    unit="currency",
    recipe=Recipe("sum", "overdue_arr"),
)
OLDEST = Definition(
    id="demands_overdue_days",
    name=msg("Days that the oldest answer is overdue"),
    text=msg("Days from the due date of the demand that is longest overdue to the report's day."),
    unit="days",
    recipe=Recipe("max", "days_late"),
)
UNDATED = Definition(
    id="demands_undated",
    name=msg("Open demands without a due date"),
    text=msg("Open demands without an answer and without a day by which it is due."),
    unit="count",
    recipe=Recipe("sum", "undated"),
)
RAISED_NOW = Definition(
    id="demands_raised",
    name=msg("Demands that came in"),
    text=msg("Demands raised in the period."),
    unit="count",
    recipe=Recipe("sum", "raised_now"),
    when="period",
)
ANSWERED_NOW = Definition(
    id="demands_answered",
    name=msg("Demands answered"),
    text=msg("Demands whose answer was given in the period."),
    unit="count",
    recipe=Recipe("sum", "answered_now"),
    when="period",
)
WAITED = Definition(
    id="demands_waited",
    name=msg("Demands that waited when the period began"),
    text=msg("Demands raised before the period that had no answer when it began."),
    unit="count",
    recipe=Recipe("sum", "waited"),
)
GOT = Definition(
    id="demands_waited_answered",
    name=msg("Of these: answered since"),
    text=msg("Demands that waited when the period began and have an answer now."),
    unit="count",
    recipe=Recipe("sum", "got_answer"),
)
GOT_DELIVERED = Definition(
    id="demands_waited_delivered",
    name=msg("Of these: delivered"),
    text=msg("Demands that waited when the period began and are delivered now."),
    unit="count",
    recipe=Recipe("sum", "got_delivered"),
)
GOT_DECLINED = Definition(
    id="demands_waited_declined",
    name=msg("Of these: declined"),
    text=msg("Demands that waited when the period began and are declined now."),
    unit="count",
    recipe=Recipe("sum", "got_declined"),
)
GOT_TAKEN = Definition(
    id="demands_waited_taken",
    name=msg("Of these: taken up"),
    text=msg(
        "Demands that waited when the period began, have an answer now, and are neither "
        "delivered nor declined."
    ),
    unit="count",
    recipe=Recipe("sum", "got_taken"),
)
STILL = Definition(
    id="demands_still_waiting",
    name=msg("Of these: still waiting"),
    text=msg("Demands that waited when the period began and have no answer yet."),
    unit="count",
    recipe=Recipe("sum", "waits_still"),
)
STILL_LATE = Definition(
    id="demands_still_late",
    name=msg("Of these: past the due date"),
    text=msg("Demands that wait since before the period and are past their due date."),
    unit="count",
    recipe=Recipe("sum", "waits_late"),
)
UNTOLD = Definition(
    id="demands_untold",
    name=msg("Demands ended without a day of answer"),
    text=msg("Delivered or declined demands of which no day of an answer is on file."),
    unit="count",
    recipe=Recipe("sum", "untold"),
)
MEDIAN = Definition(
    id="answer_days",
    name=msg("Days to an answer"),
    text=msg(
        "Median by Kaplan and Meier of the days from intake to answer; open demands count "
        "for as long as they wait."
    ),
    unit="days",
    recipe=None,
)
MEDIAN_LOW = Definition(
    id="answer_days_low",
    name=msg("Days to an answer, lower end"),
    text=msg("Lower end of the interval of the median."),
    unit="days",
    recipe=None,
)
MEDIAN_HIGH = Definition(
    id="answer_days_high",
    name=msg("Days to an answer, upper end"),
    text=msg("Upper end of the interval of the median."),
    unit="days",
    recipe=None,
)
TABLE_OVERDUE = Definition(
    id="table_overdue",
    name=msg("Table: overdue answers"),
    text=msg("One row for each overdue demand, without its words."),
    unit="rows",
)
