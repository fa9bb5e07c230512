"""Segments: a rule in words, who it matches, how they differ from the book."""

import streamlit as st

from lib.desk.segments import SegmentView
from lib.errors import DeskError
from lib.locale import Message, Money, Share, msg, msgs
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import fields
from lib.ui.units import money
from lib.ui.wording import said, say, shown

_QUICK = {"tag": fields.BY["tag"], "maturity_level": fields.BY["maturity_level"]}
_RULE_KEY = "segment_rule"
_NAME_KEY = "segment_name"
_EXAMPLE = 'tag = "key account" and maturity_level in (medium, high) and arr >= 100000'


def show() -> None:
    """Draw the whole page."""
    _saved()
    rule = _narrowed()
    by = filters.switch("by", msg("Broken down by"), fields.BY)
    view = state.desk().segments.view(rule, state.day(), by)
    components.finding(_finding(view))
    _builder(view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _chart(view, by)
    with right:
        st.markdown(f"**{say('In figures')}**")
        tables.table(view.by, fields.parts_columns(by, view.currency), "parts")
        if by == "tag":
            st.caption(say("An account with two tags stands in both; totals count it once."))
    st.subheader(say("Accounts"), anchor=False)
    state.open_account(
        tables.table(
            view.accounts,
            fields.account_columns(view.currency),
            "members",
            choose="account_id",
            empty=msg("No account matches the rule on this day."),
        )
    )


def _narrowed() -> str:
    """Draw the quick filters; return the segment's rule with what is chosen added."""
    desk, day = state.desk(), state.day()
    chosen = {}
    with st.container(horizontal=True, gap="large", key="quick_filters"):
        for field, title in _QUICK.items():
            parts = desk.segments.view(state.segment(), day, field).by.dropna(subset=["value"])
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
    charts.show(
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


def _saved() -> None:
    rows = state.desk().segments.listed(state.day())
    with st.container(horizontal=True, key="saved_segments"):
        for name, _rule, totals in rows:
            label = shown(msg("All customers")) if name == state.ALL else name
            st.button(
                f"{said(label)} {said(str(totals.n_accounts))}",
                key=f"segment_{name}",
                type="primary" if name == state.segment() else "secondary",
                on_click=_take,
                args=(name,),
            )


def _builder(view: SegmentView) -> None:
    """Draw the rule as text that can be changed, tried and saved."""
    with st.expander(say("Change the rule"), expanded=False):
        if st.session_state.get("rule_of") != view.rule:  # another segment: another text
            st.session_state["rule_of"] = view.rule
            st.session_state[_RULE_KEY] = view.rule
        st.text_input(
            say("Rule"),
            key=_RULE_KEY,
            placeholder=_EXAMPLE,
            help=said(
                msg(
                    "Fields are compared with =, !=, <, >, in (…), contains, is unknown; joined"
                    " with and, or, not. Example: {example}",
                    example=_EXAMPLE,
                )
            ),
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.button(say("Try the rule"), on_click=_try_rule)
            st.text_input(say("Name"), key=_NAME_KEY, placeholder=say("Name of the segment"))
            st.button(say("Save the segment"), type="primary", on_click=_save_rule)
            if view.name != state.ALL and view.name in state.desk().segments.saved():
                st.button(say("Delete the segment"), on_click=_delete, args=(view.name,))
        refused = st.session_state.pop("segment_problem", None)
        if refused is not None:
            components.problem(refused)


def _try_rule() -> None:
    rule = st.session_state[_RULE_KEY]
    try:
        state.desk().segments.rule(rule)
    except DeskError as error:
        st.session_state["segment_problem"] = error
        return
    _take(rule)


def _take(segment: str) -> None:
    """Look at another segment; what was chosen above the old one goes with it."""
    for field in _QUICK:
        state.choose(field, ())
    state.set_segment(segment)


def _save_rule() -> None:
    name, rule = st.session_state[_NAME_KEY], st.session_state[_RULE_KEY]
    try:
        state.desk().segments.save(name, rule)
    except DeskError as error:
        st.session_state["segment_problem"] = error
        return
    _take(name.strip())
    st.toast(say("Saved: {name}", name=name.strip()))


def _delete(name: str) -> None:
    desk = state.desk()
    rule = desk.segments.saved()[name]
    desk.segments.delete(name)
    state.set_segment(state.ALL)
    st.session_state["undo_segment"] = (name, rule)
    st.toast(say("Deleted: {name}", name=name))
