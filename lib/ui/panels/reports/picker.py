"""Choosing a figure of the register and putting it into the text."""

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.locale import Count, Message, Text, msg, render
from lib.report.beside import sections_of
from lib.report.figures import Figure
from lib.ui.panels.reports import figure as opened
from lib.ui.panels.reports import words
from lib.ui.panels.reports.box import Box
from lib.ui.wording import said, say, shown


def show(stored: StoredReport, box: Box) -> None:
    """Draw the list of figures, those of this section first, and the one that is chosen."""
    st.subheader(say("Put a figure into the text"), anchor=False)
    places = sections_of(stored.report)
    figures = sorted(stored.report.register, key=lambda f: places.get(f.id) != box.section)
    titles = {f.id: _title(stored, f, places.get(f.id)) for f in figures}
    chosen = st.selectbox(
        say("Figure"),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        key=f"pick_{box.section}",
        placeholder=shown(msg("Type a name, a value or a section")),
        label_visibility="collapsed",
    )
    if chosen is None:
        st.caption(said(_how(len(titles))))
        return
    _chosen(stored, box, stored.report.register[chosen])


def _how(n: int) -> Message:
    return msg("{n} figures are in the register of this report.", n=Count(n))


def _title(stored: StoredReport, figure: Figure, section: str | None) -> str:
    """Return what a figure is called in the list: name, value, section."""
    parts: list[Text] = [render(figure.name, stored.lang), figure.shown(stored.lang)]
    if section is not None:
        parts.append(words.section_title(stored, section))
    return " · ".join(shown(part) for part in parts)


def _chosen(stored: StoredReport, box: Box, figure: Figure) -> None:
    name, value = render(figure.name, stored.lang), figure.shown(stored.lang)
    st.markdown(f"**{said(words.fact(name, value))}**")
    opened.card(stored, figure)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("Put it at the end of the text"),
            type="primary",
            key="insert_figure",
            on_click=box.put_in,
            args=(f"{{{figure.id}}}",),
        )
        st.button(
            say("Rows ({n}), notes and source", n=Count(figure.n)),
            key="rows_of_figure",
            on_click=opened.open_,
            args=(figure.id,),
        )
    st.caption(say("Or copy its name to where it belongs:"))
    st.code(f"{{{figure.id}}}", language=None)
