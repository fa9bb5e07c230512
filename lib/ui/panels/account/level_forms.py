"""What people enter on a level: the questionnaire, one answer, another level; and the undo."""

from datetime import date, timedelta

import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.desk.customer.assess import BEST, QUESTIONS, RUBRICS, Judgement, LevelOfOne, Overruling
from lib.errors import DeskError
from lib.locale import Message, Text, msg
from lib.profile import bant, maturity
from lib.profile.answers import OVERRULED_DAYS, SOURCES
from lib.ui import components, state
from lib.ui.wording import said, say, shown

_LEVELS = {"maturity": maturity.LEVELS, "bant": bant.LEVELS}
_SAVED = "saved_level_batch"
_NOT_ASKED, _UNKNOWN, _NOT_APPLICABLE = "", "unknown", "not_applicable"
_OPEN: dict[str, Message] = {
    _NOT_ASKED: msg("not asked"),
    _UNKNOWN: msg("don't know"),
    _NOT_APPLICABLE: msg("does not apply"),
}
_SOURCES = ("file", "interview", "crm")  # what a person can speak for


def show(card: AccountCard, scheme: str, found: LevelOfOne) -> None:
    """Draw the three ways to enter something, and the undo of the last."""
    with st.container(horizontal=True):
        with st.popover(say("Answer the questionnaire"), width="content"):
            _questionnaire(card, scheme)
        with st.popover(say("Record one answer"), width="content"):
            _one(card, scheme)
        with st.popover(say("Set another level"), width="content"):
            _overrule(card, scheme, found)
        batch = st.session_state.get(_SAVED)
        if batch is not None:
            st.button(say("Undo"), key="undo_level", on_click=_undo, args=(int(batch),))


def _questionnaire(card: AccountCard, scheme: str) -> None:
    rubric = RUBRICS[scheme]
    with st.form(f"questionnaire_{scheme}", border=False):
        on, source, contact = _circumstances(card, scheme, "all")
        evidence = st.text_input(
            say("What they said, or where it was seen"), key=f"quote_all_{scheme}"
        )
        given = {
            key: _choice(indicator.question, indicator.anchors, f"q_{scheme}_{key}")
            for key, indicator in rubric.indicators.items()
            if indicator.asked
        }
        if st.form_submit_button(say("Save the answers"), type="primary"):
            _save(
                [
                    _judgement(card, scheme, (key, answer), (on, source, contact, evidence))
                    for key, answer in given.items()
                    if answer != _NOT_ASKED
                ]
            )


def _one(card: AccountCard, scheme: str) -> None:
    rubric = RUBRICS[scheme]
    key = str(
        st.selectbox(
            say("Criterion"),
            QUESTIONS[scheme],
            format_func=lambda name: _called(scheme, name),
            key=f"assess_criterion_{scheme}",
        )
    )
    part = rubric.criteria[key] if key in rubric.criteria else rubric.indicators[key]
    answer = _choice(part.question, part.anchors, f"one_{scheme}_{key}")
    on, source, contact = _circumstances(card, scheme, "one")
    evidence = st.text_area(say("Evidence: what was seen or said"), key=f"assess_evidence_{scheme}")
    if st.button(
        say("Save the assessment"),
        type="primary",
        disabled=answer == _NOT_ASKED,
        key=f"save_one_{scheme}",
    ):
        if answer not in _OPEN and not evidence.strip():
            st.error(say("A judgement needs its evidence: what was seen or said."))
        else:
            _save([_judgement(card, scheme, (key, answer), (on, source, contact, evidence))])


def _called(scheme: str, name: str) -> str:
    rubric = RUBRICS[scheme]
    if name in rubric.criteria:
        return shown(msg("{part} as a whole", part=rubric.criteria[name].title))
    return shown(rubric.indicators[name].title)


def _choice(question: Message, anchors: tuple[Message, ...], key: str) -> str:
    texts: dict[str, Text] = {**_OPEN, **{str(n): anchors[n] for n in range(BEST + 1)}}
    return str(
        st.selectbox(
            said(question),
            list(texts),
            format_func=lambda n: shown(texts[n]) if n in _OPEN else f"{n} · {shown(texts[n])}",
            key=key,
        )
    )


def _circumstances(card: AccountCard, scheme: str, what: str) -> tuple[date, str, str | None]:
    """Ask when, from where, and who of the customer said it."""
    left, middle, right = st.columns(3)
    on = left.date_input(
        say("Seen on"), value=card.day, format="YYYY-MM-DD", key=f"on_{what}_{scheme}"
    )
    source = middle.selectbox(
        say("Source"), _SOURCES, format_func=lambda s: shown(SOURCES[s]),
        key=f"source_{what}_{scheme}",
    )  # fmt: skip
    people = card.contacts.dropna(subset=["contact_id"])
    names = dict(zip(people["contact_id"], people["full_name"].fillna(""), strict=True))
    contact = right.selectbox(
        say("Who said it"), list(names), index=None, format_func=lambda c: names[c] or c,
        key=f"contact_{what}_{scheme}", placeholder=shown(msg("Choose or type")),
    )  # fmt: skip
    return on, str(source), contact


def _judgement(
    card: AccountCard,
    scheme: str,
    given: tuple[str, str],
    seen: tuple[date, str, str | None, str],
) -> Judgement:
    key, answer = given
    on, source, contact, evidence = seen
    return Judgement(
        account_id=card.account_id,
        scheme=scheme,
        criterion=key,
        points=None if answer in _OPEN else int(answer),
        applies=answer != _NOT_APPLICABLE,
        evidence=evidence,
        assessed_on=on,
        assessed_by=_author(),
        source=source,
        contact_id=contact,
    )


def _overrule(card: AccountCard, scheme: str, found: LevelOfOne) -> None:
    names = _LEVELS[scheme]
    level = st.selectbox(
        say("Level"), list(names), index=None, format_func=lambda n: shown(names[n]),
        key=f"rule_level_{scheme}", placeholder=shown(msg("Choose or type")),
    )  # fmt: skip
    reason = st.text_area(say("Reason"), key=f"rule_reason_{scheme}")
    until = st.date_input(
        say("Until (at most 90 days)"),
        value=card.day + timedelta(days=OVERRULED_DAYS),
        max_value=card.day + timedelta(days=OVERRULED_DAYS),
        min_value=card.day,
        format="YYYY-MM-DD",
        key=f"rule_until_{scheme}",
    )
    if st.button(say("Set the level"), type="primary", disabled=level is None,
                 key=f"rule_save_{scheme}"):  # fmt: skip
        _rule(card, scheme, (level, reason, until))
    if found.overruled is not None and st.button(
        say("Go back to the level worked out"), key=f"rule_end_{scheme}"
    ):
        _rule(card, scheme, (None, reason or shown(msg("taken back")), None))


def _rule(card: AccountCard, scheme: str, ruling: tuple[str | None, str, date | None]) -> None:
    level, reason, until = ruling
    try:
        batch = state.desk().assessing.overrule(
            Overruling(account_id=card.account_id, scheme=scheme, level=level, reason=reason,
                       on=card.day, by=_author(), until=until)
        )  # fmt: skip
    except DeskError as error:
        components.problem(error)
        return
    _saved(batch)


def _save(judgements: list[Judgement]) -> None:
    try:
        batch = state.desk().assessing.record_all(judgements)
    except DeskError as error:
        components.problem(error)
        return
    _saved(batch)


def _saved(batch: int) -> None:
    st.session_state[_SAVED] = batch
    st.toast(say("Saved as batch {id}; it can be undone here or on the Import page.",
                 id=str(batch)))  # fmt: skip
    st.rerun()


def _undo(batch: int) -> None:
    state.desk().imports.undo(batch)
    st.session_state.pop(_SAVED, None)


def _author() -> str:
    return shown(msg("this desk"))
