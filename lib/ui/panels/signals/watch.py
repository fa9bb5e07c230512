"""The watch list: what needs attention, one row an account and cause."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.backtest.record import NOT_FOLLOWED, Worth, best
from lib.desk.churn.by_cause import CAPPED
from lib.desk.churn.watch import GRADES, STATES, WatchBoard
from lib.locale import Count, Money, msg, msgs
from lib.model.frames import TAG_SEPARATOR
from lib.signals.registry import all_signals
from lib.ui import components, filters, state, tables
from lib.ui.panels import followups, notes
from lib.ui.panels.signals import alarm, load, worth
from lib.ui.units import COUNT, money
from lib.ui.wording import said, say, shown

_SIGNALS_PX = 160  # the longest name of a signal
_GRADES = ("alert", "watch")
_RANK = {grade: rank for rank, grade in enumerate(_GRADES)}
_EVIDENCE_PX = 330  # beside the record, so that the line of use is still in sight
_RECORD = replace(tables.text(msg("Past record"), wide=True), width=112)
_FILTERS = ("grade", "signal", "state")
_TITLES = {signal.key: signal.title for signal in all_signals()}


def show() -> None:
    """Draw the watch list and what belongs to it."""
    board = state.desk().watch.board(state.segment(), state.day(), state.language())
    components.finding(board.finding)
    _totals(board)
    _list(board)
    followups.board()
    load.show()
    worth.show()
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
    rows = notes.beside(_with_record(_filtered(board), board))
    checked = rows["record"].ne("").any()
    evidence = tables.text(msg("Evidence"), wide=True)
    several = len(set(rows["state"])) > 1  # else the filter says it
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "titles": replace(tables.tags(msg("Signals")), width=_SIGNALS_PX),
            "grade": tables.grades(msg("Grade"), GRADES),
            **({"record": _RECORD} if checked else {}),
            **({"state": tables.named(msg("State"), STATES)} if several else {}),
            "evidence": replace(evidence, width=_EVIDENCE_PX) if checked else evidence,
            "arr": tables.number(msg("ARR"), money(board.currency)),
            **({} if checked else {"renewal_on": tables.day(msg("Renewal"))}),
            **({} if several and checked else {"trend": tables.line(msg("Use, 26 weeks"))}),
            notes.COLUMN: tables.note(),
        },
        "watch",
        choose="place",
        empty=msg("No signal matches these filters."),
    )
    _below_the_cap(board)
    if chosen is None:
        st.caption(say("Choose a row to see what is behind it and to act on it."))
        return
    row = rows[rows["place"] == chosen].iloc[0]
    alarm.show(row, _readings(board.rows, row), board.day)


def _with_record(rows: pd.DataFrame, board: WatchBoard) -> pd.DataFrame:
    """Add what past churn says of each row's signs; within a grade those it speaks for first."""
    worth = state.desk().backtests.worth(board.day)
    fired = board.rows[board.rows["grade"].isin(_GRADES)]
    grades = dict(
        zip(zip(fired["account_id"], fired["signal"], strict=True), fired["grade"], strict=True)
    )
    found = [
        best(
            worth[signal, grade]
            for signal in signals.split(TAG_SEPARATOR)
            if grades.get((account_id, signal)) == grade and (signal, grade) in worth
        )
        for account_id, signals, grade in zip(
            rows["account_id"], rows["signals"], rows["grade"], strict=True
        )
    ]
    told = rows.assign(
        record=[_record(one) for one in found],
        _grade=rows["grade"].map(_RANK).fillna(len(_RANK)),
        _last=[one is not None and one.standing == NOT_FOLLOWED for one in found],
    )
    return told.sort_values(["_grade", "_last"], kind="stable").drop(columns=["_grade", "_last"])


def _record(found: Worth | None) -> str:
    if found is None or found.short is None:
        return ""
    if found.standing != NOT_FOLLOWED:
        return shown(found.short)
    return shown(msg("{right}: not followed by losses here", right=found.short))


def _readings(rows: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """Return the readings that one row of the list is made of."""
    signals = str(row["signals"]).split(TAG_SEPARATOR)
    mine = rows["signal"].isin(signals) & (rows["account_id"] == row["account_id"])
    return rows[mine]


def _filtered(board: WatchBoard) -> pd.DataFrame:
    rows = board.alarms
    with st.container(horizontal=True, gap="medium", key="watch_filters"):
        grades = filters.pills(
            "grade",
            msg("Grade"),
            {key: GRADES[key] for key in ("alert", "watch", "unknown")},
            board.alarm_counts["grade"],
        )
        signals = filters.pills("signal", msg("Signal"), _TITLES, board.counts["signal"])
        states = filters.pills("state", msg("State"), STATES, board.alarm_counts["state"])
        filters.clear(_FILTERS)
    kept = rows["grade"].isin(grades or ("alert", "watch"))
    if signals:
        wanted = set(signals)
        kept &= rows["signals"].map(lambda found: bool(wanted & set(found.split(TAG_SEPARATOR))))
    kept &= rows["state"].isin(states or ("open",))
    return rows[kept]


def _below_the_cap(board: WatchBoard) -> None:
    n_below = board.alarm_counts["state"].get(CAPPED, 0)
    if n_below:
        words = msgs(
            "{n} more alarm lies below the cap of its month: choose the state 'Below the cap' to"
            " see it.",
            "{n} more alarms lie below the cap of their month: choose the state 'Below the cap' to"
            " see them.",
            n_below,
        )
        st.caption(said(words))


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
            "n_outside": tables.number(msg("Does not apply"), COUNT),
            "n_unknown": tables.number(msg("Unknown"), COUNT),
            "why_unknown": tables.text(msg("Why unknown"), wide=True),
        },
        "coverage",
    )
