"""What the files say of one account, row by row."""

from lib.demand.states import TABLES
from lib.desk.customer.accounts import AccountCard
from lib.locale import msg
from lib.model import KINDS
from lib.ui import filters, tables
from lib.ui.panels.demands import acts, intake

_TABLES = ("contracts", "tickets", "activities", "demands", "interviews", "assessments", "losses")


def show(card: AccountCard) -> None:
    """Draw the rows of one kind."""
    kind = filters.switch("rows", msg("Kind"), {k: KINDS[k].title for k in _TABLES})
    rows = card.tables[kind].dropna(axis="columns", how="all")
    tables.plain(rows, f"rows_{kind}")
    if kind in TABLES.values() and not rows.empty:
        intake.from_text(card.account_id, kind)
        acts.undo()
