"""The rule of a segment: groups and conditions, counted while they change, as text and in words."""

import streamlit as st

from lib.desk.segmentation.segments import Trial
from lib.errors import DeskError
from lib.locale import LANGUAGES, Message, Money, Share, msg, msgs, render
from lib.segments.draft import Draft, Group, Place, finished
from lib.segments.rules import Rule, parsed_rule, words
from lib.ui import components, state
from lib.ui.panels.segments import drafting, lines, shelf
from lib.ui.wording import md_escape, said, say

_TEXT = "rule_text"
_NAME = "segment_name"
_NAME_OF = "segment_name_of"
_REASON = "segment_reason"
_EXAMPLE = 'tag = "key account" and renewal_on in next 90 days and not signal = login_decline'


def show() -> None:
    """Draw the rule that is looked at, or the one that is being put together."""
    draft = drafting.draft()
    rule = _tried(draft)
    components.finding(_finding(rule))
    saved = state.desk().segments.shelf.standing().get(state.segment())
    if saved is not None and saved.frozen_on is not None:
        st.caption(say("Frozen on {day}: its members are kept, whatever this rule finds today.",
                       day=saved.frozen_on))  # fmt: skip
    shelf.show_problem()
    shelf.undo_delete()
    with st.container(key="rule_builder"):
        _group(draft, ())
    _words_and_text(rule)
    _keep(rule)


def _tried(draft: Group) -> Rule | None:
    """Return the rule that the finished lines make; say what is wrong with the others."""
    try:
        rule = finished(draft)
        if rule is not None:
            state.desk().segments.rule(str(rule))
    except DeskError as error:
        components.problem(error)
        return None
    return rule


def _finding(rule: Rule | None) -> Message:
    if rule is None:
        return msg("No condition is finished yet: choose a field, how it is compared, and a value.")
    found = state.desk().segments.trial(rule, state.day())
    currency = state.desk().data.snapshot(state.day()).currency
    whole = msgs(
        "{n} account matches. ARR {arr}, {share} of the book.",
        "{n} accounts match. ARR {arr}, {share} of the book.",
        found.totals.n_accounts,
        arr=Money(found.totals.arr, currency),
        share=Share(found.totals.share_of_book or 0.0, 1),
    )
    if not found.n_unsure:
        return whole
    unsure = msgs("Of {n} more it is unknown.", "Of {n} more it is unknown.", found.n_unsure)
    return msg("{whole} {unsure}", whole=whole, unsure=unsure)


def _group(group: Group, place: Place) -> None:
    with st.container(border=bool(place), gap="small"):
        _head(group, place)
        for number, part in enumerate(group.parts):
            where = (*place, number)
            if isinstance(part, Group):
                _group(part, where)
            else:
                lines.line(part, where, _count(part))
        _buttons(place)


def _head(group: Group, place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        key = drafting.key("word", place)
        choices = {
            "and": msg("All of these"),
            "or": msg("Any of these"),
            "not and": msg("Not all of these"),
            "not or": msg("None of these"),
        }
        st.session_state[key] = f"{'not ' if group.negated else ''}{group.word}"
        st.selectbox(
            say("How the conditions are joined"),
            list(choices),
            format_func=lambda name: said(choices[name]),
            key=key,
            label_visibility="collapsed",
            width=220,
            on_change=drafting.join,
            args=(place, key),
        )
        if place:
            st.caption(_count(group), width="content")
            st.button(
                say("Remove the group"),
                key=drafting.key("drop", place),
                type="tertiary",
                on_click=drafting.drop,
                args=(place,),
            )


def _buttons(place: Place) -> None:
    with st.container(horizontal=True):
        st.button(
            say("Add a condition"),
            key=drafting.key("add", place),
            icon=":material/add:",
            type="tertiary",
            on_click=drafting.add_line,
            args=(place,),
        )
        st.button(
            say("Add a group"),
            key=drafting.key("nest", place),
            icon=":material/data_object:",
            type="tertiary",
            on_click=drafting.add_group,
            args=(place,),
        )


def _count(part: Draft) -> str:
    """Return how many accounts a part finds alone; nothing while it is not finished."""
    try:
        rule = finished(part)
        found = None if rule is None else state.desk().segments.trial(rule, state.day())
    except DeskError:
        return ""  # the whole says what is wrong
    return "" if found is None else said(_counted(found))


def _counted(found: Trial) -> Message:
    n, currency = found.totals.n_accounts, state.desk().data.snapshot(state.day()).currency
    arr = Money(found.totals.arr, currency)
    if found.n_unsure:
        return msgs(
            "{n} account · {arr} · {unsure} unknown",
            "{n} accounts · {arr} · {unsure} unknown",
            n,
            arr=arr,
            unsure=str(found.n_unsure),
        )
    return msgs("{n} account · {arr}", "{n} accounts · {arr}", n, arr=arr)


def _words_and_text(rule: Rule | None) -> None:
    """Show the rule in words, in both languages, beside its text, which can be changed."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{say('In words')}**")
        for lang, name in LANGUAGES.items():
            text = "…" if rule is None else render(words(rule), lang)
            st.markdown(f":gray[{md_escape(name)}] {md_escape(text)}")
    with right:
        if drafting.text_is_old():
            st.session_state[_TEXT] = "" if rule is None else str(rule)
        st.text_area(
            say("Rule as text"),
            key=_TEXT,
            placeholder=_EXAMPLE,
            height=110,
            on_change=_read_text,
            help=said(
                msg(
                    "Fields are compared with =, !=, <, >, in (…), contains, is unknown, in last"
                    " 90 days, in next 90 days; joined with and, or, not. Example: {example}",
                    example=_EXAMPLE,
                )
            ),
        )
        if (wrong := drafting.text_problem()) is not None:
            components.problem(wrong)


def _read_text() -> None:
    drafting.read(st.session_state[_TEXT])


def _keep(rule: Rule | None) -> None:
    """Offer to look at what the rule finds, to save it, and what a saved segment allows."""
    name = state.segment() if state.segment() in state.desk().segments.saved() else ""
    if rule is not None and rule != _rule_of_segment():
        st.button(say("Look at these accounts"), key="use_rule", on_click=_use, args=(str(rule),))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.session_state.get(_NAME_OF) != state.segment():
            st.session_state[_NAME_OF] = state.segment()
            st.session_state[_NAME] = "" if name == state.ALL else name
        st.text_input(say("Name"), key=_NAME, placeholder=say("Name of the segment"))
        st.text_input(say("Why"), key=_REASON, placeholder=say("Why the rule is as it is"))
        saved = st.session_state[_NAME].strip() in state.desk().segments.shelf.standing()
        st.button(
            say("Save as a new version") if saved else say("Save the segment"),
            key="save_segment",
            type="primary",
            disabled=rule is None,
            on_click=_save,
            args=(str(rule),),
        )
    if name and name != state.ALL:
        shelf.manage(name)


def _rule_of_segment() -> Rule:
    return parsed_rule(str(state.desk().segments.rule(state.segment())[1]))


def _use(rule: str) -> None:
    shelf.take(rule)
    state.choose("view", ())


def _save(rule: str) -> None:
    if shelf.save(st.session_state[_NAME], rule, st.session_state[_REASON]):
        st.session_state[_REASON] = ""
