"""A published version, shown from the very file that was frozen; it never changes."""

import re
from base64 import b64encode
from functools import partial

import streamlit as st

from lib.desk.reporting.published import Published
from lib.desk.reporting.report_states import Standing
from lib.locale import msg
from lib.ui import components, state
from lib.ui.downloads import file_stem
from lib.ui.panels import blocks
from lib.ui.panels.reports import frozen_figure, past, steps, words
from lib.ui.wording import said, say

_MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)
_PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
_ARCHIVE = msg("Archive with all files")


def show(report_id: int, version: int, standing: Standing) -> None:
    """Draw a version with its files, its link and what can follow."""
    found = state.desk().published.get(report_id, version)
    if standing.state == "published" and version == standing.version:
        steps.bar(report_id, standing)
    else:
        _other(report_id, standing)
    components.finding(
        msg("Version {version}, published on {day} by {author}.", version=str(version),
            day=found.published_at.date(), author=found.author)
    )  # fmt: skip
    if found.what_changed:
        st.markdown(say("What changed: {text}", text=found.what_changed))
    _files(found)
    past.published(report_id, version)
    frozen_figure.show(found)
    with st.container(key="published_report"):
        st.html(f'<div class="published" lang="{found.lang}">{_text(found)}</div>')


def _other(report_id: int, standing: Standing) -> None:
    """Say that this is not what the report is now, and lead there."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            said(
                msg("You read an earlier state of this report. It is {state} now.",
                    state=steps.STATES[standing.state])
            )
        )  # fmt: skip
        st.button(
            say("Go to what it is now"),
            key="to_newest",
            on_click=words.go,
            kwargs={"report": report_id, "version": None},
        )


def _files(found: Published) -> None:
    """Draw the frozen files, and the address under which this version is read."""
    desk = state.desk().published
    stem = file_stem(f"{found.segment}-{found.period.key}-{found.lang}-v{found.version}")
    with st.container(horizontal=True, vertical_alignment="center"):
        for ending in desk.endings(found):
            title = said(blocks.KINDS.get(ending, _ARCHIVE if ending == ".zip" else ending[1:]))
            st.download_button(
                title,
                data=partial(desk.file, found, ending),
                file_name=f"{stem}{ending}",
                mime=blocks.MIMES.get(ending, "application/octet-stream"),
                key=f"frozen_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )
        with st.popover(say("Link to this version"), icon=":material/link:", type="tertiary"):
            st.caption(say("This address opens this version, for anyone who may see it."))
            st.code(_link(found), language=None, wrap_lines=True)


def _link(found: Published) -> str:
    """Return the address of this version, also once a newer one has been published."""
    link = state.share_link()
    return link if words.one(words.VERSION) else f"{link}&{words.VERSION}={found.version}"


def _text(found: Published) -> str:
    """Return the report itself out of the frozen page; its charts become pictures."""
    page = state.desk().published.file(found, ".html").decode()
    body = _MAIN.search(page)
    return _PICTURE.sub(_as_picture, body[1]) if body else ""


def _as_picture(found: re.Match[str]) -> str:
    """Return a drawing as an image: what the browser cleans out of drawings stays in it."""
    drawing = found[0]
    if "xmlns=" not in drawing[:300]:
        drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}">'
