"""The segment beside the rest of the book."""

import streamlit as st

from lib.locale import msg
from lib.ui import components, state
from lib.ui.panels.segments import differing
from lib.ui.wording import say


def show() -> None:
    """Draw the part."""
    compared = state.desk().comparing.with_rest(state.segment(), state.day())
    components.finding(compared.finding)
    differing.too_small(compared)
    n, n_other = compared.sizes
    if not n or not n_other:
        st.caption(say("Choose a segment above to see how it differs from the rest of the book."))
        return
    what = msg(
        "Segment (n = {n}) against the rest of the book (n = {other}), {day}",
        n=str(n),
        other=str(n_other),
        day=state.day(),
    )
    differing.show(compared, (msg("Segment"), msg("Rest of the book")), what)
