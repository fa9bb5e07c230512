"""The steps of the month: how far each is, what the data say of it, one click to work on it."""

from collections.abc import Mapping

import streamlit as st

from lib.desk.reporting.month import MonthView, StepView, Tick
from lib.errors import DeskError
from lib.locale import Message, Text, msg
from lib.month.exported import as_markdown, as_rows
from lib.month.states import STATES, Item, Judged, State
from lib.ui import components, downloads, state
from lib.ui.downloads import file_stem
from lib.ui.panels.files.words import author
from lib.ui.wording import said, say, shown

_ICONS: Mapping[State, str] = {
    "done": ":material/check_circle:",
    "late": ":material/schedule:",
    "open": ":material/timelapse:",
    "not_begun": ":material/radio_button_unchecked:",
}
_COLOURS: Mapping[State, str] = {
    "done": "primary",
    "late": "orange",
    "open": "blue",
    "not_begun": "gray",
}
_ITEM_ICONS: Mapping[Judged, str] = {
    "done": ":material/check:",
    "open": ":material/arrow_forward:",
    "untold": ":material/visibility:",
    "told": ":material/info:",
}


def show() -> None:
    """Draw the sentence, all steps in a line, and each step with what is said of it."""
    segment, period = state.segment(), state.period()
    with st.spinner(say("Counting what the month has so far"), show_time=True):
        view = state.desk().month.view(segment, period)
    components.finding(view.finding)
    with st.container(horizontal=True, gap="small", key="month_line"):
        for number, step in enumerate(view.steps, 1):
            _badge(step, msg("{n} {step}", n=str(number), step=step.line.named()))
    for number, step in enumerate(view.steps, 1):
        _step(step, number, segment)
    _take_away(view)


def _badge(step: StepView, words: Text) -> None:
    st.badge(said(words), icon=_ICONS[step.state], color=_COLOURS[step.state])  # type: ignore[arg-type]


def _step(step: StepView, number: int, segment: str) -> None:
    key = step.line.key
    with st.container(border=True, gap="small", key=f"month_step_{key}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            title = msg("{n} {step}", n=str(number), step=step.line.named())
            st.markdown(f"**{said(title)}**", width="content")
            _badge(step, STATES[step.state])
            st.caption(said(_facts(step)), width="stretch")
            _hand(step, segment)
        if step.line.worded():
            st.caption(said(step.line.worded()))
        with st.container(gap=None):
            for item in step.items:
                _item(item)
        if step.tick is not None:
            st.caption(said(_ticked(step.tick)))


def _facts(step: StepView) -> Message:
    due = msg("due {day}", day=step.due_on)
    role = step.line.by()
    return msg("{due} · {role}", due=due, role=role) if role else due


def _ticked(tick: Tick) -> Message:
    known = msg("Ticked by {author} on {day}", author=tick.author, day=tick.on)
    return msg("{known}: {note}", known=known, note=tick.note) if tick.note else known


def _item(item: Item) -> None:
    """Draw what is said, as the link to where it is worked on."""
    st.page_link(
        item.page,
        label=said(item.words),
        icon=_ITEM_ICONS[item.state],
        query_params={**state.carried(), **item.query},
    )


def _hand(step: StepView, segment: str) -> None:
    """Offer to tick the step, or to take the tick back."""
    key = step.line.key
    if step.tick is not None:
        st.button(
            say("Take the tick back"), key=f"untick_{key}", type="tertiary", on_click=_unticked,
            args=(step.tick.tick_id,),
        )  # fmt: skip
    elif step.state != "done":
        with st.popover(say("Tick"), type="tertiary", key=f"tick_{key}"):
            st.text_input(say("Note"), key=f"tick_note_{key}")
            st.button(
                say("This step is done"), key=f"tick_it_{key}", type="primary", on_click=_tick,
                args=(segment, key),
            )  # fmt: skip


def _tick(segment: str, key: str) -> None:
    note = str(st.session_state[f"tick_note_{key}"])
    try:
        state.desk().month.tick(segment, state.period(), key, (note, author()))
    except DeskError as error:  # somebody else was faster
        st.toast(components.problem_words(error))


def _unticked(tick_id: int) -> None:
    try:
        state.desk().month.undo_tick(tick_id)
    except DeskError as error:
        st.toast(components.problem_words(error))


def _take_away(view: MonthView) -> None:
    lang = state.language()
    stem = f"{shown(msg('The month'))}-{view.period.key}"
    lines = [(s.line, s.due_on, s.state, s.items, "" if s.tick is None else s.tick.note)
             for s in view.steps]  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            say("Checklist (Markdown)"),
            data=lambda: as_markdown(view.finding, lines, lang),
            file_name=f"{file_stem(stem)}.md",
            mime="text/markdown",
            key="month_markdown",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
        downloads.button(lambda: as_rows(lines, lang), stem)
