"""The buying group of one account: what is missing, the map, the people, what hangs on them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.group.persons import PHASES
from lib.locale import msg
from lib.model.frames import records
from lib.ui import components, state, tables
from lib.ui.panels.account import newcomer, person
from lib.ui.panels.group import map as group_map
from lib.ui.panels.group import proposals
from lib.ui.panels.group.words import ROLES, STANCES, labelled, show_deals
from lib.ui.wording import said, say, shown


def show(card: AccountCard) -> None:
    """Draw the group, findings first, and the forms to change it."""
    desk = state.desk()
    group = desk.people.of_account(card.account_id, card.day)
    first, *more = group.findings
    components.finding(first, key="finding_people")
    for text in more:
        st.markdown(said(text))
    if group.people.empty:
        components.empty(
            msg("No person at this account is known. Import contacts with their roles."),
            link=(components.IMPORT_PAGE, msg("Import your exports")),
        )
        newcomer.show(card.account_id, card.day)
        return
    group_map.show(group.people)
    st.subheader(say("Open deals and renewals within 180 days"), anchor=False)
    show_deals(group.deals, card.currency, with_account=False)
    st.subheader(say("People"), anchor=False)
    _table(group.people)
    person.show(group.people, card.day)
    newcomer.show(card.account_id, card.day)
    proposals.show(desk.people.proposals_of(card.account_id, card.day), with_account=False)


def _table(people: pd.DataFrame) -> None:
    tables.table(
        people.assign(
            roles=labelled(people["buying_roles"], ROLES),
            influence=[influence_words(row) for row in records(people)],
            there=[shown(msg("yes")) if there else shown(msg("has left"))
                   for there in people["there"]],
        ),
        {
            "name": tables.text(msg("Name")),
            "title": tables.text(msg("Job title")),
            "department": tables.text(msg("Department")),
            "roles": tables.tags(msg("Roles")),
            "stance": tables.named(msg("Stance"), STANCES),
            "influence": tables.text(msg("Influence by phase, 0 to 3")),
            "heard_on": tables.day(msg("Last heard")),
            "there": tables.text(msg("Still there")),
        },
        "people",
    )  # fmt: skip


def influence_words(row: Mapping[str, Any]) -> str:
    """Return the known influences of a person in few words: `Buying 3 · Using 1`."""
    known = {phase: row[phase] for phase in PHASES if pd.notna(row[phase])}
    said_ = [f"{shown(PHASES[phase])} {int(n)}" for phase, n in known.items()]
    return " · ".join(said_) or shown(None)
