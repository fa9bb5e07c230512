"""The form of a walk-through: several touchpoints at once, kept as one batch that can be undone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk.voice.walks import Step, Walk
from lib.errors import DeskError
from lib.locale import msg
from lib.model.frames import records
from lib.profile.journey import STAGES
from lib.touchpoints.rules import FINDINGS
from lib.ui import components, state
from lib.ui.panels.files.words import author
from lib.ui.wording import say, shown

_SAVED = "saved_walk_batch"
_ROWS = 6
_COLUMNS = ("stage", "team", "touchpoint", "finding", "minutes", "note")


def show(rows: pd.DataFrame) -> None:
    """Draw the button that opens the form, and the undo of the last walk."""
    with st.container(horizontal=True, vertical_alignment="center"):
        batch = st.session_state.get(_SAVED)
        if batch is not None:
            st.caption(say("The walk-through is kept as batch {id}.", id=str(batch)))
            st.button(say("Undo"), key="undo_walk", on_click=_undo, args=(int(batch),))
    with st.expander(say("Record a walk-through"), expanded=rows.empty):
        _form(rows)


def _form(rows: pd.DataFrame) -> None:
    with st.form("walk", border=False):
        on, account = _head()
        st.caption(
            say(
                "One row a touchpoint, in the order in which a customer meets them. Write what was"
                " seen, and no names: a gap belongs to the way, never to one person."
            )
        )
        filled = st.data_editor(
            pd.DataFrame("", index=range(_ROWS), columns=list(_COLUMNS)).assign(
                minutes=pd.Series([None] * _ROWS, dtype="float64")
            ),
            column_config=_editor(rows),
            num_rows="dynamic",
            hide_index=True,
            placeholder="",
            key="walk_steps",
        )
        if st.form_submit_button(say("Keep the walk-through"), type="primary"):
            _save(on, account, filled)


def _head() -> tuple[date, str | None]:
    left, right = st.columns(2)
    on = left.date_input(
        say("Walked on"),
        value=state.day(),
        max_value=max(state.day(), state.desk().clock().date()),
        format="YYYY-MM-DD",
        key="walk_on",
    )
    names = state.desk().accounts.names(state.day())
    account = right.selectbox(
        say("Account, if it was a real one's way"),
        list(names),
        index=None,
        format_func=lambda key: names[key],
        key="walk_account",
        placeholder=shown(msg("Choose or type")),
    )
    return on, account


def _editor(rows: pd.DataFrame) -> Mapping[str, Any]:
    """Return the cells of the form; teams and touchpoints are free words."""
    known = sorted(set(rows["team"].dropna()))
    hint = shown(msg("Such as: {teams}", teams=", ".join(known[:6]))) if known else None
    return {
        "stage": st.column_config.SelectboxColumn(
            shown(msg("Journey stage")), options=list(STAGES),
            format_func=lambda key: shown(STAGES[str(key)]) if key in STAGES else "",
            width="medium",
        ),
        "team": st.column_config.TextColumn(shown(msg("Team")), help=hint),
        "touchpoint": st.column_config.TextColumn(shown(msg("Touchpoint"))),
        "finding": st.column_config.SelectboxColumn(
            shown(msg("What the walk found")), options=list(FINDINGS),
            format_func=lambda key: shown(FINDINGS[str(key)]) if key in FINDINGS else "",
        ),
        "minutes": st.column_config.NumberColumn(shown(msg("Minutes")), min_value=0, step=1),
        "note": st.column_config.TextColumn(shown(msg("What was seen")), width="large"),
    }  # fmt: skip


def _save(on: date, account: str | None, filled: pd.DataFrame) -> None:
    steps = tuple(_step(row) for row in records(filled) if _has_words(row))
    walk = Walk(walked_on=on, steps=steps, author=author(), account_id=account)
    try:
        batch = state.desk().touchpoints.record(walk)
    except DeskError as error:
        components.problem(error)
        return
    st.session_state[_SAVED] = batch
    st.toast(
        say("Saved as batch {id}; it can be undone here or on the Import page.", id=str(batch))
    )
    st.rerun()


def _has_words(row: Mapping[str, Any]) -> bool:
    return any(_text(row[name]) for name in _COLUMNS if name != "minutes")


def _step(row: Mapping[str, Any]) -> Step:
    minutes = row["minutes"]
    return Step(
        touchpoint=_text(row["touchpoint"]),
        team=_text(row["team"]),
        stage=_text(row["stage"]),
        finding=_text(row["finding"]),
        minutes=None if pd.isna(minutes) else int(minutes),
        note=_text(row["note"]),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _undo(batch: int) -> None:
    state.desk().imports.undo(batch)
    st.session_state.pop(_SAVED, None)
