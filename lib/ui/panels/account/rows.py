"""What the files say of one account, row by row."""

from lib.desk.accounts import AccountCard
from lib.locale import msg
from lib.model import KINDS
from lib.ui import filters, tables

_TABLES = ("contracts", "tickets", "activities", "assessments", "losses")


def show(card: AccountCard) -> None:
    """Draw the rows of one kind."""
    kind = filters.switch("rows", msg("Kind"), {k: KINDS[k].title for k in _TABLES})
    rows = card.tables[kind].dropna(axis="columns", how="all")
    tables.plain(rows, f"rows_{kind}")
