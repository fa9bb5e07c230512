"""Invalid customers: who, why, by whom, and the way back."""

import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.locale import Message, msg, msgs
from lib.model.frames import records
from lib.ui import components, filters, state, tables
from lib.ui.panels.files.words import author
from lib.ui.wording import said, say, shown


def show() -> None:
    """Draw the part."""
    rows = state.desk().invalid.now(state.day())
    components.finding(_finding(rows))
    if not rows.empty:
        _list(rows)
    st.subheader(say("Mark a customer as invalid"), anchor=False)
    names = state.desk().accounts.names(state.day())
    void = set(rows["account_id"])
    options = {key: name for key, name in names.items() if key not in void}
    account = filters.select("mark", msg("Account"), options)
    if account is not None:
        form(account)


def _finding(rows: pd.DataFrame) -> Message:
    if rows.empty:
        return msg("No customer is marked as invalid.")
    return msgs(
        "{n} account is an invalid customer and counts in no figure of any day.",
        "{n} accounts are invalid customers and count in no figure of any day.",
        len(rows),
    )


def _list(rows: pd.DataFrame) -> None:
    blank = shown(msg("stated in the source"))
    picked = tables.table(
        rows.assign(reason=rows["reason"].fillna(blank)),
        {
            "account_name": tables.text(msg("Account")),
            "reason": tables.text(msg("Reason"), wide=True),
            "author": tables.text(msg("Marked by")),
            "marked_at": tables.day(msg("Marked on")),
        },
        "invalid",
        choose="account_id",
    )
    if picked is None:
        return
    row = records(rows[rows["account_id"] == picked])[0]
    with st.container(horizontal=True):
        if pd.notna(row["mark_id"]):
            way_back(int(row["mark_id"]))
        else:
            st.caption(say("The source calls it invalid: change its status there."))
        if st.button(say("Open the account"), key="open_invalid"):
            state.open_account(picked)


def way_back(mark_id: int) -> None:
    """Offer to take a mark back."""
    st.button(
        say("Take the mark back: it counts again"),
        key=f"way_back_{mark_id}",
        on_click=_take_back,
        args=(mark_id,),
    )


def form(account: str) -> None:
    """Offer to mark an account as invalid, with the reason."""
    with st.form(f"invalid_{account}", border=False, clear_on_submit=True):
        reason = st.text_input(
            say("Reason"),
            placeholder=say("What was tried, and what was found"),
            key=f"invalid_reason_{account}",
        )
        wanted = st.form_submit_button(say("Mark as an invalid customer"))
    if wanted:
        try:
            state.desk().invalid.mark(account, reason, author())
        except DeskError as error:
            components.problem(error)
            return
        st.toast(said(msg("Marked. It counts in no figure until the mark is taken back.")))
        st.rerun()


def _take_back(mark_id: int) -> None:
    state.desk().invalid.take_back(mark_id, author())
