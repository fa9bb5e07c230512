"""Taking a demand in: by hand, or out of the text of a ticket, a contact or an interview."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.demand.states import SOURCES, TABLES
from lib.demand.words import sentences
from lib.desk.need.demand_entries import NewDemand
from lib.locale import Text, msg
from lib.model.frames import records
from lib.ui import components, filters, state
from lib.ui.panels.demands import acts, fields
from lib.ui.panels.files.words import author
from lib.ui.wording import said, say, shown

_WAYS: Mapping[str, Text] = {"hand": msg("By hand"), "text": msg("Out of a text")}
_TAKEN = "demands_taken_in"
_HEIGHT = 150


def empty() -> None:
    """Say what would stand here, offer to load it, or to take a demand in."""
    components.empty(
        msg("No demand is on file yet. Import a list of demands, or take the first one in here."),
        link=(components.IMPORT_PAGE, msg("Import your exports")),
    )
    button()


def button() -> None:
    """Offer to take in a demand of any account."""
    box = st.expander(say("Take a demand in"), on_change="rerun", key="take_in")
    if box.open:
        with box:
            names = state.desk().accounts.names(state.day())
            chosen = filters.select("account", msg("Account"), names)
            if chosen is not None:
                forms(chosen)


def forms(account_id: str) -> None:
    """Draw both ways for one account."""
    if filters.switch("intake", msg("How the demand is taken in"), _WAYS) == "text":
        from_text(account_id)
    else:
        _form(account_id, {})


def from_text(account_id: str, table: str | None = None) -> None:
    """Draw the choice of a text of the account (of one table), the text, and the form."""
    rows = state.desk().demand_entries.sources.of_account(account_id, state.day())
    if table is not None:
        rows = rows[rows["source_kind"].map(TABLES).eq(table)]
    if rows.empty:
        st.caption(say("No ticket, activity or interview of this account has words in it."))
        return
    sources = {f"{row['source_kind']}:{row['source_id']}": row for row in records(rows)}
    titles = {name: _title(row) for name, row in sources.items()}
    chosen = filters.select("source", msg("Take a demand out of a text"), titles)
    if chosen is None:
        return
    source = sources[chosen]
    for line in str(source["text"]).splitlines():
        st.markdown(f"> {said(line)}")
    _form(account_id, source)


def _title(row: Mapping[str, Any]) -> Text:
    on = row["day"].date() if pd.notna(row["day"]) else shown(None)
    return msg("{kind} of {day}: {title}", kind=SOURCES[str(row["source_kind"])], day=on,
               title=str(row["title"]))  # fmt: skip


def _form(account_id: str, source: Mapping[str, Any]) -> None:
    """Draw the form; `source` is the row in whose text the words stand, if there is one."""
    key = f"{account_id}_{source.get('source_id', '')}_{st.session_state.get(_TAKEN, 0)}"
    picked = _sentence(str(source["text"]), key) if source else None
    with st.form(f"new_demand_{key}"):
        statement = st.text_area(
            say("What is wanted, in the customer's words"),
            value=picked or "",
            height=_HEIGHT,
            help=say("Words out of a text must stand in it as they are.") if source else None,
            key=f"statement_{key}_{picked}",
        )
        left, middle, right = st.columns(3)
        with left:
            person = _person(account_id, source, key)
        role = fields.drawn_in(middle, "buying_role", key)
        raised = right.date_input(
            say("Raised on"),
            value=_first_day(source),
            max_value=state.desk().clock().date(),
            format="YYYY-MM-DD",
            key=f"raised_{key}",
        )
        wish = fields.drawn(fields.OF_WISH, {"direction": "wants"}, key)
        work = fields.drawn(("owner", "due_on"), {}, key)
        if st.form_submit_button(say("Take the demand in"), type="primary"):
            _take_in(
                {
                    "account_id": account_id,
                    "statement": statement,
                    "raised_on": raised,
                    "contact_id": person,
                    "buying_role": role,
                    "source_kind": source.get("source_kind"),
                    "source_id": source.get("source_id"),
                    **wish,
                    **work,
                }
            )


def _sentence(text: str, key: str) -> str | None:
    """Offer the sentences of a text to choose one of."""
    return st.pills(
        say("Choose a sentence, or copy words into the field"), sentences(text), key=f"words_{key}"
    )


def _person(account_id: str, source: Mapping[str, Any], key: str) -> str | None:
    people = state.desk().people.persons(state.day())
    mine = people[(people["account_id"] == account_id) & people["contact_id"].notna()]
    names = {str(row["contact_id"]): str(row["name"]) for row in records(mine)}
    known = str(source.get("contact_id"))
    found = st.selectbox(
        say("Who wants it"),
        list(names),
        index=list(names).index(known) if known in names else None,
        format_func=names.__getitem__,
        placeholder=shown(msg("unknown")),
        key=f"person_{key}",
    )
    return None if found is None else str(found)


def _first_day(source: Mapping[str, Any]) -> date:
    on = source.get("day")
    return state.day() if on is None or pd.isna(on) else pd.Timestamp(on).date()


def _take_in(values: Mapping[str, Any]) -> None:
    def act() -> Callable[[], object]:
        entries = state.desk().demand_entries
        row_key = entries.add(NewDemand(**values), author())
        batch = entries.batch_of(row_key)
        return lambda: entries.undo(batch)

    if acts.tried(msg("The demand is taken in."), act):
        st.session_state[_TAKEN] = st.session_state.get(_TAKEN, 0) + 1
        state.choose("source", ())
        st.rerun()
