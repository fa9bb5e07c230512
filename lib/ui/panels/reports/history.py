"""The versions of a section's text: who, when, what; and going back to one."""

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import msg
from lib.report.moved import differences
from lib.ui import state, tables
from lib.ui.panels.reports import fates, words
from lib.ui.panels.reports.box import Box
from lib.ui.wording import say

_WHAT = {
    "wrote": msg("wrote"),
    "kept": msg("confirmed as it stands"),
    "draft": msg("brought the draft back"),
}


def show(stored: StoredReport, box: Box) -> None:
    """Draw the versions, newest first; a chosen one beside the text that stands."""
    st.subheader(say("Versions of this section"), anchor=False)
    rows = state.desk().report_texts.history(stored.report_id, box.section)
    chosen = tables.table(
        rows.assign(id=rows["version"].astype("str"), when=[words.when(at) for at in rows["at"]]),
        {
            "version": tables.number(msg("Version")),
            "when": tables.text(msg("When (UTC)")),
            "author": tables.text(msg("By")),
            "what": tables.named(msg("What was done"), _WHAT),
        },
        f"versions_{box.section}",
        choose="id",
        empty=msg("Nobody has written in this section: the draft stands."),
    )
    if chosen is None:
        return
    old = rows.loc[rows["version"] == int(chosen), "text"].iloc[0] or box.draft
    st.caption(say("Version {version}; marked is what the text that stands has not.",
                   version=chosen))  # fmt: skip
    fates.show(stored, differences(old, box.newest.text), "removed")
    st.button(
        say("Go back to version {version}", version=chosen),
        key="go_back_version",
        on_click=box.go_back,
        args=(int(chosen),),
    )
