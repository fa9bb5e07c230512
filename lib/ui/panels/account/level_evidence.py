"""The evidence of a level: every indicator with its answer, source, day; who disagrees."""

import pandas as pd
import streamlit as st

from lib.desk.customer.assess import RUBRICS, LevelOfOne
from lib.locale import Message, Number, Text, joined, msg
from lib.profile.answers import SOURCES
from lib.profile.details import Said
from lib.profile.rubric import Rubric
from lib.ui import tables
from lib.ui.wording import said, say, shown


def show(found: LevelOfOne, scheme: str) -> None:
    """Draw one row an indicator, then what contradicts and who disagrees."""
    rubric = RUBRICS[scheme]
    st.subheader(say("Evidence"), anchor=False)
    rows = pd.DataFrame([_row(one, rubric) for one in found.said])
    tables.table(
        rows.astype({"on": "datetime64[us]"}),
        {
            "title": tables.text(msg("What is looked at")),
            "answer": tables.text(msg("Answer"), wide=True),
            "evidence": tables.text(msg("Evidence"), wide=True),
            "source": tables.text(msg("Source")),
            "on": tables.day(msg("Seen on")),
            "by": tables.text(msg("Who")),
            "remark": tables.text(msg("Remark")),
        },
        f"evidence_{scheme}",
    )
    clashes = [rubric.indicators[s.key].title for s in found.said if s.contradicted]
    if clashes:
        st.markdown(
            say("Sources contradict each other on {names}: look again.", names=joined(clashes))
        )
    if found.words:
        _disagreement(found, rubric)


def _row(one: Said, rubric: Rubric) -> dict[str, object]:
    return {
        "title": shown(rubric.indicators[one.key].title),
        "answer": shown(_answer(one, rubric)),
        "evidence": "" if one.evidence is None else shown(one.evidence),
        "source": shown(_source(one)),
        "on": None if one.assessed_on is None else pd.Timestamp(one.assessed_on),
        "by": one.by or "",
        "remark": shown(_remark(one, rubric)),
    }


def _answer(one: Said, rubric: Rubric) -> Text | None:
    if one.not_applicable:
        return msg("does not apply")
    if one.points is None:
        return None
    anchors = rubric.criteria[one.criterion].anchors if one.of_whole else None
    texts = anchors or rubric.indicators[one.key].anchors
    return msg(
        "{points} of 4 · {text}",
        points=Number(one.points, 0 if float(one.points).is_integer() else 1),
        text=texts[round(one.points)],
    )


def _source(one: Said) -> Text:
    if one.points is None:
        return ""
    return SOURCES[one.source] if one.source else msg("not said")


def _remark(one: Said, rubric: Rubric) -> Text:
    parts: list[Message] = []
    if one.of_whole:
        parts.append(msg("{part} as a whole", part=rubric.criteria[one.criterion].title))
    if one.contradicted:
        parts.append(msg("sources contradict"))
    if one.disagreement:
        parts.append(msg("people differ by {n} points", n=Number(one.disagreement)))
    return msg("{parts}", parts=joined(parts)) if parts else ""


def _disagreement(found: LevelOfOne, rubric: Rubric) -> None:
    titles = {key: c.title for key, c in rubric.criteria.items()}
    titles |= {key: i.title for key, i in rubric.indicators.items()}
    st.markdown(say("People see it differently:"))
    for word in found.words:
        text = msg(
            "{what}: {points} of 4 by {by} on {day}",
            what=titles[word.question],
            points=Number(word.points),
            by=word.by,
            day=word.on,
        )
        st.markdown(f"- {said(text)}")
