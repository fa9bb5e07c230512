"""Renewals: what ends soon with what is at risk in it, and how terms like it ended before."""

import pandas as pd
import streamlit as st

from lib.desk.churn.expected import Ending
from lib.desk.churn.renewals import BANDS, Outlook, Played
from lib.errors import DeskError
from lib.locale import Message, Money, msg, msgs
from lib.metrics.past_renewals import AHEAD_DAYS
from lib.signals.registry import all_signals
from lib.ui import components, filters, state, tables
from lib.ui.panels import followups, notes
from lib.ui.units import COUNT, SHARE, money
from lib.ui.wording import said, say, shown

_WITHIN = {"3": msg("3 months"), "6": msg("6 months"), "12": msg("12 months")}
_DAYS = {"3": 90, "6": 180, "12": 365}


def show() -> None:
    """Draw what ends soon, the terms one by one, and the past."""
    desk = state.desk()
    try:
        with st.spinner(say("Replaying the past")):  # the risk is learnt on the first visit
            outlook = desk.renewals.outlook(state.segment(), state.day(), state.language())
    except DeskError as error:
        components.problem(error)
        return
    components.finding(outlook.finding)
    _totals(outlook)
    _terms(outlook)
    # Two years of past terms are looked at again: only for who wants to see it.
    box = st.expander(say("Played against past renewals"), on_change="rerun", key="played_box")
    if box.open:
        with box:
            _played(desk.renewals.played(state.segment(), state.day()))


def _totals(outlook: Outlook) -> None:
    for column, ending in zip(st.columns(len(outlook.totals)), outlook.totals, strict=True):
        with column.container(border=True, height="stretch"):
            title = msg("Ends within {months} months", months=str(ending.months))
            st.metric(said(title), said(shown(Money(ending.arr, outlook.currency))))
            st.caption(said(_loss(ending, outlook.currency)))
    if outlook.why_unknown is not None:
        components.unknown(outlook.why_unknown)
        return
    st.caption(
        say(
            "Expected loss is the risk that a term is lost by its end times its ARR. The 90%"
            " interval holds both who may leave by chance and how unsure the risk itself is."
            " Accounts whose risk is unknown are in the ARR, not in the loss."
        )
    )
    _rests_on(outlook)


def _rests_on(outlook: Outlook) -> None:
    if not outlook.said:
        return
    box = st.expander(say("What the risk of a term rests on"), on_change="rerun", key="term_risk")
    if box.open:
        with box:
            for text in outlook.said:
                st.markdown(f"- {said(text)}")


def _loss(ending: Ending, currency: str | None) -> Message:
    customers = msgs("{n} customer", "{n} customers", ending.n_accounts)
    if ending.loss is None:
        return msg("{customers} · expected loss unknown", customers=customers)
    low, high = (Money(value, currency) for value in (ending.loss.low, ending.loss.high))
    loss = Money(ending.loss.expected, currency)
    if not ending.n_unknown:
        return msg(
            "{customers} · expected loss {loss} ({low} to {high})",
            customers=customers, loss=loss, low=low, high=high,
        )  # fmt: skip
    return msg(
        "{customers} · expected loss {loss} ({low} to {high}), {unknown} without a risk",
        customers=customers, loss=loss, low=low, high=high, unknown=str(ending.n_unknown),
    )  # fmt: skip


@st.fragment
def _terms(outlook: Outlook) -> None:
    within = filters.switch("within", msg("Ends within"), _WITHIN)
    rows = outlook.terms[outlook.terms["days_left"] <= _DAYS[within]]
    rows = rows.assign(
        at_stake=[
            _promised(overdue, promised)
            for overdue, promised in zip(rows["overdue"], rows["promised"], strict=True)
        ],
        place=rows["account_id"].astype("str") + "/" + rows["contract_id"].fillna(""),
    )
    rows = notes.beside(rows)
    stakes, noticed = rows["at_stake"].ne("").any(), rows["notice_on"].notna().any()
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "ends_on": tables.day(msg("Ends")),
            **({"notice_on": tables.day(msg("Notice by"))} if noticed else {}),
            "arr": tables.number(msg("ARR"), money(outlook.currency)),
            "probability": tables.number(msg("Risk"), SHARE),
            "loss": tables.number(msg("Expected loss"), money(outlook.currency)),
            "signals": tables.tags(msg("Signals")),
            **({"at_stake": tables.text(msg("Promised, overdue"), wide=True)} if stakes else {}),
            notes.COLUMN: tables.note(),
        },
        "terms",
        choose="place",
        empty=msg("No term is known to end by then."),
    )
    if chosen is None:
        st.caption(say("Choose a row to open the account or to plan a follow-up."))
        return
    row = rows[rows["place"] == chosen].iloc[0]
    with st.container(border=True):
        st.markdown(f"**{said(str(row['account_name']))}** · {said(_risk(row))}")
        if st.button(say("Open the account"), key="open_from_renewals"):
            state.open_account(str(row["account_id"]))
        followups.show(str(row["account_id"]), "renewal")


def _promised(overdue: str, promised: str) -> str:
    """Put what is overdue before what was promised."""
    said_of = shown(msg("Promised: {what}", what=promised)) if promised else ""
    return " ".join(part for part in (overdue, said_of) if part)


def _risk(row: pd.Series) -> Message:
    if pd.isna(row["probability"]):
        reason = row["reason"]
        why = reason if isinstance(reason, (Message, str)) else msg("no risk is worked out")
        return msg("risk unknown: {why}", why=why)
    if row["renewed"]:
        return msg("the next term is signed: nothing is at risk at this end")
    return msg(
        "risk of losing this term {risk} (90% interval {low} to {high})",
        risk=SHARE.value(row["probability"]) or "",
        low=SHARE.value(row["low"]) or "",
        high=SHARE.value(row["high"]) or "",
    )


def _played(played: Played) -> None:
    components.finding(played.finding, "played")
    st.caption(
        say(
            "Terms that ended in the last two years, by what the signals said at the last month"
            " end at least {days} days before (by the thresholds of now). Lost: the customer left"
            " by choice, or no term followed within 30 days.",
            days=str(AHEAD_DAYS),
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        _shares(played.bands, BANDS, msg("Signals before the end"), "played_bands")
    with right:
        titles = {signal.key: signal.title for signal in all_signals()}
        _shares(played.signals, titles, msg("Signal on alert"), "played_signals")


def _shares(rows: pd.DataFrame, names: dict[str, Message], title: Message, key: str) -> None:
    tables.table(
        rows,
        {
            "name": tables.named(title, names),
            "n": tables.number(msg("Terms ended"), COUNT),
            "lost": tables.number(msg("Lost"), COUNT),
            "share": tables.number(msg("Share lost"), SHARE),
            "low": tables.number(msg("95% from"), SHARE),
            "high": tables.number(msg("to"), SHARE),
        },
        key,
        empty=msg("No signal was on alert before any of these terms ended."),
    )
