"""The buying groups of a segment: how well we know who decides, and what hangs on it."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.desk.customer.people import GroupsOfMany
from lib.group.coverage import BY_KEY, LEAST
from lib.locale import Message, Number, Text, joined, msg, msgs
from lib.segments.titles import VALUES
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.group import proposals
from lib.ui.panels.group.words import labelled, show_deals
from lib.ui.units import COUNT, money
from lib.ui.wording import said, say, shown

_ORDERS: Mapping[str, Message] = {"arr": msg("Largest ARR first"), "renewal": msg("Soonest first")}
_HOLDS = {"1.0": msg("yes"), "0.0": msg("no")}
_AVERAGES: Mapping[str, Message] = {
    "departments": msg("departments known a customer {n}"),
    "people_heard": msg("people heard within 180 days {n}"),
    "people_in_effect": msg("people in contact, in effect {n}"),
}


def show() -> None:
    """Draw the finding, the shares against the rest, what hangs on them, gaps and proposals."""
    desk, day = state.desk(), state.day()
    view = desk.people.of_segment(state.segment(), day)
    components.finding(view.finding, key="finding_groups")
    if not view.loaded:
        components.empty(
            msg("Import contacts with their roles to see who decides at these customers."),
            link=(components.IMPORT_PAGE, msg("Import your exports")),
        )
        return
    _shares(view)
    _figure(view)
    _deals(view)
    _gaps(view)
    proposals.show(desk.people.proposals(state.segment(), day), with_account=True)


def _shares(view: GroupsOfMany) -> None:
    rows = view.coverage.assign(title=[shown(BY_KEY[key].title) for key in view.coverage["key"]])
    drawn = rows.dropna(subset=["share"]).reset_index(drop=True)
    rest = bool(drawn["rest_share"].notna().any())
    if drawn.empty:
        st.caption(
            said(
                msgs(
                    "n = {n}: of so few customers no share is drawn.",
                    "n = {n}: of so few customers no share is drawn.",
                    view.n,
                )
            )
        )
    else:
        charted.show(
            charts.against(
                charts.Heading(_chart_finding(drawn, rest=rest), _drawn(view, rest=rest)),
                drawn,
                charts.Against(
                    mine=msg("this segment"),
                    rest=msg("rest of the book") if rest else None,
                    title=msg("Figure"),
                ),
            ),
            "groups",
        )
    means = [_average(name, value, n) for name, (value, n) in view.averages.items() if n >= LEAST]
    if means:
        st.caption(say("On average: {means}", means=joined(means)))


def _average(name: str, value: float, n: int) -> Message:
    mean = msg("{mean} (n = {n})", mean=Number(value, 1), n=str(n))
    return replace(_AVERAGES[name], values={"n": mean})


def _drawn(view: GroupsOfMany, *, rest: bool) -> Message:
    what = msg("Share of customers on {day}, 95% range · n = {n}", day=state.day(), n=str(view.n))
    return msg("{what}; grey: no clear difference", what=what) if rest else what


def _chart_finding(rows: pd.DataFrame, *, rest: bool) -> Text:
    """Say what differs clearly from the rest, else which share is lowest."""
    named = {
        side: joined([BY_KEY[key].title for key in rows.loc[rows["differs"] == side, "key"]])
        for side in (-1, 1)
        if (rows["differs"] == side).any()
    }
    if rest and named:
        parts = {-1: msg("rarer than elsewhere: {names}", names=named.get(-1, "")),
                 1: msg("more often than elsewhere: {names}", names=named.get(1, ""))}  # fmt: skip
        return msg("Clearly {parts}", parts=joined([parts[side] for side in named]))
    if rest:
        return msg("The people are known and heard about as well as in the rest of the book")
    lowest = rows.sort_values("share", kind="stable").iloc[0]
    return msg("The weakest point: {figure}", figure=BY_KEY[str(lowest["key"])].title)


def _figure(view: GroupsOfMany) -> None:
    """Draw one figure's definition and the rows that it counts."""
    titles = {key: figure.title for key, figure in BY_KEY.items()}
    chosen = filters.select("figure", msg("Definition and rows of a figure"), titles)
    if chosen is None:
        return
    st.caption(said(BY_KEY[chosen].text))
    rows = view.flags.assign(holds=view.flags[chosen].astype("str").replace("nan", None))
    tables.table(
        rows.reset_index().sort_values(["holds", "arr"], ascending=[True, False], kind="stable"),
        {
            "account_name": tables.text(msg("Account")),
            "holds": tables.named(titles[chosen], _HOLDS),
            "arr": tables.number(msg("ARR"), money(view.currency)),
        },
        f"flags_{chosen}",
    )


def _deals(view: GroupsOfMany) -> None:
    st.subheader(say("Open deals and renewals that hang on too little"), anchor=False)
    hung = view.deals[view.deals["findings"] != ""].reset_index(drop=True)
    unjudged = int(view.deals["unjudged"].sum())
    st.caption(
        said(
            msgs(
                "{hung} of {n} within 180 days.",
                "{hung} of {n} within 180 days.",
                len(view.deals),
                hung=str(len(hung)),
            )
        )
    )
    if unjudged:
        components.unknown(
            msgs(
                "for {n} of them too little is logged to say whether the decision maker was heard",
                "for {n} of them too little is logged to say whether the decision maker was heard",
                unjudged,
            )
        )
    state.open_account(show_deals(hung, view.currency, with_account=True))


def _gaps(view: GroupsOfMany) -> None:
    st.subheader(say("Customers with gaps in the buying group"), anchor=False)
    order = filters.switch("order", msg("Order"), _ORDERS)
    rows = view.gaps
    if order == "renewal":
        rows = rows.sort_values("renewal_on", kind="stable", na_position="last")
    rows = rows.reset_index(drop=True)
    state.open_account(
        tables.table(
            rows.assign(labels=labelled(rows["group_findings"], VALUES["group_findings"])),
            {
                "account_name": tables.text(msg("Account")),
                "labels": tables.tags(msg("What is missing")),
                "arr": tables.number(msg("ARR"), money(view.currency)),
                "renewal_on": tables.day(msg("Renewal")),
                "n_contacts": tables.number(msg("People known")),
                "n_people_heard": tables.number(msg("People heard")),
                "decision_maker_heard_days": tables.number(
                    msg("Days since a decision maker was heard"), COUNT
                ),
            },
            "group_gaps",
            choose="account_id",
            empty=msg("No gap is found: somebody who decides is known and heard at each of them."),
        )
    )
