"""What stands around every page: navigation, the thin bar, the title with its question."""

from collections.abc import Callable, Mapping, Sequence
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
    _sent_back(links)
    _navigation(groups)
    guarded(_bar)
    show_kept()
    guarded(page.run)


def header(title: Text, question: Text) -> None:
    """Show a page's title and, in the second line, the one question it answers."""
    with st.container(gap=None, key="header"):
        st.title(said(title), anchor=False)
        st.markdown(f":gray[{said(question)}]")


def _sent_back(links: Sequence[Link]) -> None:
    """Go on to the page that somebody opened before this frame existed."""
    wanted = state.wanted_page()
    for link in links[1:]:
        if wanted == link.url_path:
            state.go_to(link.file)


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
    names = {name: name for name in (*state.desk().segments.saved(), state.segment())}
    _picker(
        _SEGMENT_KEY,
        say("Segment"),
        names | {state.ALL: shown(msg("All customers"))},
        (state.segment(), ":material/group:", 250),
        _segment_changed,
    )


def _segment_changed() -> None:
    state.set_segment(st.session_state[_SEGMENT_KEY])


def _period_picker(months: Sequence[Period]) -> None:
    titles = {month.key: shown(month.label) for month in (*months, state.period())}
    _picker(
        _PERIOD_KEY,
        say("Month"),
        titles,
        (state.period().key, ":material/calendar_month:", 190),
        _period_changed,
    )


def _period_changed() -> None:
    state.set_period(Period.parse(st.session_state[_PERIOD_KEY]))


def _picker(
    key: str,
    label: str,
    titles: Mapping[str, str],
    look: tuple[str, str, int],
    changed: Callable[[], None],
) -> None:
    """Draw a list without a label of its own; `look`: the present choice, an icon, the width."""
    st.session_state[key], icon, width = look
    st.selectbox(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=key,
        label_visibility="collapsed",
        icon=icon,
        width=width,
        on_change=changed,
    )


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
