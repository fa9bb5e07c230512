"""Customers that nobody met for long, and what walk-throughs found blank."""

import streamlit as st

from lib.desk.voice.touchpoints import View
from lib.locale import msg
from lib.touchpoints.rules import BLANK_DAYS, BLANK_WHY
from lib.ui import components, state, tables
from lib.ui.panels.journey import words
from lib.ui.units import money
from lib.ui.wording import said, say


def show() -> None:
    """Draw the part."""
    view = words.view(words.window())
    if words.nothing_known(view):
        return
    components.finding(words.blank_finding(view))
    st.caption(said(msg("Threshold: {days} days. {why}", days=str(BLANK_DAYS), why=BLANK_WHY)))
    _stages(view)
    st.subheader(say("Whom nobody met"), anchor=False)
    _accounts(view)
    st.subheader(say("What walk-throughs found blank"), anchor=False)
    _walked(view)


def _stages(view: View) -> None:
    tables.table(
        view.stages,
        {
            "stage": tables.named(msg("Journey stage"), words.STAGE_NAMES),
            "n_judged": tables.number(
                msg("Customers"),
                help=msg("In the stage at some time of the period, and known for 90 days of it."),
            ),
            "n_blank": tables.number(msg("Met by nobody")),
            "arr_blank": tables.number(msg("Their ARR"), money(view.currency)),
        },
        "blank_stages",
    )


def _accounts(view: View) -> None:
    rows = view.blanks.assign(
        tried=[words.as_written(names) for names in view.blanks["tried_by"]],
        goes_on=view.blanks["goes_on"].map({True: "yes", False: "no"}),
    )
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "stage": tables.named(msg("Journey stage"), words.STAGE_NAMES),
            "first": tables.day(msg("Nobody since")),
            "last": tables.day(msg("Up to")),
            "days": tables.number(msg("Days")),
            "goes_on": tables.named(msg("Goes on"), {"yes": msg("yes"), "no": msg("no")}),
            "n_tried": tables.number(
                msg("Tried in vain"), help=msg("Calls and mails of ours without an answer.")
            ),
        },
        "blank_accounts",
        choose="account_id",
        empty=msg("Nobody was left alone for that long."),
    )
    state.open_account(chosen)


def _walked(view: View) -> None:
    rows = view.walked[view.walked["finding"].eq("blank")]
    tables.table(
        rows,
        {
            "walked_on": tables.day(msg("Day")),
            "stage": tables.named(msg("Journey stage"), words.STAGE_NAMES),
            "team": tables.text(msg("Team")),
            "touchpoint": tables.text(msg("Touchpoint")),
            "minutes": tables.number(msg("Minutes")),
            "note": tables.text(msg("What was seen"), wide=True),
        },
        "walked_blank",
        empty=msg("No walk-through found a touchpoint where nobody was."),
    )
