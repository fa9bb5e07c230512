"""What happened at one account: its time line, its risk, its signals, what is done about them."""

import pandas as pd
import streamlit as st

from lib.desk import About
from lib.desk.churn.judged_by import CAP
from lib.desk.churn.watch import GRADES
from lib.desk.customer.accounts import AccountCard
from lib.locale import msg
from lib.signals.registry import all_signals
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import followups, notes
from lib.ui.panels.account import actions, risk
from lib.ui.panels.overview import chain
from lib.ui.wording import say


def show(card: AccountCard) -> None:
    """Draw the story, the risk, the signals, follow-ups and notes."""
    _story(card)
    risk.show(card.account_id, card.signals)
    _signals(card)
    _chain(card)
    st.subheader(say("Follow-ups"), anchor=False)
    followups.show(card.account_id, "signal")
    actions.show(card.account_id)
    st.subheader(say("Context notes"), anchor=False)
    notes.show(About(account_id=card.account_id))


def _chain(card: AccountCard) -> None:
    """Draw how the whole chain went over twelve months, where it was a customer in them."""
    if state.desk().chains.has(card.account_id, card.day):
        st.subheader(say("Chain over the last twelve months"), anchor=False)
        chain.of_account(card.account_id, card.day)


def _story(card: AccountCard) -> None:
    if card.usage.empty:
        components.unknown(msg("no usage export covers this account"))
    drawn = charts.timeline(
        charts.Heading(
            card.finding,
            msg(
                "Uses a week, and what happened, up to {day}; shaded: the windows of open signals",
                day=card.day,
            ),
        ),
        charts.Story(
            usage=card.usage.rename(columns={"events": "value"}),
            usage_title=msg("Uses a week"),
            marks=card.marks,
            windows=_windows(card.signals),
        ),
    )
    changes = state.desk().thresholds.marks()
    of_signals = [(mark.day, mark.text) for mark in changes if mark.signal != CAP]
    charts.show(charts.marked(drawn, of_signals), "story")


def _windows(signals: pd.DataFrame) -> tuple[charts.Window, ...]:
    fired = signals[signals["grade"].isin(["alert", "watch"])].dropna(
        subset=["window_from", "window_to"]
    )
    return tuple(
        charts.Window(row["window_from"].date(), row["window_to"].date(), row["signal_title"])
        for row in fired.to_dict("records")
    )


def _signals(card: AccountCard) -> None:
    st.subheader(say("Churn signals"), anchor=False)
    tables.table(
        card.signals,
        {
            "signal_title": tables.text(msg("Signal")),
            "grade": tables.grades(msg("Grade"), GRADES),
            "evidence": tables.text(msg("Evidence"), wide=True),
            "advice": tables.text(msg("What helps"), wide=True),
            "thresholds_version": tables.text(msg("Thresholds")),
        },
        "account_signals",
    )
    titles = {signal.key: signal.title for signal in all_signals()}
    chosen = filters.select("rows_of", msg("Show the rows behind a signal"), titles)
    if chosen is not None:
        tables.plain(
            state.desk().accounts.rows_behind(card.account_id, chosen, card.day), "rows_behind"
        )
