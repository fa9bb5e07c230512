"""How a segment keeps its customers: the rates, the bridge, the months, cohorts, renewals."""

import streamlit as st

from lib.desk import About
from lib.desk.book.rate_metrics import rate_metrics
from lib.desk.book.retention import Standing
from lib.locale import Count, Message, Money, Share, msg
from lib.ui import charts, components, metrics, state
from lib.ui.panels import charted, notes
from lib.ui.panels import retention as months
from lib.ui.panels.overview import due
from lib.ui.units import COUNT
from lib.ui.wording import said, say


def show() -> None:
    """Draw the part."""
    rule, period = state.segment(), state.period()
    found = state.desk().retention.standing(rule, period)
    components.finding(_finding(found), "finding_retention")
    on = state.desk().notes.on_metrics(rule, period.key)
    metrics.metric_row(
        rate_metrics(found.year, None),
        {key: notes.texts(rows) for key, rows in on.items()},
        lambda key: notes.show(About(segment=rule, metric=key)),
    )
    for text in (*found.year.unknown, *found.apart.refused, *_apart(found)):
        st.caption(said(text))
    left, right = st.columns(2, gap="large")
    with left:
        charted.show(charts.arr_bridge(_heading(found), found.year), "arr_bridge_year")
    with st.spinner(say("Counting the months before"), show_time=True):
        trend = state.desk().retention.trend(rule, period)
    with right:
        months.trend(trend, rule)
        months.usual(trend, rule)
    months.cohorts(rule, period)
    with st.spinner(say("Learning the risk from the past"), show_time=True):
        outlook = state.desk().renewals.outlook(rule, found.day, state.language())
    due.show(outlook)


def _finding(found: Standing) -> Message:
    year = found.year
    if year.nrr is None or year.grr is None:
        return msg("No retention can be stated: nobody in it was a customer twelve months ago.")
    return msg(
        "Of the ARR of twelve months ago {nrr} is there today with expansion, {grr} without;"
        " {lost} of {n} customers left.",
        nrr=Share(year.nrr, 1),
        grr=Share(year.grr, 1),
        lost=Count(year.n_lost),
        n=Count(year.accounts_start),
    )


def _apart(found: Standing) -> list[Message]:
    """Say what is named apart: returns, rises in price, terms due."""
    named, currency = found.apart, found.year.currency
    said_of: list[Message] = []
    if len(named.returned):
        said_of.append(
            msg("Of the new ARR {arr} is of {n} customers who came back after more than 30 days.",
                arr=Money(named.returned_arr, currency), n=Count(len(named.returned)))
        )  # fmt: skip
    if named.price:
        said_of.append(
            msg("Of the expansion {arr} came with unchanged seats and plan: a price rise.",
                arr=Money(named.price, currency))
        )  # fmt: skip
    renewed = found.renewed
    if renewed.rate is not None and renewed.arr_rate is not None:
        said_of.append(
            msg("Renewal rate: {kept} of {n} terms due were renewed ({share}; by ARR {arr}). Terms"
                " that are not due are in NRR, not here.",
                kept=Count(renewed.n_renewed), n=Count(renewed.n_due),
                share=Share(renewed.rate), arr=Share(renewed.arr_rate))
        )  # fmt: skip
    return said_of


def _heading(found: Standing) -> charts.Heading:
    change = found.year.arr_end - found.year.arr_start
    money = Money(abs(change), found.year.currency)
    title = (
        msg("ARR rose by {money} in twelve months", money=money)
        if change >= 0
        else msg("ARR fell by {money} in twelve months", money=money)
    )
    what = msg(
        "ARR · {unit} · twelve months to {day} · n = {n}",
        unit=found.year.currency or msg("currency not named"),
        day=found.day,
        n=COUNT.value(found.year.accounts_end) or "0",
    )
    return charts.Heading(title, what)
