"""One person at an account: what is known of them, changed by people; and what was known when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk.customer.roles import ROLES as ROLE_KEYS
from lib.desk.customer.roles import STANCES as STANCE_KEYS
from lib.desk.customer.roles import Change
from lib.errors import DeskError
from lib.group.persons import MOST_INFLUENCE, PHASES
from lib.locale import Message, msg
from lib.model.frames import TAG_SEPARATOR, tags_of
from lib.ui import components, filters, state, tables
from lib.ui.panels.group.proposals import later
from lib.ui.panels.group.words import ROLES, STANCES
from lib.ui.wording import said, say, shown

_DONE = "person_changed"
_FIELDS: Mapping[str, Message] = {
    "buying_roles": msg("Roles"),
    "department": msg("Department"),
    "stance": msg("Stance"),
    "influence_buying": msg("Influence when buying"),
    "influence_using": msg("Influence when using"),
    "influence_feedback": msg("Influence on feedback"),
    "active": msg("Still there"),
}


def show(people: pd.DataFrame, day: date) -> None:
    """Draw the choice of a person, the form, and the history of what was said of them."""
    names = people["name"].fillna(people["row_key"])
    chosen = filters.select(
        "person", msg("Change a person"), dict(zip(people["row_key"], names, strict=True))
    )
    _undo()
    if chosen is None:
        return
    row = people[people["row_key"] == chosen].to_dict("records")[0]
    known = {str(name): value for name, value in row.items()}
    with st.form(f"person_{chosen}"):
        said_now = _form(known, people)
        if st.form_submit_button(say("Save what changed"), type="primary"):
            _save(known, said_now, day)
    _history(chosen)


def _form(known: Mapping[str, Any], people: pd.DataFrame) -> dict[str, Any]:
    """Draw the fields as they stand; return what they hold now, None for unknown."""
    key = known["row_key"]
    roles = st.pills(
        say("Roles"),
        ROLE_KEYS,
        selection_mode="multi",
        default=[r for r in tags_of(pd.Series([known["buying_roles"]]))[0] if r in ROLE_KEYS],
        format_func=lambda role: said(ROLES[role]),
        key=f"roles_{key}",
    )
    left, right = st.columns(2)
    departments = sorted(people["department"].dropna().unique())
    department = left.selectbox(
        say("Department"),
        departments,
        index=_index(departments, known["department"]),
        accept_new_options=True,
        placeholder=shown(msg("Choose or type")),
        key=f"department_{key}",
    )
    stance = right.selectbox(
        say("Stance"),
        STANCE_KEYS,
        index=_index(STANCE_KEYS, known["stance"]),
        format_func=lambda value: shown(STANCES[value]),
        placeholder=shown(msg("unknown")),
        key=f"stance_{key}",
    )
    influence = {}
    for phase, place in zip(PHASES, st.columns(len(PHASES)), strict=True):
        influence[phase] = place.segmented_control(
            said(_FIELDS[phase]),
            range(MOST_INFLUENCE + 1),
            default=None if pd.isna(known[phase]) else int(known[phase]),
            help=say("0 none, 1 some, 2 much, 3 decisive; nothing chosen: unknown"),
            key=f"{phase}_{key}",
        )
    active = st.toggle(say("Still there"), value=bool(known["there"]), key=f"there_{key}")
    return {
        "buying_roles": TAG_SEPARATOR.join(r for r in ROLE_KEYS if r in roles) or None,
        "department": department,
        "stance": stance,
        **influence,
        "active": active,
    }


def _index(options: Any, value: object) -> int | None:  # noqa: ANN401 - any sequence
    return list(options).index(value) if value in options else None


def _save(known: Mapping[str, Any], said_now: Mapping[str, Any], day: date) -> None:
    before = {**known, "active": bool(known["there"])}
    changed = {
        name: value
        for name, value in said_now.items()
        if value != (None if pd.isna(before[name]) else before[name])
    }
    if not changed:
        st.caption(say("Nothing was changed."))
        return
    try:
        batch = state.desk().people.roles.change(
            Change(row_key=str(known["row_key"]), fields=changed), shown(msg("this desk")), day
        )
    except DeskError as error:
        components.problem(error)
        return
    st.session_state[_DONE] = batch
    st.rerun()


def _undo() -> None:
    batch = st.session_state.get(_DONE)
    if batch is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("Saved as batch {id}.", id=str(batch)))
        later(batch)
        st.button(
            say("Undo"), key="undo_person", type="tertiary", on_click=_take_back, args=(batch,)
        )


def _take_back(batch: int) -> None:
    st.session_state.pop(_DONE, None)
    try:
        state.desk().people.roles.undo(batch)
    except DeskError as error:
        components.problem(error)


def _history(row_key: str) -> None:
    with st.expander(say("What was known of this person, and when")):
        rows = state.desk().people.roles.history(row_key)
        names = {**ROLES, **STANCES}
        tables.table(
            rows.assign(value=[_shown(value, names) for value in rows["value"]]),
            {
                "known_on": tables.day(msg("Known since")),
                "field": tables.named(msg("What"), _FIELDS),
                "value": tables.text(msg("Value")),
                "source": tables.text(msg("Came from")),
                "author": tables.text(msg("By")),
            },
            "person_history",
            empty=msg("Nothing is known but the name."),
        )


def _shown(value: object, names: Mapping[str, Message]) -> str:
    if value is None:
        return shown(None)
    if isinstance(value, bool):
        return shown(msg("yes")) if value else shown(msg("has left"))
    if isinstance(value, float):
        return str(int(value))
    return ", ".join(shown(names.get(part, part)) for part in str(value).split(TAG_SEPARATOR))
