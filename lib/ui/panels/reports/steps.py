"""Where a report stands, and the next step: to review, back, published, corrected."""

from collections.abc import Callable

import streamlit as st

from lib.desk.reporting.report_states import Standing
from lib.errors import DeskError
from lib.locale import Message, msg
from lib.ui import components, state
from lib.ui.panels.reports import words
from lib.ui.wording import said, say

STATES: dict[str, Message] = {
    "draft": msg("draft"),
    "in_review": msg("in review"),
    "published": msg("published"),
}
_BADGES = {"draft": "gray", "in_review": "orange", "published": "primary"}


def bar(report_id: int, standing: Standing) -> None:
    """Draw the state with who and when, and beside it the steps that can follow."""
    with st.container(horizontal=True, vertical_alignment="center", key="report_state"):
        badge = f":{_BADGES[standing.state]}-badge[{said(STATES[standing.state])}]"
        st.markdown(f"{badge} {said(_since(standing))}", width="stretch")
        _STEPS[standing.state](report_id, standing)
    if standing.note:
        st.caption(say("Note: {text}", text=standing.note))


def _since(standing: Standing) -> Message:
    if standing.since is None:
        return msg("Nobody has been asked to look at it yet.")
    return msg("since {day}, {author}", day=standing.since.date(), author=standing.by)


def _of_draft(report_id: int, _standing: Standing) -> None:
    desk = state.desk()
    _step(
        (msg("Send to review"), msg("What should the readers look at?"), "to_review"),
        lambda note: desk.report_states.send_to_review(report_id, words.author(), note),
        main=True,
    )


def _of_review(report_id: int, standing: Standing) -> None:
    desk = state.desk()
    _step(
        (msg("Back to draft"), msg("What is still to be done?"), "to_draft"),
        lambda note: desk.report_states.back_to_draft(report_id, words.author(), note),
    )
    asked = (
        msg("What has changed since version {version}?", version=str(standing.version))
        if standing.version
        else msg("Note")
    )
    _step(
        (msg("Publish"), asked, "publish"),
        lambda note: desk.report_states.publish(report_id, words.author(), note),
        msg("Figures, texts and evidence are frozen: this version never changes again."),
        main=True,
    )


def _of_published(report_id: int, _standing: Standing) -> None:
    desk = state.desk()
    _step(
        (msg("Correct it"), msg("What was found to be wrong?"), "correct"),
        lambda note: desk.report_states.correct(report_id, words.author(), note),
        msg("It becomes a draft again for the next version. This version stays as it is."),
    )


_STEPS: dict[str, Callable[[int, Standing], None]] = {
    "draft": _of_draft,
    "in_review": _of_review,
    "published": _of_published,
}


def _step(
    titles: tuple[Message, Message, str],
    act: Callable[[str], object],
    about: Message | None = None,
    *,
    main: bool = False,
) -> None:
    """Draw a step: pressed, it asks for a note and then does it."""
    title, asked, key = titles
    with st.popover(said(title), type="primary" if main else "secondary", key=f"step_{key}"):
        if about is not None:
            st.caption(said(about))
        note = st.text_area(said(asked), key=f"note_{key}", height=90)
        if st.button(said(title), type="primary", key=f"do_{key}"):
            _done(act, note or "", title)


def _done(act: Callable[[str], object], note: str, title: Message) -> None:
    try:
        with st.spinner(said(title)):
            act(note)
    except DeskError as error:
        components.problem(error)
        return
    words.go(section=None, version=None, view=None)
    st.rerun()
