"""The business review of one account: read here, taken along as a file."""

from functools import partial
from typing import cast

import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.desk.customer.reviews import MONTHS
from lib.locale import msg, render
from lib.locale.message import Text
from lib.model import Period
from lib.report.blocks import Report
from lib.report.review.facts import Audience
from lib.ui import components, filters, state
from lib.ui.downloads import file_stem
from lib.ui.panels import blocks
from lib.ui.wording import md_escape, say

_AUDIENCES: dict[str, Text] = {"internal": msg("For us"), "customer": msg("For the customer")}


def show(card: AccountCard) -> None:
    """Draw the review of the three months that end with the month chosen above."""
    audience = cast("Audience", filters.switch("audience", msg("Who it is for"), _AUDIENCES))
    month = state.period()
    period = Period.month(month.last.year, month.last.month, MONTHS)
    report = state.desk().reviews.review(card.account_id, period, state.language(), audience)
    _downloads(card, report, audience)
    _, text, _ = st.columns([1, 6, 1])  # reading width
    with text:
        components.finding(render(report.title, report.lang), "review_title")
        for section in report.sections:
            st.subheader(md_escape(render(section.title, report.lang)), anchor=False)
            for place, block in enumerate(section.blocks):
                blocks.show(report, block, f"review_{section.key}_{place}")


def _downloads(card: AccountCard, report: Report, audience: str) -> None:
    stem = file_stem(f"{card.account_id}-{report.period.key}-{audience}-{report.lang}")
    blocks.downloads(stem, partial(state.desk().reviews.exported, report), "review")
    if audience == "customer":
        st.caption(say("Warning signs and motivation are left out. Read it before you hand it on."))
