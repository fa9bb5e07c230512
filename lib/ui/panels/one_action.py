"""One action of a report as a row: who, until when, its state, and what can be done with it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk.reporting.actions import Assigned
from lib.errors import DeskError
from lib.locale import Message, msg, msgs
from lib.model.frames import records
from lib.report.brief_actions import ACTION_STATES
from lib.ui import components, state, tables
from lib.ui.panels.files.words import author
from lib.ui.units import money
from lib.ui.wording import said, say

_DUE_DAYS = 14
_OPENED = "of_action"  # whose customers are listed
_TAKEN_BACK = "action_taken_back"


def rows(found: pd.DataFrame) -> None:
    """Draw actions (`lib.desk.reporting.actions.Actions.all`), one below the other."""
    for row in records(found):
        _one({str(name): value for name, value in row.items()})


def restore() -> None:
    """Offer to bring back the action that was taken back last."""
    gone = st.session_state.get(_TAKEN_BACK)
    if gone is not None:
        st.button(
            say("Undo: bring the action back"), key="restore_action", on_click=_restored,
            args=(int(gone),),
        )  # fmt: skip


def customers(key: str, ids: tuple[str, ...]) -> None:
    """Offer the customers of an action; a press opens their rows below, another closes them."""
    if not ids:
        return
    opened = state.chosen(_OPENED) == (key,)
    st.button(
        said(msgs("{n} customer", "{n} customers", len(ids))), key=f"of_{key}", type="tertiary",
        icon=":material/expand_less:" if opened else ":material/expand_more:",
        on_click=state.choose, args=(_OPENED, () if opened else (key,)),
    )  # fmt: skip


def opened_customers(key: str, ids: tuple[str, ...]) -> None:
    """Draw the rows of the customers of an action, where they were asked for."""
    if state.chosen(_OPENED) != (key,):
        return
    rows = state.desk().actions.customers(ids)
    currency = state.desk().data.snapshot(state.days().last).currency
    state.open_account(
        tables.table(
            rows,
            {
                "account_name": tables.text(msg("Account")),
                "arr": tables.number(msg("ARR"), money(currency)),
                "renewal_on": tables.day(msg("Renewal")),
                "n_alerts": tables.number(msg("Alerts")),
            },
            f"customers_{key}",
            choose="account_id",
            empty=msg("None of these customers is known any more."),
        )
    )


def _one(row: dict[str, Any]) -> None:
    number, ended = int(row["action_id"]), row["state"] in {"done", "dropped"}
    with st.container(border=True, gap="small", key=f"action_{number}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(said(str(row["what"])), width="stretch")
            st.caption(said(_facts(row)), width="content")
        if isinstance(row["outcome"], str):
            st.caption(said(row["outcome"]))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            customers(f"action_{number}", row["ids"])
            if ended:
                _open_again(number, int(row["step_id"]))
            else:
                _ways_on(number, row)
            st.button(
                say("Take back"), key=f"undo_action_{number}", type="tertiary",
                on_click=_taken_back, args=(number,),
            )  # fmt: skip
        opened_customers(f"action_{number}", row["ids"])


def _facts(row: dict[str, Any]) -> Message:
    known = msg(
        "{state} · {owner}, due {day}",
        state=ACTION_STATES[str(row["state"])],
        owner=str(row["owner"]),
        day=pd.Timestamp(row["due_on"]).date(),
    )
    if pd.isna(row["ended_on"]):
        return known
    return msg("{known} · ended {day}", known=known, day=pd.Timestamp(row["ended_on"]).date())


def _open_again(number: int, step: int) -> None:
    st.button(
        say("Open again"), key=f"reopen_action_{number}", type="tertiary", on_click=tried,
        args=(lambda: state.desk().actions.undo_step(step),),
    )  # fmt: skip


def _ways_on(number: int, row: dict[str, Any]) -> None:
    """Offer to finish it, to drop it, and to give it another owner or day."""
    with st.popover(say("Finish"), type="tertiary", key=f"finish_{number}"):
        st.text_input(say("What came of it"), key=f"outcome_{number}")
        st.button(
            say("It is done"), key=f"done_action_{number}", type="primary", on_click=_finished,
            args=(number,),
        )  # fmt: skip
        st.text_input(say("Or why it is given up"), key=f"why_{number}")
        st.button(
            say("Give the action up"),
            key=f"drop_action_{number}",
            on_click=_dropped,
            args=(number,),
        )
    with st.popover(say("Owner and day"), type="tertiary", key=f"assign_{number}"):
        due = pd.Timestamp(row["due_on"]).date()
        assigned = assigned_form(
            f"assign_{number}", say("Save owner and day"), due, str(row["owner"])
        )
    if assigned is not None:
        tried(lambda: state.desk().actions.assign(number, assigned, author()))
        st.rerun()


def assigned_form(key: str, words: str, due_on: date | None, owner: str = "") -> Assigned | None:
    """Ask for owner and due day; return them when they are given."""
    today = state.desk().clock().date()
    past = due_on is None or (not owner and due_on < today)  # a proposal of a month gone by
    with st.form(f"form_{key}", border=False):
        who = st.text_input(
            say("Owner"), value=owner, placeholder=say("A role, a team or a person"),
            key=f"owner_{key}",
        )  # fmt: skip
        due = st.date_input(
            say("Due"),
            value=today + timedelta(days=_DUE_DAYS) if past else due_on,
            format="YYYY-MM-DD",
            key=f"due_{key}",
        )
        wanted = st.form_submit_button(words)
    return Assigned(who, due) if wanted and isinstance(due, date) else None


def _finished(number: int) -> None:
    # What was typed is read now: a press comes with the text, before the page is drawn anew.
    outcome = str(st.session_state[f"outcome_{number}"])
    tried(lambda: state.desk().actions.done(number, outcome, author()))


def _dropped(number: int) -> None:
    why = str(st.session_state[f"why_{number}"])
    tried(lambda: state.desk().actions.drop(number, why, author()))


def tried(act: Callable[[], object]) -> None:
    """Do it; what is refused is said in passing."""
    try:
        act()
    except DeskError as error:
        st.toast(components.problem_words(error))


def _taken_back(number: int) -> None:
    tried(lambda: state.desk().actions.undo(number))
    st.session_state[_TAKEN_BACK] = number


def _restored(number: int) -> None:
    tried(lambda: state.desk().actions.restore(number))
    st.session_state.pop(_TAKEN_BACK, None)
