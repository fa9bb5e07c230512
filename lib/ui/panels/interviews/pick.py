"""One picked account, and what can be done: record, decline, replace, take back."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.interviews.asked import ROLES, WAYS
from lib.interviews.coverage import STATES
from lib.locale import Message, msg
from lib.ui import state
from lib.ui.panels.interviews.words import author, tried
from lib.ui.wording import said, say


def show(row: dict[str, Any]) -> None:
    """Draw the pick."""
    number = int(row["pick_id"])
    with st.container(border=True):
        st.markdown(f"**{said(str(row['account_name']))}** · {said(STATES[str(row['state'])])}")
        st.caption(said(_whom(row)))
        if pd.notna(row["reason"]):
            st.caption(say("It stepped in: {reason}", reason=str(row["reason"])))
        with st.container(horizontal=True):
            if row["state"] == "planned" and st.button(
                say("Record the conversation"), type="primary", key=f"record_{number}"
            ):
                _to_record(str(row["account_id"]))
            if st.button(say("Open the account"), key=f"open_pick_{number}"):
                state.open_account(str(row["account_id"]))
            _back(row, number)
        if row["state"] in {"planned", "declined"}:
            _refuse(number, declined=row["state"] == "declined")


def _whom(row: dict[str, Any]) -> Message:
    """Say whom to ask, by role and title; the name stands in the account and the call list."""
    role, way = ROLES[str(row["role"])], WAYS[str(row["way"])]
    if pd.isna(row["person_key"]):
        return msg(
            "Ask for: {role}, {way}. Nobody of this role is on file; ask our owner.",
            role=role,
            way=way,
        )
    return msg(
        "Ask for: {role}, {way}. The name stands in the account and in the call list.",
        role=role,
        way=way,
    )


def _to_record(account: str) -> None:
    state.choose("view", ("talks",))
    state.set_account(account)
    st.rerun()


def _back(row: dict[str, Any], number: int) -> None:
    plans = state.desk().interviews.plans
    if row["state"] == "declined":
        refusal = int(row["refusal_id"])
        st.button(
            say("Undo: it is to be asked again"),
            key=f"undo_decline_{number}",
            on_click=tried,
            args=(lambda: plans.undo_decline(refusal),),
        )
    if pd.notna(row["replaces"]) and row["state"] == "planned":
        st.button(
            say("Undo: the account before it stands again"),
            key=f"undo_replace_{number}",
            on_click=tried,
            args=(lambda: plans.undo_replace(number),),
        )


def _refuse(number: int, *, declined: bool) -> None:
    plans = state.desk().interviews.plans
    reason = st.text_input(
        say("Why it will not be asked"),
        placeholder=say("Declined, not reachable, on leave until …"),
        key=f"refuse_reason_{number}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("Replace by the next of its stratum"),
            key=f"replace_{number}",
            on_click=tried,
            args=(lambda: plans.replace(number, reason, author()),),
        )
        if declined:
            return
        away = st.checkbox(say("Do not ask again"), key=f"away_{number}")
        st.button(
            say("Declined, without a replacement"),
            key=f"decline_{number}",
            on_click=tried,
            args=(lambda: plans.decline(number, reason, author(), keep_away=away),),
        )
