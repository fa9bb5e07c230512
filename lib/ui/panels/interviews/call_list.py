"""The plan to take away: the list to call by, with the names that it needs or without."""

import streamlit as st

from lib.desk.voice.interview_plans import StoredPlan
from lib.interviews.asked import ROLES, WAYS
from lib.interviews.coverage import STATES
from lib.locale import Message, msg
from lib.report.writers.table import Sheet, workbook
from lib.ui import state
from lib.ui.panels.interviews.rows import picks_shown
from lib.ui.wording import say, shown

_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS: tuple[tuple[str, Message], ...] = (
    ("account_name", msg("Account")),
    ("account_id", msg("Id")),
    ("why", msg("Why this one")),
    ("role", msg("Role to ask")),
    ("title", msg("Job title")),
    ("department", msg("Department")),
    ("way", msg("Way")),
    ("arr", msg("ARR")),
    ("owner", msg("Our owner")),
    ("state", msg("State")),
)
_PERSONAL: tuple[tuple[str, Message], ...] = (
    ("person", msg("Whom to ask")),
    ("phone", msg("Telephone")),
    ("email", msg("Mail address")),
)
_NOTES: tuple[tuple[str, Message], ...] = (("agreed", msg("Agreed for")), ("notes", msg("Notes")))


def show(stored: StoredPlan) -> None:
    """Offer both lists."""
    with st.container(horizontal=True):
        _button(stored, say("Call list without names (XLSX)"), with_names=False)
        _button(stored, say("Call list with names (XLSX): personal data"), with_names=True)
    st.caption(say("The list with names is personal data, for the caller only."))


def _button(stored: StoredPlan, words: str, *, with_names: bool) -> None:
    kind = "personal-data" if with_names else "without-names"
    lang = state.language()
    sheet = _sheet(stored, with_names=with_names)
    st.download_button(
        words,
        data=lambda: workbook(sheet, lang),
        file_name=f"interviews-{kind}.xlsx",
        mime=_MIME,
        key=f"interview_calls_{kind}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def _sheet(stored: StoredPlan, *, with_names: bool) -> Sheet:
    rows = state.desk().interviews.call_list(stored, with_names=with_names)
    rows = picks_shown(stored, rows)
    worded = rows.assign(
        role=[shown(ROLES[str(role)]) for role in rows["role"]],
        way=[shown(WAYS[str(way)]) for way in rows["way"]],
        state=[shown(STATES[str(one)]) for one in rows["state"]],
        agreed=None,
        notes=None,
    )
    columns = [*_COLUMNS, *(_PERSONAL if with_names else ()), *_NOTES]
    if with_names:
        warned = msg("Personal data: caller only")
        return Sheet(warned, [title for _, title in columns], worded[[n for n, _ in columns]])
    title = msg("Call list")
    return Sheet(title, [title for _, title in columns], worded[[n for n, _ in columns]])
