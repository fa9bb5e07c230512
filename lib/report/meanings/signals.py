"""What the figures of one section mean: churn signals."""

from collections.abc import Mapping
from dataclasses import replace

from lib.locale import Message, msg
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


LATER_CONFIRMED = Definition(
    id="alert_later_confirmed",
    name=msg("Customers on alert without a near renewal whose sign is confirmed"),
    text=msg("Those of them with an alert of a signal that past churn supports."),
)

CONFIRMED = Definition(
    id="alert_confirmed",
    name=msg("Customers on alert by a confirmed sign"),
    text=msg(
        "Members on alert by a signal whose alarms were followed by churn clearly more often than"
        " by chance when past days were replayed."
    ),
)

CONFIRMED_ARR = Definition(
    id="alert_confirmed_arr",
    name=msg("ARR of customers on alert by a confirmed sign"),
    text=msg("Sum of the known ARR of the members on alert by a confirmed sign."),
    unit="currency",
    recipe=Recipe("sum", "arr"),
)

READ_SHARE = Definition(
    id="readings_made",
    name=msg("Share of readings that could be made"),
    text=msg("Readings (one for each member and signal) with a result, as a share of all."),
    unit="share",
    recipe=Recipe("part", "", "read"),
)

UNREAD = Definition(
    id="table_unread",
    name=msg("Table: signals that could not be read"),
    text=msg("One row for each member and signal that could not be read, with the reason."),
    unit="rows",
)


def loss_of(days: int) -> tuple[Definition, Definition, Definition, Definition]:
    """Return what ARR, expected loss and both ends of its range mean for terms ending in days."""
    text = msg("Terms of the members that end within so many days, one row a customer, where the"
               " risk of losing them is known.")  # fmt: skip
    loss = Definition(
        id=f"expected_loss_{days}",
        name=msg("Expected loss of terms that end soon"),
        text=msg("Sum of risk × ARR over the customers whose terms end within so many days."),
        unit="currency",
        recipe=Recipe("sum", "loss"),
    )
    arr = replace(loss, id=f"arr_with_risk_{days}", name=msg("ARR of terms with a known risk"),
                  text=text, recipe=Recipe("sum", "arr"))  # fmt: skip
    ends = msg("An end of the range in which the loss falls in nine of ten cases: who leaves, and"
               " how right the risk is, are both uncertain.")  # fmt: skip
    low = replace(loss, id=f"expected_loss_{days}_low", name=msg("Expected loss, lower end"),
                  text=ends, recipe=None)  # fmt: skip
    high = replace(low, id=f"expected_loss_{days}_high", name=msg("Expected loss, upper end"))
    return arr, loss, low, high


def in_band(band: str) -> Definition:
    """Return what the number of customers in a band of risk means."""
    return Definition(
        id=f"risk_{band}",
        name=msg("Customers by risk: {band}", band=BANDS[band]),
        text=msg("Members whose risk of leaving, learnt from past churn, lies in this band."),
    )


def without_risk(days: int) -> Definition:
    """Return what the number of customers without a known risk means."""
    return Definition(
        id=f"risk_unknown_{days}",
        name=msg("Customers with an ending term and no known risk"),
        text=msg("Members whose term ends within so many days and whose risk is not known."),
    )


BANDS: Mapping[str, Message] = {
    "high": msg("high risk"),
    "medium": msg("medium risk"),
    "low": msg("low risk"),
    "unknown": msg("risk unknown"),
}


def said_of(signal: SignalText, what: str) -> Definition:
    """Return what the number of alarms means of which people said something."""
    return Definition(
        id=f"said_{signal.key}_{what}",
        name=msg("What people said of alarms: {signal}", signal=signal.title),
        text=msg("Outcomes that people recorded for alarms of the last year, over the whole book."),
        unit="count",
        recipe=Recipe("sum", what),
        of="book",
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
