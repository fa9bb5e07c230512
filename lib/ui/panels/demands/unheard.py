"""Who of a segment was not heard: no demand, no ticket, no two-way contact, no interview."""

import streamlit as st

from lib.demand.unheard import KINDS, STATES
from lib.desk.need.gap import UnheardView
from lib.locale import joined, msg
from lib.ui import components, filters, state, tables
from lib.ui.units import money
from lib.ui.wording import said, say

_SPANS = {
    "180": msg("180 days"),
    "90": msg("90 days"),
    "30": msg("30 days"),
    "365": msg("12 months"),
}


def show() -> None:
    """Draw the part."""
    days = int(filters.switch("days", msg("Period"), _SPANS))
    view = state.desk().gap.unheard(state.segment(), state.day(), days)
    if not len(view.found.accounts):
        components.finding(msg("No customer is in this segment."))
        return
    components.finding(view.finding)
    _limits(view)
    chosen = tables.table(
        view.accounts,
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "renewal_on": tables.day(msg("Renewal")),
            "last_on": tables.day(msg("Last word")),
            "state": tables.named(msg("In the period"), STATES),
        },
        "unheard",
        choose="account_id",
        empty=msg("Something was heard of every customer."),
    )
    state.open_account(chosen)
    if not view.accounts.empty:
        st.caption(
            say("Take them into the sampling plan of the interviews, the largest ARR first.")
        )
    _table(view)


def _limits(view: UnheardView) -> None:
    if view.found.uncovered:
        components.unknown(
            msg(
                "the exports of {kinds} do not cover the period.",
                kinds=joined([KINDS[kind] for kind in view.found.uncovered]),
            )
        )
    if view.found.absent:
        st.caption(
            said(
                msg(
                    "Not on file at all: {kinds}.",
                    kinds=joined([KINDS[kind] for kind in view.found.absent]),
                )
            )
        )


def _table(view: UnheardView) -> None:
    with st.expander(say("What was heard of every customer in the period")):
        state.open_account(
            tables.table(
                view.everybody,
                {
                    "account_name": tables.text(msg("Account")),
                    "state": tables.named(msg("In the period"), STATES),
                    **{
                        f"n_{kind}": tables.number(title)
                        for kind, title in {
                            "demands": msg("Demands"),
                            "tickets": msg("Tickets"),
                            "activities": msg("Two-way contacts"),
                            "interviews": msg("Interviews"),
                        }.items()
                    },
                    "last_on": tables.day(msg("Last word")),
                },
                "heard",
                choose="account_id",
            )
        )
