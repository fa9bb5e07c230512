"""A person who is not on file yet, entered at the account."""

from datetime import date

import streamlit as st

from lib.desk.customer.roles import ROLES as ROLE_KEYS
from lib.desk.customer.roles import Newcomer
from lib.errors import DeskError
from lib.locale import msg
from lib.model.frames import TAG_SEPARATOR
from lib.ui import components, state
from lib.ui.panels.group.words import ROLES
from lib.ui.wording import said, say, shown

_DONE = "person_added"


def show(account_id: str, day: date) -> None:
    """Draw the form behind a fold, and the way back from the last entry."""
    _undo()
    with (
        st.expander(say("Add a person")),
        st.form("newcomer", border=False, clear_on_submit=True),
    ):
        person = _form(account_id)
        if st.form_submit_button(say("Add the person"), type="primary"):
            _save(person, day)


def _form(account_id: str) -> Newcomer:
    left, right = st.columns(2)
    name = left.text_input(say("Name"), key="newcomer_name")
    title = right.text_input(say("Job title"), key="newcomer_title")
    department = left.text_input(say("Department"), key="newcomer_department")
    email = right.text_input(say("E-mail"), key="newcomer_email")
    roles = st.pills(
        say("Roles"),
        ROLE_KEYS,
        selection_mode="multi",
        format_func=lambda role: said(ROLES[role]),
        key="newcomer_roles",
    )
    return Newcomer(
        account_id=account_id,
        name=name,
        title=title,
        department=department,
        email=email,
        roles=TAG_SEPARATOR.join(r for r in ROLE_KEYS if r in roles) or None,
    )


def _save(person: Newcomer, day: date) -> None:
    try:
        batch = state.desk().people.roles.add(person, shown(msg("this desk")), day)
    except DeskError as error:
        components.problem(error)
        return
    st.session_state[_DONE] = (person.account_id, person.name.strip(), batch)
    st.rerun()


def _undo() -> None:
    done = st.session_state.get(_DONE)
    if done is None or done[0] != state.account():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(said(msg("{name} is on file now.", name=done[1])))
        st.button(
            say("Undo"), key="undo_newcomer", type="tertiary", on_click=_take_back, args=(done[2],)
        )


def _take_back(batch: int) -> None:
    st.session_state.pop(_DONE, None)
    try:
        state.desk().people.roles.undo(batch)
    except DeskError as error:
        components.problem(error)
