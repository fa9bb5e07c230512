"""The rule that is being put together: kept for the session, what is finished in the address.

The address holds the text of the finished part, so a link shows a colleague the same rule;
lines that are not finished live in the session only.
"""

from dataclasses import replace
from typing import cast

import streamlit as st

from lib.errors import DeskError
from lib.segments.draft import (
    Draft,
    Group,
    Line,
    Place,
    Word,
    added,
    changed,
    finished,
    part_at,
    whole,
)
from lib.segments.rules import parsed_rule
from lib.ui import state

RULE = "rule"  # in the address
_DRAFT = "rule_draft"
_OF = "rule_draft_of"  # the text that the draft was made of
_TURN = "rule_turn"  # other widgets after each change of shape: Streamlit keeps values by key
_PROBLEM = "rule_text_problem"
_SEGMENT = "rule_of_segment"
_SHOWN = "rule_text_shown"


def draft() -> Group:
    """Return the rule as groups and lines: the one in work, else the segment's."""
    segment = state.segment()
    if st.session_state.get(_SEGMENT, segment) != segment:  # another was chosen in the bar
        state.choose(RULE, ())
    st.session_state[_SEGMENT] = segment
    text = _text()
    if st.session_state.get(_OF) != text or _DRAFT not in st.session_state:
        _set(whole(parsed_rule(text)), text)
    return cast("Group", st.session_state[_DRAFT])


def key(what: str, place: Place) -> str:
    """Return the key of a widget of a part."""
    where = ".".join(map(str, place))
    return f"rule{st.session_state.get(_TURN, 0)}|{what}|{where}"


def join(place: Place, widget: str) -> None:
    """Join the parts of a group as its widget says."""
    said = str(st.session_state[widget])
    word = cast("Word", said.removeprefix("not "))
    group = cast("Group", part_at(draft(), place))
    put(place, replace(group, word=word, negated=said.startswith("not ")))


def part(place: Place) -> Draft:
    """Return the part at a place."""
    return part_at(draft(), place)


def add_line(place: Place) -> None:
    """Add a condition to a group."""
    _changed(added(draft(), place, Line()), shape=True)


def add_group(place: Place) -> None:
    """Add a group, with a condition to begin with."""
    group = cast("Group", part_at(draft(), place))
    other: Word = "or" if group.word == "and" else "and"
    _changed(added(draft(), place, Group(other, (Line(),))), shape=True)


def drop(place: Place) -> None:
    """Take a condition or a group away."""
    _changed(changed(draft(), place, None), shape=True)


def put(place: Place, part: Group | Line, *, shape: bool = False) -> None:
    """Put another part at a place; `shape`: other widgets are needed for it."""
    _changed(changed(draft(), place, part), shape=shape)


def read(text: str) -> None:
    """Take the rule apart that somebody wrote; keep what is wrong with it."""
    try:
        rule = parsed_rule(text)
    except DeskError as error:
        st.session_state[_PROBLEM] = error
        return
    st.session_state.pop(_PROBLEM, None)
    _set(whole(rule), str(rule))
    state.choose(RULE, (str(rule),))


def text_problem() -> DeskError | None:
    """Return what is wrong with the text that was written last."""
    return cast("DeskError | None", st.session_state.get(_PROBLEM))


def text_is_old() -> bool:
    """Say, once, that the text shown is of another rule than the one in work."""
    if text_problem() is not None and st.session_state.get(_SHOWN) == _shown():
        return False
    old = st.session_state.get(_SHOWN) != _shown()
    st.session_state[_SHOWN] = _shown()
    return old or "rule_text" not in st.session_state


def _shown() -> tuple[str, int]:
    return _text(), int(st.session_state.get(_TURN, 0))


def _text() -> str:
    found = state.chosen(RULE)
    return found[0] if found else str(state.desk().segments.rule(state.segment())[1])


def _set(found: Group, text: str) -> None:
    st.session_state[_DRAFT], st.session_state[_OF] = found, text
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop(_PROBLEM, None)


def _changed(found: Group, *, shape: bool) -> None:
    st.session_state[_DRAFT] = found
    st.session_state.pop(_PROBLEM, None)
    if shape:
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    try:
        rule = finished(found)
    except DeskError:
        return  # said where the rule is shown; the address keeps the last one that held
    if rule is not None:
        st.session_state[_OF] = str(rule)
        state.choose(RULE, (str(rule),))
