"""How complete the files are: by team, which to complete first, by field, by segment."""

import math

import streamlit as st

from lib.desk.customer.files import Files
from lib.locale import Count, Message, Money, Share, joined, msg
from lib.profile.template import TEAMS
from lib.ui import charts, components, state, tables
from lib.ui.panels import charted
from lib.ui.panels.files.words import field_names, listed
from lib.ui.units import SHARE, money
from lib.ui.wording import said, say

_NAMED_FIELDS = 3
_CARRIED = {
    "True": msg("left blank"),
    "False": msg("in no export"),
    "none": msg("nothing is missing"),
}


def show() -> None:
    """Draw the part."""
    files = state.desk().files.view(state.segment(), state.day())
    if math.isnan(files.completeness):
        components.finding(msg("No customer is in this segment."))
        return
    components.finding(finding(files))
    _teams(files)
    _first(files)
    _fields(files)
    _segments()


def finding(files: Files) -> Message:
    """Say how complete the files are, what is missing, and what only needs a column."""
    names = field_names()
    whole = int((files.accounts["completeness"] == 1).sum())
    lacking = files.fields[files.fields["n_missing"] > 0]
    if lacking.empty:
        return msg("Every customer file is complete.")
    known = msg(
        "The files of {n} customers are {share} complete on average ({whole} entirely); most "
        "often missing: {fields}.",
        n=Count(len(files.accounts)),
        share=Share(files.completeness),
        whole=Count(whole),
        fields=joined([names[name] for name in lacking["field"].head(_NAMED_FIELDS)]),
    )
    unseen = [names[name] for name in lacking.loc[~lacking["carried"], "field"]]
    if not unseen:
        return known
    return msg("{known} In no export at all: {fields}.", known=known, fields=joined(unseen))


def _teams(files: Files) -> None:
    least = files.teams.sort_values("filled", kind="stable")
    heading = charts.Heading(
        msg(
            "{team} has the most left to fill",
            team=TEAMS[str(least.iloc[0]["team"])],
        ),
        msg(
            "Share of each team's fields that is filled, by weight · n = {n}",
            n=str(len(files.accounts)),
        ),
    )
    charted.show(
        charts.bars(
            heading,
            least,
            charts.Parts(
                label="team",
                title=msg("Team"),
                value="filled",
                value_title=msg("Filled"),
                unit=SHARE,
                names=TEAMS,
            ),
        ),
        "files_by_team",
    )


def _first(files: Files) -> None:
    st.subheader(say("Which files to complete first"), anchor=False)
    currency = state.desk().data.snapshot(files.day).currency
    rows = files.accounts[files.accounts["completeness"] < 1]
    names = field_names()
    if not rows.empty:
        st.caption(said(_top(files, currency)))
    chosen = tables.table(
        rows.assign(missing=[listed(text, names) for text in rows["missing"]]),
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(currency)),
            "renewal_days": tables.number(msg("Days to renewal")),
            "completeness": tables.bar(msg("Complete")),
            "missing": tables.text(msg("Missing"), wide=True),
            "urgency": tables.number(
                msg("Urgency"),
                help=msg("Weight that is missing × ARR × nearness of the renewal: 1 within 90"
                         " days, 0.5 within 180, else 0.25. An unknown ARR counts as the"
                         " median."),
            ),
        },
        "files",
        choose="account_id",
        empty=msg("Every customer file is complete."),
    )  # fmt: skip
    state.open_account(chosen)


def _top(files: Files, currency: str | None) -> Message:
    first = files.accounts.iloc[0]
    if math.isnan(first["arr"]):
        return msg("First: {account}.", account=str(first["account_name"]))
    if math.isnan(first["renewal_days"]):
        return msg(
            "First: {account}, ARR {arr}, end of the term unknown.",
            account=str(first["account_name"]),
            arr=Money(float(first["arr"]), currency),
        )
    return msg(
        "First: {account}, ARR {arr}, {days} days to its renewal.",
        account=str(first["account_name"]),
        arr=Money(float(first["arr"]), currency),
        days=Count(int(first["renewal_days"])),
    )


def _fields(files: Files) -> None:
    st.subheader(say("What is missing, field by field"), anchor=False)
    rows = files.fields.assign(why=files.fields["carried"].astype("str"))
    rows["why"] = rows["why"].where(rows["n_missing"] > 0, "none")
    tables.table(
        rows,
        {
            "field": tables.named(msg("Field"), field_names()),
            "team": tables.named(msg("Filled by"), TEAMS),
            "weight": tables.number(
                msg("Weight"),
                help=msg("3: everybody along the chain needs it; 2: it sorts the customer into "
                         "segments; 1: good to know."),
            ),
            "filled": tables.bar(msg("Filled")),
            "n_missing": tables.number(msg("Customers without it")),
            "why": tables.named(msg("Why it is missing"), _CARRIED),
        },
        "fields",
    )  # fmt: skip


def _segments() -> None:
    rows = state.desk().files.by_segment(state.day())
    if len(rows) <= 1:
        return
    st.subheader(say("By segment"), anchor=False)
    st.caption(say("A customer in two segments stands in both."))
    tables.table(
        rows.sort_values("completeness", kind="stable"),
        {
            "segment": tables.named(msg("Segment"), {"all": msg("All customers")}),
            "n_accounts": tables.number(msg("Customers")),
            "completeness": tables.bar(msg("Complete")),
            "n_complete": tables.number(msg("Complete files")),
        },
        "files_by_segment",
    )
