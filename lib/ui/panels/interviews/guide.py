"""The question guide: reading, changing, its versions, and the paper to take along."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.interviews.guide import CONSENT, INTRO, LANGUAGES, Guide, Question, asked, own_key
from lib.locale import LANGUAGES as LANGUAGE_NAMES
from lib.locale import Language, Message, Text, msg, msgs, render
from lib.model.frames import records
from lib.ui import components, state, tables
from lib.ui.panels import versions
from lib.ui.panels.interviews.words import author
from lib.ui.wording import said, say

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show() -> None:
    """Draw the part."""
    number, guide = state.desk().interviews.guides.numbered()
    components.finding(_finding(guide))
    _papers()
    _change(guide, number)
    _versions()


def _finding(guide: Guide) -> Message:
    own = sum(not question.is_standard for question in guide.questions)
    return msgs(
        "The guide asks {n} question, {own} of them your own.",
        "The guide asks {n} questions, {own} of them your own.",
        len(guide.questions),
        own=str(own),
    )


def _papers() -> None:
    about: Text = msg("For customers of the segment: {segment}", segment=state.segment())
    if state.segment() == state.ALL:
        about = msg("For all customers")
    with st.container(horizontal=True):
        for lang, name in LANGUAGE_NAMES.items():
            st.download_button(
                say("Guide with space for notes (DOCX, {language})", language=name),
                data=_paper(lang, about),
                file_name=f"question-guide-{lang}.docx",
                mime=_DOCX,
                key=f"guide_{lang}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )


def _paper(lang: Language, about: Text) -> Callable[[], bytes]:
    """Return what makes the paper when it is asked for, outside of the session."""
    guides = state.desk().interviews.guides
    return lambda: guides.docx(lang, about)


def _change(guide: Guide, number: int) -> None:
    st.caption(
        say(
            "Change the words in either language, the order by its numbers, delete a line, or"
            " add a question of your own below. A question answered before keeps its answers."
        )
    )
    edited = st.data_editor(
        _rows(guide),
        hide_index=True,
        num_rows="dynamic",
        column_order=["place", "en", "zh"],
        column_config={
            "place": st.column_config.NumberColumn(say("Order"), min_value=0, width=70),
            "en": st.column_config.TextColumn(say("In English"), width=440),
            "zh": st.column_config.TextColumn(say("In Chinese"), width=440),
        },
        row_height=tables.ROW_PX,
        key=f"guide_rows_{number}",
    )
    texts = {
        what: _texts(title, what, (standing, standard), number)
        for what, title, standing, standard in (
            ("intro", msg("What is said first"), guide.intro, INTRO),
            ("consent", msg("How consent is asked for"), guide.consent, CONSENT),
        )
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(say("Reason of the change"), key="guide_reason", width=400)
        wanted = st.button(say("Save the guide"), key="guide_save")
    if wanted:
        _save(_guide(edited, texts), reason)


def _rows(guide: Guide) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "key": [question.key for question in guide.questions],
            "place": [float(place) for place in range(1, len(guide.questions) + 1)],
            **{
                lang: [_asked_in(question, lang) for question in guide.questions]
                for lang in LANGUAGES
            },
        }
    )


def _asked_in(question: Question, lang: str) -> str:
    """Return the words in a language; blank where an own question has none in it."""
    own = question.wording.get(lang, "")
    if own or not question.is_standard:
        return own
    return render(asked(question, lang), _language(lang))


def _texts(
    title: Message, what: str, texts: tuple[Mapping[str, str], Message], number: int
) -> dict[str, str]:
    """Ask for one text in both languages; one that is our own standard is kept as blank."""
    standing, standard = texts
    found = {}
    for column, lang in zip(st.columns(len(LANGUAGES)), LANGUAGES, strict=True):
        ours = render(standard, _language(lang))
        value = column.text_area(
            f"{said(title)} ({LANGUAGE_NAMES[_language(lang)]})",
            value=standing.get(lang) or ours,
            height=120,
            key=f"guide_{what}_{lang}_{number}",
        )
        found[lang] = "" if value.strip() == ours else value.strip()
    return found


def _guide(edited: pd.DataFrame, texts: Mapping[str, Mapping[str, str]]) -> Guide:
    ordered = edited.sort_values("place", kind="stable", na_position="last")
    questions: list[Question] = []
    for row in records(ordered):
        words = {lang: _cell(row[lang]) for lang in LANGUAGES}
        known = _cell(row["key"])
        if not known and not any(words.values()):
            continue
        taken = frozenset(question.key for question in questions) | set(edited["key"].dropna())
        questions.append(_question(known or own_key(words, taken), words))
    return Guide(questions=tuple(questions), intro=texts["intro"], consent=texts["consent"])


def _question(key: str, words: Mapping[str, str]) -> Question:
    standard = Question(key=key)
    kept = {
        lang: text
        for lang, text in words.items()
        if text
        and not (standard.is_standard and text == render(asked(standard, lang), _language(lang)))
    }
    return Question(key=key, wording=kept)


def _cell(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124 - NaN


def _language(lang: str) -> Language:
    return "zh" if lang == "zh" else "en"


def _save(guide: Guide, reason: str) -> None:
    try:
        state.desk().interviews.guides.save(guide, author(), reason)
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()


def _versions() -> None:
    rows = state.desk().interviews.guides.versions()
    if rows.empty:
        st.caption(say("This is the standard guide; nobody changed it."))
        return
    versions.show(
        rows, tables.number(msg("Questions")), "guide", state.desk().interviews.guides.undo
    )
