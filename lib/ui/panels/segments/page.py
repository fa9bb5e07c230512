"""The page as a whole: the saved segments, and one part of it at a time."""

from collections.abc import Callable, Mapping

import streamlit as st

from lib.locale import Message, msg
from lib.ui import filters, state
from lib.ui.panels.segments import (
    average,
    compare,
    fit,
    history,
    journey,
    members,
    people,
    profile,
    retention,
    rule,
    shelf,
    suggested,
)
from lib.ui.wording import said, shown

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "members": (msg("Members"), members.show),
    "rule": (msg("Rule"), rule.show),
    "profile": (msg("How they differ"), profile.show),
    "compare": (msg("Compare two"), compare.show),
    "average": (msg("Hidden groups"), average.show),
    "fit": (msg("Motivation and capability"), fit.show),
    "suggested": (msg("Suggested"), suggested.show),
    "people": (msg("Buying groups"), people.show),
    "journey": (msg("Journey"), journey.show),
    "retention": (msg("Retention"), retention.show),
    "history": (msg("History"), history.show),
}


def show() -> None:
    """Draw the saved segments, and the part that the address names."""
    _saved()
    titles = {name: title for name, (title, _) in _PARTS.items()}
    with st.container(key="segment_parts"):
        part = filters.switch("view", msg("Part of the page"), titles)
    _PARTS[part][1]()


def _saved() -> None:
    """Show every saved segment with its number of accounts; one click looks at it."""
    state.days()
    standing = state.desk().segments.shelf.standing()
    with st.container(horizontal=True, key="saved_segments"):
        for name, _rule, totals in state.desk().segments.listed(state.day()):
            label = shown(msg("All customers")) if name == state.ALL else name
            frozen = name in standing and standing[name].frozen_on is not None
            st.button(
                f"{said(label)} {said(str(totals.n_accounts))}",
                key=f"segment_{name}",
                icon=":material/ac_unit:" if frozen else None,
                type="primary" if name == state.segment() else "secondary",
                on_click=shelf.take,
                args=(name,),
            )
