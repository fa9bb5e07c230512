"""What was said, question by question: by theme, role and level, and in their words."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.desk.voice.interviews import Voices
from lib.interviews import guide as guides
from lib.interviews.conversations import UNKNOWN
from lib.interviews.findings import by_group, quotable
from lib.interviews.findings import said as said_of
from lib.locale import Count, Message, Text, msg, msgs
from lib.ui import components, filters, state, tables
from lib.ui.panels.interviews.words import LEVELS, ROLE_NAMES, STAGES
from lib.ui.wording import said, say, shown

_NONE = "none"


def show() -> None:
    """Draw the part: which question was answered by how many, then one question."""
    voices = state.desk().interviews.voices(state.segment(), state.day())
    whole = len(state.desk().segments.members(state.segment(), state.day()))
    if voices.questions.empty:
        components.finding(msg("Nobody of this segment answered a question of the guide yet."))
        components.empty(
            msg("Record a conversation under Conversations, or import the sheet that you keep."),
            link=(components.IMPORT_PAGE, msg("Import your exports")),
        )
        return
    components.finding(_finding(voices, whole))
    titles = _titles(voices)
    chosen = _chosen(voices, titles)
    rows = voices.rows[voices.rows["question"] == chosen]
    rows = rows[rows["answer"].notna() | rows["quote"].notna()].reset_index(drop=True)
    st.subheader(said(titles[chosen]), anchor=False)
    _said(rows)
    rows = _narrowed(rows)
    _answers(rows)
    _quotes(rows)


def _finding(voices: Voices, whole: int) -> Message:
    return msgs(
        "{n} account of {whole} was interviewed; counts are of those, and no shares of the"
        " segment, since not all were drawn at random.",
        "{n} accounts of {whole} were interviewed; counts are of those, and no shares of the"
        " segment, since not all were drawn at random.",
        voices.n_accounts,
        whole=Count(whole),
    )


def _titles(voices: Voices) -> dict[str, Text]:
    guide = state.desk().interviews.guides.now()
    return {
        str(key): guides.short(str(key), guide, state.language())
        for key in voices.questions["question"]
    }


def _chosen(voices: Voices, titles: dict[str, Text]) -> str:
    rows = voices.questions.assign(
        title=[shown(titles[str(key)]) for key in voices.questions["question"]]
    )
    tables.table(
        rows,
        {
            "title": tables.text(msg("Question asked")),
            "n_conversations": tables.number(msg("Number of conversations")),
            "n_accounts": tables.number(msg("Accounts")),
            "n_quotes": tables.number(msg("Quotes")),
        },
        "questions",
    )
    return filters.switch("question", msg("Question asked"), titles)


def _said(rows: pd.DataFrame) -> None:
    """Say what was named most, and draw the themes with who named them."""
    themes, names = by_group(rows, "theme"), _theme_names()
    st.markdown(said(said_of(rows, themes, names)))
    if themes["value"].isna().all():
        return
    st.caption(say("Companies that said it, by theme; n = {n}.", n=_n(rows)))
    tables.table(
        themes.assign(value=themes["value"].fillna(_NONE)),
        {
            "value": tables.named(msg("Theme"), names),
            "n_accounts": tables.number(msg("Accounts")),
            **{role: tables.number(title) for role, title in ROLE_NAMES.items()},
        },
        "answers_by_theme",
    )


def _narrowed(rows: pd.DataFrame) -> pd.DataFrame:
    """Let people open the rows of a theme, a role or a level, each with its companies."""
    filled = rows.assign(
        theme=rows["theme"].fillna(_NONE), maturity_level=rows["maturity_level"].fillna(UNKNOWN)
    )
    chosen = filled
    with st.container(horizontal=True, gap="large"):
        for column, title, names in (
            ("theme", msg("Theme"), _theme_names()),
            ("role", msg("Role"), ROLE_NAMES),
            ("maturity_level", msg("Maturity"), LEVELS),
        ):
            values = _pills(filled, column, title, names)
            chosen = chosen[chosen[column].isin(values)] if values else chosen
        filters.clear(("theme", "role", "maturity_level"))
    return rows.loc[chosen.index].reset_index(drop=True)


def _pills(
    rows: pd.DataFrame, column: str, title: Message, names: Mapping[str, Text]
) -> tuple[str, ...]:
    counts = by_group(rows, column).set_index("value")["n_accounts"].to_dict()
    known = {str(value): names.get(str(value), str(value)) for value in counts}
    if set(known) <= {_NONE}:
        return ()
    return filters.pills(column, title, known, {str(k): int(n) for k, n in counts.items()})


def _n(rows: pd.DataFrame) -> str:
    return str(rows["account_id"].nunique())


def _theme_names() -> dict[str, Text]:
    known = state.desk().interviews.theme_names(state.language())
    return {**known, _NONE: msg("no sure theme")}


def _answers(rows: pd.DataFrame) -> None:
    st.subheader(say("Answers, in our words"), anchor=False)
    told = rows[rows["answer"].notna()].reset_index(drop=True)
    chosen = tables.table(
        told,
        {
            "account_name": tables.text(msg("Account")),
            "answer": tables.text(msg("Answer"), wide=True),
            "role": tables.named(msg("Role"), ROLE_NAMES),
            "maturity_level": tables.named(msg("Maturity"), LEVELS),
            "held_on": tables.day(msg("Held on")),
        },
        "answers",
        choose="account_id",
        empty=msg("No answer is on file, only quotes."),
    )
    state.open_account(chosen)


def _quotes(rows: pd.DataFrame) -> None:
    st.subheader(say("Quotes, without names"), anchor=False)
    kept = quotable(rows)
    hidden = int(rows["quote"].notna().sum()) - len(kept)
    tables.table(
        kept,
        {
            "quote": tables.text(msg("Quote"), wide=True),
            "role": tables.named(msg("Role"), ROLE_NAMES),
            "maturity_level": tables.named(msg("Maturity"), LEVELS),
            "journey_stage": tables.named(msg("Journey stage"), STAGES),
        },
        "quotes",
        empty=msg("No quote of this question may be shown."),
    )
    if hidden:
        st.caption(
            said(
                msgs(
                    "{n} quote is not shown for lack of consent.",
                    "{n} quotes are not shown for lack of consent.",
                    hidden,
                )
            )
        )
