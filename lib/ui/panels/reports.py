"""Reports: list, draft, edit section by section, take away."""

from functools import partial

import streamlit as st

from lib.desk.reports import StoredReport
from lib.errors import DeskError
from lib.locale import LANGUAGES, Language, msg, msgs, render
from lib.model import Period
from lib.report.blocks import Section
from lib.report.edits import Edit
from lib.ui import components, filters, state, tables
from lib.ui.downloads import file_stem
from lib.ui.panels import blocks
from lib.ui.wording import md_escape, said, say, shown

_REPORT = "report"


def show() -> None:
    """Draw the list of reports, or the one that is opened."""
    state.days()
    opened = state.chosen(_REPORT)
    if opened and opened[0].isdigit():
        _opened(int(opened[0]))
        return
    _new()
    _list()


def _new() -> None:
    st.markdown(
        say(
            "A report is drafted for the segment and the month chosen above: {segment}, {month}.",
            segment=state.segment() if state.segment() != state.ALL else msg("all customers"),
            month=state.period().label,
        )
    )
    lang = filters.switch("report_lang", msg("Language of the report"), _languages())
    with st.container(horizontal=True):
        st.button(
            say("Draft the report"),
            type="primary",
            key="draft",
            on_click=_draft,
            args=(state.segment(), state.period(), lang),
        )
    problem = st.session_state.pop("report_problem", None)
    if problem is not None:
        components.problem(problem)


def _languages() -> dict[str, str]:
    mine = state.language()
    return {mine: LANGUAGES[mine], **{k: v for k, v in LANGUAGES.items() if k != mine}}


def _draft(segment: str, period: Period, lang: Language) -> None:
    try:
        stored = state.desk().reports.draft(segment, period, lang)
    except DeskError as error:
        st.session_state["report_problem"] = error
        return
    state.choose(_REPORT, (str(stored.report_id),))


def _list() -> None:
    rows = state.desk().reports.all()
    st.subheader(say("Reports so far"), anchor=False)
    if rows.empty:
        components.empty(msg("No report has been drafted yet."), "table")
        return
    rows = rows.assign(report_id=rows["report_id"].astype("str"))
    chosen = tables.table(
        rows,
        {
            "segment": tables.named(msg("Segment"), {state.ALL: msg("All customers")}),
            "period": tables.text(msg("Month")),
            "lang": tables.named(msg("Language"), _languages()),
            "drafted_at": tables.day(msg("Drafted")),
        },
        "reports",
        choose="report_id",
    )
    if chosen is not None:
        state.choose(_REPORT, (chosen,))
        st.rerun()


def _opened(report_id: int) -> None:
    stored = state.desk().reports.get(report_id)
    st.button(
        say("All reports"),
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=state.choose,
        args=(_REPORT, ()),
    )
    components.finding(render(stored.report.title, stored.lang))
    _downloads(stored)
    for problem in stored.problems:
        st.warning(said(problem.message))
    _, text, _ = st.columns([1, 6, 1])  # reading width
    with text:
        for section in stored.report.sections:
            _section(stored, section)


def _downloads(stored: StoredReport) -> None:
    stem = file_stem(f"{stored.segment}-{stored.period.key}-{stored.lang}")
    blocks.downloads(stem, partial(state.desk().reports.exported, stored), "export")
    st.caption(
        said(
            msgs(
                "{n} figure is in the register; the evidence workbook holds its rows.",
                "{n} figures are in the register; the evidence workbook holds their rows.",
                len(stored.report.register),
            )
        )
    )


def _section(stored: StoredReport, section: Section) -> None:
    st.subheader(md_escape(render(section.title, stored.lang)), anchor=False)
    _editor(stored, section)
    for place, block in enumerate(section.blocks):
        blocks.show(stored.report, block, f"{section.key}_{place}")


@st.fragment
def _editor(stored: StoredReport, section: Section) -> None:
    text = stored.texts[section.key]
    version = text.version
    with st.popover(say("Edit"), icon=":material/edit:", type="tertiary", key=f"e_{section.key}"):
        st.caption(
            say(
                "Figures stand as names in braces and stay live. Tables and charts stay as they"
                " are. An empty text brings the draft back."
            )
        )
        written = st.text_area(
            say("Text of the section"),
            value=text.text,
            key=f"text_{stored.report_id}_{section.key}_{version}",
            height=320,
            label_visibility="collapsed",
        )
        if st.button(say("Save the section"), type="primary", key=f"save_{section.key}"):
            _save(stored, section.key, Edit(written, version))


def _save(stored: StoredReport, section: str, edit: Edit) -> None:
    try:
        state.desk().reports.edit(stored.report_id, section, edit, shown(msg("this desk")))
    except DeskError as error:
        components.problem(error)
        return
    st.toast(say("Saved."))
    st.rerun()
