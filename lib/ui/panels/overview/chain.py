"""Customer stars and black holes: whose whole chain went well or badly, link by link."""

from datetime import date

import pandas as pd
import streamlit as st

from lib.desk.customer.chains import Extremes
from lib.locale import Count, Message, Money, msg, msgs
from lib.profile.chain import HOLE_LINKS, LINKS, STAR_LINKS, STATES
from lib.ui import components, state, tables
from lib.ui.panels import notes
from lib.ui.units import money
from lib.ui.wording import said, say, shown

MARKS = {"good": "●", "fair": "◐", "bad": "○", "unknown": "·"}


def show(rule: str, day: date) -> None:
    """Draw the sentence, the marks of both groups, and what lies behind them."""
    found = state.desk().chains.extremes(rule, day)
    st.subheader(say("Customer stars and black holes"), anchor=False)
    components.finding(_finding(found), "finding_chains")
    st.caption(
        say(
            "Over the last twelve months. Star: at least {star} links known, all of them good."
            " Black hole: at least {hole} bad links in a row; unknown ones are passed over. A chain"
            " is the work of everybody along it.",
            star=Count(STAR_LINKS),
            hole=Count(HOLE_LINKS),
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        _group(found.stars, msg("Stars"), ("stars", found.currency))
    with right:
        if len(found.holes) or found.near.empty:
            _group(found.holes, msg("Black holes"), ("holes", found.currency))
        else:
            title = msg("No black hole; chains with two bad links or more")
            _group(found.near, title, ("near", found.currency))
    st.caption(
        " · ".join(f"{MARKS[name]} {said(title)}" for name, title in STATES.items())
        + " · "
        + say("Order of the links: {links}", links=" → ".join(shown(x.title) for x in LINKS))
    )


def of_account(account_id: str, day: date) -> None:
    """Draw one account's chain with the sentence of each link."""
    for link, found, sentence in state.desk().chains.of_one(account_id, day):
        words = say("{link}: {sentence}", link=link.title, sentence=sentence)
        st.markdown(f"{MARKS[found]} {words}", help=said(link.rule))


def _finding(found: Extremes) -> Message:
    if not found.n:
        return msg("Nobody was a customer in the last twelve months.")
    if found.holes.empty:
        stars = msgs("{n} star", "{n} stars", len(found.stars))
        return msg("{stars} among {n} customers, and no black hole.", stars=stars, n=Count(found.n))
    arr = float(found.holes["arr"].sum())
    return msg(
        "{stars} and {holes} among {n} customers; the black holes have ARR {arr}.",
        stars=msgs("{n} star", "{n} stars", len(found.stars)),
        holes=msgs("{n} black hole", "{n} black holes", len(found.holes)),
        n=Count(found.n),
        arr=Money(arr, found.currency),
    )


@st.fragment
def _group(rows: pd.DataFrame, title: Message, how: tuple[str, str | None]) -> None:
    key, currency = how
    st.markdown(f"**{said(title)}**")
    chain = [" ".join(MARKS[row[x.key]] for x in LINKS) for row in rows.to_dict("records")]
    chosen = tables.table(
        notes.beside(rows.assign(chain=pd.Series(chain, index=rows.index, dtype="str"))),
        {
            "account_name": tables.text(msg("Account")),
            "chain": tables.text(msg("Chain")),
            "arr": tables.number(msg("ARR"), money(currency)),
            notes.COLUMN: tables.note(),
        },
        f"chain_{key}",
        choose="account_id",
        empty=msg("None, by the links that are known."),
    )
    if chosen is None:
        if len(rows):
            st.caption(say("Choose a row to read its chain."))
        return
    with st.container(border=True):
        name = rows.loc[rows["account_id"] == chosen, "account_name"].iloc[0]
        st.markdown(f"**{said(str(name))}**")
        of_account(chosen, state.day())
        if st.button(say("Open the account"), key=f"open_{key}"):
            state.open_account(chosen)
