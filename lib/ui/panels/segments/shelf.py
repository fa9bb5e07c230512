"""What can be done with a saved segment: versions, freezing, names, deletion and its undo."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.desk.segmentation.shelf import Version, Why
from lib.errors import DeskError
from lib.locale import msg
from lib.segments.rules import parsed_rule, words
from lib.ui import components, state, tables
from lib.ui.wording import say, shown

QUICK = ("tag", "maturity_level")  # the pills above the members
PROBLEM = "segment_problem"
_DELETED = "deleted_segment"


def take(segment: str) -> None:
    """Look at another segment; what was chosen above the old one goes with it."""
    for field in (*QUICK, "rule"):
        state.choose(field, ())
    state.set_segment(segment)


def author() -> str:
    """Return who changes something here."""
    return shown(msg("this desk"))


def show_problem() -> None:
    """Show once what the last press of a button was refused for."""
    refused = st.session_state.pop(PROBLEM, None)
    if refused is not None:
        components.problem(refused)


def attempt(work: Callable[[], None]) -> bool:
    """Do something; keep what it is refused for, to be shown in its place."""
    try:
        work()
    except DeskError as error:
        st.session_state[PROBLEM] = error
        return False
    return True


def undo_delete() -> None:
    """Offer to bring a segment back that was deleted in this session."""
    found = st.session_state.get(_DELETED)
    if found is not None:
        name, number = found
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(say("Deleted: {name}", name=name), width="content")
            st.button(
                say("Undo: bring the segment back"),
                key="restore_segment",
                on_click=_bring_back,
                args=(name, number),
            )


def manage(name: str) -> None:
    """Show what can be done with a saved segment, and its versions."""
    saved = state.desk().segments.shelf.one(name)
    with st.expander(say("Name, freezing, versions"), expanded=False, key="manage_segment"):
        _names(name, saved.description)
        with st.container(horizontal=True):
            if saved.frozen_on is None:
                st.button(
                    say("Freeze the members of {day}", day=state.day()),
                    key="freeze_segment",
                    help=say("From then on these accounts are the segment, whatever changes."),
                    on_click=_freeze,
                    args=(name,),
                )
            else:
                st.button(
                    say("Let the rule decide again"),
                    key="thaw_segment",
                    on_click=_thaw,
                    args=(name,),
                )
            st.button(
                say("Delete the segment"), key="delete_segment", on_click=_delete, args=(name,)
            )
        _versions(name)


def _names(name: str, description: str) -> None:
    left, right = st.columns([2, 3])
    new = left.text_input(say("Name"), value=name, key=f"new_name_{name}")
    text = right.text_input(say("Description"), value=description, key=f"description_{name}")
    with st.container(horizontal=True):
        st.button(
            say("Keep name and description"),
            key="rename_segment",
            on_click=_rename,
            args=(name, new, text),
        )
        copied = shown(msg("{name} (copy)", name=name))
        st.button(
            say("Duplicate"), key="duplicate_segment", on_click=_duplicate, args=(name, copied)
        )


def _versions(name: str) -> None:
    found = state.desk().segments.shelf.versions(name)
    rows = pd.DataFrame([_row(version, newest=version is found[0]) for version in found])
    st.markdown(f"**{say('Versions')}**")
    chosen = tables.table(
        rows,
        {
            "version": tables.text(msg("Version")),
            "rule_words": tables.text(msg("Rule"), wide=True),
            "frozen_on": tables.text(msg("Frozen on")),
            "author": tables.text(msg("By")),
            "reason": tables.text(msg("Why")),
            "saved_at": tables.day(msg("Saved")),
        },
        "segment_versions",
        choose="version",
    )
    if chosen is not None and chosen != rows["version"].iloc[0]:
        with st.container(horizontal=True):
            st.button(
                say("Look at version {version}", version=chosen),
                key="look_version",
                on_click=take,
                args=(rows.loc[rows["version"] == chosen, "rule"].iloc[0],),
            )
            st.button(
                say("Make version {version} hold again", version=chosen),
                key="restore_version",
                on_click=_restore,
                args=(name, int(chosen)),
            )


def _row(version: Version, *, newest: bool) -> dict[str, object]:
    return {
        "version": str(version.version),
        "rule": version.rule,
        "rule_words": shown(words(parsed_rule(version.rule))),
        "frozen_on": shown(msg("no") if version.frozen_on is None else version.frozen_on),
        "author": version.author,
        "reason": version.reason,
        "saved_at": pd.Timestamp(version.saved_at),
        "newest": newest,
    }


def _freeze(name: str) -> None:
    day = state.day()
    why = Why(author(), shown(msg("frozen on {day}", day=day)))
    attempt(lambda: state.desk().segments.freeze(name, day, why))


def _thaw(name: str) -> None:
    why = Why(author(), shown(msg("the rule decides again")))
    attempt(lambda: state.desk().segments.shelf.thaw(name, why))


def _rename(name: str, new: str, description: str) -> None:
    if attempt(lambda: state.desk().segments.shelf.rename(name, new, description)):
        take(" ".join(new.split()))


def _duplicate(name: str, copied: str) -> None:
    if attempt(lambda: state.desk().segments.shelf.duplicate(name, copied, author())):
        take(copied)


def _restore(name: str, version: int) -> None:
    attempt(lambda: state.desk().segments.shelf.restore(name, version, author()))


def _delete(name: str) -> None:
    def work() -> None:
        st.session_state[_DELETED] = (name, state.desk().segments.delete(name))
        take(state.ALL)

    attempt(work)


def _bring_back(name: str, number: int) -> None:
    if attempt(lambda: state.desk().segments.shelf.bring_back(number)):
        st.session_state.pop(_DELETED, None)
        take(name)


def save(name: str, rule: str, reason: str) -> bool:
    """Save a rule under a name; say so, or why not."""
    why = Why(author(), reason)
    if not attempt(lambda: state.desk().segments.save(name, rule, why)):
        return False
    take(" ".join(name.split()))
    st.toast(say("Saved: {name}", name=name.strip()))
    return True
