"""The rules of a report that are numbers: each is a figure of its own when a text names it."""

import pandas as pd

from lib.locale import msg
from lib.report.figures import Definition

RULES_VERSION = "report/2"

RENEWAL_DAYS = 90  # long enough for a decision maker to be met and a decision to be changed
RATE_MINIMUM = 10  # scoring.md 5.2: below, one customer more or less moves a rate too far
COMPARE_MINIMUM = 30  # scoring.md 5.2: with COMPARE_LOST, what two rates need to be compared
COMPARE_LOST = 5
INTERVAL_LEVEL = 0.95
FAR_RENEWAL_DAYS = 180
LOSS_LEVEL = 0.90
COMPLETE_SHARE = 0.8  # above, a file serves every section of this report

VALUES = {
    "renewal_days": RENEWAL_DAYS,
    "rate_minimum": RATE_MINIMUM,
    "compare_minimum": COMPARE_MINIMUM,
    "compare_lost": COMPARE_LOST,
    "interval_level": INTERVAL_LEVEL,
    "far_renewal_days": FAR_RENEWAL_DAYS,
    "loss_level": LOSS_LEVEL,
    "complete_share": COMPLETE_SHARE,
}
SETTINGS = {
    "renewal_days": Definition(
        id="renewal_days",
        name=msg("Days within which a renewal counts as near"),
        text=msg("A term that ends within so many days after the report's day is a near renewal."),
        unit="days",
        recipe=None,
        of="setting",
    ),
    "far_renewal_days": Definition(
        id="far_renewal_days",
        name=msg("Days of the second look at renewals"),
        text=msg("Terms that end within so many days after the report's day are looked at too."),
        unit="days",
        recipe=None,
        of="setting",
    ),
    "loss_level": Definition(
        id="loss_level",
        name=msg("Level of the range of a loss"),
        text=msg("The loss falls into its range in this share of all cases."),
        unit="share",
        recipe=None,
        of="setting",
    ),
    "rate_minimum": Definition(
        id="rate_minimum",
        name=msg("Least number of customers for a rate"),
        text=msg("With fewer customers at the start of the period no rate is given."),
        recipe=None,
        of="setting",
    ),
    "compare_minimum": Definition(
        id="compare_minimum",
        name=msg("Least number of customers for a comparison"),
        text=msg("Two rates are compared only when both groups have so many customers."),
        recipe=None,
        of="setting",
    ),
    "compare_lost": Definition(
        id="compare_lost",
        name=msg("Least number of lost customers for a comparison"),
        text=msg("Two churn rates are compared only when both groups lost so many customers."),
        recipe=None,
        of="setting",
    ),
    "interval_level": Definition(
        id="interval_level",
        name=msg("Level of the intervals"),
        text=msg("An interval made this way holds the true rate in this share of all cases."),
        unit="share",
        recipe=None,
        of="setting",
    ),
    "complete_share": Definition(
        id="complete_share",
        name=msg("Completeness from which a customer file counts as complete"),
        text=msg("Weighted share of the template's fields that are filled."),
        unit="share",
        recipe=None,
        of="setting",
    ),
}


def settings_rows() -> pd.DataFrame:
    """Return every rule with its value: what the evidence workbook shows for settings."""
    return pd.DataFrame({"rule": list(VALUES), "value": [float(v) for v in VALUES.values()]})
