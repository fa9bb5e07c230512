"""The register as a table, with filters."""

from lib.demand.states import STATES
from lib.locale import msg
from lib.ui import components, state, tables


def show() -> None:
    """Draw the finding and the table."""
    view = state.desk().demands.view(state.segment(), state.day())
    components.finding(view.finding)
    tables.table(
        view.members,
        {
            "account_name": tables.text(msg("Account")),
            "statement": tables.text(msg("Demand"), wide=True),
            "state": tables.named(msg("State"), STATES),
            "due_on": tables.day(msg("Due")),
        },
        "demands",
    )
