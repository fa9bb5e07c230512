"""The page of one account: a picker, the account in one sentence, and its parts."""

import math
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.locale import Count, Message, Money, Share, msg
from lib.locale.message import Value
from lib.ui import components, filters, state
from lib.ui.panels.account import (
    demands,
    file,
    interviews,
    levels,
    people,
    review,
    rows,
    story,
    touchpoints,
)
from lib.ui.wording import said, say, shown

# The parts of the page, in their order: name in the address, title, what draws it.
_PARTS: Mapping[str, tuple[Message, Callable[[AccountCard], None]]] = {
    "story": (msg("Story and signals"), story.show),
    "people": (msg("Buying group"), people.show),
    "levels": (msg("Maturity and motivation"), levels.show),
    "demands": (msg("Demands"), demands.show),
    "file": (msg("Customer file and journey"), file.show),
    "touchpoints": (msg("Touchpoints"), touchpoints.show),
    "interviews": (msg("Interviews"), interviews.show),
    "review": (msg("Business review"), review.show),
    "rows": (msg("Rows in the files"), rows.show),
}


def show() -> None:
    """Draw the page: a picker, and the account that is picked."""
    desk = state.desk()
    names = desk.accounts.names(state.day())
    chosen = filters.select("account", msg("Account"), names)
    if chosen is None:
        components.empty(
            msg("Choose an account above, or open one from the watch list or a segment."),
            "timeline",
        )
        return
    card = desk.accounts.card(chosen, state.day(), state.language())
    components.finding(card.finding)
    _facts(card)
    titles = {name: title for name, (title, _) in _PARTS.items()}
    part = filters.switch("part", msg("Part of the page"), titles)
    _PARTS[part][1](card)


def _facts(card: AccountCard) -> None:
    facts = card.facts
    values: tuple[tuple[Message, Value | None], ...] = (
        (msg("ARR"), None if pd.isna(facts["arr"]) else Money(facts["arr"], card.currency)),
        (
            msg("Renewal"),
            None if pd.isna(facts["renewal_on"]) else facts["renewal_on"].date(),
        ),
        (msg("File complete"), _share(facts["completeness"])),
        (msg("People known"), _count(facts["n_contacts"])),
    )
    with st.container(horizontal=True):
        for title, value in values:
            st.metric(said(title), said(shown(value)), border=True, height="stretch")
    described = [(msg("Id"), card.account_id)]
    described += [
        (title, shown(None) if pd.isna(facts[name]) else str(facts[name]).replace("|", ", "))
        for name, title in (
            ("industry", msg("Industry")),
            ("region", msg("Region")),
            ("plan", msg("Plan")),
            ("tags", msg("Tags")),
        )
    ]
    st.caption(" · ".join(say("{title}: {value}", title=t, value=v) for t, v in described))


def _share(value: float) -> Share | None:
    return None if math.isnan(value) else Share(float(value))


def _count(value: float) -> Count | None:
    return None if math.isnan(value) else Count(int(value))
