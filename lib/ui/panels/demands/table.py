"""The register as a table, with filters; a row opens the demand."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from lib.demand.board import ordered
from lib.demand.states import STATES
from lib.desk.need.demands import DemandView
from lib.locale import Message, msg
from lib.report.writers.table import Sheet, workbook
from lib.ui import components, state, tables
from lib.ui.panels.demands import acts, filtering, intake, merging, one
from lib.ui.panels.demands.words import (
    FIELDS,
    due_column,
    roles_name,
    said_once,
    theme_namer,
    value_name,
)
from lib.ui.units import money
from lib.ui.wording import say, shown

_WORDS = ("state", "phase", "kind", "benefit", "direction", "importance", "within_boundary")
_SHEET: Mapping[str, Message] = {
    "account_id": msg("Id"),
    "account_name": msg("Account"),
    "arr": msg("ARR"),
    "demand_id": msg("Number of the demand"),
    "statement": FIELDS["statement"],
    "roles": FIELDS["buying_role"],
    **{name: FIELDS[name] for name in _WORDS},
    "theme": FIELDS["theme"],
    "feature": FIELDS["feature"],
    "owner": msg("Owner"),
    "raised_on": FIELDS["raised_on"],
    "due_on": FIELDS["due_on"],
    "answered_on": FIELDS["answered_on"],
    "answer": FIELDS["answer"],
    "days_open": msg("Days to the answer, or waited"),
    "n_merged": msg("Others it counts for"),
}


def show() -> None:
    """Draw the finding, the filters, the table, and the demand that is chosen."""
    view = state.desk().demands.view(state.segment(), state.day())
    components.finding(view.finding)
    if view.rows.empty:
        intake.empty()
        return
    acts.undo()
    intake.button()
    one.opened(view)
    rows = ordered(filtering.filtered(view))
    chosen = listed(rows, view, "demands")
    _workbook(rows)
    if chosen is not None:
        one.show(view, chosen, with_person=False)
    merging.show(view)


def listed(rows: pd.DataFrame, view: DemandView, key: str) -> str | None:
    """Draw demands as a table; return the key of the one chosen. No person's name is in it."""
    told = _told(rows, view)
    return tables.table(
        told,
        {
            "account_name": replace(tables.text(msg("Account")), width=150),
            "statement": replace(tables.text(msg("Demand"), wide=True), width=310),
            "state": tables.named(msg("State"), STATES),
            "who": replace(tables.text(msg("Role")), width=110),
            "theme": replace(tables.text(msg("Theme")), width=120),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "due": tables.text(msg("Due")),
        },
        key,
        choose="row_key",
        empty=msg("No demand matches these filters."),
    )


def _told(rows: pd.DataFrame, view: DemandView) -> pd.DataFrame:
    return rows.assign(
        who=said_once(rows["roles"], lambda tags: roles_name(tags) or shown(None)),
        due=due_column(rows, view.day),
        theme=said_once(rows["theme"], theme_namer()),
    )


def _workbook(rows: pd.DataFrame) -> None:
    """Give the demands with all that is known of them, but no person."""
    lang = state.language()
    kept = rows.assign(
        theme=said_once(rows["theme"], theme_namer()),
        roles=said_once(rows["roles"], roles_name),
        **{name: said_once(rows[name], partial(value_name, name)) for name in _WORDS},
    )
    sheet = Sheet(msg("Demands"), tuple(_SHEET.values()), kept[list(_SHEET)])
    st.download_button(
        say("Register (XLSX)"),
        data=lambda: workbook(sheet, lang),
        file_name="demands.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="demand_register_xlsx",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
