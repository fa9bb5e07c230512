"""Where the customer stands: since when, for how much, until when, and what changed."""

import math

import pandas as pd

from lib.locale import Text, msg, msgs
from lib.profile import maturity
from lib.report.blocks import Block, Paragraph
from lib.report.review import meanings as meaning
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen

_HALF_A_UNIT = 0.5


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    sentences = [*_since(pen), *_arr(pen), *_change(pen), *_term(pen), *_level(pen)]
    if not pen.internal:
        return (Paragraph(tuple(sentences)),)
    notes = tuple(Paragraph((note,), role="note") for note in pen.notes_on(pen.facts.account_id))
    return (Paragraph(tuple(sentences)), *notes)


def _since(pen: ReviewPen) -> list[Text]:
    since = pen.day(pen.account["customer_since"])
    if since is None:
        return [msg("Since when {account} is a customer is unknown.", account=pen.account_name)]
    return [msg("{account} has been a customer since {day}.", account=pen.account_name, day=since)]


def _arr(pen: ReviewPen) -> list[Text]:
    rows = pen.counted_arr_rows([pen.facts.account_id])
    value = pen.account["arr"]
    if pd.isna(value):
        pen.put(meaning.ARR, None, rows, msg("no ARR on file"))
        return [msg("What it pays a year is unknown: no contract on file tells it.")]
    arr = pen.put(meaning.ARR, value, rows)
    return [msg("On {day} it paid {arr} a year.", day=pen.brief.as_of, arr=arr)]


def _change(pen: ReviewPen) -> list[Text]:
    history = pen.brief.history
    if history is None:
        return []
    moves = history.bridge.moves
    mine = moves[moves["account_id"] == pen.facts.account_id]
    change = math.fsum(mine["change"])
    if mine.empty or abs(change) < _HALF_A_UNIT:
        return [msg("That did not change in the period.")] if len(mine) else []
    rows = mine[["account_id", "arr_start", "arr_end", "change", "move"]].reset_index(drop=True)
    pen.put(meaning.ARR_CHANGE, change, rows)
    size = pen.ref("arr_change", "abs")
    if change > 0:
        return [msg("That is {size} more than at the start of the period.", size=size)]
    return [msg("That is {size} less than at the start of the period.", size=size)]


def _term(pen: ReviewPen) -> list[Text]:
    ends = pen.day(pen.account["renewal_on"])
    if ends is None:
        return [msg("When its term ends is unknown.")]
    rows = pen.account_rows([pen.facts.account_id], "renewal_on", "renewal_days")
    left = pen.put(meaning.DAYS_LEFT, pen.account["renewal_days"], rows)
    return [
        msgs(
            "Its term ends on {day}, in {n} day.",
            "Its term ends on {day}, in {n} days.",
            left.n,
            n=left,
            day=ends,
        )
    ]


def _level(pen: ReviewPen) -> list[Text]:
    level = pen.facts.maturity["level"]
    if pd.isna(level):
        return [msg("Its maturity is not rated yet.")]
    return [msg("Its maturity is: {level}.", level=maturity.LEVELS[str(level)])]


PART = Part(key="standing", title=msg("Where we stand"), write=write)
