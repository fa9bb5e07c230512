"""Making tasks for many: which fields, by whom, until when, and the rule for the way."""

from datetime import date

import pandas as pd
import streamlit as st

from lib.desk.customer.plans import WAYS, Making, WayRule, due_by
from lib.errors import DeskError
from lib.locale import Count, Message, joined, msg, msgs
from lib.ui import components, state, tables
from lib.ui.panels.files.words import author, field_names
from lib.ui.units import money
from lib.ui.wording import said, say, shown

_MADE = "plan_made"
_MOST_SHOWN = 200
_HEAVY = 3


def show() -> None:
    """Offer to plan the missing fields of the segment; undo what was planned last."""
    made = st.session_state.get(_MADE)
    if made is not None:
        st.button(
            say("Undo: take the new tasks away"), key="undo_plan", on_click=_undo, args=(str(made),)
        )
    box = st.expander(say("Plan missing fields for many customers"), on_change="rerun", key="plan")
    if box.open:
        with box:
            _form()


def _form() -> None:
    desk, day, rule = state.desk(), state.day(), state.segment()
    names = field_names()
    view = desk.files.view(rule, day)
    lacking = view.fields.loc[view.fields["n_missing"] > 0, "field"].astype("str").tolist()
    known = set(view.fields.loc[view.fields["carried"], "field"])
    lacking.sort(key=lambda name: name not in known)
    weights = {name: desk.templates.now()[name].weight for name in lacking}
    heaviest = [name for name in lacking if weights[name] >= _HEAVY and name in known]
    fields = st.multiselect(
        say("Fields to get"),
        lacking,
        default=heaviest[:1] or lacking[:1],
        format_func=lambda name: shown(names[name]),
        key="plan_fields",
    )
    unseen = [names[name] for name in fields if name not in known]
    if unseen:
        st.caption(
            say(
                "In no export: {fields}. A column in the next export may fill it for everybody.",
                fields=joined(unseen),
            )
        )
    ways = _ways(desk.plans.rule(rule, day))
    if not fields:
        return
    rows = desk.plans.proposed(rule, day, fields, ways)
    if rows.empty:
        st.caption(say("All of it is planned already, or filled."))
        return
    st.markdown(said(_proposal(rows)))
    kept = _shortened(rows)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        owner = st.text_input(
            say("Owner (blank: the team that fills the field)"), key="plan_owner", width=320
        )
        due = st.date_input(
            say("Due"), value=due_by(desk.clock().date()), format="YYYY-MM-DD", key="plan_due"
        )
        wanted = st.button(
            said(msgs("Add {n} task", "Add {n} tasks", len(kept))), type="primary", key="plan_add"
        )
    if wanted and isinstance(due, date):
        _make(kept, Making(owner=owner, due_on=due, author=author()))


def _ways(proposed: WayRule) -> WayRule:
    """Show the rule for the way, to be changed before anything is saved."""
    st.caption(
        say(
            "Small customers are asked in the app, larger ones are called back, the largest "
            "are visited; one whose ARR is unknown is called."
        )
    )
    left, right = st.columns(2)
    call = left.number_input(
        say("Call back from an ARR of"), min_value=0.0, value=proposed.call_from, step=1000.0,
        format="%.0f", key="plan_call_from",
    )  # fmt: skip
    visit = right.number_input(
        say("Visit from an ARR of"), min_value=0.0, value=proposed.visit_from, step=1000.0,
        format="%.0f", key="plan_visit_from",
    )  # fmt: skip
    return WayRule(float(call), float(visit))


def _proposal(rows: pd.DataFrame) -> Message:
    counts = rows["way"].value_counts()
    parts = [
        msg("{way} {n}", way=title, n=Count(int(counts.get(way, 0)))) for way, title in WAYS.items()
    ]
    return msg(
        "{tasks} at {accounts}: {ways}.",
        tasks=msgs("{n} task", "{n} tasks", len(rows)),
        accounts=msgs("{n} customer", "{n} customers", int(rows["account_id"].nunique())),
        ways=joined(parts),
    )


def _shortened(rows: pd.DataFrame) -> pd.DataFrame:
    """Let people take the most urgent only; show what would be planned."""
    most = st.number_input(
        say("How many tasks, the most urgent first"),
        min_value=1,
        max_value=len(rows),
        value=len(rows),
        key=f"plan_most_{len(rows)}",
    )
    kept = rows.head(int(most))
    names = field_names()
    tables.table(
        kept.head(_MOST_SHOWN).assign(field=[shown(names[n]) for n in kept["field"][:_MOST_SHOWN]]),
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(
                msg("ARR"), money(state.desk().data.snapshot(state.day()).currency)
            ),
            "field": tables.text(msg("Missing field")),
            "way": tables.named(msg("Way"), WAYS),
        },
        "plan_preview",
    )
    return kept


def _make(rows: pd.DataFrame, making: Making) -> None:
    try:
        st.session_state[_MADE] = state.desk().plans.make(rows, making)
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()


def _undo(made: str) -> None:
    st.session_state.pop(_MADE, None)
    state.desk().plans.undo(made)
