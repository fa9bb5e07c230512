"""The same wish twice: what may be one, what putting it together changes, and the way back."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.demand.same import REASONS
from lib.desk.need.demands import DemandView
from lib.errors import DeskError
from lib.locale import Count, msg, msgs
from lib.model.frames import records
from lib.ui import components, state, tables
from lib.ui.panels.demands import acts
from lib.ui.panels.files.words import author
from lib.ui.units import SHARE
from lib.ui.wording import said, say, shown


def show(view: DemandView) -> None:
    """Draw the pairs that may be one wish; a row opens the preview."""
    box = st.expander(say("Demands that may be one wish"), on_change="rerun", key="demand_same")
    if not box.open:
        return
    pairs = state.desk().demand_merging.proposed(view.day)
    mine = pairs[pairs["row_key"].isin(view.rows["row_key"])]
    words = msgs(
        "{n} pair of demands may be one wish",
        "{n} pairs of demands may be one wish",
        len(mine),
    )
    with box:
        st.caption(said(words))
        st.caption(say("They count as two until you put them together; that can be undone."))
        chosen = tables.table(
            mine.assign(pair=mine["row_key"] + "\x1f" + mine["into_row_key"]),
            {
                "account_name": tables.text(msg("Account")),
                "statement": tables.text(msg("Demand"), wide=True),
                "into": tables.text(msg("Earlier demand"), wide=True),
                "reason": tables.named(msg("Why"), REASONS),
                "likeness": tables.number(msg("Words in common"), SHARE),
            },
            "demand_pairs",
            choose="pair",
        )
        if chosen is not None:
            _decide(*chosen.split("\x1f"), with_apart=True)


def of_one(view: DemandView, row: Mapping[str, Any]) -> None:
    """Draw what a demand counts for, and offer to put it together with another of its account."""
    key = str(row["row_key"])
    if row["n_merged"]:
        _parts(key)
    others = view.rows[(view.rows["account_id"] == row["account_id"])
                       & (view.rows["row_key"] != key)]  # fmt: skip
    if others.empty:
        return
    titles = dict(zip(others["row_key"], others["statement"].fillna(""), strict=True))
    with st.expander(say("The same wish as another one of this customer")):
        into = st.selectbox(
            say("Counts for"), list(titles), index=None, format_func=titles.__getitem__,
            placeholder=shown(msg("Choose or type")), key=f"merge_into_{key}",
        )  # fmt: skip
        if into is not None:
            _decide(key, str(into), with_apart=False)


def _parts(key: str) -> None:
    for part in records(state.desk().demand_merging.of_demand(key)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                say(
                    "Counts for: {statement} ({author}, {day})",
                    statement=str(part["statement"]),
                    author=str(part["author"]),
                    day=pd.Timestamp(part["at"]).date(),
                )
            )
            st.button(say("Take apart"), key=f"unmerge_{part['merge_id']}", type="tertiary",
                      on_click=_apart_again, args=(int(part["merge_id"]),))  # fmt: skip


def _decide(row_key: str, into: str, *, with_apart: bool) -> None:
    """Draw what would change, and the decision."""
    try:
        preview = state.desk().demand_merging.preview(row_key, into, state.day())
    except DeskError as error:
        components.problem(error)
        return
    st.caption(
        say(
            "Demands on file: {before} now, {after} then; open ones: {open_before} now,"
            " {open_after} then.",
            before=Count(preview.n_before),
            after=Count(preview.n_after),
            open_before=Count(preview.n_open_before),
            open_after=Count(preview.n_open_after),
        )
    )
    for one in records(preview.after):
        st.markdown(say("What stands then: {statement}", statement=str(one["statement"])))
    with st.container(horizontal=True):
        st.button(say("Put together"), key=f"merge_{row_key}", type="primary",
                  on_click=_merge, args=(row_key, into))  # fmt: skip
        if with_apart:
            st.button(say("They are two"), key=f"apart_{row_key}", on_click=_keep_apart,
                      args=(row_key, into))  # fmt: skip


def _merge(row_key: str, into: str) -> None:
    def act() -> Callable[[], object]:
        merging = state.desk().demand_merging
        number = merging.merge(row_key, into, state.day(), author())
        return lambda: merging.undo(number)

    if acts.tried(msg("Two demands are put together."), act):
        state.choose("demand", ())


def _keep_apart(row_key: str, into: str) -> None:
    def act() -> Callable[[], object]:
        merging = state.desk().demand_merging
        number = merging.keep_apart(row_key, into, author())
        return lambda: merging.undo(number)

    acts.tried(msg("The two are not proposed again."), act)


def _apart_again(merge_id: int) -> None:
    acts.back(lambda: state.desk().demand_merging.undo(merge_id))
