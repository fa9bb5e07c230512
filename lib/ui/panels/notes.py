"""Context notes where they belong: read, written, changed, taken away, brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk import About
from lib.desk.notes import REASONS, Remark
from lib.errors import DeskError
from lib.locale import Message, Text, msg
from lib.ui import components, state
from lib.ui.downloads import file_stem
from lib.ui.wording import said, say, shown

COLUMN = "context_notes"
_REMOVED = "removed_note"
_EDITED = "edited_note"


def show(about: About, points: Mapping[str, Text] | None = None) -> None:
    """Show the notes on something, and a place to write another.

    `points`: months of it on which a note may be written, with what they are called.
    """
    rows = state.desk().notes.on(about)
    for row in rows.to_dict("records"):
        _one({str(name): value for name, value in row.items()}, about)
    _restore(about)
    if st.session_state.get(_EDITED) not in set(rows["note_id"]):
        _form(about, points or {})


def texts(rows: pd.DataFrame) -> list[str]:
    """Return what notes say, those that no longer hold marked as such."""
    return [shown(_text({str(k): v for k, v in row.items()})) for row in rows.to_dict("records")]


def beside(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of accounts with what notes say of each, under `COLUMN` (`tables.note()`)."""
    said_of = state.desk().notes.on_accounts()
    return rows.assign(**{COLUMN: [said_of.get(str(a), "") for a in rows["account_id"]]})


def _one(row: dict[str, Any], about: About) -> None:
    note_id = int(row["note_id"])
    if st.session_state.get(_EDITED) == note_id:
        _form(About.of(str(row["target"])), {}, row)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(said(_text(row)), width="stretch")
        st.caption(" · ".join(said(fact) for fact in _facts(row, about)), width="content")
        for words, act in ((say("Change"), _edit), (say("Remove"), _remove)):
            st.button(
                words,
                key=f"{act.__name__}_note_{note_id}",
                type="tertiary",
                on_click=act,
                args=(note_id, about.target),
            )
    _before(row)


def _before(row: Mapping[str, Any]) -> None:
    """Show what the note said before it was changed, and who changed it."""
    if int(row["version"]) == 1:
        return
    with st.expander(say("Earlier versions")):
        versions = state.desk().notes.versions(int(row["thread_id"]))
        for old in versions.iloc[:-1].to_dict("records"):
            st.caption(
                said(
                    msg(
                        "{author}, {day}: {text}",
                        author=str(old["author"]),
                        day=old["written_at"].date(),
                        text=str(old["text"]),
                    )
                )
            )


def _text(row: Mapping[str, Any]) -> Message:
    reason = REASONS.get(str(row["reason"]))
    text = msg("{text}", text=str(row["text"]))
    if reason is not None:
        text = msg("{reason}: {text}", reason=reason, text=str(row["text"]))
    return msg("{text} (no longer valid)", text=text) if row["expired"] else text


def _facts(row: Mapping[str, Any], about: About) -> Sequence[Message]:
    facts = [msg("{author}, {day}", author=str(row["author"]), day=row["written_at"].date())]
    there = About.of(str(row["target"]))
    if there.point is not None and about.point is None:
        facts.append(msg("on {month}", month=there.point))
    if pd.notna(row["from_on"]) and pd.notna(row["to_on"]):
        facts.append(msg("{first} to {last}", first=_day(row["from_on"]), last=_day(row["to_on"])))
    if pd.notna(row["expires_on"]):
        facts.append(msg("valid until {day}", day=_day(row["expires_on"])))
    if int(row["version"]) > 1:
        facts.append(msg("version {n}", n=str(row["version"])))
    return facts


def _form(about: About, points: Mapping[str, Text], old: Mapping[str, Any] | None = None) -> None:
    old = old or {}
    key = f"{file_stem(about.target)}_{old.get('note_id', 'new')}"
    with st.form(f"note_{key}", clear_on_submit=True, border=False):
        text = st.text_area(
            say("Context note"),
            value=str(old.get("text") or ""),
            key=f"note_text_{key}",
            placeholder=say("What explains this, in neutral words"),
            height=80,
        )
        left, right = st.columns(2)
        known = [None, *REASONS]
        reason = left.selectbox(
            say("Reason"),
            known,
            index=known.index(old.get("reason") if old.get("reason") in REASONS else None),
            format_func=lambda name: shown(REASONS[name]) if name else shown(msg("not named")),
            key=f"note_reason_{key}",
        )
        expires = right.date_input(
            say("Valid until (if it ends)"),
            value=_day(old["expires_on"]) if pd.notna(old.get("expires_on")) else None,
            format="YYYY-MM-DD",
            key=f"note_until_{key}",
        )
        first = left.date_input(
            say("Explains days from"),
            value=_day(old["from_on"]) if pd.notna(old.get("from_on")) else None,
            format="YYYY-MM-DD",
            key=f"note_from_{key}",
        )
        last = right.date_input(
            say("to"),
            value=_day(old["to_on"]) if pd.notna(old.get("to_on")) else None,
            format="YYYY-MM-DD",
            key=f"note_to_{key}",
        )
        point = None
        if points:
            point = st.selectbox(
                say("About one month only"),
                [None, *points],
                format_func=lambda name: shown(points[name]) if name else shown(msg("all months")),
                key=f"note_point_{key}",
            )
        if st.form_submit_button(say("Save the note") if old else say("Add the note")):
            remark = Remark(
                text=text, reason=reason, period=_period(first, last), expires_on=_one_day(expires)
            )
            _keep(replace(about, point=point) if point else about, remark, old.get("note_id"))


def _one_day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _period(first: object, last: object) -> tuple[date, date] | None:
    """Return the days that a note explains; one day alone is both ends."""
    ends = [day for day in (_one_day(first), _one_day(last)) if day is not None]
    return (ends[0], ends[-1]) if ends else None


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()


def _keep(about: About, remark: Remark, note_id: object) -> None:
    notes, author = state.desk().notes, shown(msg("this desk"))
    try:
        if note_id is None:
            notes.write(about, remark, author)
        else:
            notes.edit(int(str(note_id)), remark, author)
    except DeskError as error:
        components.problem(error)
        return
    st.session_state.pop(_EDITED, None)
    st.rerun()


def _edit(note_id: int, _target: str) -> None:
    st.session_state[_EDITED] = note_id


def _remove(note_id: int, target: str) -> None:
    state.desk().notes.remove(note_id)
    st.session_state[_REMOVED] = (note_id, target)


def _restore(about: About) -> None:
    removed, target = st.session_state.get(_REMOVED, (None, None))
    if removed is not None and target == about.target:
        st.button(
            say("Undo: bring the note back"),
            key=f"restore_note_{file_stem(target)}",
            on_click=_bring_back,
            args=(removed,),
        )


def _bring_back(note_id: int) -> None:
    state.desk().notes.restore(note_id)
    st.session_state.pop(_REMOVED, None)
