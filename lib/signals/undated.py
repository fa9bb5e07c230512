"""Columns that signals read and that carry no day of their own, by what they are read for.

On a past day they say what was loaded later, so a back-test is optimistic where they matter.
"""

SEAT_COLUMNS = (
    "contracts.seats",
    "contracts.end_date",
    "contracts.is_won",
    "contracts.is_trial",
    "contracts.loss_reason",
)
TENURE_COLUMNS = ("accounts.customer_since", "contracts.start_date")
HOLIDAY_COLUMNS = ("accounts.country", "accounts.domain", "accounts.account_name")
