"""Roles that titles suggest: confirm or turn down one or many, and take that back."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pandas as pd
import streamlit as st

from lib.desk.customer.roles import Proposed
from lib.errors import DeskError
from lib.locale import msg, msgs
from lib.ui import components, filters, state, tables
from lib.ui.panels.group.words import ROLES
from lib.ui.wording import said, say, shown

T = TypeVar("T")
_DONE = "roles_done"


def show(rows: pd.DataFrame, *, with_account: bool) -> None:
    """Draw the proposals, what can be done with them, and how to undo what was done."""
    st.subheader(say("Roles that job titles suggest"), anchor=False)
    _undo()
    if rows.empty:
        st.caption(say("No title of a person without a role suggests one."))
        return
    st.caption(
        said(
            msgs(
                "{n} person has no role on file, but a title that suggests one. It counts once"
                " you confirm it.",
                "{n} people have no role on file, but titles that suggest one. These count once"
                " you confirm them.",
                len(rows),
            )
        )
    )
    counts = {role: int((rows["role"] == role).sum()) for role in ROLES}
    offered = {role: name for role, name in ROLES.items() if counts[role]}
    wanted = filters.pills("suggested", msg("Suggested role"), offered, counts)
    drawn = rows[rows["role"].isin(wanted or list(ROLES))].reset_index(drop=True)
    # Names of people stand on the page of their account only.
    whose = {"account_name": tables.text(msg("Account"))}
    whose = whose if with_account else {"name": tables.text(msg("Name"))}
    chosen = tables.picked(
        drawn.assign(reason=[shown(reason) for reason in drawn["reason"]]),
        {
            **whose,
            "title": tables.text(msg("Job title")),
            "department": tables.text(msg("Department")),
            "role": tables.named(msg("Suggested role"), ROLES),
            "confidence": tables.bar(msg("How sure")),
            "reason": tables.text(msg("Why")),
        },
        "role_proposals",
        "row_key",
    )
    _buttons(drawn[drawn["row_key"].isin(chosen)] if chosen else drawn, all_=not chosen)


def _buttons(rows: pd.DataFrame, *, all_: bool) -> None:
    """Draw both buttons; without a choice they are about everything that is shown."""
    picked = [
        Proposed(row_key=row["row_key"], role=row["role"], title=row["title"])
        for row in rows.to_dict("records")
    ]
    n = len(picked)
    confirm = msgs("Confirm {n} role", "Confirm {n} roles", n)
    reject = msgs("Turn down {n} role", "Turn down {n} roles", n)
    if all_:
        confirm = msgs("Confirm the one shown", "Confirm all {n} shown", n)
        reject = msgs("Turn down the one shown", "Turn down all {n} shown", n)
    with st.container(horizontal=True):
        for words, key, act in (
            (confirm, "confirm_roles", _confirm),
            (reject, "reject_roles", _reject),
        ):
            st.button(said(words), key=key, on_click=act, args=(picked,))


def _confirm(picked: Sequence[Proposed]) -> None:
    roles = state.desk().people.roles
    batch = _tried(lambda: roles.confirm(picked, shown(msg("this desk")), state.day()))
    if batch is not None:
        st.session_state[_DONE] = ("confirmed", batch, len(picked))


def _reject(picked: Sequence[Proposed]) -> None:
    roles = state.desk().people.roles
    ids = _tried(lambda: roles.reject(picked, shown(msg("this desk"))))
    if ids is not None:
        st.session_state[_DONE] = ("rejected", ids, len(picked))


def _tried(act: Callable[[], T]) -> T | None:
    try:
        return act()
    except DeskError as error:
        st.session_state["roles_problem"] = error
        return None


def _undo() -> None:
    refused = st.session_state.pop("roles_problem", None)
    if refused is not None:
        components.problem(refused)
    done = st.session_state.get(_DONE)
    if done is None:
        return
    what, key, n = done
    with st.container(horizontal=True, vertical_alignment="center"):
        if what == "confirmed":
            st.caption(said(msgs("{n} role is confirmed.", "{n} roles are confirmed.", n)))
            later(key)
        else:
            st.caption(said(msgs("{n} role is turned down.", "{n} roles are turned down.", n)))
        st.button(say("Undo"), key="undo_roles", type="tertiary", on_click=_take_back, args=(key,))


def later(batch: int) -> None:
    """Say that an entry does not count yet on the day looked at, where that is so."""
    desk, day = state.desk(), state.day()
    if not desk.people.roles.counts_on(batch, day):
        st.caption(
            say(
                "This page shows {day}; what is entered now counts from {today} on.",
                day=day,
                today=desk.clock().date(),
            )
        )


def _take_back(key: int | tuple[int, ...]) -> None:
    roles = state.desk().people.roles
    if isinstance(key, tuple):
        _tried(lambda: roles.undo_reject(key))
    else:
        _tried(lambda: roles.undo(key))
    st.session_state.pop(_DONE, None)
