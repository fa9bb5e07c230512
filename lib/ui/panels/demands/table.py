"""The register as a table, with filters; a row opens the demand."""

import pandas as pd

from lib.demand.states import STATES
from lib.desk.demands import DemandView
from lib.locale import msg
from lib.model.frames import records
from lib.ui import components, state, tables
from lib.ui.panels.demands import acts, filtering, intake, merging, one
from lib.ui.panels.demands.words import due_words, roles_name
from lib.ui.units import money
from lib.ui.wording import said, shown


def show() -> None:
    """Draw the finding, the filters, the table, and the demand that is chosen."""
    view = state.desk().demands.view(state.segment(), state.day())
    components.finding(view.finding)
    if view.rows.empty:
        intake.empty()
        return
    acts.undo()
    intake.button()
    rows = filtering.filtered(view)
    chosen = listed(rows, view, "demands")
    if chosen is not None:
        one.show(view, chosen, with_person=False)
    else:
        one.opened(view)
    merging.show(view)


def listed(rows: pd.DataFrame, view: DemandView, key: str) -> str | None:
    """Draw demands as a table; return the key of the one chosen. No person's name is in it."""
    names = filtering.theme_names()
    themes = rows["theme"].map({k: shown(v) for k, v in names.items()}).fillna(rows["theme"])
    told = rows.assign(
        who=[roles_name(tags) for tags in rows["roles"]],
        due=[shown(due_words(row, view.day)) for row in records(rows)],
        theme=themes,
    )
    return tables.table(
        told,
        {
            "account_name": tables.text(msg("Account")),
            "statement": tables.text(msg("Demand"), wide=True),
            "state": tables.named(msg("State"), STATES),
            "who": tables.text(msg("Role")),
            "theme": tables.text(msg("Theme")),
            "importance": tables.number(msg("Importance")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "due": tables.text(msg("Due")),
        },
        key,
        choose="row_key",
        empty=msg("No demand matches these filters."),
    )


def title(row: dict[str, object]) -> str:
    """Return how one demand is headed."""
    return said(msg("{account}: {statement}", account=str(row["account_name"]),
                    statement=str(row["statement"])))  # fmt: skip
