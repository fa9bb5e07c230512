"""One account's gap, promises, conflicts and next needs, below its demands."""

import pandas as pd
import streamlit as st

from lib.demand.gap import STATES, WHY
from lib.demand.next_need import ALIKE, SIZES
from lib.desk.customer.accounts import AccountCard
from lib.locale import Text, msg, msgs
from lib.model.frames import records
from lib.ui import state, tables
from lib.ui.panels.demands import conflicts, next_need, promises
from lib.ui.panels.demands.words import theme_namer, theme_names
from lib.ui.wording import said, say


def show(card: AccountCard) -> None:
    """Draw what is known; nothing where nothing is."""
    _conflicts(card)
    _gap(card)
    _promises(card)
    _next(card)


def _conflicts(card: AccountCard) -> None:
    found = state.desk().conflicts.of_account(card.account_id, card.day)
    for row in records(found.table):
        title = msg(
            "'{theme}': {kind}",
            theme=theme_namer()(row["theme"]),
            kind=conflicts.KIND_NAMES[str(row["kind"])],
        )
        with st.expander(said(title)):
            mine = found.voices[found.voices["conflict_id"] == row["conflict_id"]]
            conflicts.both_sides(mine, str(row["kind"]))


def _gap(card: AccountCard) -> None:
    rows = state.desk().gap.of_account(card.account_id, card.day)
    if rows.empty:
        return
    st.subheader(say("Wanted, bought, used"), anchor=False)
    tables.table(
        rows,
        {
            "theme": tables.named(msg("Theme"), theme_names()),
            "state": tables.named(msg("State"), STATES),
            "why": tables.named(msg("Why"), WHY),
            "last_asked_on": tables.day(msg("Last asked")),
            "features": tables.tags(msg("Features")),
        },
        "account_gap",
    )


def _promises(card: AccountCard) -> None:
    rows = state.desk().breaks.promises.of_account(card.account_id, card.day)
    rows = rows[rows["source"] != "demands"]  # those stand above, with the demands
    if rows.empty:
        return
    st.subheader(say("Promises"), anchor=False)
    tables.table(
        rows,
        {
            "text": tables.text(msg("What was promised"), wide=True),
            "due_on": tables.day(msg("Due")),
            "state": tables.named(msg("What became of it"), promises.STATE_NAMES),
            "boundary": tables.named(msg("Product boundary"), promises.BOUNDARY_NAMES),
        },
        "account_promises",
    )


def _next(card: AccountCard) -> None:
    """Say what customers alike went on to need, by each way of being alike."""
    found = {alike: state.desk().gap.next_of(card.account_id, card.day, alike) for alike in ALIKE}
    rows = pd.concat(
        [part.assign(alike=alike) for alike, part in found.items() if len(part)]
        or [pd.DataFrame(columns=["theme"])]
    )
    if rows.empty:
        return
    title = msgs("{n} need to ask about next", "{n} needs to ask about next",
                 rows["theme"].nunique())  # fmt: skip
    st.subheader(said(title), anchor=False)
    for row in records(rows):
        names: dict[str, Text] = dict(SIZES) if row["alike"] == "size" else {}
        why = said(next_need.because(row, names))
        st.markdown(f"- **{theme_namer()(row['theme'])}** · {why}")
    st.caption(
        say("A reason to ask, no proof: others needed it, and this customer never raised it.")
    )
