"""The demands of one account: who wants what, where roles pull apart, what was answered."""

from dataclasses import replace

import streamlit as st

from lib.demand.states import SOURCES, STATES
from lib.desk.customer.accounts import AccountCard
from lib.desk.need.demands import DemandView
from lib.locale import msg
from lib.model.frames import records
from lib.ui import components, state, tables
from lib.ui.panels.demands import acts, intake, of_account, one
from lib.ui.panels.demands.words import due_column, roles_name, said_once, theme_namer
from lib.ui.wording import said, say, shown

_CONFLICT = "demand_conflict"


def show(card: AccountCard) -> None:
    """Draw the finding, the conflict if there is one, the demands, and the intake."""
    view = state.desk().demands.of_account(card.account_id, card.day)
    components.finding(view.finding, key="finding_demands")
    _conflict(card)
    acts.undo()
    box = st.expander(say("Take a demand in"), on_change="rerun", key="take_in")
    if box.open:
        with box:
            intake.forms(card.account_id)
    if not view.rows.empty:
        _table(card, view)
    of_account.show(card)


def _conflict(card: AccountCard) -> None:
    """Say where roles of this account pull apart, as the signal has it."""
    found = card.signals[card.signals["signal"] == _CONFLICT]
    for reading in records(found[found["grade"].isin(["alert", "watch"])]):
        st.markdown(f"**{said(str(reading['signal_title']))}**: {said(str(reading['evidence']))}")


def _table(card: AccountCard, view: DemandView) -> None:
    """Draw the demands, each with who wants it; a row opens it with its source."""
    divided = _divided(card)
    people = state.desk().people.persons(card.day).dropna(subset=["contact_id"])
    called = dict(zip(people["contact_id"], people["name"], strict=True))
    rows = view.rows.assign(
        person=view.rows["contact_id"].map(called).astype("str").fillna(""),
        who=said_once(view.rows["roles"], lambda tags: roles_name(tags) or shown(None)),
        theme=said_once(view.rows["theme"], theme_namer()),
        due=due_column(view.rows, view.day),
        conflict=[shown(msg("roles pull apart")) if key in divided else ""
                  for key in view.rows["row_key"]],
    )  # fmt: skip
    statement = replace(tables.text(msg("Demand"), wide=True), width=330)
    chosen = tables.table(
        rows,
        {
            "statement": statement,
            "person": replace(tables.text(msg("Who wants it")), private=True),
            "who": tables.text(msg("Role")),
            "state": tables.named(msg("State"), STATES),
            "theme": tables.text(msg("Theme")),
            **({} if divided else {"raised_on": tables.day(msg("Raised"))}),
            "due": tables.text(msg("Due")),
            **({"conflict": tables.text(msg("Conflict"))} if divided else {}),
            **({"source_kind": tables.named(msg("Heard in"), SOURCES)}
               if rows["source_kind"].notna().any() else {}),
        },
        "account_demands",
        choose="row_key",
    )  # fmt: skip
    if chosen is not None:
        one.show(view, chosen, with_person=True)


def _divided(card: AccountCard) -> set[str]:
    """Return the demands of this account that the signal of conflicts is made of."""
    found = card.signals[card.signals["signal"] == _CONFLICT]
    if not found["grade"].isin(["alert", "watch"]).any():
        return set()
    rows = state.desk().accounts.rows_behind(card.account_id, _CONFLICT, card.day)
    return set(rows["row_key"])
