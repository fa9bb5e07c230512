"""What the figures of one section mean: demands, conflicts and promises."""

from lib.locale import msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

CONFLICTS = Definition(
    id="conflicts",
    name=msg("Conflicts inside customers"),
    text=msg(
        "Themes on which the people of one customer want opposite things or give them "
        "different weight, by demands that state role and theme."
    ),
    unit="count",
)
CONFLICT_ACCOUNTS = Definition(
    id="conflict_customers",
    name=msg("Customers with a conflict"),
    text=msg("Members with at least one certain conflict, each once."),
    recipe=Recipe("distinct", "account_id"),
)
CONFLICT_ARR = Definition(
    id="conflict_arr",
    name=msg("ARR of customers with a conflict"),
    text=msg("Sum of the known ARR of the members with a certain conflict, each once."),
    unit="currency",
    recipe=Recipe("sum", "arr_once"),
)
CONFLICT_DECIDERS = Definition(
    id="conflict_deciders",
    name=msg("Conflicts with the decision maker"),
    text=msg("Members with a conflict in which a decision maker stands on one side."),
    recipe=Recipe("distinct", "decider_account"),
)
CONFLICT_NEAR = Definition(
    id="conflict_renewing",
    name=msg("Customers with a conflict and a near renewal"),
    text=msg("Members with a conflict whose term ends within the days that count as near."),
    recipe=Recipe("distinct", "near_account"),
)
CONFLICT_NEAR_ARR = Definition(
    id="conflict_renewing_arr",
    name=msg("ARR with a conflict and a near renewal"),
    text=msg("Sum of the known ARR of the members with a conflict and a near renewal, each once."),
    unit="currency",
    recipe=Recipe("sum", "near_arr"),
)
POSSIBLE = Definition(
    id="conflicts_possible",
    name=msg("Possible conflicts"),
    text=msg("Conflicts that stand on themes found by words, which nobody stated."),
    unit="count",
)
TABLE_CONFLICTS = Definition(
    id="table_conflicts",
    name=msg("Table: conflicts"),
    text=msg("One row for each certain conflict, without what was said and without persons."),
    unit="rows",
)
PROMISES = Definition(
    id="promises",
    name=msg("Promises"),
    text=msg("Promises to members from contracts, accepted demands and confirmed notes."),
    unit="count",
)
LATE = Definition(
    id="promises_late",
    name=msg("Promises past their day"),
    text=msg("Promises whose day has passed while nothing on file says that they were kept."),
    unit="count",
    recipe=Recipe("sum", "is_late"),
)
BEYOND = Definition(
    id="promises_beyond",
    name=msg("Promises beyond the boundary"),
    text=msg("Promises of what lies outside the product, as stated or by the map of the product."),
    unit="count",
    recipe=Recipe("sum", "is_beyond"),
)
UNPLACED = Definition(
    id="promises_unplaced",
    name=msg("Promises of unknown boundary"),
    text=msg(
        "Promises of which neither the demand nor the map of the product says where they lie."
    ),
    unit="count",
    recipe=Recipe("sum", "is_unplaced"),
)
UNKEPT_ACCOUNTS = Definition(
    id="promises_unkept_customers",
    name=msg("Customers with an open promise beyond the boundary"),
    text=msg("Members with a promise beyond the boundary that is not kept, each once."),
    recipe=Recipe("distinct", "unkept_account"),
)
UNKEPT_ARR = Definition(
    id="promises_unkept_arr",
    name=msg("ARR with an open promise beyond the boundary"),
    text=msg("Sum of the known ARR of the members with such a promise, each once."),
    unit="currency",
    recipe=Recipe("sum", "unkept_arr"),
)
TO_CONFIRM = Definition(
    id="promises_to_confirm",
    name=msg("Sentences that read like a promise"),
    text=msg("Found by words in activities; nobody has confirmed or dismissed them."),
    unit="count",
)
TABLE_PROMISES = Definition(
    id="table_promises",
    name=msg("Table: promises beyond the boundary"),
    text=msg("One row for each promise beyond the boundary that is not kept, without its words."),
    unit="rows",
)
