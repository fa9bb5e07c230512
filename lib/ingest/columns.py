"""Every mapped column of a sheet understood, with what the columns of one file tell each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lib.ingest.answers import DATES
from lib.ingest.issues import Issue, Question, note
from lib.ingest.mapping import Mapped
from lib.ingest.sheet import Sheet
from lib.ingest.values import days, flags, numbers, shares, words
from lib.ingest.values.cells import Cells, Meanings
from lib.ingest.values.days import DAY_FIRST, MONTH_FIRST, Days
from lib.ingest.values.numbers import Decimal, Numbers
from lib.ingest.values.shares import Meaning
from lib.locale import Count, msg, msgs
from lib.model.spec import Column, Type

PERIOD = "period"  # the one field in which a month without a day means something
_ANSWERS = frozenset({"satisfaction", "csat"})
_NUMBERS = frozenset({Type.AMOUNT, Type.COUNT, Type.SHARE})
_DAYS = frozenset({Type.DAY, Type.TIME})
_WORDS = frozenset({Type.ID, Type.TEXT, Type.CHOICE, Type.TAGS})


@dataclass(frozen=True)
class Target:
    """A column of the sheet, the field that it fills, and its cells."""

    mapped: Mapped
    column: Column
    cells: Cells


@dataclass(frozen=True)
class Understood:
    """A column of the sheet whose every value is understood or named as bad."""

    target: Target
    parsed: Meanings
    months_only: bool = False

    @property
    def n_bad(self) -> int:
        """How many rows hold a value that could not be understood."""
        return int(self.target.cells.counts[self.parsed.bad].sum())

    @property
    def is_hopeless(self) -> bool:
        """Say whether more than half of the filled rows could not be understood."""
        return self.n_bad * 2 > self.target.cells.n_filled

    def rows(self) -> np.ndarray:
        """Return the value of each row."""
        return self.parsed.meant[self.target.cells.codes]


def understood(
    sheet: Sheet, targets: Sequence[Target], answers: Mapping[str, str]
) -> tuple[list[Understood], list[Question]]:
    """Return every target with its values, and what must be asked before they can be used."""
    dated = {t.column.name: days.scanned(t.cells) for t in targets if t.column.type in _DAYS}
    counted = {
        t.column.name: numbers.scanned(t.cells) for t in targets if t.column.type in _NUMBERS
    }
    file_order = days.together(scan.order for scan in dated.values()).said
    file_decimal = numbers.together(scan.decimal for scan in counted.values())
    found, open_columns = [], []
    for target in targets:
        name = target.column.name
        if name in dated:
            order = _order(dated[name], answers, file_order)
            if order is None and dated[name].n_open:
                open_columns.append((target, dated[name]))
            found.append(_days(target, dated[name], order))
        elif name in counted:
            found.append(_numbers(target, counted[name], file_decimal))
        else:
            found.append(_words(target))
    return found, _dates_question(sheet, open_columns)


def _order(scan: Days, answers: Mapping[str, str], file_order: str | None) -> str | None:
    """Return the order of day and month: the column's own, the answer, the other columns'."""
    return scan.order.said or answers.get(DATES) or file_order


def _days(target: Target, scan: Days, order: str | None) -> Understood:
    column = target.column
    with_time = column.type is Type.TIME
    parsed = days.parsed(scan, order, with_time=with_time, months=column.name == PERIOD)
    remarks = _null_remarks(target)
    if order is not None and scan.n_open:
        remarks += (_order_remark(target, scan, order),)
    parsed = _with_notes(parsed, remarks)
    return Understood(target, parsed, scan.months_only)


def _order_remark(target: Target, scan: Days, order: str) -> Issue:
    heading, witness = target.mapped.column, scan.witness
    said = msg("day first") if order == DAY_FIRST else msg("month first")
    if witness is None:
        message = msg(
            "The days in '{column}' are read {order}, as said or as other columns show.",
            column=heading,
            order=said,
        )
    else:
        message = msg(
            "The days in '{column}' are read {order}, as {example} shows.",
            column=heading,
            order=said,
            example=witness,
        )
    return note("date_order", "info", message, heading, witness)


def _numbers(target: Target, scan: Numbers, file: Decimal) -> Understood:
    column, heading = target.column, target.mapped.column
    if column.type is Type.SHARE:
        meaning: Meaning = "answer" if column.name in _ANSWERS else "percentage"
        parsed = shares.parsed(scan, file, meaning, heading)
    else:
        parsed = numbers.parsed(scan, file, target.mapped.scale)
    remarks = _null_remarks(target)
    if scan.has_open_marks and (scan.decimal or file).mark == ",":
        message = msg(
            "In '{column}' the comma is the decimal mark, as other values show.", column=heading
        )
        remarks += (note("decimal_comma", "info", message, heading),)
    return Understood(target, _with_notes(parsed, remarks))


def _words(target: Target) -> Understood:
    if target.column.type is Type.FLAG:
        return Understood(target, _with_notes(flags.parsed(target.cells), _null_remarks(target)))
    parsed = words.parsed(target.cells, target.column)
    return Understood(target, _with_notes(parsed, _id_remarks(target)))


def _with_notes(parsed: Meanings, notes: tuple[Issue, ...]) -> Meanings:
    return Meanings(parsed.meant, parsed.reasons, parsed.why, (*parsed.notes, *notes))


def _null_remarks(target: Target) -> tuple[Issue, ...]:
    """Tell how many cells hold a program's word for nothing, and so count as blank."""
    if target.column.type in _WORDS:
        return ()
    cells = target.cells
    said = cells.nothing & ~cells.blank
    n, heading = int(cells.counts[said].sum()), target.mapped.column
    if n == 0:
        return ()
    example = min(cells.texts[said])
    message = msgs(
        "{n} cell of '{column}' says {example} and counts as blank.",
        "{n} cells of '{column}' say {example} or the like and count as blank.",
        n,
        column=heading,
        example=example,
    )
    return (note("null_words", "info", message, heading, example),)


def _id_remarks(target: Target) -> tuple[Issue, ...]:
    """Warn of ids that a spreadsheet has rounded: they can no longer be told apart."""
    if target.column.type is not Type.ID:
        return ()
    damaged = [text for text in target.cells.texts if words.is_damaged_id(text)]
    if not damaged:
        return ()
    message = msg(
        "{n} ids in '{column}' look rounded by a spreadsheet ({example}); export them as text.",
        n=Count(len(damaged)),
        column=target.mapped.column,
        example=min(damaged),
    )
    return (note("rounded_ids", "warning", message, target.mapped.column, min(damaged)),)


def _dates_question(sheet: Sheet, found: Sequence[tuple[Target, Days]]) -> list[Question]:
    if not found:
        return []
    target, scan = found[0]
    names = ", ".join(t.mapped.column for t, _ in found)
    message = msg(
        "In {title} the days of {columns} fit both day first and month first ({example}).",
        title=sheet.title,
        columns=names,
        example=scan.example or "",
    )
    remedy = msg("Answer dates with day_first or month_first.")
    return [Question(DATES, message, (DAY_FIRST, MONTH_FIRST), target.mapped.column, remedy)]
