"""What people said of alarms, beside what past churn says of the same signals."""

import pandas as pd
import streamlit as st

from lib.backtest.report import BackTest
from lib.locale import Count, Message, msg, msgs
from lib.signals.registry import all_signals
from lib.ui import components, state, tables
from lib.ui.units import COUNT
from lib.ui.wording import say, shown


def show(test: BackTest) -> None:
    """Draw the outcomes that people recorded in the last year; nothing when there are none."""
    found = state.desk().alarms.said_of(state.day())
    if found.empty:
        return
    st.markdown(f"**{say('What people said of alarms of the last year')}**")
    components.finding(_finding(found), "people_said")
    titles = {signal.key: signal.title for signal in all_signals()}
    tables.table(
        found.assign(measured=[_measured(test, str(key)) for key in found["signal"]]),
        {
            "signal": tables.named(msg("Signal"), titles),
            "n": tables.number(msg("Outcomes"), COUNT),
            "said_true": tables.number(msg("True"), COUNT),
            "said_false": tables.number(msg("False"), COUNT),
            "said_early": tables.number(msg("Too early"), COUNT),
            "true_stayed": tables.number(msg("True, yet stayed"), COUNT),
            "false_left": tables.number(msg("False, yet left"), COUNT),
            "measured": tables.text(msg("Right on past churn")),
        },
        "people_said",
    )
    st.caption(
        say(
            "The back-test goes by who left. A customer that was kept because of the alarm counts"
            " there as a false one; what people said is not mixed into it."
        )
    )


def _finding(found: pd.DataFrame) -> Message:
    against = int((found["true_stayed"] + found["false_left"]).sum())
    told = {name: Count(int(found[name].sum())) for name in ("said_true", "said_false", "n")}
    if not against:
        return msg(
            "People said {said_true} true and {said_false} false of {n}; nothing that followed"
            " speaks against it.",
            **told,
        )
    return msgs(
        "People said {said_true} true and {said_false} false of {total}; {n} of these says other"
        " than what followed.",
        "People said {said_true} true and {said_false} false of {total}; {n} of these say other"
        " than what followed.",
        against,
        said_true=told["said_true"],
        said_false=told["said_false"],
        total=told["n"],
    )


def _measured(test: BackTest, signal: str) -> str:
    lines = test.lines[test.lines["signal"].eq(signal) & test.lines["grade"].eq("alert")]
    if lines.empty or not lines["alarms"].iloc[0]:
        return ""
    right, alarms = (Count(int(lines[name].iloc[0])) for name in ("true_alarms", "alarms"))
    return shown(msg("{n} of {total}", n=right, total=alarms))
