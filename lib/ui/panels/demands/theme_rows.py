"""The texts behind a count of themes, as a table that opens accounts."""

import pandas as pd

from lib.locale import Text, msg
from lib.ui import state, tables
from lib.ui.panels.demands import themes_open

_KINDS: dict[str, Text] = {
    "tickets": msg("Ticket"),
    "activities": msg("Activity"),
    "interviews": msg("Interview"),
    "demands": msg("Demands"),
}


def show(rows: pd.DataFrame, key: str) -> None:
    """Draw texts (`ThemeViews.behind`); a chosen one opens its account."""
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "kind": tables.named(msg("Where"), _KINDS),
            "day": tables.day(msg("Day")),
            "shown": tables.text(msg("What was said"), wide=True),
            "how": tables.named(msg("Assigned"), themes_open.HOWS),
        },
        key,
        choose="account_id",
    )
    if chosen is not None:
        state.open_account(chosen)
