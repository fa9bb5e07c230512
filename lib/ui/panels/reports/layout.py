"""How reports are laid out: which sections, in which order, under which titles and leads."""

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.errors import DeskError
from lib.locale import msg
from lib.report.draft import all_sections
from lib.report.layout import Layout, LayoutLine
from lib.ui import components, filters, state
from lib.ui.panels.reports import template, words
from lib.ui.wording import md_escape, said, say, shown

_SCOPES = {"report": msg("This report"), "company": msg("Every report of the company")}
_WIDTHS = (0.5, 3, 4, 0.6, 0.6, 1.6)


def show(stored: StoredReport) -> None:
    """Draw the sections to be ordered, left out, titled and led in; then the Word template."""
    scope = filters.switch("layout_of", msg("For what"), _SCOPES)
    _Editor(stored, scope).show()
    template.show()


class _Editor:
    """The layout being changed in this session: nothing is kept before it is saved."""

    def __init__(self, stored: StoredReport, scope: str) -> None:
        area = state.desk().report_layouts
        self._stored = stored
        self._report_id = stored.report_id if scope == "report" else None
        self._layout = area.of(stored.report_id) if scope == "report" else area.company(stored.lang)
        # A saved layout is another one: its boxes begin anew.
        self._key = f"layout_{scope}_{stored.report_id}_{hash(self._layout)}"
        self._order: list[str] = st.session_state.setdefault(
            self._key, [line.key for line in self._layout.lines]
        )

    def show(self) -> None:
        """Draw a line for each section, and what is done with them."""
        st.caption(
            say(
                "Untick what is left out, move sections up or down, give a title of your own, put"
                " words before a section. Figures of sections left out stay in the register."
            )
        )
        lines = {line.key: line for line in self._layout.lines}
        titles = {rule.key: md_escape(shown(rule.title)) for rule in all_sections()}
        with st.container(gap="small", key="layout_lines"):
            for place, key in enumerate(self._order):
                self._line(place, lines[key], titles.get(key, key))
        with st.container(horizontal=True):
            st.button(say("Save the layout"), type="primary", key="save_layout",
                      on_click=self._save)  # fmt: skip
            self._undoing()

    def _line(self, place: int, line: LayoutLine, title: str) -> None:
        tick, name, own, up, down, lead = st.columns(_WIDTHS, vertical_alignment="center")
        key = f"{self._key}_{line.key}"
        tick.checkbox(title, value=line.shown, key=f"{key}_shown", label_visibility="collapsed")
        name.markdown(title)
        own.text_input(
            say("Title of your own"),
            value=line.title,
            key=f"{key}_title",
            label_visibility="collapsed",
            placeholder=shown(msg("Title of your own")),
        )
        for column, by, icon in ((up, -1, "arrow_upward"), (down, 1, "arrow_downward")):
            column.button(
                f":material/{icon}:",
                help=say("Up") if by < 0 else say("Down"),
                key=f"{key}_{icon}",
                type="tertiary",
                disabled=not 0 <= place + by < len(self._order),
                on_click=self._move,
                args=(place, by),
            )
        with lead.popover(say("Words before it"), type="tertiary", key=f"{key}_open"):
            st.text_area(
                say("Words before the section; figures in braces stay live"),
                value=line.lead,
                key=f"{key}_lead",
                height=140,
            )

    def _move(self, place: int, by: int) -> None:
        order = self._order
        order[place], order[place + by] = order[place + by], order[place]

    def _save(self) -> None:
        lines = []
        for key in self._order:
            box = f"{self._key}_{key}"
            lines.append(
                LayoutLine(
                    key,
                    bool(st.session_state[f"{box}_shown"]),
                    str(st.session_state[f"{box}_title"] or ""),
                    self._lead(key),
                )
            )
        self._try(tuple(lines))

    def _lead(self, key: str) -> str:
        old = {line.key: line.lead for line in self._layout.lines}
        return str(st.session_state.get(f"{self._key}_{key}_lead", old[key]) or "")

    def _try(self, lines: tuple[LayoutLine, ...]) -> None:
        area = state.desk().report_layouts
        try:
            area.save(Layout(lines), words.author(), self._report_id, self._stored.lang)
        except DeskError as error:
            st.toast(components.problem_words(error))
            return
        st.session_state.pop(self._key, None)
        st.toast(said(msg("The layout is saved.")))

    def _undoing(self) -> None:
        rows = state.desk().report_layouts.versions(self._report_id)
        standing = rows[rows["undone_at"].isna()]
        if standing.empty:
            return
        newest = int(standing["layout_id"].iloc[0])
        st.button(say("Undo the last change"), key="undo_layout", on_click=_undo, args=(newest,))


def _undo(layout_id: int) -> None:
    try:
        state.desk().report_layouts.undo(layout_id)
    except DeskError as error:  # a second press, or somebody else was faster
        st.toast(components.problem_words(error))
