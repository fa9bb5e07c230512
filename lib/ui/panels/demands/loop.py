"""The inner loop: what to answer this month, how long an answer takes, where demands lie."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.demand import loop
from lib.demand.board import answers_due, urgent
from lib.desk.need.demands import DemandView
from lib.locale import Message, msg, msgs
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.demands import acts, intake, one, table
from lib.ui.panels.demands.words import NAMES, said_once, theme_namer
from lib.ui.units import COUNT
from lib.ui.wording import said, say, shown

_BY: Mapping[str, Message] = {"theme": msg("Theme"), "feature": msg("Feature")}


def show() -> None:
    """Draw the part."""
    view = state.desk().demands.view(state.segment(), state.day())
    if view.rows.empty:
        components.finding(view.finding)
        intake.empty()
        return
    components.finding(loop.words(loop.cycle(view.members)))
    acts.undo()
    _to_do(view)
    _where(view)
    _by(view)
    st.caption(
        say(
            "An open demand counts for as long as it waits (Kaplan-Meier); leaving it out would"
            " make answers look quicker. Nothing here is counted per person."
        )
    )


def _to_do(view: DemandView) -> None:
    """Draw what is overdue or soon due."""
    st.subheader(say("What to do this month"), anchor=False)
    words = answers_due(view.members, view.day)
    if words is None:
        st.caption(say("No answer is overdue, and none is due within 30 days."))
        return
    st.caption(said(words))
    rows = urgent(view.members, view.day)
    chosen = table.listed(rows, view, "demands_to_do")
    if chosen is not None:
        one.show(view, chosen, with_person=False)


def _where(view: DemandView) -> None:
    """Draw where open demands lie, by state and age; a row opens the demands."""
    cells = loop.lying(view.members, view.day)
    if cells.empty:
        return
    n, oldest = int(cells["n"].sum()), int(cells.loc[cells["age"] == "older", "n"].sum())
    finding = msgs(
        "{old} of {n} open demand was raised more than 180 days ago",
        "{old} of {n} open demands were raised more than 180 days ago",
        n,
        old=COUNT.value(oldest) or "0",
    )
    what = msg("Area: open demands · number: customers, each once · {day} · n = {n}",
               day=view.day, n=COUNT.value(n) or "0")  # fmt: skip
    left, right = st.columns([3, 2], gap="large")
    with left:
        grid = charts.Grid(
            across="age", across_title=msg("Raised"), across_order=loop.AGES, up="state",
            up_title=msg("State"), up_order=_states(cells), size="n", size_title=msg("Demands"),
        )  # fmt: skip
        charted.show(charts.bubbles(charts.Heading(finding, what), cells, grid), "demands_lying")
    with right:
        chosen = tables.table(
            cells.assign(cell=cells["state"] + "\x1f" + cells["age"]),
            {
                "state": tables.named(msg("State"), NAMES["state"]),
                "age": tables.named(msg("Raised"), loop.AGES),
                "n": tables.number(msg("Demands")),
                "n_accounts": tables.number(msg("Accounts")),
            },
            "demands_lying_cells",
            choose="cell",
        )
    if chosen is not None:
        _rows_of(view, *chosen.split("\x1f"))


def _states(cells: pd.DataFrame) -> dict[str, Message]:
    """Return the states that occur, the last one lowest, so that the first stands on top."""
    met = set(cells["state"])
    return {name: title for name, title in reversed(list(NAMES["state"].items())) if name in met}


def _rows_of(view: DemandView, state_: str, age: str) -> None:
    rows = view.members
    here = rows["is_open"] & rows["state"].fillna("unknown").eq(state_)
    table.listed(rows[here & loop.age(rows, view.day).eq(age)], view, "demands_of_cell")


def _as_stored(value: object) -> str:
    return value if isinstance(value, str) else shown(None)


def _by(view: DemandView) -> None:
    """Draw the loop of each theme or feature; a row opens its demands."""
    st.subheader(say("By theme and product area"), anchor=False)
    column = filters.switch("by", msg("Broken down by"), _BY)
    rows = loop.by(view.members, column)
    told = rows.assign(
        key=rows["value"].fillna(""),
        name=said_once(rows["value"], theme_namer() if column == "theme" else _as_stored),
    )
    chosen = tables.table(
        told,
        {
            "name": tables.text(_BY[column]),
            "n_accounts": tables.number(msg("Accounts")),
            "n": tables.number(msg("Demands")),
            "n_open": tables.number(msg("Open")),
            "n_overdue": tables.number(msg("Overdue")),
            "n_waiting": tables.number(msg("Not answered yet")),
            "median": tables.number(
                msg("Days to an answer"),
                help=msg("Median with open ones counted; unknown below 10 demands, or while"
                         " fewer than half are answered."),
            ),
            "longest_wait": tables.number(msg("Longest wait, days")),
        },
        "demands_by",
        choose="key",
    )  # fmt: skip
    if chosen is not None:
        mine = view.members[view.members[column].fillna("").eq(chosen)]
        st.caption(said(msgs("{n} demand", "{n} demands", len(mine))))
        table.listed(mine, view, "demands_of_value")
