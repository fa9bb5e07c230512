"""The report beside that of the period before: what was said then, what is said now."""

import pandas as pd
import streamlit as st

from lib.desk.reporting.report_beside import Beside
from lib.desk.reporting.reports import StoredReport
from lib.errors import DeskError
from lib.locale import Count, Message, msg, msgs
from lib.report.blocks import Bullets, Paragraph
from lib.report.words import period_words
from lib.ui import components, filters, state, tables
from lib.ui.panels.reports import prose, words
from lib.ui.wording import md_escape, said, say, shown

_SHOWN = {"moved": msg("What changed"), "all": msg("All figures")}
_NAME_PX = 340


def show(stored: StoredReport) -> None:
    """Draw the figures of both periods, and the texts of the earlier one."""
    try:
        found = state.desk().reports_beside.before(stored)
    except DeskError as error:
        components.unknown(error.message)
        return
    both = found.rows[found.rows["both"]]
    components.finding(
        msgs(
            "{n} of {whole} figures that both reports hold differs from {before}.",
            "{n} of {whole} figures that both reports hold differ from {before}.",
            int(both["moved"].sum()),
            whole=Count(len(both)),
            before=period_words(found.period),
        ),
        "finding_before",
    )
    st.caption(said(_kind(found)))
    _figures(stored, found)
    _texts(stored, found)


def _kind(found: Beside) -> Message:
    match found.kind:
        case "published":
            return msg("Then: as published in version {version}.", version=str(found.version))
        case "kept":
            return msg("Then: the report of that period as people left it, with today's data.")
        case _:
            return msg("Then: drafted for that period from today's data; nobody has kept it yet.")


def _figures(stored: StoredReport, found: Beside) -> None:
    which = filters.switch("moved", msg("Which figures"), _SHOWN)
    rows = found.rows[found.rows["moved"] & found.rows["both"]] if which == "moved" else found.rows
    titles = {s.key: words.section_title(stored, s.key) for s in stored.report.sections}
    chosen = tables.table(
        _written(rows),
        {
            "name": tables.Column(title=msg("Figure"), width=_NAME_PX),
            "then": tables.Column(title=shown(period_words(found.period)), right=True),
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


def _written(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a dash where a report has no such figure, or no change is known."""
    dashed = {name: rows[name].fillna("–") for name in ("then", "now", "change", "section")}
    return rows.assign(**dashed).reset_index(drop=True)


def _texts(stored: StoredReport, found: Beside) -> None:
    st.subheader(say("What the report said then, beside what it says now"), anchor=False)
    titles = {s.key: words.section_title(stored, s.key) for s in stored.report.sections}
    key = filters.select("said", msg("Section"), titles)
    if key is None:
        st.caption(say("Choose a section to read both texts beside each other."))
        return
    then, now = st.columns(2, gap="large")
    with then:
        st.markdown(f"**{said(shown(period_words(found.period)))}**")
        for line in found.said.get(key, ()):
            st.markdown(md_escape(line))
        if key not in found.said:
            st.caption(say("This section was not in that report."))
    with now:
        st.markdown(f"**{said(shown(period_words(stored.period)))}**")
        blocks = stored.report.section(key).blocks
        texts = [b for b in blocks if isinstance(b, (Paragraph, Bullets))]
        prose.show(stored.report, texts, f"now_{key}")
