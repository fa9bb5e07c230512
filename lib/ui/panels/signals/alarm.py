"""One alarm: what is behind it, what to do about it, and what it was worth."""

from datetime import date, timedelta
from typing import Any, cast

import pandas as pd
import streamlit as st

from lib.desk import About
from lib.desk.churn.alarms import BY_CHURN, OUTCOMES, Outcome
from lib.desk.churn.watch import STATES, State
from lib.errors import DeskError
from lib.locale import msg, msgs
from lib.ui import components, state, tables
from lib.ui.panels import followups, notes
from lib.ui.wording import said, say, shown

_SNOOZE_DAYS = 30


def show(row: pd.Series, readings: pd.DataFrame, day: date) -> None:
    """Draw an alarm of one account and cause; `readings` are the signals that it is made of."""
    account_id, signals = str(row["account_id"]), tuple(readings["signal"])
    with st.container(border=True):
        st.markdown(f"**{said(str(row['account_name']))} · {said(str(row['cause_title']))}**")
        left, right = st.columns([3, 2], gap="large")
        with left:
            for reading in readings.to_dict("records"):
                _reading({str(name): value for name, value in reading.items()}, day)
            if st.button(say("Open the account"), key="open_from_watch"):
                state.open_account(account_id)
        with right:
            _actions(account_id, signals, day)
        if row["grade"] == "alert":
            _outcome(account_id, str(row["cause"]), day)
        followups.show(account_id, "signal", signals[0])
        notes.show(About(account_id=account_id, signal=signals[0]))


def _reading(row: dict[str, Any], day: date) -> None:
    st.markdown(f"**{said(str(row['signal_title']))}**: {said(str(row['evidence']))}")
    st.caption(said(state.desk().backtests.record(str(row["signal"]), str(row["grade"]), day)))
    first, last = (
        shown(row[name].date() if pd.notna(row[name]) else None)
        for name in ("window_from", "window_to")
    )
    version = str(row["thresholds_version"])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            say(
                "Window {first} to {last} · thresholds {version}",
                first=first,
                last=last,
                version=version,
            )
        )
        box = st.popover(
            say("Rows behind it"), on_change="rerun", key=f"rows_behind_{row['signal']}"
        )
    if box.open:
        with box:
            behind = state.desk().accounts.rows_behind(row["account_id"], row["signal"], day)
            st.caption(said(msgs("{n} row", "{n} rows", len(behind))))
            tables.plain(behind, f"behind_{row['signal']}")


def _actions(account_id: str, signals: tuple[str, ...], day: date) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            say("Acknowledge"),
            key="acknowledge",
            on_click=_act,
            args=(account_id, signals, "acknowledged"),
        )
        st.button(
            say("Open again"), key="reopen", on_click=_act, args=(account_id, signals, "open")
        )
    with st.form("snooze", border=False):
        until = st.date_input(
            say("Snooze until"),
            value=day + timedelta(days=_SNOOZE_DAYS),
            min_value=day,
            format="YYYY-MM-DD",
        )
        reason = st.text_input(say("Reason"), placeholder=say("Why this can wait"))
        if st.form_submit_button(say("Snooze")):
            _act(account_id, signals, "snoozed", until=until, reason=reason)


def _act(account_id: str, signals: tuple[str, ...], what: State, **details: object) -> None:
    """Act on every signal of the alarm: they speak of one cause."""
    try:
        for signal in signals:
            state.desk().watch.act(account_id, signal, what, **details)
    except DeskError as error:
        components.problem(error)
        return
    st.toast(say("Saved: {what}", what=shown(STATES[what])))
    if what == "snoozed":
        st.rerun()


def _outcome(account_id: str, cause: str, day: date) -> None:
    standing = state.desk().alarms.standing(day)
    mine = standing[(standing["account_id"] == account_id) & (standing["cause"] == cause)]
    if mine.empty:
        return  # on alert, but no customer any more: nothing to be right or wrong about
    alarm = mine.iloc[0]
    st.markdown(f"**{say('What was this alarm worth?')}**")
    st.caption(
        say(
            "On alert since {day}, or a little before: signals are followed by month. What became"
            " of the customer: {fate}",
            day=alarm["begun_on"],
            fate=BY_CHURN[str(alarm["by_churn"])],
        )
    )
    if pd.notna(alarm["outcome_id"]):
        _recorded(alarm)
    with st.form("outcome", border=False):
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        outcome = left.selectbox(
            say("Outcome"),
            list(OUTCOMES),
            index=None,
            format_func=lambda key: shown(OUTCOMES[key]),
            placeholder=say("Choose what it was"),
            key="outcome",
        )
        note = right.text_input(say("What was found"), key="outcome_note")
        pressed = st.form_submit_button(say("Record the outcome"))
    if pressed and outcome is not None:
        signal = str(alarm["signals"]).split("|", maxsplit=1)[0]
        _judge((account_id, signal, alarm["begun_on"]), cast("Outcome", outcome), note)


def _recorded(alarm: pd.Series) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(said(OUTCOMES[str(alarm["outcome"])]), width="content")
        if isinstance(alarm["note"], str):
            st.caption(said(alarm["note"]), width="stretch")
        st.caption(said(shown(pd.Timestamp(alarm["decided_at"]).date())), width="content")
        st.button(
            say("Take it back"),
            key="undo_outcome",
            type="tertiary",
            on_click=_undo,
            args=(int(alarm["outcome_id"]),),
        )


def _judge(alarm: tuple[str, str, date], outcome: Outcome, note: str) -> None:
    try:
        state.desk().alarms.judge(alarm, outcome, note=note, author=shown(msg("this desk")))
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()


def _undo(outcome_id: int) -> None:
    state.desk().alarms.undo(outcome_id)
