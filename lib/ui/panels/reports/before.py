"""The report beside that of the period before: what was said then, what is said now."""

import pandas as pd
import streamlit as st

from lib.desk.reports import StoredReport
from lib.errors import DeskError
from lib.locale import Count, msg, msgs
from lib.report.blocks import Bullets, Paragraph, Report
from lib.report.words import period_words
from lib.ui import components, filters, state, tables
from lib.ui.panels.reports import prose, words
from lib.ui.wording import said, say, shown

_SHOWN = {"moved": msg("What changed"), "all": msg("All figures")}


def show(stored: StoredReport) -> None:
    """Draw the figures of both periods, and the texts of the earlier one."""
    try:
        then, kept = state.desk().reports.earlier(stored)
    except DeskError as error:
        components.unknown(error.message)
        return
    rows = state.desk().reports.beside(stored, then)
    n = int(rows["moved"].sum())
    components.finding(
        msgs(
            "{n} of {whole} figures differs from {before}.",
            "{n} of {whole} figures differ from {before}.",
            n,
            whole=Count(len(rows)),
            before=period_words(stored.period.before()),
        ),
        "finding_before",
    )
    st.caption(
        say("Then: the report of that period as people left it, with today's data.")
        if kept
        else say("Then: drafted for that period from today's data; nobody has written it yet.")
    )
    _figures(stored, rows)
    _texts(stored, then)


def _figures(stored: StoredReport, rows: pd.DataFrame) -> None:
    which = filters.switch("moved", msg("Which figures"), _SHOWN)
    table = rows[rows["moved"]].reset_index(drop=True) if which == "moved" else rows
    titles = {s.key: words.section_title(stored, s.key) for s in stored.report.sections}
    chosen = tables.table(
        table.assign(**{name: table[name].fillna("–") for name in ("then", "now", "change")}),
        {
            "name": tables.text(msg("Figure"), wide=True),
            "then": tables.Column(title=shown(period_words(stored.period.before())), right=True),
            "now": tables.Column(title=shown(period_words(stored.period)), right=True),
            "change": tables.Column(title=msg("Change"), right=True),
            "section": tables.named(msg("Section"), titles),
        },
        "beside",
        choose="figure_id",
        empty=msg("No figure differs."),
    )
    if chosen is not None and chosen in stored.report.register:
        st.button(say("Open the figure"), key="open_beside", on_click=words.go,
                  kwargs={"figure": chosen})  # fmt: skip


def _texts(stored: StoredReport, then: Report) -> None:
    st.subheader(say("What the report said then, beside what it says now"), anchor=False)
    titles = {s.key: words.section_title(stored, s.key) for s in stored.report.sections}
    key = filters.select("said", msg("Section"), titles)
    if key is None:
        st.caption(said(shown(msg("Choose a section to read both texts beside each other."))))
        return
    for column, report in zip(st.columns(2, gap="large"), (then, stored.report), strict=True):
        with column:
            st.markdown(f"**{said(shown(period_words(report.period)))}**")
            _section(report, key)


def _section(report: Report, key: str) -> None:
    found = {section.key: section for section in report.sections}.get(key)
    if found is None:
        st.caption(say("This section was not in that report."))
        return
    texts = [b for b in found.blocks if isinstance(b, (Paragraph, Bullets))]
    prose.show(report, texts, f"{report.period.key}_{key}")
