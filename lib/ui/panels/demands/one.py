"""One demand: what is wanted and by whom, what is done about it, the answer, its history."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.demand.states import TABLES
from lib.desk.entered import ENTERED
from lib.desk.need.demands import DemandView
from lib.errors import NotFoundError
from lib.locale import Message, Money, Text, msg, msgs
from lib.model.frames import records
from lib.ui import state, tables
from lib.ui.panels.demands import acts, fields, merging
from lib.ui.panels.demands.words import FIELDS, due_words, roles_name, value_name
from lib.ui.wording import said, say, shown

_OPEN = "demand"


def open_(row_key: str) -> None:
    """Open a demand: it is in the address from now on."""
    state.choose(_OPEN, (row_key,))


def opened(view: DemandView) -> None:
    """Draw the demand that the address names."""
    asked = state.chosen(_OPEN)
    if not asked:
        return
    show(view, asked[0], with_person=False)
    st.button(say("Close"), key="close_demand", type="tertiary", on_click=state.choose,
              args=(_OPEN, ()))  # fmt: skip


def show(view: DemandView, row_key: str, *, with_person: bool) -> None:
    """Draw one demand with all that can be done; the person's name only where it may stand."""
    found = records(view.rows[view.rows["row_key"] == row_key])
    if not found:
        st.caption(say("This demand is not on file any more, or counts for another one."))
        return
    row = found[0]
    with st.container(border=True, key=f"demand_{row_key}"):
        st.markdown(f"**{said(str(row['statement']))}**")
        st.caption(" · ".join(said(part) for part in _facts(row, view, with_person=with_person)))
        _source(row)
        _work(row)
        _answer(row)
        merging.of_one(view, row)
        _history(row_key)
        if pd.notna(row["account_id"]) and st.button(
            say("Open the account"), key=f"account_of_{row_key}", type="tertiary"
        ):
            state.open_account(str(row["account_id"]))


def _facts(row: Mapping[str, Any], view: DemandView, *, with_person: bool) -> list[Text]:
    told: list[Text] = [str(row["account_name"])]
    if pd.notna(row["arr"]):
        told.append(msg("ARR {arr}", arr=Money(float(row["arr"]), view.currency)))
    if pd.notna(row["renewal_on"]):
        told.append(msg("renewal {day}", day=row["renewal_on"].date()))
    told.append(roles_name(row["roles"]) or msg("role unknown"))
    if with_person and pd.notna(row["contact_id"]):
        told.append(_person(str(row["contact_id"])))
    told += [value_name(name, row[name]) for name in ("direction", "kind", "benefit", "importance")]
    told.append(_phase(row))
    if pd.notna(row["raised_on"]):
        told.append(msg("raised {day}", day=row["raised_on"].date()))
    told.append(due_words(row, view.day))
    if row["n_merged"]:
        told.append(msgs("with {n} more of the same", "with {n} more of the same",
                         int(row["n_merged"])))  # fmt: skip
    return [part for part in told if part]


def _phase(row: Mapping[str, Any]) -> Text:
    words = value_name("phase", row["phase"])
    if not words or not row["phase_worked_out"]:
        return words
    return msg("{phase} (by the start of the first contract)", phase=words)


def _person(contact_id: str) -> str:
    people = state.desk().people.persons(state.day())
    names = people.loc[people["contact_id"] == contact_id, "name"].dropna()
    return str(names.iloc[0]) if len(names) else ""


def _source(row: Mapping[str, Any]) -> None:
    """Offer the text in which the demand was heard."""
    if pd.isna(row["source_kind"]) or pd.isna(row["source_id"]):
        return
    with st.expander(say("Where it was heard: {kind} {id}",
                         kind=value_name("source_kind", row["source_kind"]),
                         id=str(row["source_id"]))):  # fmt: skip
        try:
            text = state.desk().demand_entries.sources.text(
                str(row["account_id"]), TABLES[str(row["source_kind"])], str(row["source_id"])
            )
        except NotFoundError as error:
            st.caption(said(error.message))
            return
        for line in text.splitlines():
            st.markdown(said(line))


def _work(row: Mapping[str, Any]) -> None:
    key = str(row["row_key"])
    with st.form(f"demand_work_{key}", border=False):
        now = fields.drawn(fields.OF_WORK, row, f"work_{key}")
        with st.expander(say("What kind of demand it is")):
            now |= fields.drawn(fields.OF_WISH, row, f"wish_{key}")
        if st.form_submit_button(say("Save what changed")):
            changes = fields.changed(row, now)
            if not changes:
                st.caption(say("Nothing was changed."))
            elif acts.changed(key, changes, msg("The demand is changed.")):
                st.rerun()


def _answer(row: Mapping[str, Any]) -> None:
    key = str(row["row_key"])
    if pd.notna(row["answer"]):
        on = row["answered_on"].date() if pd.notna(row["answered_on"]) else shown(None)
        st.markdown(say("Answer to the customer, {day}: {answer}", day=on,
                        answer=str(row["answer"])))  # fmt: skip
    with (
        st.form(f"demand_answer_{key}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        text = st.text_input(say("Answer to the customer"), key=f"answer_{key}", width=420)
        today = state.desk().clock().date()
        on = st.date_input(say("Answered on"), value=today, max_value=today, width=160,
                           format="YYYY-MM-DD", key=f"answered_on_{key}")  # fmt: skip
        if st.form_submit_button(say("Record the answer")):
            told = {"answer": text.strip() or None, "answered_on": on}
            if not text.strip():
                st.caption(say("An answer needs words: what the customer was told."))
            elif acts.changed(key, told, msg("The answer is recorded.")):
                st.rerun()


def _history(row_key: str) -> None:
    box = st.expander(say("Who changed what, and when"), key=f"history_{row_key}",
                      on_change="rerun")  # fmt: skip
    if not box.open:
        return
    with box:
        rows = state.desk().demand_entries.history(row_key)
        told = rows.assign(
            before=[value_name(n, v) for n, v in zip(rows["field"], rows["before"], strict=True)],
            value=[value_name(n, v) for n, v in zip(rows["field"], rows["value"], strict=True)],
            source=[shown(msg("this desk")) if f == ENTERED else f for f in rows["source"]],
        )
        tables.table(
            told,
            {
                "on": tables.day(msg("Known since")),
                "field": tables.named(msg("What"), FIELDS),
                "before": tables.text(msg("Before")),
                "value": tables.text(msg("Value")),
                "author": tables.text(msg("By")),
                "source": tables.text(msg("Came from")),
            },
            f"demand_history_{row_key}",
        )
        _undo_one(rows)


def _undo_one(rows: pd.DataFrame) -> None:
    """Offer to take back any change that was entered here."""
    mine = rows[rows["batch_id"].notna()].drop_duplicates("batch_id")
    titles = {str(int(row["batch_id"])): _change(row) for row in records(mine)}
    if not titles:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            say("Take a change back"), list(titles), format_func=lambda n: shown(titles[n]),
            index=None, placeholder=shown(msg("Choose or type")), key="demand_change_back",
            width=420,
        )  # fmt: skip
        st.button(say("Take it back"), key="take_change_back", disabled=chosen is None,
                  on_click=_take_back, args=(chosen,))  # fmt: skip


def _change(row: Mapping[str, Any]) -> Message:
    return msg(
        "{day}, {author}: {field}: {value}",
        day=row["on"].date(),
        author=str(row["author"]),
        field=FIELDS.get(str(row["field"]), str(row["field"])),
        value=value_name(str(row["field"]), row["value"]) or shown(None),
    )


def _take_back(batch: str | None) -> None:
    if batch is not None:
        acts.back(lambda: state.desk().demand_entries.undo(int(batch)))
