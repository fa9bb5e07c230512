"""Churn signals: the watch list, what is behind each warning, and what to do about it."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from lib.desk import About
from lib.desk.watch import GRADES, STATES, State, WatchBoard
from lib.errors import DeskError
from lib.locale import Count, Money, msg, msgs
from lib.signals.registry import all_signals
from lib.ui import components, filters, state, tables
from lib.ui.panels import notes
from lib.ui.units import COUNT, money
from lib.ui.wording import said, say, shown

_FILTERS = ("grade", "signal", "state")
_SNOOZE_DAYS = 30
_TITLES = {signal.key: signal.title for signal in all_signals()}


def show() -> None:
    """Draw the whole page."""
    board = state.desk().watch.board(state.segment(), state.day(), state.language())
    components.finding(board.finding)
    _totals(board)
    _list(board)
    _coverage(board)


def _totals(board: WatchBoard) -> None:
    values = (
        (msg("Accounts looked at"), Count(board.n_accounts), None),
        (msg("On alert"), Count(board.n_alert), Money(board.arr_on_alert, board.currency)),
        (msg("Worth watching"), Count(board.n_watch), None),
        (msg("Could not be judged at all"), Count(board.n_unread), None),
    )
    with st.container(horizontal=True):
        for title, value, arr in values:
            st.metric(
                said(title),
                said(shown(value)),
                delta=None if arr is None else said(msg("ARR {arr}", arr=arr)),
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
            )


@st.fragment
def _list(board: WatchBoard) -> None:
    rows = _filtered(board)
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "signal_title": tables.text(msg("Signal")),
            "grade": tables.grades(msg("Grade"), GRADES),
            "state": tables.named(msg("State"), STATES),
            "evidence": tables.text(msg("Evidence"), wide=True),
            "arr": tables.number(msg("ARR"), money(board.currency)),
            "renewal_on": tables.day(msg("Renewal")),
            "trend": tables.line(msg("Use, 26 weeks")),
        },
        "watch",
        choose="place",
        empty=msg("No signal matches these filters."),
    )
    if chosen is None:
        st.caption(say("Choose a row to see what is behind it and to act on it."))
        return
    _detail(rows[rows["place"] == chosen].iloc[0], board)


def _filtered(board: WatchBoard) -> pd.DataFrame:
    rows = board.rows
    with st.container(horizontal=True, gap="medium", key="watch_filters"):
        grades = filters.pills(
            "grade",
            msg("Grade"),
            {key: GRADES[key] for key in ("alert", "watch", "unknown")},
            board.counts["grade"],
        )
        signals = filters.pills("signal", msg("Signal"), _TITLES, board.counts["signal"])
        states = filters.pills("state", msg("State"), STATES, board.counts["state"])
        filters.clear(_FILTERS)
    kept = rows["grade"].isin(grades or ("alert", "watch"))
    if signals:
        kept &= rows["signal"].isin(signals)
    kept &= rows["state"].isin(states or ("open",))
    return rows[kept]


def _detail(row: pd.Series, board: WatchBoard) -> None:
    account_id, signal = str(row["account_id"]), str(row["signal"])
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.markdown(f"**{said(str(row['account_name']))} · {said(str(row['signal_title']))}**")
            st.markdown(said(str(row["evidence"])))
            st.caption(
                say(
                    "Window {first} to {last} · thresholds {version}",
                    first=shown(
                        row["window_from"].date() if pd.notna(row["window_from"]) else None
                    ),
                    last=shown(row["window_to"].date() if pd.notna(row["window_to"]) else None),
                    version=str(row["thresholds_version"]),
                )
            )
            if st.button(say("Open the account"), key="open_from_watch"):
                state.open_account(account_id)
            with st.popover(say("Rows behind it"), on_change="rerun", key="rows_behind") as box:
                if box.open:
                    behind = state.desk().accounts.rows_behind(account_id, signal, board.day)
                    st.caption(said(msgs("{n} row", "{n} rows", len(behind))))
                    tables.plain(behind, "behind")
        with right:
            _actions(account_id, signal, board)
        notes.show(About(account_id=account_id, signal=signal))


def _actions(account_id: str, signal: str, board: WatchBoard) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            say("Acknowledge"),
            key="acknowledge",
            on_click=_act,
            args=(account_id, signal, "acknowledged"),
        )
        st.button(say("Open again"), key="reopen", on_click=_act, args=(account_id, signal, "open"))
    with st.form("snooze", border=False):
        until = st.date_input(
            say("Snooze until"),
            value=board.day + timedelta(days=_SNOOZE_DAYS),
            min_value=board.day,
            format="YYYY-MM-DD",
        )
        reason = st.text_input(say("Reason"), placeholder=say("Why this can wait"))
        if st.form_submit_button(say("Snooze")):
            _act(account_id, signal, "snoozed", until=until, reason=reason)


def _act(account_id: str, signal: str, what: State, **details: object) -> None:
    try:
        state.desk().watch.act(account_id, signal, what, **details)
    except DeskError as error:
        components.problem(error)
        return
    st.toast(say("Saved: {what}", what=shown(STATES[what])))
    if what == "snoozed":
        st.rerun()


def _coverage(board: WatchBoard) -> None:
    st.subheader(say("What was judged, and what could not be"), anchor=False)
    tables.table(
        board.coverage,
        {
            "signal_title": tables.text(msg("Signal")),
            "question": tables.text(msg("Question")),
            "n_alert": tables.number(msg("Alert"), COUNT),
            "n_watch": tables.number(msg("Watch"), COUNT),
            "n_clear": tables.number(msg("No sign"), COUNT),
            "n_unknown": tables.number(msg("Unknown"), COUNT),
            "why_unknown": tables.text(msg("Why unknown"), wide=True),
        },
        "coverage",
    )
