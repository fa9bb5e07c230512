"""Members of a segment: how many, what they come to, who they are, what to do with them."""

import streamlit as st

from lib.desk.segmentation.segments import SegmentView
from lib.locale import Message, Money, Share, joined, msg, msgs
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted, fields, notes
from lib.ui.panels.segments import actions
from lib.ui.units import money
from lib.ui.wording import said, say

_QUICK = {"tag": fields.BY["tag"], "maturity_level": fields.BY["maturity_level"]}


def show() -> None:
    """Draw who is in the segment and what they come to."""
    answer = st.container()  # first on the page, known only after the filters below it
    rule = _narrowed()
    by = filters.switch("by", msg("Broken down by"), fields.BY)
    view = state.desk().segments.view(rule, state.day(), by)
    with answer:
        components.finding(_finding(view))
        _remarks(view)
        actions.show(view, rule)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _chart(view, by)
    with right:
        st.markdown(f"**{say('In figures')}**")
        tables.table(view.by, fields.parts_columns(by, view.currency), "parts")
        if by == "tag":
            _several(view)
    actions.tagging(view)
    st.subheader(say("Accounts"), anchor=False)
    state.open_account(
        tables.table(
            notes.beside(view.accounts),
            {**fields.account_columns(view.currency), notes.COLUMN: tables.note()},
            "members",
            choose="account_id",
            empty=msg("No account matches the rule on this day."),
        )
    )


def _remarks(view: SegmentView) -> None:
    """Say what cannot be told, what was frozen when, and whom the data lost."""
    if view.n_unsure:
        st.caption(
            said(
                msgs(
                    "Of {n} more account it is unknown whether the rule holds.",
                    "Of {n} more accounts it is unknown whether the rule holds.",
                    view.n_unsure,
                )
            )
        )
    if view.frozen_on is not None:
        st.caption(
            say("Frozen on {day}: the members stay the same on every day.", day=view.frozen_on)
        )
    if view.missing:
        st.warning(
            say("No longer in the data: {names}.", names=joined(list(view.missing))),
            icon=":material/person_off:",
        )


def _several(view: SegmentView) -> None:
    """Say how many accounts stand in several rows of the table, and that totals count once."""
    several = int(view.accounts["tags"].fillna("").str.contains("|", regex=False).sum())
    said_so = msgs(
        "{n} account with several tags stands in each of their rows; totals count it once.",
        "{n} accounts with several tags stand in each of their rows; totals count them once.",
        several,
    )
    st.caption(said(said_so))


def _narrowed() -> str:
    """Draw the quick filters; return the segment's rule with what is chosen added."""
    desk, day = state.desk(), state.day()
    chosen = {}
    with st.container(gap="small", key="quick_filters"):
        for field, title in _QUICK.items():
            parts = desk.segments.parts(state.segment(), day, field).dropna(subset=["value"])
            values = [str(value) for value in parts["value"]]
            names = {value: fields.names(field).get(value, value) for value in values}
            counts = dict(zip(values, parts["n_accounts"], strict=True))
            chosen[field] = filters.pills(field, title, names, counts)
        filters.clear(tuple(_QUICK))
    return desk.segments.narrowed(state.segment(), chosen)


def _finding(view: SegmentView) -> Message:
    found = view.totals
    if not found.n_accounts:
        return msg("No account matches: {rule}.", rule=view.rule_words)
    return msgs(
        "{n} account matches: {rule}. ARR {arr}, {share} of the book.",
        "{n} accounts match: {rule}. ARR {arr}, {share} of the book.",
        found.n_accounts,
        rule=view.rule_words,
        arr=Money(found.arr, view.currency),
        share=Share(found.share_of_book or 0.0, 1),
    )


def _chart(view: SegmentView, by: str) -> None:
    what = msg(
        "ARR by {field} · {unit} · n = {n}",
        field=fields.BY[by],
        unit=view.currency or msg("currency not named"),
        n=str(view.totals.n_accounts),
    )
    charted.show(
        charts.bars(
            charts.Heading(fields.makeup_finding(view.by, by), what),
            view.by.head(20),
            charts.Parts(
                label="value",
                title=fields.BY[by],
                value="arr",
                value_title=msg("ARR"),
                unit=money(view.currency),
                names=fields.names(by),
            ),
        ),
        f"segment_{by}",
    )
