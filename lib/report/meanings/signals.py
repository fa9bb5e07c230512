"""What the figures of one section mean: churn signals."""

from lib.locale import msg
from lib.report.brief import SignalText
from lib.report.figures import Definition
from lib.report.recipe import Recipe

ON_ALERT = Definition(
    id="on_alert",
    name=msg("Customers on alert"),
    text=msg("Members with at least one churn signal at the grade alert."),
)

ON_ALERT_ARR = Definition(
    id="on_alert_arr",
    name=msg("ARR of customers on alert"),
    text=msg("Sum of the known ARR of the members on alert."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)

ON_WATCH = Definition(
    id="on_watch",
    name=msg("Customers on watch"),
    text=msg("Members with a churn signal at the grade watch and none at alert."),
)

ALERT_BEFORE = Definition(
    id="on_alert_before",
    name=msg("Customers on alert at the start"),
    text=msg("Members on the day before the period that were on alert then."),
    of="start",
    when="start",
)

NEWLY = Definition(
    id="newly_on_alert",
    name=msg("Customers newly on alert"),
    text=msg("Members on alert on the last day that were not on the day before the period."),
    when="period",
)

CLEARED = Definition(
    id="no_longer_on_alert",
    name=msg("Customers no longer on alert"),
    text=msg("Members on the last day that were on alert at the start and are not any more."),
    when="period",
)

STILL = Definition(
    id="still_on_alert",
    name=msg("Customers still on alert"),
    text=msg("Members on alert at the start and on the last day."),
    when="period",
)

BROUGHT = Definition(
    id="alert_entered",
    name=msg("Customers that entered the segment on alert"),
    text=msg("Members on alert that were on alert at the start already, outside the segment."),
    when="period",
)
GONE = Definition(
    id="alert_gone",
    name=msg("Customers that were on alert and left the segment"),
    text=msg("Members on alert at the start that are no members on the last day."),
    of="start",
    when="period",
)

ENDING = Definition(
    id="renewals_near",
    name=msg("Customers with a near renewal"),
    text=msg("Members with a running term that ends within the days that count as near."),
    recipe=Recipe("distinct", "account_id"),
)

ENDING_ARR = Definition(
    id="renewals_near_arr",
    name=msg("ARR of terms that end soon"),
    text=msg("Sum of the ARR of the members' running terms that end within those days."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)

RENEWING = Definition(
    id="alert_renewing",
    name=msg("Customers on alert with a near renewal"),
    text=msg("Members on alert whose term ends within the days that count as near."),
)

RENEWING_ARR = Definition(
    id="alert_renewing_arr",
    name=msg("ARR of customers on alert with a near renewal"),
    text=msg("Sum of the known ARR of the members on alert whose term ends soon."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)

UNTOUCHED = Definition(
    id="alert_without_follow_up",
    name=msg("Customers on alert without a follow-up"),
    text=msg("Members on alert with an alert that nobody has acknowledged or snoozed."),
)

NOT_JUDGED = Definition(
    id="not_fully_judged",
    name=msg("Customers not fully judged"),
    text=msg("Members for whom at least one signal could not be read."),
)

NEVER_JUDGED = Definition(
    id="not_judged_at_all",
    name=msg("Customers not judged at all"),
    text=msg("Members for whom no signal could be read."),
)

TABLE = Definition(
    id="table_signals",
    name=msg("Table: signals by kind"),
    text=msg("One row for each member and signal with its reading on the last day."),
    unit="rows",
)

ACCOUNTS = Definition(
    id="table_on_alert",
    name=msg("Table: customers on alert"),
    text=msg("One row for each member on alert."),
    unit="rows",
)


LATER = Definition(
    id="alert_later",
    name=msg("Customers on alert without a near renewal"),
    text=msg("Members on alert whose term ends later, or on a day that is not known."),
)
LATER_ARR = Definition(
    id="alert_later_arr",
    name=msg("ARR of customers on alert without a near renewal"),
    text=msg("Sum of the known ARR of the members on alert whose term does not end soon."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)


def alert_of(signal: SignalText) -> Definition:
    """Return what the number of customers on alert by one signal means."""
    return Definition(
        id=f"alert_{signal.key}",
        name=msg("Customers on alert: {signal}", signal=signal.title),
        text=msg("Members whose signal of this kind is at the grade alert."),
    )


def unread_of(signal: SignalText, code: str) -> Definition:
    """Return what the number of customers for whom one signal is not known means."""
    return Definition(
        id=f"unread_{signal.key}_{code}",
        name=msg("Not known: {signal}", signal=signal.title),
        text=msg("Members for whom it could not be read: {reason}.", reason=signal.reasons[code]),
    )
