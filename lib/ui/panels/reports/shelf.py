"""The shelf: which reports there are, how far each is, and how a new one begins."""

import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.locale import LANGUAGES, Language, msg, msgs
from lib.model import Period
from lib.report.words import period_words
from lib.ui import components, filters, state, tables
from lib.ui.panels.reports import words
from lib.ui.panels.reports.steps import STATES
from lib.ui.wording import said, say, shown

_MONTHS = {"1": msg("One month"), "2": msg("Two months")}


def show() -> None:
    """Draw what is there, then where a new report begins."""
    rows = state.desk().reports.all()
    components.finding(
        msgs("{n} report is on the shelf.", "{n} reports are on the shelf.", len(rows))
        if len(rows)
        else msg("No report has been drafted yet.")
    )
    _new()
    _list()


def _new() -> None:
    with st.container(border=True, key="new_report"):
        with st.container(horizontal=True, vertical_alignment="center"):
            months = filters.switch("months", msg("Length of the period"), _MONTHS)
            lang = filters.switch("report_lang", msg("Language of the report"), languages())
        period = _period(int(months))
        st.markdown(
            say(
                "A report for {segment}, {period}: chosen above, at the top of the page.",
                segment=segment_name(state.segment()),
                period=period_words(period),
            )
        )
        st.button(
            say("Draft the report"),
            type="primary",
            key="draft",
            on_click=_draft,
            args=(state.segment(), period, lang),
        )
    problem = st.session_state.pop("report_problem", None)
    if problem is not None:
        components.problem(problem)


def _period(months: int) -> Period:
    month = state.period()
    return Period.month(month.last.year, month.last.month, months)


def languages() -> dict[str, str]:
    """Return the languages of reports, one's own first."""
    mine = state.language()
    return {mine: LANGUAGES[mine], **{k: v for k, v in LANGUAGES.items() if k != mine}}


def segment_name(segment: str) -> str:
    """Return what a segment is called in the reader's language."""
    return shown(msg("All customers")) if segment == state.ALL else segment


def _day(at: object) -> str:
    return shown(at.date()) if isinstance(at, pd.Timestamp) else "–"


def _draft(segment: str, period: Period, lang: Language) -> None:
    try:
        stored = state.desk().reports.draft(segment, period, lang)
    except DeskError as error:
        st.session_state["report_problem"] = error
        return
    words.go(report=stored.report_id)


def _list() -> None:
    rows = state.desk().reports.all()
    st.subheader(said(msg("Reports so far")), anchor=False)
    if rows.empty:
        components.empty(msg("A report that you draft stands here, to be finished and published."))
        return
    standing = state.desk().report_states.all()
    rows = rows.assign(
        state=[standing[int(key)].state for key in rows["report_id"]],
        version=[str(standing[int(key)].version or "–") for key in rows["report_id"]],
        report_id=rows["report_id"].astype("str"),
        written=[_day(at) for at in pd.to_datetime(rows["at"])],
        author=rows["author"].fillna("–"),
    )
    chosen = tables.table(
        rows,
        {
            "segment": tables.named(msg("Segment"), {state.ALL: msg("All customers")}),
            "period": tables.text(msg("Month")),
            "months": tables.number(msg("Months")),
            "lang": tables.named(msg("Language"), languages()),
            "state": tables.named(msg("State"), STATES),
            "version": tables.text(msg("Published version")),
            "written": tables.text(msg("Last written in")),
            "author": tables.text(msg("By")),
        },
        "reports",
        choose="report_id",
    )
    if chosen is not None:
        words.go(report=chosen)
        st.rerun()
