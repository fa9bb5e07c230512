"""One report: where it stands, what is left to do, and the part that is looked at."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from lib.desk.reports import StoredReport
from lib.locale import Count, Message, Text, msg, render
from lib.ui import components, filters, state
from lib.ui.downloads import file_stem
from lib.ui.panels import blocks
from lib.ui.panels.reports import before, figure, reading, register, words, writing
from lib.ui.wording import say

_PARTS: Mapping[str, tuple[Message, Callable[[StoredReport], None]]] = {
    "text": (msg("Report"), reading.show),
    "before": (msg("Beside the last period"), before.show),
    "figures": (msg("Register of figures"), register.show),
}


def show(report_id: int) -> None:
    """Draw a report as it stands now."""
    stored = state.desk().reports.get(report_id)
    if words.one(words.SECTION) in stored.drafts:
        writing.show(stored, str(words.one(words.SECTION)))
    else:
        _whole(stored)
    figure.show(stored)


def _whole(stored: StoredReport) -> None:
    st.button(
        say("All reports"),
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=_leave,
    )
    components.finding(render(stored.report.title, stored.lang))
    st.caption(
        say(
            "Sections in people's own words: {own} of {n}. Figures are live: they follow the data.",
            own=Count(len(stored.written)),
            n=Count(len(stored.drafts)),
        )
    )
    _downloads(stored)
    titles: dict[str, Text] = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch(words.VIEW, msg("Part of the page"), titles)][1](stored)


def _leave() -> None:
    words.go(report=None, version=None, section=None, figure=None, view=None)


def _downloads(stored: StoredReport) -> None:
    stem = file_stem(f"{stored.segment}-{stored.period.key}-{stored.lang}")
    blocks.downloads(stem, partial(state.desk().reports.exported, stored), "export")
