"""One figure opened: what it means, how it is worked out, its rows, what people noted."""

import streamlit as st

from lib.desk import About
from lib.desk.reporting.reports import StoredReport
from lib.locale import Text, msg, msgs, render
from lib.report.figures import UNITS, Figure
from lib.ui import state, tables
from lib.ui.panels import notes
from lib.ui.panels.reports import words
from lib.ui.wording import md_escape, said, say, shown


def show(stored: StoredReport) -> None:
    """Draw the figure that the address names over the page; nothing when it names none."""
    figure_id = words.one(words.FIGURE)
    if figure_id is None:
        return
    st.dialog(say("Figure"), width="large", on_dismiss=_closed)(_opened)(stored, figure_id)


def open_(figure_id: str) -> None:
    """Open a figure: for callbacks of buttons."""
    words.go(figure=figure_id)


def _closed() -> None:
    words.go(figure=None)


def _opened(stored: StoredReport, figure_id: str) -> None:
    register = stored.report.register
    if figure_id not in register:
        st.markdown(say("There is no figure “{id}” in this report.", id=figure_id))
        return
    figure = register[figure_id]
    with st.container(key="finding_figure"):
        name, value = words.told(figure.name, stored.lang), figure.shown(stored.lang)
        st.markdown(f"{name}: **{md_escape(value)}**")
    card(stored, figure)
    st.caption(said(msgs("Made of {n} row:", "Made of {n} rows:", figure.n)))
    if figure.n:
        tables.plain(figure.rows, f"figure_{figure_id}")
    st.caption(say("Its name in texts:"))
    st.code(f"{{{figure_id}}}", language=None)
    with st.expander(say("Context notes on this figure")):
        month = {stored.period.key: shown(stored.period.label)}
        notes.show(About(figure=figure_id, segment=stored.segment), month)


def card(stored: StoredReport, figure: Figure) -> None:
    """Draw what a figure means and where it comes from."""
    st.markdown(words.told(figure.definition.text, stored.lang))
    facts: list[tuple[Text, Text]] = [
        (msg("Period"), figure.period),
        (msg("Counted over"), figure.filter),
        (msg("Unit"), UNITS[figure.unit]),
    ]
    if figure.definition.recipe is not None:
        facts.append((msg("Worked out as"), figure.definition.recipe.in_words()))
    if figure.batches:
        facts.append((msg("Imports"), ", ".join(str(batch) for batch in figure.batches)))
    if figure.reason is not None:
        facts.append((msg("Why it is unknown"), render(figure.reason, stored.lang)))
    st.caption(" · ".join(said(words.fact(name, fact)) for name, fact in facts))
    found = state.desk().notes.on(About(figure=figure.id, segment=stored.segment))
    for text in notes.texts(found):
        st.caption(say("Note: {text}", text=text))
