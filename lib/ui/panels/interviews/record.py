"""The form for one conversation, by the guide."""

from datetime import date
from typing import NamedTuple

import streamlit as st

from lib.desk.voice.interview_records import Talk
from lib.errors import DeskError
from lib.interviews.asked import ROLES, WAYS
from lib.interviews.guide import Guide, asked, consent, intro
from lib.locale import msg
from lib.ui import components, state
from lib.ui.panels.interviews.words import author, tried
from lib.ui.wording import said, say, shown

_RECORDED = "recorded_interview"


class _Who(NamedTuple):
    contact_id: str | None
    role: str | None
    held_on: date
    method: str
    interviewer: str


def show(account: str) -> None:
    """Draw the form for an account; a pick of a plan that waits for it is then held."""
    guide = state.desk().interviews.guides.now()
    _linked(account)
    with st.form(f"talk_{account}", border=True):
        st.caption(said(intro(guide, state.language())))
        who = _who(account)
        answers, quotes = _questions(guide, account)
        st.caption(said(consent(guide, state.language())))
        agreed = st.checkbox(say("They agreed to be quoted without name"), key=f"agreed_{account}")
        wanted = st.form_submit_button(say("Save the conversation"), type="primary")
    if wanted:
        _save(
            Talk(
                account_id=account,
                held_on=who.held_on,
                method=who.method,
                interviewer=who.interviewer,
                role=who.role,
                contact_id=who.contact_id,
                consent=agreed,
                answers=answers,
                quotes=quotes,
                interview_id=state.desk().interviews.plans.waiting(account),
            )
        )


def undo() -> None:
    """Offer to take the last conversation back."""
    batch = st.session_state.get(_RECORDED)
    if batch is not None:
        st.button(
            say("Undo: take the conversation back"),
            key="undo_talk",
            on_click=_take_back,
            args=(int(batch),),
        )


def _linked(account: str) -> None:
    if state.desk().interviews.plans.waiting(account) is not None:
        st.caption(say("A sampling plan waits for this account: it counts as held once saved."))


def _who(account: str) -> _Who:
    """Ask whom we spoke with, when, how, and who asked."""
    first, second, third = st.columns(3)
    names = state.desk().interviews.people_at(account, state.day())
    contact = first.selectbox(
        say("Person"), list(names), index=None, format_func=names.__getitem__,
        key=f"talk_person_{account}", placeholder=shown(msg("Choose or type")),
    )  # fmt: skip
    role = second.selectbox(
        say("Role"), list(ROLES), index=None, format_func=lambda r: shown(ROLES[r]),
        key=f"talk_role_{account}", placeholder=shown(msg("As on file")),
    )  # fmt: skip
    method = third.selectbox(
        say("Way"), list(WAYS), format_func=lambda w: shown(WAYS[w]), key=f"talk_way_{account}"
    )
    today = state.desk().clock().date()
    held = first.date_input(
        say("Held on"), value=today, max_value=today, format="YYYY-MM-DD", key=f"talk_on_{account}"
    )
    interviewer = second.text_input(say("Interviewer"), key=f"talk_by_{account}")
    return _Who(contact, role, held, str(method), interviewer)


def _questions(guide: Guide, account: str) -> tuple[dict[str, str], dict[str, str]]:
    answers, quotes = {}, {}
    for number, question in enumerate(guide.questions, 1):
        st.markdown(f"**{number}** {said(asked(question, state.language()))}")
        left, right = st.columns(2)
        answers[question.key] = left.text_area(
            say("Answer, in our words"), height=80, key=f"answer_{account}_{question.key}"
        )
        quotes[question.key] = right.text_area(
            say("Quote, in their words"), height=80, key=f"quote_{account}_{question.key}"
        )
    return answers, quotes


def _save(talk: Talk) -> None:
    try:
        batch = state.desk().interviews.records.record(talk, author())
    except DeskError as error:
        components.problem(error)
        return
    st.session_state[_RECORDED] = batch
    st.rerun()


def _take_back(batch: int) -> None:
    st.session_state.pop(_RECORDED, None)
    tried(lambda: state.desk().imports.undo(batch))
