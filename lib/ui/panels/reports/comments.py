"""Comments on a section: read and settled beside it, added where one reads."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.errors import DeskError
from lib.locale import msg, msgs
from lib.model.frames import records
from lib.ui import components, state
from lib.ui.panels.reports import words
from lib.ui.wording import said, say

_REMOVED = "removed_comment"


def show(stored: StoredReport, section: str, rows: pd.DataFrame) -> None:
    """Draw the comments on a section out of `rows` (`ReportComments.all`), open ones first."""
    mine = records(rows[rows["section"] == section])
    for row in mine:
        if row["state"] == "open":
            _one(row)
    settled = [row for row in mine if row["state"] == "resolved"]
    if settled:
        n = len(settled)
        with st.expander(said(msgs("{n} settled comment", "{n} settled comments", n))):
            for row in settled:
                _one(row)
    _restore(section)
    _new(stored, section)


def _one(row: Mapping[str, object]) -> None:
    number = int(str(row["comment_id"]))
    with st.container(border=True, gap="small", key=f"comment_{number}"):
        st.markdown(said(str(row["text"])))
        day = pd.Timestamp(str(row["at"])).date()
        st.caption(say("{author}, {day}", author=str(row["author"]), day=day))
        with st.container(horizontal=True, gap="small"):
            if row["state"] == "open":
                _press(say("Settled"), "resolve", row)
            else:
                _press(say("Open again"), "reopen", row)
            _press(say("Remove"), "remove", row)


def _press(title: str, what: str, row: Mapping[str, object]) -> None:
    number = int(str(row["comment_id"]))
    st.button(title, type="tertiary", key=f"{what}_comment_{number}", on_click=_do,
              args=(what, number, str(row["section"])))  # fmt: skip


def _do(what: str, number: int, section: str) -> None:
    area = state.desk().report_comments
    acts: dict[str, Callable[[int, str], None]] = {
        "resolve": area.resolve,
        "reopen": area.reopen,
        "remove": area.remove,
        "restore": area.restore,
    }
    try:
        acts[what](number, words.author())
    except DeskError as error:  # somebody else was faster
        st.toast(components.problem_words(error))
        return
    st.session_state.pop(_REMOVED, None)
    if what == "remove":
        st.session_state[_REMOVED] = (number, section)


def _restore(section: str) -> None:
    removed = st.session_state.get(_REMOVED)
    if removed is not None and removed[1] == section:
        st.button(
            say("Undo: bring the comment back"),
            key="restore_comment",
            type="tertiary",
            on_click=_do,
            args=("restore", *removed),
        )


def _new(stored: StoredReport, section: str) -> None:
    with st.popover(say("Comment"), icon=":material/add_comment:", type="tertiary",
                    key=f"new_comment_{section}"):  # fmt: skip
        key = f"comment_text_{section}"
        st.text_area(said(msg("What should be looked at?")), key=key, height=110)
        st.button(say("Add the comment"), type="primary", key=f"add_comment_{section}",
                  on_click=_add, args=(stored.report_id, section, key))  # fmt: skip


def _add(report_id: int, section: str, key: str) -> None:
    try:
        text = str(st.session_state.get(key) or "")
        state.desk().report_comments.add(report_id, section, text, words.author())
    except DeskError as error:
        st.toast(components.problem_words(error))
        return
    st.session_state[key] = ""
