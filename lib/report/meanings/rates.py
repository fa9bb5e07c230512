"""What the figures of one section mean: retention rates."""

from dataclasses import replace

from lib.locale import msg
from lib.report.figures import Definition
from lib.report.recipe import Recipe

START = Definition(
    id="customers_at_start",
    name=msg("Customers at the start of the period"),
    text=msg("The closed group that the rates follow: customers with ARR on the day before the"
             " period, wherever they belong at its end. New customers are not in it."),
    of="cohort",
    when="period",
)  # fmt: skip

LOST = Definition(
    id="customers_lost",
    name=msg("Customers lost"),
    text=msg("Customers of the closed group that have no ARR on the last day."),
    of="cohort",
    when="period",
)

NRR = Definition(
    id="nrr",
    name=msg("Net revenue retention (NRR)"),
    text=msg("ARR of the closed group at the end as a share of its ARR at the start."),
    unit="share",
    digits=1,
    recipe=Recipe("ratio", "arr_end", "arr_start"),
    of="cohort",
    when="period",
)

GRR = Definition(
    id="grr",
    name=msg("Gross revenue retention (GRR)"),
    text=msg(
        "As NRR, but what customers bought more is not counted, so it cannot exceed the whole."
    ),
    unit="share",
    digits=1,
    recipe=Recipe("ratio", "arr_kept", "arr_start"),
    of="cohort",
    when="period",
)

CHURN = Definition(
    id="logo_churn",
    name=msg("Logo churn"),
    text=msg("Customers lost as a share of the closed group."),
    unit="share",
    digits=1,
    recipe=Recipe("part", "", "lost"),
    of="cohort",
    when="period",
)

LOW = Definition(
    id="logo_churn_low",
    name=msg("Logo churn, lower end of the interval"),
    text=msg("Wilson interval: with few customers a rate is only known between two ends."),
    unit="share",
    digits=1,
    recipe=None,
    of="cohort",
    when="period",
)

HIGH = replace(LOW, id="logo_churn_high", name=msg("Logo churn, upper end of the interval"))

TABLE = Definition(
    id="table_rates",
    name=msg("Table: retention compared"),
    text=msg("One row for each customer of the closed groups that the table compares."),
    unit="rows",
    of="cohort",
    when="period",
)
