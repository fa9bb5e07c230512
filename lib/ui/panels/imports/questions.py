"""What has to be asked before a sheet can come in, with the possible answers as buttons."""

import streamlit as st

from lib.desk.intake.outcomes import FileOutcome
from lib.ingest.answers import (
    ACROSS,
    COUNTS,
    CUSTOMERS,
    DATES,
    DECIMAL,
    ENCODING,
    HEADER_ROW,
    KIND,
    RAGGED,
    SHEETS,
)
from lib.ingest.issues import Question
from lib.locale import Message, Text, msg
from lib.model import KINDS
from lib.ui.panels.imports import uploads
from lib.ui.wording import said, say, shown

_OF_THE_SHEET = frozenset({KIND, DATES, DECIMAL, RAGGED, ENCODING, HEADER_ROW, ACROSS})
_BUTTONS = 6  # more options stand in a list
_WORDS: dict[str, Message] = {
    "day_first": msg("day first"),
    "month_first": msg("month first"),
    "comma": msg("comma"),
    "point": msg("point"),
    "set_aside": msg("set these rows aside"),
    CUSTOMERS: msg("customers"),
    COUNTS: msg("what was counted"),
    "custom": msg("keep as a custom field"),
    "skip": msg("leave out"),
    "*": msg("all sheets"),
}


def show(outcome: FileOutcome, title: str, number: int) -> None:
    """Draw every open question of a sheet."""
    for place, question in enumerate(outcome.questions):
        with st.container(border=True):
            st.markdown(said(question.message))
            _options(question, (outcome.file, title), f"answer_{number}_{place}")


def _options(question: Question, about: tuple[str, str], key: str) -> None:
    if len(question.options) > _BUTTONS:
        chosen = st.selectbox(
            say("Your answer"),
            list(question.options),
            format_func=lambda option: shown(_words(question, option)),
            index=None,
            placeholder=say("Choose"),
            key=key,
        )
        if chosen is not None:
            answer(question, chosen, about)
            st.rerun()
        return
    with st.container(horizontal=True):
        for option in question.options:
            st.button(
                said(_words(question, option)),
                key=f"{key}_{option}",
                on_click=answer,
                args=(question, option, about),
            )


def _words(question: Question, option: str) -> Text:
    if _field(question) == KIND:
        return KINDS[option].title
    if _field(question) == HEADER_ROW:
        return msg("row {n}", n=option)
    return _WORDS.get(option, option)


def _field(question: Question) -> str:
    """Return what an option answers; "" when it says what the column asked about is."""
    named = question.code if question.code in _OF_THE_SHEET else ""
    return question.field or named


def answer(question: Question, option: str, about: tuple[str, str]) -> None:
    """Remember an answer: about the sheet, the column that it names, or the one asked about."""
    file, title = about
    field = _field(question)
    if field == SHEETS:
        uploads.say_of(file, SHEETS, option)
    elif field in _OF_THE_SHEET:
        uploads.say_of(title, field, option)
    elif field:
        uploads.say_of(title, option, field)
    elif question.column is not None:
        uploads.say_of(title, question.column, option)
