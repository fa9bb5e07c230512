"""One task of the completion plan, and what can be done with it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk.customer.plans import STATES, WAYS
from lib.errors import DeskError
from lib.locale import Message, msg
from lib.ui import components, state
from lib.ui.panels.files.words import author, field_name, owner_name
from lib.ui.wording import said, say, shown

_UNDO = "undo_task_step"


def show(task: dict[str, Any]) -> None:
    """Draw a task with what can be done: fill its field, say that it is done, cancel it."""
    number = int(task["task_id"])
    with st.container(border=True):
        st.markdown(
            said(
                msg(
                    "{account}: {field}",
                    account=str(task["account_name"]),
                    field=field_name(str(task["field"])),
                )
            )
        )
        st.caption(said(_about(task)))
        if task["state"] in {"open", "overdue"}:
            _open(number, task)
        elif pd.notna(task["step_id"]):
            st.button(
                say("Open again"),
                key=f"task_reopen_{number}",
                on_click=_tried,
                args=(lambda: state.desk().plans.undo_step(int(task["step_id"])),),
            )


def _about(task: dict[str, Any]) -> Message:
    known = msg(
        "{state} · {way} · {owner}, due {day}",
        state=STATES[str(task["state"])],
        way=WAYS[str(task["way"])],
        owner=owner_name(str(task["owner"])),
        day=pd.Timestamp(task["due_on"]).date(),
    )
    if pd.isna(task["ended_on"]):
        return known
    by = "" if pd.isna(task["ended_by"]) else str(task["ended_by"])
    ended = msg(
        "{known} · {by}, {day}", known=known, by=by, day=pd.Timestamp(task["ended_on"]).date()
    )
    if not task["still_missing"]:
        return ended
    return msg("{known} · the field is still blank", known=ended)


def _open(number: int, task: dict[str, Any]) -> None:
    account, field = str(task["account_id"]), str(task["field"])
    fill_form(account, field, f"task_{number}")
    _change_form(number, task)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(
            say("Remark, or reason to cancel"), key=f"task_reason_{number}", width=320
        )
        st.button(
            say("Done"),
            key=f"task_done_{number}",
            on_click=_tried,
            args=(lambda: state.desk().plans.done(number, author(), reason),),
        )
        st.button(
            say("Cancel the task"),
            key=f"task_cancel_{number}",
            on_click=_tried,
            args=(lambda: state.desk().plans.cancel(number, author(), reason),),
        )


def _change_form(number: int, task: dict[str, Any]) -> None:
    """Offer another owner or day."""
    with (
        st.form(f"change_task_{number}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        owner = st.text_input(
            say("Owner"), value=shown(owner_name(str(task["owner"]))), key=f"task_owner_{number}",
            width=320,
        )  # fmt: skip
        due = st.date_input(
            say("Due"),
            value=pd.Timestamp(task["due_on"]).date(),
            format="YYYY-MM-DD",
            key=f"task_due_{number}",
        )
        wanted = st.form_submit_button(say("Save owner and day"))
    if wanted and isinstance(due, date):
        try:
            state.desk().plans.change(number, _owner(owner, str(task["owner"])), due)
        except DeskError as error:
            components.problem(error)
            return
        st.rerun()


def _owner(written: str, before: str) -> str:
    """Return who is meant: a team whose name was left as it stood stays that team."""
    return before if written.strip() == shown(owner_name(before)) else written


def fill_form(account: str, field: str, key: str) -> None:
    """Offer to fill a field here; say where else it is filled if it is not the account's own."""
    entry = state.desk().templates.now().get(field)
    if entry is None or entry.fill is None:
        st.caption(say("This field follows from people, assessments or contracts: enter it there."))
        return
    with (
        st.form(f"fill_{key}", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        text = st.text_input(
            said(msg("Value of '{field}'", field=field_name(field))),
            key=f"fill_text_{key}",
            width=320,
        )
        wanted = st.form_submit_button(say("Fill the field"))
    if wanted:
        try:
            batch = state.desk().filed.fill(account, field, text, author())
        except DeskError as error:
            components.problem(error)
            return
        st.session_state[_UNDO] = batch
        st.rerun()


def undo_fill() -> None:
    """Offer to take the last filling back."""
    batch = st.session_state.get(_UNDO)
    if batch is not None:
        st.button(
            say("Undo: take the filled value back"),
            key="undo_fill",
            on_click=_take_back,
            args=(int(batch),),
        )


def _take_back(batch: int) -> None:
    st.session_state.pop(_UNDO, None)
    _tried(lambda: state.desk().imports.undo(batch))


def _tried(act: Callable[[], object]) -> None:
    """Do it; what is refused is said above the page on the next run."""
    try:
        act()
    except DeskError as error:
        st.toast(components.problem_words(error))
