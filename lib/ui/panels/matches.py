"""Who is who: pairs that may be one customer or person, decided by people, undoable."""

import pandas as pd
import streamlit as st

from lib.desk.intake.matches import MatchReview
from lib.locale import Message, Text, msg, msgs
from lib.model.decisions import APART, MERGE, key_of, kind_of
from lib.model.frames import row_of
from lib.ui import components, state, tables
from lib.ui.boundary import kept
from lib.ui.units import money
from lib.ui.wording import said, say, shown

_VERDICTS: dict[str, Text] = {MERGE: msg("counts for"), APART: msg("is not")}


def show() -> None:
    """Draw the review list, what the rule united, and past decisions; nothing without data."""
    desk = state.desk()
    if desk.data.days() is None:
        return
    st.subheader(say("Who is who"), anchor=False)
    review = desk.matches.open()
    if review.pairs.empty:
        st.caption(say("No two customers or people look like one, and no name fits several."))
    else:
        _review(review)
    _by_rule(review.by_rule)
    _past()


def _review(review: MatchReview) -> None:
    components.finding(_finding(review.pairs), key="matches_finding")
    rows = review.pairs.assign(
        pair=review.pairs["subject"] + "\x1f" + review.pairs["other"],
        why=[shown(why) for why in review.pairs["why"]],
        subject_mark=_marks(review.pairs, "subject"),
        other_mark=_marks(review.pairs, "other"),
    )
    chosen = tables.table(
        rows,
        {
            "subject_name": tables.text(msg("This one")),
            "subject_mark": tables.text(msg("Id, domain")),
            "other_name": tables.text(msg("May be this one")),
            "other_mark": tables.text(msg("Its id, domain")),
            "why": tables.text(msg("Why")),
            "subject_arr": tables.number(msg("ARR"), money(review.currency)),
            "other_arr": tables.number(msg("Its ARR"), money(review.currency)),
        },
        "matches",
        choose="pair",
    )
    if chosen is None:
        st.caption(say("Nothing is merged until you say so. Choose a row to decide."))
    else:
        _question(row_of(rows.set_index("pair"), chosen))


def _finding(pairs: pd.DataFrame) -> Message:
    return msgs(
        "{n} pair may be one customer or person.",
        "{n} pairs may be one customer or person.",
        len(pairs),
    )


def _marks(pairs: pd.DataFrame, side: str) -> pd.Series:
    """Return id and domain of one side in one text."""
    both = pairs[f"{side}_id"].fillna("") + " · " + pairs[f"{side}_domain"].fillna("")
    names = [shown(msgs("a name in {n} row", "a name in {n} rows", n)) for n in pairs["n_rows"]]
    return both.str.strip(" ·").mask(pairs[side].map(kind_of) == "name", pd.Series(names))


def _question(row: pd.Series) -> None:
    """Say what a merge would do, and offer both ways of it and keeping apart."""
    subject, other = str(row["subject"]), str(row["other"])
    with st.container(border=True):
        st.markdown(
            said(
                msgs(
                    "If they are one, {n} row of “{one}” counts for “{other}”, whose own fields"
                    " are kept.",
                    "If they are one, {n} rows of “{one}” count for “{other}”, whose own fields"
                    " are kept.",
                    int(row["n_rows"]),
                    one=str(row["subject_name"]),
                    other=str(row["other_name"]),
                )
            )
        )
        with st.container(horizontal=True):
            _merge_button(subject, other, str(row["other_name"]), "primary")
            if row["kind"] != "name":
                _merge_button(other, subject, str(row["subject_name"]), "secondary")
            st.button(
                say("Keep apart"), key="apart", on_click=kept(_decide), args=(subject, other, APART)
            )


def _merge_button(subject: str, other: str, name: str, kind: str) -> None:
    st.button(
        say("Merge into “{name}” ({id})", name=name, id=key_of(other)),
        key=f"merge_{kind}",
        type="primary" if kind == "primary" else "secondary",
        on_click=kept(_decide),
        args=(subject, other, MERGE),
    )


def _by_rule(rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    box = st.expander(
        said(
            msgs(
                "{n} person without an id was united with the one of the same mail and account",
                "{n} people without an id were united with those of the same mail and account",
                len(rows),
            )
        ),
        on_change="rerun",
        key="by_rule",
    )
    if box.open:
        with box:
            _ruled(rows)


def _ruled(rows: pd.DataFrame) -> None:
    chosen = tables.table(
        rows,
        {
            "person": tables.text(msg("Person")),
            "mail": tables.text(msg("Mail")),
            "account_id": tables.text(msg("Account")),
        },
        "united",
        choose="subject",
    )
    if chosen is not None:
        other = str(rows.set_index("subject").loc[chosen, "other"])
        st.button(
            say("Keep apart"),
            key="apart_person",
            on_click=kept(_decide),
            args=(chosen, other, APART),
        )


def _decide(subject: str, other: str, verdict: str) -> None:
    state.desk().matches.decide(subject, other, verdict, shown(msg("this desk")))
    st.toast(say("Decided. It stands in the list of past decisions, where it can be undone."))


def _past() -> None:
    rows = state.desk().matches.decided()
    if rows.empty:
        return
    st.markdown(f"**{say('Past decisions on who is who')}**")
    rows = rows.assign(decision_id=rows["decision_id"].astype("str"))
    chosen = tables.table(
        rows,
        {
            "subject_name": tables.text(msg("This one")),
            "verdict": tables.named(msg("Decision"), _VERDICTS),
            "other_name": tables.text(msg("That one")),
            "author": tables.text(msg("Who")),
            "decided_at": tables.day(msg("When")),
        },
        "decisions",
        choose="decision_id",
    )
    if chosen is None:
        st.caption(say("Choose a row to undo that decision."))
    else:
        st.button(
            say("Undo this decision"),
            key="undo_decision",
            on_click=kept(_undo),
            args=(int(chosen),),
        )


def _undo(decision_id: int) -> None:
    state.desk().matches.undo(decision_id)
    st.toast(say("The decision is undone; every figure is what it was without it."))
