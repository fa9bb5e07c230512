"""Follow-ups where they belong: what somebody will do, by when; done, taken away, brought back."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from lib.desk.churn.followups import PURPOSES, STATES, FollowUp, Purpose
from lib.errors import DeskError
from lib.locale import msg, msgs
from lib.ui import components, state, tables
from lib.ui.wording import said, say, shown

_DUE_DAYS = 14
_REMOVED = "removed_follow_up"


def show(account_id: str, purpose: Purpose, signal: str | None = None) -> None:
    """Show what will be done about an account, and a place to add more."""
    rows = state.desk().follow_ups.all(account_id)
    for row in rows[rows["purpose"] == purpose].to_dict("records"):
        _one({str(name): value for name, value in row.items()})
    _restore()
    with st.form(f"follow_up_{purpose}_{account_id}", clear_on_submit=True, border=False):
        what = st.text_input(
            say("New follow-up"), placeholder=say("What will be done"), key=f"what_{purpose}"
        )
        left, right = st.columns(2)
        owner = left.text_input(say("Owner"), key=f"owner_{purpose}")
        due = right.date_input(
            say("Due"),
            value=state.desk().clock().date() + timedelta(days=_DUE_DAYS),
            format="YYYY-MM-DD",
            key=f"due_{purpose}",
        )
        if st.form_submit_button(say("Add the follow-up")) and isinstance(due, date):
            _add(
                FollowUp(
                    account_id=account_id,
                    what=what,
                    owner=owner,
                    due_on=due,
                    purpose=purpose,
                    signal=signal,
                )
            )


def board() -> None:
    """Show every follow-up: what is overdue first."""
    rows = state.desk().follow_ups.all()
    st.subheader(say("Follow-ups"), anchor=False)
    overdue = int((rows["state"] == "overdue").sum())
    if overdue:
        st.caption(said(msgs("{n} follow-up is overdue.", "{n} follow-ups are overdue.", overdue)))
    chosen = tables.table(
        rows.assign(id=rows["follow_up_id"].astype("str")),
        {
            "account_name": tables.text(msg("Account")),
            "state": tables.named(msg("State"), STATES),
            "purpose": tables.named(msg("About"), PURPOSES),
            "what": tables.text(msg("What will be done"), wide=True),
            "owner": tables.text(msg("Owner")),
            "due_on": tables.day(msg("Due")),
        },
        "follow_ups",
        choose="id",
        empty=msg("No follow-up is planned. Choose an alarm, a renewal or a loss to add one."),
    )
    if chosen is not None:
        picked = rows[rows["follow_up_id"] == int(chosen)].to_dict("records")[0]
        _one({str(name): value for name, value in picked.items()})
        if st.button(say("Open the account"), key="open_from_follow_ups"):
            state.open_account(str(picked["account_id"]))
    else:
        _restore()


def _one(row: dict[str, object]) -> None:
    number = int(str(row["follow_up_id"]))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(said(str(row["what"])), width="stretch")
        due = pd.Timestamp(str(row["due_on"])).date()
        words = msg(
            "{state} · {owner}, due {day}",
            state=STATES[str(row["state"])],
            owner=str(row["owner"]),
            day=due,
        )
        st.caption(said(words), width="content")
        if row["state"] == "done":
            _press(say("Open again"), "reopen", number)
        else:
            _press(say("Done"), "done", number)
        _press(say("Remove"), "remove", number)


def _press(words: str, what: str, number: int) -> None:
    st.button(
        words, key=f"{what}_follow_up_{number}", type="tertiary", on_click=_do, args=(what, number)
    )


def _do(what: str, number: int) -> None:
    todo = state.desk().follow_ups
    actions = {"done": todo.done, "reopen": todo.open_again, "remove": todo.remove}
    actions[what](number)
    if what == "remove":
        st.session_state[_REMOVED] = number


def _restore() -> None:
    removed = st.session_state.get(_REMOVED)
    if removed is not None:
        st.button(
            say("Undo: bring the follow-up back"),
            key="restore_follow_up",
            on_click=_bring_back,
            args=(removed,),
        )


def _bring_back(number: int) -> None:
    state.desk().follow_ups.restore(number)
    st.session_state.pop(_REMOVED, None)


def _add(todo: FollowUp) -> None:
    try:
        state.desk().follow_ups.add(todo, shown(msg("this desk")))
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()
