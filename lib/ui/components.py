"""What pages are put together from: sentences, empty states, the unknown, progress, problems."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import streamlit as st

from lib.errors import DeskError
from lib.locale import Message, Share, Text, msg, msgs
from lib.ui import state
from lib.ui.wording import said, say

IMPORT_PAGE = "pages/imports.py"
Picture = Literal["table", "bars", "timeline"]
_PICTURES = Path(__file__).parent / "pictures"
_SECONDS_A_MINUTE = 60
_TELL_SECONDS = 0.1  # a browser cannot show more
_SURE_AFTER_SECONDS = 2.0  # before that, a rate is a guess


def finding(text: Text, key: str = "finding") -> None:
    """Show the answer of a page or part: one sentence with its figures, before any picture."""
    with st.container(key=key):
        st.markdown(said(text))


def unknown(why: Text) -> None:
    """Say in grey that something is unknown, and why."""
    st.markdown(f":gray[{say('unknown')} · {said(why)}]")


def empty(what: Text, picture: Picture = "table", link: tuple[str, Text] | None = None) -> None:
    """Show what would stand here and what to load for it; `link` is a page and its label."""
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.image(str(_PICTURES / f"{picture}.svg"), width=220)
        st.markdown(said(what), text_alignment="center", width="content")
        if link is not None:
            page, label = link
            if st.button(said(label), key=f"empty_{page}"):
                st.switch_page(page, query_params=state.carried())


def no_data(picture: Picture = "bars", *, link: bool = True) -> None:
    """Show the start of everything: nothing is loaded, and how to load something.

    `link` leads to the import page; that page itself needs none.
    """
    empty(
        msg("There are no data yet. Import your CRM, ticket and usage exports, all at once."),
        picture,
        (IMPORT_PAGE, msg("Import your exports")) if link else None,
    )
    with st.container(horizontal=True, horizontal_alignment="center"):
        wanted = st.button(say("Load the sample data"), key="load_sample")
    if wanted:
        with st.spinner(say("Loading the sample data")):
            state.desk().samples.load()
        st.rerun()


def problem(error: DeskError) -> None:
    """Show what is wrong and what to do about it."""
    st.error(problem_words(error))


def problem_words(error: DeskError) -> str:
    """Return what is wrong and, in a paragraph of its own, what to do about it."""
    remedy = f"\n\n{said(error.remedy)}" if error.remedy is not None else ""
    return said(error.message) + remedy


@contextmanager
def work(what: Text) -> Iterator[Callable[[Message, float], None]]:
    """Show how far a work is that names its steps, with the time left and a way to stop.

    The body calls the given function with what is being done and the share done in [0, 1].
    A press on *Cancel* ends the body at its next call, by an exception that is not an
    `Exception`: nothing must catch it, and what was not finished is not kept.
    """
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=said(what))
        st.button(say("Cancel"), key="cancel_work", on_click=_tell_cancelled)
    began = time.monotonic()
    told = began

    def done(step: Message, share: float) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _TELL_SECONDS:
            told = now
            bar.progress(min(share, 1.0), text=said(work_words(step, share, now - began)))

    yield done
    place.empty()


def work_words(step: Message, share: float, seconds: float) -> Message:
    """Return what is being done, how far it is, and how long it will still take."""
    so_far = msg("{what}: {share}", what=step, share=Share(share))
    if seconds < _SURE_AFTER_SECONDS or share <= 0:
        return so_far
    left = round(seconds * (1 - share) / share)
    return msg("{so_far} · {left} left", so_far=so_far, left=_duration(max(left, 0)))


def _tell_cancelled() -> None:
    st.toast(say("Cancelled. What was not finished was not kept."))


def _duration(seconds: int) -> Message:
    if seconds < _SECONDS_A_MINUTE:
        return msgs("{n} second", "{n} seconds", seconds)
    return msgs("{n} minute", "{n} minutes", round(seconds / _SECONDS_A_MINUTE))
