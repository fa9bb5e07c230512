"""The board: a column a state, a card a demand; a card is moved by the control on it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.demand.board import columns
from lib.demand.states import STATES
from lib.desk.need.demands import DemandView
from lib.locale import Count, Money, msg, msgs
from lib.model.frames import records
from lib.ui import components, state
from lib.ui.panels.demands import acts, filtering, intake, one
from lib.ui.panels.demands.words import NAMES, due_words, said_once, theme_namer
from lib.ui.wording import said, say, shown

_CARDS = 6  # in a column; the register has them all
_STATEMENT = 90  # signs on a card


def show() -> None:
    """Draw the finding, the intake, the demand that is open, and the board."""
    view = state.desk().demands.view(state.segment(), state.day())
    components.finding(view.finding)
    if view.rows.empty:
        intake.empty()
        return
    acts.undo()
    intake.button()
    rows = filtering.filtered(view, by_state=False)
    one.opened(view)
    _board(rows, view)


def _board(rows: pd.DataFrame, view: DemandView) -> None:
    called = theme_namer()
    found = {
        name: cards.assign(called=said_once(cards["theme"], called))
        for name, cards in columns(rows).items()
    }
    for place, (name, cards) in zip(st.columns(len(found)), found.items(), strict=True):
        with place:
            title = shown(NAMES["state"][name])
            st.markdown(f"**{say('{title} {n}', title=title, n=Count(len(cards)))}**")
            for card in records(cards.head(_CARDS)):
                _card(card, view)
            _more(name, len(cards) - _CARDS)


def _card(card: Mapping[str, Any], view: DemandView) -> None:
    key = str(card["row_key"])
    with st.container(border=True, gap="small", key=f"demand_card_{key}"):
        arr = "" if pd.isna(card["arr"]) else shown(Money(float(card["arr"]), view.currency))
        st.caption(" · ".join(said(part) for part in (str(card["account_name"]), arr) if part))
        st.button(
            said(_shortened(str(card["statement"]))),
            key=f"open_demand_{key}",
            type="tertiary",
            on_click=one.open_,
            args=(key,),
        )
        parts = [] if pd.isna(card["theme"]) else [str(card["called"])]
        st.caption(" · ".join(said(part) for part in (*parts, due_words(card, view.day))))
        _mover(key, card["state"])


def _mover(key: str, present: object) -> None:
    """Draw the control by which a card is moved."""
    st.selectbox(
        say("Move to"),
        list(STATES),
        index=list(STATES).index(str(present)) if present in STATES else None,
        format_func=lambda name: shown(STATES[name]),
        placeholder=shown(msg("unknown")),
        key=f"move_demand_{key}_{present}",
        label_visibility="collapsed",
        on_change=_move,
        args=(key, f"move_demand_{key}_{present}"),
    )


def _move(row_key: str, widget: str) -> None:
    wanted = st.session_state[widget]
    if wanted is not None:
        acts.changed(row_key, {"state": wanted}, msg("Moved to: {state}", state=STATES[wanted]))


def _more(name: str, n: int) -> None:
    if n > 0:
        st.button(
            said(msgs("{n} more in the register", "{n} more in the register", n)),
            key=f"more_demands_{name}",
            type="tertiary",
            on_click=_to_table,
            args=(name,),
        )


def _to_table(name: str) -> None:
    state.choose("view", ("table",))
    state.choose("state", (name,))


def _shortened(text: str) -> str:
    return text if len(text) <= _STATEMENT else f"{text[: _STATEMENT - 1].rstrip()}…"
