"""Conversations of the segment: recording one, the list, what was said in it, taking it back."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.interviews import guide as guides
from lib.locale import Count, Message, Text, msg, msgs
from lib.model.frames import records
from lib.ui import components, filters, state, tables
from lib.ui.panels.interviews import record
from lib.ui.panels.interviews.words import ROLE_NAMES, WAYS_DONE, tried
from lib.ui.wording import said, say, shown


def show() -> None:
    """Draw the part: the form first, then what is on file."""
    names = state.desk().interviews.accounts(state.segment(), state.day())
    rows = state.desk().interviews.records.all()
    mine = rows[rows["account_id"].isin(list(names))].reset_index(drop=True)
    components.finding(_finding(mine, len(names)))
    record.undo()
    st.subheader(say("Record a conversation"), anchor=False)
    account = filters.select("account", msg("Account"), names)
    if account is not None:
        record.show(account)
    st.subheader(say("Conversations on file"), anchor=False)
    listed(mine, with_account=True)


def _finding(rows: pd.DataFrame, whole: int) -> Message:
    if rows.empty:
        return msg("No conversation with this segment is on file yet.")
    return msgs(
        "{n} conversation is on file, with {accounts} of {whole} accounts; the last on {day}.",
        "{n} conversations are on file, with {accounts} of {whole} accounts; the last on {day}.",
        len(rows),
        accounts=Count(int(rows["account_id"].nunique())),
        whole=Count(whole),
        day=rows["held_on"].max().date() if rows["held_on"].notna().any() else msg("unknown day"),
    )


def listed(rows: pd.DataFrame, *, with_account: bool) -> None:
    """Draw conversations; the chosen one with all that was said."""
    account = {"account_name": tables.text(msg("Account"))} if with_account else {}
    chosen = tables.table(
        rows,
        {
            **account,
            "held_on": tables.day(msg("Held on")),
            "role": tables.named(msg("Role"), ROLE_NAMES),
            "method": tables.named(msg("Way"), WAYS_DONE),
            "interviewer": tables.text(msg("Interviewer")),
            "n_answers": tables.number(msg("Answers")),
            "n_quotes": tables.number(msg("Quotes")),
        },
        "conversations",
        choose="conversation",
        empty=msg(
            "Record one above, or import the sheet that you keep: one row a question and"
            " conversation."
        ),
    )
    if chosen is not None:
        one(records(rows[rows["conversation"] == chosen])[0], with_account=with_account)


def one(talk: dict[str, Any], *, with_account: bool) -> None:
    """Draw what was said in a conversation, question by question, and the way to undo it."""
    interviews = state.desk().interviews
    rows = interviews.records.answers()
    rows = rows[rows["conversation"] == talk["conversation"]]
    guide = interviews.guides.now()
    with st.container(border=True):
        if not with_account:
            _with_whom(talk)
        for row in records(rows):
            title = guides.short(str(row["question"]), guide, state.language())
            _answer(title, row)
        if not talk["consent"]:
            st.caption(say("Without consent: quotes stay here and are in no export."))
        with st.container(horizontal=True):
            if with_account and st.button(say("Open the account"), key="open_talk"):
                state.open_account(str(talk["account_id"]))
            if talk["in_app"]:
                st.button(
                    say("Take this conversation back"),
                    key="take_talk_back",
                    on_click=tried,
                    args=(lambda: state.desk().imports.undo(int(talk["batch_id"])),),
                )
            else:
                st.caption(say("It came with a file: undo the import to take it back."))


def _with_whom(talk: dict[str, Any]) -> None:
    """Name the person, in the account's own view only."""
    people = state.desk().interviews.people_at(str(talk["account_id"]), state.day())
    person = people.get(str(talk["contact_id"]))
    if person:
        st.caption(say("With {person}", person=person))


def _answer(title: Text, row: dict[str, Any]) -> None:
    """Draw one answer with its quote."""
    answer = shown(None) if pd.isna(row["answer"]) else str(row["answer"])
    st.markdown(f"**{said(title)}** · {said(answer)}")
    if pd.notna(row["quote"]):
        st.markdown(f"> {said(str(row['quote']))}")
