"""One report: where it stands, what comes next, and the part that is looked at."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from lib.desk.reporting.report_states import Standing
from lib.desk.reporting.reports import StoredReport
from lib.locale import Count, Message, Text, msg, render
from lib.ui import components, filters, state
from lib.ui.downloads import file_stem
from lib.ui.panels import blocks, report_actions
from lib.ui.panels.reports import (
    before,
    figure,
    layout,
    past,
    published,
    reading,
    register,
    steps,
    words,
    writing,
)
from lib.ui.wording import say

_PARTS: Mapping[str, tuple[Message, Callable[[StoredReport], None]]] = {
    "text": (msg("Report"), reading.show),
    "before": (msg("Beside the last period"), before.show),
    "actions": (msg("Actions"), lambda stored: report_actions.show(stored.report_id)),
    "figures": (msg("Register of figures"), register.show),
    "layout": (msg("Layout"), layout.show),
    "past": (msg("Versions"), past.show),
}


def show(report_id: int) -> None:
    """Draw a report: as it stands now, or the published version that is asked for."""
    standing = state.desk().report_states.of(report_id)
    version = _version(standing)
    if version is not None:
        _leaving()
        published.show(report_id, version, standing)
        return
    with st.spinner(say("Drafting from the data of today")):
        stored = state.desk().reports.get(report_id)
    section = words.one(words.SECTION)
    if section in {found.key for found in stored.report.sections}:
        writing.show(stored, str(section))
    else:
        _whole(stored, standing)
    figure.show(stored)


def _version(standing: Standing) -> int | None:
    """Return the published version to be read; None when the report is being worked on."""
    asked = words.one(words.VERSION)
    if asked is not None and asked.isdigit():
        return int(asked)
    return standing.version if standing.state == "published" else None


def _whole(stored: StoredReport, standing: Standing) -> None:
    _leaving()
    steps.bar(stored.report_id, standing)
    components.finding(render(stored.report.title, stored.lang))
    st.caption(
        say(
            "Sections in people's own words: {own} of {n}. Figures are live: they follow the data.",
            own=Count(len(stored.written)),
            n=Count(len(stored.drafts)),
        )
    )
    stem = file_stem(f"{stored.segment}-{stored.period.key}-{stored.lang}")
    blocks.downloads(stem, partial(state.desk().reports.exported, stored), "export")
    titles: dict[str, Text] = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch(words.VIEW, msg("Part of the page"), titles)][1](stored)


def _leaving() -> None:
    st.button(
        say("All reports"),
        type="tertiary",
        icon=":material/arrow_back:",
        key="all_reports",
        on_click=words.go,
        kwargs={"report": None, "version": None, "section": None, "figure": None, "view": None},
    )
