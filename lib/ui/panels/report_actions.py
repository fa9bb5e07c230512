"""Actions of a report: taken up with owner and day, written by hand, finished, undone."""

import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.locale import Message, Money, msg, msgs
from lib.report.actions_proposed import Proposed
from lib.ui import components, state
from lib.ui.panels import one_action
from lib.ui.panels.files.words import author
from lib.ui.wording import said, say, shown

_MOST_OFFERED = 500  # of the largest accounts; a longer list is slow to open


def show(report_id: int) -> None:
    """Draw the actions of a report, its open proposals, and those of the report before."""
    actions, lang = state.desk().actions, state.language()
    rows = actions.of(report_id, lang)
    proposals = actions.proposals(report_id)
    st.subheader(say("Actions"), anchor=False)
    st.caption(said(_finding(rows, len(proposals))))
    one_action.rows(rows)
    one_action.restore()
    if proposals:
        st.markdown(f"**{say('Proposed, to be agreed')}**")
    for proposal in proposals:
        _proposal(report_id, proposal)
    _by_hand(report_id)
    _before(report_id)


def _finding(rows: pd.DataFrame, n_proposed: int) -> Message:
    agreed = msgs("{n} action is agreed", "{n} actions are agreed", len(rows))
    open_ = msgs("{n} proposal is to be agreed", "{n} proposals are to be agreed", n_proposed)
    late = int((rows["state"] == "overdue").sum())
    if not late:
        return msg("{agreed}; {open}.", agreed=agreed, open=open_)
    overdue = msgs("{n} of them overdue", "{n} of them overdue", late)
    return msg("{agreed}, {overdue}; {open}.", agreed=agreed, overdue=overdue, open=open_)


def _proposal(report_id: int, proposal: Proposed) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = proposal.texts[state.language()]
        st.markdown(said(words), width="stretch")
        st.caption(said(_arr(proposal)), width="content")
        one_action.customers(f"proposal_{proposal.finding}", proposal.ids)
        with st.popover(say("Take it up"), key=f"take_{proposal.finding}"):
            assigned = one_action.assigned_form(
                f"take_{proposal.finding}", say("Take up the action"), proposal.due_on
            )
    one_action.opened_customers(f"proposal_{proposal.finding}", proposal.ids)
    if assigned is not None:
        one_action.tried(
            lambda: state.desk().actions.take_up(report_id, proposal.finding, assigned, author())
        )
        st.rerun()


def _arr(proposal: Proposed) -> Message:
    currency = state.desk().data.snapshot(state.days().last).currency
    if proposal.arr is None:
        return msg("ARR unknown")
    return msg("ARR {arr}", arr=Money(proposal.arr, currency))


def _by_hand(report_id: int) -> None:
    with st.popover(say("Write an action"), icon=":material/add:", key="write_action"):
        what = st.text_area(say("What will be done"), key="action_what", height=80)
        names = _names(report_id)
        chosen = st.multiselect(
            say("Customers that it concerns"),
            list(names),
            format_func=lambda account: shown(names[account]),
            key="action_accounts",
        )
        assigned = one_action.assigned_form("own_action", say("Add the action"), None)
    if assigned is None:
        return
    try:
        state.desk().actions.write(report_id, what, chosen, assigned, author())
    except DeskError as error:
        components.problem(error)
        return
    for name in ("action_what", "action_accounts"):
        st.session_state.pop(name)
    st.rerun()


def _names(report_id: int) -> dict[str, str]:
    names = state.desk().actions.accounts(report_id)
    return dict(list(names.items())[:_MOST_OFFERED])


def _before(report_id: int) -> None:
    """Draw what became of the actions of the report before, to be finished here too."""
    rows = state.desk().actions.before_report(report_id, state.language())
    if rows is None:
        st.caption(say("This is the first report on this segment: no earlier action is to follow"
                       " up."))  # fmt: skip
        return
    st.markdown(f"**{say('Actions of the report before')}**")
    if rows.empty:
        st.caption(say("For the report before, no action was agreed."))
    one_action.rows(rows)
