"""The register of figures as a table; a row opens the figure."""

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import msg
from lib.ui import filters, state, tables
from lib.ui.panels.reports import words
from lib.ui.wording import said, say, shown


def show(stored: StoredReport) -> None:
    """Draw every figure of the report: name, value, definition, where it stands."""
    rows = state.desk().reports_beside.register(stored)
    titles = {s.key: words.section_title(stored, s.key) for s in stored.report.sections}
    st.caption(say("Every number of the report, with what it means and the rows it was made of."))
    places = [key for key in titles if (rows["section"] == key).any()]
    wanted = filters.select("in", msg("Section"), {key: titles[key] for key in places})
    rows = rows if wanted is None else rows[rows["section"] == wanted].reset_index(drop=True)
    chosen = tables.table(
        rows.assign(section=rows["section"].fillna("–")),
        {
            "name": tables.Column(title=msg("Figure"), width=300),
            "value": tables.Column(title=msg("Value"), right=True, width=120),
            "section": tables.named(msg("Section"), titles),
            "period": tables.text(msg("Period")),
            "n": tables.number(msg("Rows")),
            "figure_id": tables.text(msg("Name in texts")),
        },
        "register",
        choose="figure_id",
    )
    if chosen is not None and st.session_state.get("register_opened") != chosen:
        st.session_state["register_opened"] = chosen
        words.go(figure=chosen)
    elif chosen is None:
        st.session_state.pop("register_opened", None)
    if chosen is None:
        st.caption(said(shown(msg("Choose a row to open a figure with its rows and notes."))))
