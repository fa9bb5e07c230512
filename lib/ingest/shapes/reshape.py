"""Shapes that people export, brought to the rows that our kinds have; pure, sheet to sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.ingest.answers import HEADER_ROW, Answers
from lib.ingest.issues import Question
from lib.ingest.shapes.across import usage_across
from lib.ingest.shapes.history import newest
from lib.ingest.shapes.split import kinds_apart
from lib.ingest.shapes.tag_rows import one_row_an_account, with_one_tags_column
from lib.ingest.shapes.wide import long_usage
from lib.ingest.sheet import Sheet


def reshaped_all(sheets: Sequence[Sheet], answers: Answers | None = None) -> tuple[Sheet, ...]:
    """Return the sheets with a row for each thing that our kinds have a row for.

    Every row knows the row of the file that it came from, and each sheet says what was
    done. Questions that the answers settle are gone.
    """
    said = answers or Answers()
    made = (reshaped(sheet, said.of(sheet.file, sheet.sheet)) for sheet in sheets)
    return tuple(_settled(each, said.of(each.file, each.sheet)) for group in made for each in group)


def reshaped(sheet: Sheet, answers: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Return one sheet in our shape, or one for each kind that stands side by side in it."""
    changed = _long(sheet, answers)
    if changed is not None:
        return (changed,)
    sheet = with_one_tags_column(sheet)
    gathered = one_row_an_account(sheet)
    return (gathered,) if gathered is not None else kinds_apart(sheet, answers)


def _long(sheet: Sheet, answers: Mapping[str, str]) -> Sheet | None:
    return newest(sheet, answers) or long_usage(sheet, answers) or usage_across(sheet, answers)


def _settled(sheet: Sheet, answers: Mapping[str, str]) -> Sheet:
    left = tuple(q for q in sheet.questions if not _is_answered(q, answers))
    return sheet if len(left) == len(sheet.questions) else replace(sheet, questions=left)


def _is_answered(question: Question, answers: Mapping[str, str]) -> bool:
    """Say whether a question about a column or the header row has its answer."""
    key = question.column or question.field or question.code
    return key in answers and (key != HEADER_ROW or answers[key].isdecimal())
