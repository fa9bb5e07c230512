"""Texts without theme: what they are about is said here, and new themes are proposed."""

from functools import partial

import streamlit as st

from lib.errors import DeskError
from lib.locale import Count, Text, joined, msg, msgs
from lib.themes.discover import Proposal
from lib.themes.start import NONE
from lib.ui import components, state, tables
from lib.ui.panels.group.words import ROLES
from lib.ui.wording import said, say, shown

HOWS: dict[str, Text] = {
    "stated": msg("Stated on file"),
    "labelled": msg("Said by people here"),
    "engine": msg("By the engine"),
}
_DECIDED = "themes_labelled"
_LOOKING = "themes_looking"


def role_name(role: str) -> Text:
    """Return what the first of somebody's roles is called."""
    first = role.split("|", maxsplit=1)[0]
    return ROLES.get(first, first)


def show(names: dict[str, str]) -> None:
    """Draw the texts without theme with a way to say theirs, and the proposals."""
    st.subheader(say("Texts without theme"), anchor=False)
    _undo()
    rows = state.desk().theme_views.unassigned(state.segment(), state.day())
    chosen = tables.table(
        rows,
        {
            "shown": tables.text(msg("What was said"), wide=True),
            "account_name": tables.text(msg("Account")),
            "day": tables.day(msg("Day")),
        },
        "themes_unassigned",
        choose="text",
        empty=msg("Every text has a theme."),
    )
    if chosen is not None:
        _about(chosen, names)
    _proposals()


def _about(text: str, names: dict[str, str]) -> None:
    options = [*names, NONE]
    called = {**names, NONE: shown(msg("None of these themes"))}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        theme = st.selectbox(
            say("This text is about"), options, format_func=called.__getitem__, key="theme_of_text"
        )
        if st.button(say("Say so"), key="label_text", type="primary"):
            themes = state.desk().themes
            label = themes.label(text, str(theme), shown(msg("this desk")))
            st.session_state[_DECIDED] = ("label", label)
            st.rerun()


def _undo() -> None:
    decided = st.session_state.get(_DECIDED)
    if decided is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(say("Done. The texts are read again by what you said."))
            st.button(say("Undo"), key="undo_theme_label", on_click=_take_back, args=decided)


def _take_back(what: str, number: int) -> None:
    themes = state.desk().themes
    (themes.undo_label if what == "label" else themes.undo)(number)
    del st.session_state[_DECIDED]


def _proposals() -> None:
    st.subheader(say("New themes that the texts suggest"), anchor=False)
    if not st.session_state.get(_LOOKING):
        st.caption(say("Groups among the texts without theme, of at least three customers."))
        st.button(say("Look for new themes"), key="look_for_themes", on_click=_look)
        return
    step = msg("Looking for groups")
    with components.work(step) as done:
        found = state.desk().theme_views.proposals(state.day(), partial(done, step))
    if not found:
        st.caption(say("No group among them holds together well enough."))
    for place, one in enumerate(found):
        with st.container(border=True):
            _proposal(one, place)


def _look() -> None:
    st.session_state[_LOOKING] = True


def _proposal(one: Proposal, place: int) -> None:
    words = (*one.words_zh, *one.words_en)
    st.markdown(f"**{said(shown(joined(list(words))))}**")
    st.caption(
        said(
            msgs(
                "{n} customer, {texts} texts",
                "{n} customers, {texts} texts",
                one.n_accounts,
                texts=Count(one.n_texts),
            )
        )
    )
    for text in state.desk().theme_views.without_names(one.examples, state.day()):
        st.markdown(f"> {said(text)}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name_en = st.text_input(say("Name in English"), key=f"propose_en_{place}")
        name_zh = st.text_input(say("Name in Chinese"), key=f"propose_zh_{place}")
        if st.button(say("Accept as a theme"), key=f"propose_take_{place}", type="primary"):
            _accept(one, name_en, name_zh)
        if st.button(say("Drop"), key=f"propose_drop_{place}"):
            author = shown(msg("this desk"))
            decided = state.desk().themes.turn_down(one.key, one.members, author)
            st.session_state[_DECIDED] = ("decision", decided)
            st.rerun()


def _accept(one: Proposal, name_en: str, name_zh: str) -> None:
    try:
        decided = state.desk().themes.add(name_en, name_zh, one.members, shown(msg("this desk")))
    except DeskError as error:
        components.problem(error)
        return
    st.session_state[_DECIDED] = ("decision", decided)
    st.rerun()
