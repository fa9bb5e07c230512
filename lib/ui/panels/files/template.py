"""The template: which fields, what each weighs, which team fills it; versions and undo."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.locale import Message, msg, msgs
from lib.profile.template import MOST_WEIGHT, TEAMS, Entry, Wish
from lib.ui import components, state, tables
from lib.ui.panels import versions
from lib.ui.panels.files.words import author
from lib.ui.wording import say, shown

_HEAD_PX = 44


def show() -> None:
    """Draw the part."""
    template = state.desk().templates.now()
    components.finding(_finding(template))
    _change(template)
    _versions()


def _finding(template: Mapping[str, Entry]) -> Message:
    total = sum(entry.weight for entry in template.values())
    teams = {entry.team for entry in template.values()}
    return msg(
        "A customer file has {fields} of a total weight of {total}, filled by {teams}.",
        fields=msgs("{n} field", "{n} fields", len(template)),
        total=str(total),
        teams=msgs("{n} team", "{n} teams", len(teams)),
    )


def _change(template: Mapping[str, Entry]) -> None:
    offered = state.desk().templates.offered()
    whole = {**template, **offered}
    weights = [template[n].weight if n in template else 0 for n in whole]
    rows = pd.DataFrame(
        {
            "name": list(whole),
            "field": [shown(entry.title) for entry in whole.values()],
            "weight": weights,
            "team": [shown(TEAMS[entry.team]) for entry in whole.values()],
        }
    )
    st.caption(
        say(
            "Weight 3: everybody along the chain needs it; 2: it sorts the customer into "
            "segments; 1: good to know; 0: not in the file."
        )
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        height=len(rows) * tables.ROW_PX + _HEAD_PX,
        disabled=["field"],
        column_order=["field", "weight", "team"],
        column_config={
            "field": st.column_config.TextColumn(say("Field")),
            "weight": st.column_config.NumberColumn(
                say("Weight"), min_value=0, max_value=MOST_WEIGHT, step=1
            ),
            "team": st.column_config.SelectboxColumn(
                say("Filled by"), options=[shown(title) for title in TEAMS.values()]
            ),
        },
        row_height=tables.ROW_PX,
        key="template_rows",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(say("Reason of the change"), key="template_reason", width=400)
        wanted = st.button(say("Save the template"), key="template_save")
    if wanted:
        _save(template, edited, reason)


def _save(template: Mapping[str, Entry], edited: pd.DataFrame, reason: str) -> None:
    teams = {shown(title): team for team, title in TEAMS.items()}
    wishes = {
        str(row["name"]): Wish(int(row["weight"]), teams[str(row["team"])])
        for row in edited.to_dict("records")
        if int(row["weight"]) > 0 or row["name"] in template
    }
    try:
        state.desk().templates.save(wishes, author(), reason)
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()


def _versions() -> None:
    rows = state.desk().templates.versions()
    if rows.empty:
        st.caption(say("This is the standard template; nobody changed it."))
        return
    versions.show(rows, tables.number(msg("Fields")), "template", state.desk().templates.undo)
