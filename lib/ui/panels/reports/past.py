"""What became of a report so far: its states, and its published versions."""

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import msg
from lib.ui import state, tables
from lib.ui.panels.reports import words
from lib.ui.panels.reports.steps import STATES
from lib.ui.wording import say


def show(stored: StoredReport) -> None:
    """Draw every state the report was put into, and the versions that were published."""
    st.subheader(say("Published versions"), anchor=False)
    published(stored.report_id, None)
    st.subheader(say("What was done"), anchor=False)
    rows = state.desk().report_states.history(stored.report_id).iloc[::-1]
    tables.table(
        rows.assign(when=[words.when(at) for at in rows["at"]]).reset_index(drop=True),
        {
            "when": tables.text(msg("When (UTC)")),
            "state": tables.named(msg("State"), STATES),
            "author": tables.text(msg("By")),
            "note": tables.text(msg("Note"), wide=True),
        },
        "report_history",
        empty=msg("Nothing yet: it is the first draft."),
    )


def published(report_id: int, shown: int | None) -> None:
    """Draw the published versions but `shown`; a chosen one is opened."""
    rows = state.desk().published.all()
    rows = rows[(rows["report_id"] == report_id) & (rows["version"] != shown)]
    if shown is not None and rows.empty:
        return
    chosen = tables.table(
        rows.assign(key=rows["version"].astype("str")).reset_index(drop=True),
        {
            "version": tables.number(msg("Version")),
            "published_at": tables.day(msg("Published on")),
            "author": tables.text(msg("By")),
            "what_changed": tables.text(msg("What changed"), wide=True),
        },
        f"published_versions_{shown or 0}",
        choose="key",
        empty=msg("No version has been published yet."),
    )
    if chosen is not None:
        words.go(version=chosen)
        st.rerun()
