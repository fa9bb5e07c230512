"""What stands around every page: navigation, the thin bar, the title with its question."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from lib.locale import LANGUAGES, Text, msg
from lib.model import Period
from lib.ui import state
from lib.ui.boundary import guarded, show_kept
from lib.ui.wording import said, say, shown

NAME = msg("Demand Insight Desk")
_FOLDER = Path(__file__).parent
_SEGMENT_KEY = "bar_segment"
_PERIOD_KEY = "bar_period"
_LANGUAGE_KEY = "bar_language"


@dataclass(frozen=True, slots=True)
class Link:
    """One page of the navigation; `file` is relative to the folder of `app.py`."""

    file: str
    title: Text
    url_path: str


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group of pages in the navigation."""

    title: Text
    links: tuple[Link, ...]


def run(groups: Sequence[Group]) -> None:
    """Draw the frame and, inside it, the page that the address names."""
    st.set_page_config(page_icon=str(_FOLDER / "pictures" / "icon.svg"), layout="wide")
    st.html(_FOLDER / "desk.css")
    state.mark_framed()
    links = [link for group in groups for link in group.links]
    page = st.navigation([_page(link, links[0]) for link in links], position="hidden")
    _navigation(groups)
    guarded(_bar)
    show_kept()
    guarded(page.run)


def header(title: Text, question: Text) -> None:
    """Show a page's title and, in the second line, the one question it answers."""
    with st.container(gap=None, key="header"):
        st.title(said(title), anchor=False)
        st.markdown(f":gray[{said(question)}]")


def _page(link: Link, first: Link) -> st.Page:
    title = f"{shown(link.title)} · {shown(NAME)}"
    return st.Page(link.file, title=title, url_path=link.url_path, default=link == first)


def _navigation(groups: Sequence[Group]) -> None:
    """Draw the navigation by links of our own: Streamlit's would drop what the address says."""
    with st.sidebar:
        st.markdown(f"**{said(NAME)}**")
        for group in groups:
            with st.container(gap=None, key=f"nav_{group.links[0].url_path}"):
                st.caption(said(group.title))
                for link in group.links:
                    st.page_link(
                        link.file,
                        label=said(link.title),
                        width="stretch",
                        query_params=state.carried(),
                    )


def _bar() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        found = state.desk().data.days()
        if found is not None:
            _segment_picker()
            _period_picker(found.months)
        st.space("stretch")
        _language_switch()
        with st.container(width="content"):
            _share()


def _segment_picker() -> None:
    saved = list(state.desk().segments.saved())
    current = state.segment()
    options = saved if current in saved else [*saved, current]
    st.session_state[_SEGMENT_KEY] = current
    st.selectbox(
        say("Segment"),
        options,
        format_func=_segment_name,
        key=_SEGMENT_KEY,
        label_visibility="collapsed",
        icon=":material/group:",
        width=250,
        on_change=_segment_changed,
    )


def _segment_name(name: str) -> str:
    return shown(msg("All customers")) if name == state.ALL else name


def _segment_changed() -> None:
    state.set_segment(st.session_state[_SEGMENT_KEY])


def _period_picker(months: Sequence[Period]) -> None:
    current = state.period()
    options = [month.key for month in months]
    if current.key not in options:
        options.append(current.key)
    st.session_state[_PERIOD_KEY] = current.key
    st.selectbox(
        say("Month"),
        options,
        format_func=_month_name,
        key=_PERIOD_KEY,
        label_visibility="collapsed",
        icon=":material/calendar_month:",
        width=190,
        on_change=_period_changed,
    )


def _month_name(key: str) -> str:
    return shown(Period.parse(key).label)


def _period_changed() -> None:
    state.set_period(Period.parse(st.session_state[_PERIOD_KEY]))


def _language_switch() -> None:
    st.session_state[_LANGUAGE_KEY] = state.language()
    st.segmented_control(
        say("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=_LANGUAGE_KEY,
        required=True,
        label_visibility="collapsed",
        on_change=_language_changed,
    )


def _language_changed() -> None:
    state.set_language(st.session_state[_LANGUAGE_KEY])


@st.fragment
def _share() -> None:
    """Give the address; asked for when it is opened, since filters change it without a rerun."""
    box = st.popover(
        say("Share"), type="tertiary", icon=":material/link:", key="share", on_change="rerun"
    )
    if box.open:
        with box:
            st.caption(
                say("This address opens the page as you see it now, for anyone who may see it.")
            )
            st.code(state.share_link(), language=None, wrap_lines=True)
