"""What comes up for renewal within 3, 6 and 12 months, and what is at risk in it."""

import streamlit as st

from lib.desk.churn.expected import Ending
from lib.desk.churn.renewals import Outlook
from lib.locale import Message, Money, msg, msgs
from lib.ui import components, state, tables
from lib.ui.panels import notes
from lib.ui.units import SHARE, money
from lib.ui.wording import said, say, shown


def show(outlook: Outlook) -> None:
    """Draw the sentence, the three spans, and the terms by expected loss."""
    st.subheader(say("Renewals"), anchor=False)
    components.finding(outlook.finding, "finding_renewals")
    for column, ending in zip(st.columns(len(outlook.totals)), outlook.totals, strict=True):
        with column.container(border=True, height="stretch"):
            title = msg("Ends within {months} months", months=str(ending.months))
            st.metric(said(title), said(shown(Money(ending.arr, outlook.currency))))
            st.caption(said(_at_risk(ending, outlook.currency)))
    if outlook.why_unknown is not None:
        components.unknown(outlook.why_unknown)
    state.open_account(
        tables.table(
            notes.beside(outlook.terms),
            {
                "account_name": tables.text(msg("Account")),
                "ends_on": tables.day(msg("Ends")),
                "days_left": tables.number(msg("Days left")),
                "arr": tables.number(msg("ARR"), money(outlook.currency)),
                "probability": tables.number(msg("Risk"), SHARE),
                "loss": tables.number(msg("Expected loss"), money(outlook.currency)),
                "signals": tables.tags(msg("Signals")),
                notes.COLUMN: tables.note(),
            },
            "due",
            choose="account_id",
            empty=msg("No term with a known end runs out within a year."),
        )
    )


def _at_risk(ending: Ending, currency: str | None) -> Message:
    customers = msgs("{n} customer", "{n} customers", ending.n_accounts)
    if ending.loss is None:
        return msg("{customers} · ARR at risk unknown", customers=customers)
    return msg(
        "{customers} · ARR at risk {loss} (90% interval {low} to {high})",
        customers=customers,
        loss=Money(ending.loss.expected, currency),
        low=Money(ending.loss.low, currency),
        high=Money(ending.loss.high, currency),
    )
