"""The working procedure (SOP): wording, due day and role of each step, own steps, versions."""

import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.locale import msg, msgs
from lib.model.frames import records
from lib.month.procedure import Line
from lib.month.working_days import MOST_DAYS
from lib.ui import components, state, tables
from lib.ui.panels import versions
from lib.ui.panels.files.words import author
from lib.ui.wording import said, say, shown

_EMPTY_ROWS_PX = 44


def show() -> None:
    """Draw the procedure to be edited, and its versions."""
    lines = state.desk().month.procedure()
    rows = state.desk().month.versions()
    own = sum(line.own for line in lines)
    steps = msgs("The procedure has {n} step", "The procedure has {n} steps", len(lines))
    mine = msgs("{n} of your own", "{n} of your own", own)
    known, more = msg("{steps}.", steps=steps), msg("{steps}, {own}.", steps=steps, own=mine)
    components.finding(more if own else known)
    st.caption(
        say(
            "Words that you write stand as written in both languages. The due day counts working"
            " days after the month's end; a row that you add is a step of your own."
        )
    )
    _edit(lines)
    if rows.empty:
        st.caption(say("Nobody has changed the procedure yet."))
        return
    versions.show(rows, tables.number(msg("Steps")), "procedure", state.desk().month.undo_procedure)


def _edit(lines: tuple[Line, ...]) -> None:
    known = _for_people(lines)
    edited = st.data_editor(
        known,
        hide_index=True,
        num_rows="dynamic",
        height=(len(lines) + 1) * tables.ROW_PX + _EMPTY_ROWS_PX,
        row_height=tables.ROW_PX,
        column_order=["title", "wording", "due", "role"],
        column_config={
            "title": st.column_config.TextColumn(say("Step"), width="medium", required=True),
            "wording": st.column_config.TextColumn(say("What is to be done"), width="large"),
            "due": st.column_config.NumberColumn(
                say("Due on working day"), min_value=1, max_value=MOST_DAYS, step=1, required=True
            ),
            "role": st.column_config.TextColumn(say("Responsible role")),
        },
        key=f"procedure_rows_{state.language()}_{len(state.desk().month.versions())}",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(say("Reason of the change"), key="procedure_reason", width=400)
        if st.button(say("Save the procedure"), key="procedure_save", type="primary"):
            _save(edited, lines, reason)


def _for_people(lines: tuple[Line, ...]) -> pd.DataFrame:
    """Return the procedure in words of the reader's language."""
    return pd.DataFrame(
        {
            "key": [line.key for line in lines],
            "title": [shown(line.named()) for line in lines],
            "wording": [shown(line.worded()) for line in lines],
            "due": [line.due for line in lines],
            "role": [shown(line.by()) for line in lines],
        }
    )


def _save(edited: pd.DataFrame, lines: tuple[Line, ...], reason: str) -> None:
    """Keep what differs from what was shown; words left as they were stay in both languages."""
    before = {line.key: line for line in lines}
    rows = [_as_meant(row, before.get(str(row["key"]))) for row in records(edited)]
    try:
        state.desk().month.save_procedure(rows, author(), reason)
    except DeskError as error:
        components.problem(error)
        return
    st.toast(said(msg("Saved.")))
    st.rerun()


def _as_meant(row: dict[str, object], line: Line | None) -> dict[str, object]:
    if line is None:
        return {**row, "key": ""}
    as_shown = {"title": line.named(), "wording": line.worded(), "role": line.by()}
    as_kept = {"title": line.title, "wording": line.wording, "role": line.role}
    same = {name: as_kept[name] for name, text in as_shown.items() if row[name] == shown(text)}
    return {**row, **same}
