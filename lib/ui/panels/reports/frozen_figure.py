"""A figure of a published version, as it was frozen: chosen by name or by its address."""

from typing import Any

import streamlit as st

from lib.desk.reporting.published import Published
from lib.locale import Count, Text, msg
from lib.report.figures import UNITS
from lib.ui import state
from lib.ui.panels.reports import words
from lib.ui.wording import md_escape, said, say, shown

_KEY = "frozen_figure"


def show(found: Published) -> None:
    """Draw the list of frozen figures, and what stands behind the one that is chosen."""
    entries = {entry["id"]: entry for entry in state.desk().published.figures(found)}
    asked = words.one(words.FIGURE)
    st.session_state[_KEY] = asked if asked in entries else None
    chosen = st.selectbox(
        say("Figure"),
        list(entries),
        format_func=lambda key: f"{entries[key]['name']} · {entries[key]['shown']}",
        key=_KEY,
        index=None,
        placeholder=shown(msg("Look a figure up: type a name or a value")),
        label_visibility="collapsed",
        width=460,
        on_change=_chosen,
    )
    if chosen is not None:
        _entry(entries[chosen])


def _chosen() -> None:
    words.go(figure=st.session_state[_KEY])


def _entry(entry: dict[str, Any]) -> None:
    with st.container(border=True, key="frozen_entry"):
        st.markdown(f"**{said(words.fact(entry['name'], entry['shown']))}**")
        st.markdown(md_escape(entry["definition"]))
        facts: list[tuple[Text, Text]] = [
            (msg("Period"), entry["period"]),
            (msg("Counted over"), entry["filter"]),
            (msg("Unit"), UNITS[entry["unit"]]),
            (msg("Rows"), shown(Count(entry["rows"]))),
            (msg("Sheet of the evidence workbook"), entry["sheet"]),
        ]
        if entry["reason"]:
            facts.append((msg("Why it is unknown"), entry["reason"]))
        st.caption(" · ".join(said(words.fact(name, fact)) for name, fact in facts))
