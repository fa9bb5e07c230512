"""The list of themes: add, rename, merge, drop, and take each decision back."""

from collections.abc import Callable

import streamlit as st

from lib.errors import DeskError
from lib.locale import Text, msg
from lib.ui import components, state, tables
from lib.ui.wording import say, shown

_DECISIONS: dict[str, Text] = {
    "added": msg("Added"),
    "renamed": msg("Renamed"),
    "merged": msg("Merged"),
    "dropped": msg("Dropped"),
    "turned_down": msg("Proposal dropped"),
}


def show() -> None:
    """Draw the forms and the decisions that stand."""
    with st.expander(say("The list of themes")):
        names = state.desk().themes.catalogue().names(state.language())
        _change(names)
        _add()
        _decisions()


def _change(names: dict[str, str]) -> None:
    chosen = st.selectbox(
        say("Theme"), list(names), format_func=names.__getitem__, index=None, key="theme_to_change"
    )
    if chosen is None:
        return
    theme, themes = state.desk().themes.catalogue().themes[chosen], state.desk().themes
    author = shown(msg("this desk"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        en = st.text_input(say("Name in English"), theme.name_en, key=f"theme_en_{chosen}")
        zh = st.text_input(say("Name in Chinese"), theme.name_zh, key=f"theme_zh_{chosen}")
        if st.button(say("Rename"), key="theme_rename"):
            _do(lambda: themes.rename(chosen, en, zh, author))
    others = {key: name for key, name in names.items() if key != chosen}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        into = st.selectbox(
            say("Let it count for"), list(others), format_func=others.__getitem__, key="theme_into"
        )
        if st.button(say("Merge"), key="theme_merge"):
            _do(lambda: themes.merge(chosen, str(into), author))
        if st.button(say("Drop the theme"), key="theme_drop"):
            _do(lambda: themes.drop(chosen, author))


def _add() -> None:
    with st.form("theme_add", border=False):
        en = st.text_input(say("Name in English"), key="theme_new_en")
        zh = st.text_input(say("Name in Chinese"), key="theme_new_zh")
        texts = st.text_area(
            say("Example sentences, one a line; the more, the better it is found"),
            key="theme_new_texts",
        )
        if st.form_submit_button(say("Add a theme")):
            lines = [line.strip() for line in texts.splitlines() if line.strip()]
            author = shown(msg("this desk"))
            _do(lambda: state.desk().themes.add(en, zh, lines, author))


def _decisions() -> None:
    rows = state.desk().themes.decisions()
    chosen = tables.table(
        rows.assign(id=rows["decision_id"].astype("str")),
        {
            "decision": tables.named(msg("Decision"), _DECISIONS),
            "key": tables.text(msg("Theme")),
            "name_en": tables.text(msg("Name in English")),
            "name_zh": tables.text(msg("Name in Chinese")),
            "into_key": tables.text(msg("Counts for")),
            "author": tables.text(msg("By")),
            "decided_at": tables.day(msg("Day")),
        },
        "theme_decisions",
        choose="id",
        empty=msg("Nobody has changed the list yet."),
    )
    if chosen is not None and st.button(say("Undo"), key="undo_theme_decision"):
        state.desk().themes.undo(int(chosen))
        st.rerun()


def _do(act: Callable[[], int]) -> None:
    try:
        act()
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()
