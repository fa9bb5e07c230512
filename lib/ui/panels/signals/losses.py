"""Losses: who left, why, counted by segment; and the way to the review of one of them."""

import pandas as pd
import streamlit as st

from lib.desk.churn.losses import FIELDS, REASONS, UNREVIEWED, LossView
from lib.errors import NotFoundError
from lib.locale import msg
from lib.profile import maturity
from lib.ui import components, filters, state, tables
from lib.ui.panels.signals import loss
from lib.ui.units import COUNT, money
from lib.ui.wording import say

_CHOSEN = "lost"  # the account of the review, in the address
_NOT_REVIEWED = {UNREVIEWED: msg("Not reviewed")}


def show() -> None:
    """Draw the review of the loss that the address names, else all losses."""
    chosen = state.chosen(_CHOSEN)
    if chosen:
        _one(chosen[0])
        return
    view = state.desk().losses.view(state.segment(), state.day())
    components.finding(view.finding)
    if view.rows.empty:
        components.empty(
            msg("Load an export of customers that left, with the day on which each did."),
            "table",
            (components.IMPORT_PAGE, msg("Import your exports")),
        )
        return
    _list(view)
    _counted(view)


def _one(account_id: str) -> None:
    st.button(
        say("All losses"),
        icon=":material/arrow_back:",
        type="tertiary",
        key="all_losses",
        on_click=state.choose,
        args=(_CHOSEN, ()),
    )
    try:
        record = state.desk().losses.record(account_id, state.day(), state.language())
    except NotFoundError as error:
        components.problem(error)
        return
    loss.show(record)


def _list(view: LossView) -> None:
    chosen = tables.table(
        view.rows.fillna({"stated": "", "stated_detail": "", "lessons": ""}),
        {
            "account_name": tables.text(msg("Account")),
            "churned_on": tables.day(msg("Left on")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "reason": tables.named(msg("Reviewed reason"), {**REASONS, **_NOT_REVIEWED}),
            "stated": tables.text(msg("Reason in the export")),
            "stated_detail": tables.text(msg("In words"), wide=True),
            "lessons": tables.text(msg("Lessons"), wide=True),
        },
        "losses",
        choose="account_id",
    )
    if chosen is None:
        st.caption(say("Choose a row to read its last year and to review the loss."))
        return
    state.choose(_CHOSEN, (chosen,))
    st.rerun()


def _counted(view: LossView) -> None:
    st.subheader(say("Reasons by segment"), anchor=False)
    reviewed = view.rows[view.rows["reason"] != UNREVIEWED]
    if reviewed.empty:
        components.unknown(msg("no loss has been reviewed yet"))
        return
    field = filters.switch("reasons_by", msg("By"), FIELDS)
    rows = state.desk().losses.counted(view.rows, field)
    names = maturity.LEVELS if field == "maturity_level" else {}
    tables.table(
        rows,
        {
            "value": tables.named(FIELDS[field], {**names, "": msg("unknown")}),
            "n": tables.number(msg("Losses"), COUNT),
            **{key: tables.number(title, COUNT) for key, title in REASONS.items()},
            UNREVIEWED: tables.number(_NOT_REVIEWED[UNREVIEWED], COUNT),
        },
        "reasons",
    )
    st.caption(_of(reviewed, view.rows))


def _of(reviewed: pd.DataFrame, rows: pd.DataFrame) -> str:
    return say(
        "{n} of {total} losses are reviewed; a count says little while others are not.",
        n=str(len(reviewed)),
        total=str(len(rows)),
    )
