"""Segments that the data suggest: to accept under a name, or to drop."""

import streamlit as st

from lib.desk.segmentation.suggesting import Offer, Offered
from lib.errors import DeskError
from lib.locale import Message, Money, Share, Text, msg, msgs
from lib.ui import components, state, tables
from lib.ui.panels import fields
from lib.ui.wording import said, say, shown

_DECIDED = "suggestion_decided"
_STEP = msg("Looking for groups")
_KINDS: dict[str, Text] = {
    "tree": msg("Found by who left or grew"),
    "mix": msg("Found by what is used"),
}


def show() -> None:
    """Draw the part."""
    with components.work(_STEP) as done:
        offer = state.desk().suggesting.offer(state.day(), lambda share: done(_STEP, share))
    components.finding(_finding(offer))
    for why in offer.missing:
        components.unknown(why)
    _undo()
    for place, one in enumerate(offer.offered):
        with st.container(border=True):
            _one(one, offer, place)
    _dropped(offer)


def _finding(offer: Offer) -> Message:
    if not offer.offered:
        return msg("The data suggest no segment that is not decided upon already.")
    first = offer.offered[0]
    return msgs(
        "The data suggest {n} segment: {title} ({accounts} customers).",
        "The data suggest {n} segments; first: {title} ({accounts} customers).",
        len(offer.offered),
        title=first.suggestion.title,
        accounts=str(first.totals.n_accounts),
    )


def _one(one: Offered, offer: Offer, place: int) -> None:
    suggestion, size = one.suggestion, one.totals
    st.markdown(f"**{said(suggestion.title)}**")
    st.caption(
        say(
            "{kind} · {n} customers today · ARR {arr} ({share} of the book)",
            kind=_KINDS[suggestion.kind],
            n=str(size.n_accounts),
            arr=Money(size.arr, offer.currency),
            share=Share(size.share_of_book),
        )
    )
    for sentence in (*suggestion.evidence, one.differs):
        st.markdown(said(sentence))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if suggestion.rule is not None:
            name = st.text_input(
                say("Name of the segment"), value=shown(suggestion.title), key=f"take_name_{place}"
            )
            if st.button(say("Accept as a segment"), type="primary", key=f"take_{place}"):
                _accept(one, name)
        elif suggestion.why_not is not None:
            st.caption(said(suggestion.why_not))
        if st.button(say("Drop"), key=f"drop_{place}"):
            desk = state.desk().suggesting
            st.session_state[_DECIDED] = desk.drop(suggestion, shown(msg("this desk")))
            st.rerun()
    with st.expander(say("The customers in it")):
        _members(one, offer, place)


def _members(one: Offered, offer: Offer, place: int) -> None:
    book = state.desk().data.book(state.day())
    rows = book.loc[one.suggestion.members].sort_values("arr", ascending=False, kind="stable")
    state.open_account(
        tables.table(
            rows.reset_index(),
            fields.account_columns(offer.currency),
            f"suggested_{place}",
            choose="account_id",
        )
    )


def _accept(one: Offered, name: str) -> None:
    desk = state.desk().suggesting
    try:
        decided = desk.accept(one.suggestion, name, shown(msg("this desk")))
    except DeskError as error:
        components.problem(error)
        return
    st.session_state[_DECIDED] = decided
    st.rerun()


def _undo() -> None:
    decided = st.session_state.get(_DECIDED)
    if decided is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(say("Done. The group will not be suggested again."))
            st.button(say("Undo"), key="undo_suggestion", on_click=_take_back, args=(decided,))


def _take_back(decided: int) -> None:
    state.desk().suggesting.undo(decided)
    st.session_state.pop(_DECIDED, None)


def _dropped(offer: Offer) -> None:
    """Offer to bring back what was dropped earlier."""
    if offer.dropped.empty:
        return
    with st.expander(say("Dropped before: {n}", n=str(len(offer.dropped)))):
        for row in offer.dropped.to_dict("records"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(said(str(row["key"])), width="stretch")
                number = int(row["decision_id"])
                st.button(
                    say("Suggest again"), key=f"again_{number}", on_click=_take_back, args=(number,)
                )
