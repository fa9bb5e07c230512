"""Alert load: how many alarms began each month, and the cap that people set to it."""

from datetime import date

import pandas as pd
import streamlit as st

from lib.desk.churn.alarms import Load
from lib.desk.churn.judged_by import CAP, PER_100
from lib.errors import DeskError
from lib.locale import Count, Message, Month, Number, msg, msgs
from lib.ui import charts, components, state
from lib.ui.panels import charted
from lib.ui.wording import say, shown

_SUGGESTED = 4.0  # alarms per 100 accounts and month that scoring.md 3.0 starts with


def show() -> None:
    """Draw the alarms by month; set or take away the cap."""
    st.subheader(say("Alert load"), anchor=False)
    load = state.desk().alarms.load(state.segment(), state.day())
    if load.months.empty:
        components.unknown(msg("only one month is loaded"))
        return
    charted.show(charts.marked(_chart(load), _marks()), "alert_load")
    st.caption(
        say(
            "An alarm is counted in the month in which it was first read; signals of one account"
            " that speak of one cause are one alarm. Past months are judged by the thresholds of"
            " now."
        )
    )
    with st.popover(say("Change the cap")):
        _form(load)


def _chart(load: Load) -> charts.Chart:
    months = load.months
    series: dict[str, Message] = {"n_alarms": msg("New alarms")}
    if load.cap is not None:
        months = months.assign(room=(load.cap * months["n_accounts"] / 100).astype(int))
        series["room"] = msg("Cap")
    return charts.lines(
        charts.Heading(
            _finding(load),
            msg("New alarms by month, n = {n} in {months} months",
                n=Count(int(months["n_alarms"].sum())), months=Count(len(months))),
        ),
        months,
        charts.Trend(time="month", series=series),
    )  # fmt: skip


def _finding(load: Load) -> Message:
    last = load.months.iloc[-1]
    month = Month(pd.Timestamp(last["month"]).date().replace(day=1))
    n, rate = int(last["n_alarms"]), Number(float(last["per_100"]), 1)
    if load.cap is None:
        return msgs(
            "{n} alarm began in {month}, {rate} per 100 accounts; nobody has set a cap.",
            "{n} alarms began in {month}, {rate} per 100 accounts; nobody has set a cap.",
            n,
            month=month,
            rate=rate,
        )
    return msgs(
        "{n} alarm began in {month}, {rate} per 100 accounts; {below} below the cap of {cap}.",
        "{n} alarms began in {month}, {rate} per 100 accounts; {below} below the cap of {cap}.",
        n,
        month=month,
        rate=rate,
        below=Count(int(last["below"])),
        cap=Number(load.cap, 1),
    )


def _marks() -> list[tuple[date, Message]]:
    return [(mark.day, mark.text) for mark in state.desk().thresholds.marks()]


def _form(load: Load) -> None:
    st.caption(
        say(
            "Of each month's new alarms the most severe stay open, then those of the largest"
            " accounts; the others are shown as 'Below the cap'. 0 means no cap."
        )
    )
    with st.form("cap", border=False):
        cap = st.number_input(
            say("New alarms a month per 100 accounts"),
            min_value=0.0,
            value=load.cap or _SUGGESTED,
            step=0.5,
            key="cap",
        )
        reason = st.text_input(say("Reason"), key="cap_reason")
        if st.form_submit_button(say("Set the cap")):
            _save(cap, reason)


def _save(cap: float, reason: str) -> None:
    try:
        state.desk().thresholds.save(CAP, {PER_100: cap}, shown(msg("this desk")), reason)
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()
