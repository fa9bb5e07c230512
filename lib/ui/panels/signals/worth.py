"""What became of past alarms: by later churn, and by what people said of them."""

import pandas as pd
import streamlit as st

from lib.desk.churn.alarms import BY_CHURN, FOLLOWED_DAYS
from lib.locale import Count, Message, msg
from lib.signals.spec import GROUPS
from lib.ui import components, state, tables
from lib.ui.units import COUNT
from lib.ui.wording import say


def show() -> None:
    """Draw the alarms of a year by cause, with what followed."""
    st.subheader(say("What became of past alarms"), anchor=False)
    rows = state.desk().alarms.worth(state.segment(), state.day())
    components.finding(_finding(rows), "worth")
    if rows.empty:
        return
    tables.table(
        rows,
        {
            "cause": tables.named(msg("Cause"), GROUPS),
            "n": tables.number(msg("Alarms"), COUNT),
            **{fate: tables.number(title, COUNT) for fate, title in BY_CHURN.items()},
            "said_true": tables.number(msg("Said to be true"), COUNT),
            "said_false": tables.number(msg("Said to be false"), COUNT),
        },
        "worth",
    )
    st.caption(
        say(
            "An alarm is followed for {days} days after it was last read. A customer that was kept"
            " because of the alarm looks like a false one: record the outcome to tell them apart.",
            days=str(FOLLOWED_DAYS),
        )
    )


def _finding(rows: pd.DataFrame) -> Message:
    n, left, stayed = (int(rows[name].sum()) for name in ("n", "left", "stayed"))
    if n == 0:
        return msg("No alarm in a year.")
    if left + stayed == 0:
        return msg(
            "Of {n} alarms of a year none can be judged by now: what follows them is not over.",
            n=Count(n),
        )
    return msg(
        "Of {n} alarms of a year, {told} can be judged by now: {left} of those customers left,"
        " {stayed} stayed.",
        n=Count(n),
        told=Count(left + stayed),
        left=Count(left),
        stayed=Count(stayed),
    )
