"""What pages are put together from: sentences, empty states, the unknown, progress, problems."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import streamlit as st

from lib.errors import DeskError
from lib.locale import Count, Message, Text, msg, msgs
from lib.ui import state
from lib.ui.wording import said, say

IMPORT_PAGE = "pages/imports.py"
Picture = Literal["table", "bars", "timeline"]
_PICTURES = Path(__file__).parent / "pictures"
_SECONDS_A_MINUTE = 60
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
def progress(what: Text, total: int) -> Iterator[Callable[[int], None]]:
    """Show progress with count, rate and time left while something runs, and a way to stop.

    The body calls the given function with how many are done. A press on *Cancel* ends the
    body at its next call, by an exception that is not an `Exception`: a transaction around
    it is rolled back, and nothing must catch it.
    """
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=said(what))
        st.button(say("Cancel"), key="cancel_progress", on_click=_tell_cancelled)
    began = time.monotonic()

    def done(n: int) -> None:
        text = progress_words(what, n, total, time.monotonic() - began)
        bar.progress(min(n / max(total, 1), 1.0), text=said(text))

    yield done
    place.empty()


def _tell_cancelled() -> None:
    st.toast(say("Cancelled. What was not finished was not kept."))


def progress_words(what: Text, n: int, total: int, seconds: float) -> Message:
    """Return how far something is, how fast it goes and how long it will still take."""
    so_far = msg("{what}: {n} of {total}", what=_as_message(what), n=Count(n), total=Count(total))
    if seconds < _SURE_AFTER_SECONDS or n == 0:
        return so_far
    rate = n / seconds
    left = round((total - n) / rate)
    return msg(
        "{so_far} · {rate} a second · {left} left",
        so_far=so_far,
        rate=Count(round(rate)),
        left=_duration(max(left, 0)),
    )


def _as_message(text: Text) -> Message:
    return text if isinstance(text, Message) else msg("{text}", text=text)


def _duration(seconds: int) -> Message:
    if seconds < _SECONDS_A_MINUTE:
        return msgs("{n} second", "{n} seconds", seconds)
    return msgs("{n} minute", "{n} minutes", round(seconds / _SECONDS_A_MINUTE))
