"""Interviews of one account: who was asked when, what they said, and recording one."""

import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.locale import Message, msg, msgs
from lib.ui import components, state
from lib.ui.panels.interviews import record, talks
from lib.ui.wording import say


def show(card: AccountCard) -> None:
    """Draw the part."""
    rows = state.desk().interviews.records.all(card.account_id)
    components.finding(_finding(len(rows), card), key="finding_interviews")
    record.undo()
    if len(rows):
        talks.listed(rows, with_account=False)
    with st.expander(say("Record a conversation"), expanded=not len(rows)):
        record.show(card.account_id)


def _finding(n: int, card: AccountCard) -> Message:
    if not n:
        return msg("Nobody of {account} was interviewed yet.", account=card.name)
    return msgs(
        "{n} conversation with {account} is on file.",
        "{n} conversations with {account} are on file.",
        n,
        account=card.name,
    )
