"""What customers said in their own words: with consent, by role and segment, without names."""

import pandas as pd

from lib.interviews.asked import ROLES
from lib.locale import Message, Text, msg, msgs
from lib.model.frames import records
from lib.report.blocks import Block, Column, Paragraph, Table
from lib.report.brief_voices import Voices
from lib.report.meanings import voices as meaning
from lib.report.pen import Pen
from lib.report.text import clean
from lib.report.told_voices.rows import answer_rows

_OF_A_QUESTION = 2
_MARKS = "\"“”「」'‘’ "
_EVIDENCE = ["question", "quote", "role", "segment", "batch_id", "source_row"]


def in_their_words(pen: Pen, voices: Voices) -> tuple[Block, ...]:
    """Show the newest quotes of each question, and say how many may not be shown."""
    chosen = _chosen(voices)
    withheld = answer_rows(pen, voices.withheld)
    n = pen.put(meaning.WITHHELD, len(withheld), withheld)
    hidden = msgs(
        "{n} quote is not shown, as nobody agreed to its being quoted.",
        "{n} quotes are not shown, as nobody agreed to their being quoted.",
        n.n,
        n=n,
    )
    note = (Paragraph((hidden,), role="note"),) if n.n else ()
    if chosen.empty:
        return note
    pen.put(meaning.QUOTES, len(chosen), chosen[_EVIDENCE])
    table = Table(
        figure_id="table_voices_quotes",
        caption=msg("In their own words, with their consent, without names"),
        columns=(Column(msg("Question asked")), Column(msg("Quote")), Column(msg("Who said it"))),
        cells=tuple(
            (_question(voices, row["question"]), clean(row["quote"]).strip(_MARKS), _who(row))
            for row in records(chosen)
        ),
    )
    return (table, *note)


def _chosen(voices: Voices) -> pd.DataFrame:
    """Return quotes in the order of questions: the newest, of different customers and roles."""
    order = {key: place for place, key in enumerate(voices.questions)}
    rows = voices.answers[voices.answers["quote"].notna()]
    rows = rows.assign(
        place=rows["question"].map(order),
        words=[clean(text).strip(_MARKS) for text in rows["quote"]],
    )
    rows = rows.sort_values(
        ["place", "held_on", "account_id", "row_key"],
        ascending=[True, False, True, True],
        kind="stable",
    )
    rows = rows[rows["words"].ne("")].drop_duplicates("words")
    rows = rows.drop_duplicates(["question", "account_id"])
    again = rows.groupby(["question", "role"], sort=False).cumcount()
    ordered = rows.assign(again=again).sort_values(["place", "again"], kind="stable")
    return ordered.groupby("question", sort=False).head(_OF_A_QUESTION).reset_index(drop=True)


def _question(voices: Voices, key: str) -> Text:
    title = voices.questions.get(key, key)
    return clean(title) if isinstance(title, str) else title


def _who(row: dict[str, object]) -> Message:
    role = ROLES.get(str(row["role"]), msg("role unknown"))
    segment = row["segment"]
    if not isinstance(segment, str):
        return role
    return msg("{role} (segment: {segment})", role=role, segment=clean(segment))
