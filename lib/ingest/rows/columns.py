"""Every mapped column of a sheet understood, with what the columns of one file tell each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from lib.ingest.answers import DATES, DECIMAL
from lib.ingest.bulk import text_column
from lib.ingest.issues import Issue, Question
from lib.ingest.names.mapping import Mapped
from lib.ingest.rows import column_remarks as remarks
from lib.ingest.sheet import Sheet
from lib.ingest.values import days, flags, numbers, shares, words
from lib.ingest.values.cells import Cells, Meanings
from lib.ingest.values.day_periods import DAY
from lib.ingest.values.days import DAY_FIRST, MONTH_FIRST, Days
from lib.ingest.values.numbers import Decimal, Numbers
from lib.ingest.values.shares import Meaning
from lib.locale import msg
from lib.model.frames import DTYPES
from lib.model.spec import Column, Type

PERIOD = "period"  # the one field in which a month without a day means something
COMMA, POINT = "comma", "point"
_ANSWERS = frozenset({"satisfaction", "csat"})
_NUMBERS = frozenset({Type.AMOUNT, Type.COUNT, Type.SHARE})
_DAYS = frozenset({Type.DAY, Type.TIME})
_MARKS: Mapping[str, Decimal] = {COMMA: Decimal(1, 0), POINT: Decimal(0, 1)}
_UNKNOWN = Decimal(0, 0)


@dataclass(frozen=True)
class Target:
    """A column of the sheet, the field that it fills, and its cells."""

    mapped: Mapped
    column: Column
    cells: Cells


@dataclass(frozen=True)
class Understood:
    """A column of the sheet whose every value is understood or named as bad.

    `grain` is how long the periods are that its days begin (`day_periods`). `currencies`
    holds the code of the sign beside each distinct amount, "" where there is none. `clear`
    gives for texts that only the rest of the file makes clear another that says the same.
    """

    target: Target
    parsed: Meanings
    grain: int = DAY
    currencies: np.ndarray | None = None
    clear: Mapping[str, str] = field(default_factory=dict)

    @property
    def n_bad(self) -> int:
        """How many rows hold a value that could not be understood."""
        return int(self.target.cells.counts[self.parsed.bad].sum())

    @property
    def is_hopeless(self) -> bool:
        """Say whether more than half of the filled rows could not be understood."""
        return self.n_bad * 2 > self.target.cells.n_filled

    def rows(self) -> ExtensionArray | np.ndarray:
        """Return the value of each row, of the type of its column."""
        meant, codes = self.parsed.meant, self.target.cells.codes
        if meant.dtype != object:
            return meant[codes]
        if DTYPES[self.target.column.type] == "str":
            return text_column(meant).take(codes)
        texts = pd.DataFrame({"meant": meant}).astype({"meant": DTYPES[self.target.column.type]})
        return texts["meant"].array.take(codes)


def understood(
    sheet: Sheet, targets: Sequence[Target], answers: Mapping[str, str]
) -> tuple[list[Understood], list[Question]]:
    """Return every target with its values, and what must be asked before they can be used."""
    return _Columns(sheet, targets, answers).all()


class _Columns:
    """The columns of one sheet, which decide together what each leaves open."""

    def __init__(self, sheet: Sheet, targets: Sequence[Target], answers: Mapping[str, str]) -> None:
        self._sheet = sheet
        self._targets = targets
        self._answers = answers
        self._days = {n: days.scanned(t.cells) for n, t in _typed(targets, _DAYS)}
        self._numbers = {n: numbers.scanned(t.cells) for n, t in _typed(targets, _NUMBERS)}
        self._order = days.together(scan.order for scan in self._days.values()).said
        self._decimal = numbers.together(scan.decimal for scan in self._numbers.values())
        self._open_days: list[tuple[Target, Days]] = []
        self._open_numbers: list[tuple[Target, Numbers]] = []

    def all(self) -> tuple[list[Understood], list[Question]]:
        """Return every target understood, and what has to be asked."""
        found = [self._one(place, target) for place, target in enumerate(self._targets)]
        asked = _dates_question(self._sheet, self._open_days)
        return found, asked + _decimal_question(self._sheet, self._open_numbers)

    def _one(self, place: int, target: Target) -> Understood:
        if place in self._days:
            return self._of_days(target, self._days[place])
        if place in self._numbers:
            return self._of_numbers(target, self._numbers[place])
        if target.column.type is Type.FLAG:
            notes = remarks.null_words(target.mapped.column, target.cells)
            return Understood(target, _with_notes(flags.parsed(target.cells), notes))
        parsed = words.parsed(target.cells, target.column)
        notes = remarks.of_words(target.mapped.column, target.column, target.cells)
        return Understood(target, _with_notes(parsed, notes))

    def _of_days(self, target: Target, scan: Days) -> Understood:
        column, heading = target.column, target.mapped.column
        said = None if scan.is_mixed else scan.order.said
        order = said or self._answers.get(DATES) or (None if scan.is_mixed else self._order)
        if order is None and scan.n_open:
            self._open_days.append((target, scan))
        with_time = column.type is Type.TIME
        parsed = days.parsed(scan, order, with_time=with_time, months=column.name == PERIOD)
        notes = remarks.null_words(heading, target.cells)
        notes += remarks.of_order(heading, scan, order)
        notes += remarks.of_zones(heading, scan) if with_time else ()
        clear = days.clear_texts(scan, parsed)
        return Understood(target, _with_notes(parsed, notes), scan.grain, clear=clear)

    def _of_numbers(self, target: Target, scan: Numbers) -> Understood:
        column, heading = target.column, target.mapped.column
        decimal = scan.decimal or self._said_decimal or self._decimal
        if not decimal and column.type is not Type.SHARE and self._is_risky(scan):
            self._open_numbers.append((target, scan))
        if column.type is Type.SHARE:
            meaning: Meaning = "answer" if column.name in _ANSWERS else "percentage"
            parsed = shares.parsed(scan, decimal, meaning, heading)
        else:
            parsed = numbers.parsed(scan, decimal, target.mapped.scale)
        notes = remarks.null_words(heading, target.cells, of_numbers=True)
        notes += remarks.of_decimal(heading, scan, decimal)
        if column.type is Type.SHARE:
            clear = shares.clear_texts(scan, parsed)
        else:
            clear = numbers.clear_texts(scan, parsed, target.mapped.scale)
        return Understood(
            target, _with_notes(parsed, notes), currencies=scan.currencies, clear=clear
        )

    @property
    def _said_decimal(self) -> Decimal:
        return _MARKS.get(self._answers.get(DECIMAL, ""), _UNKNOWN)

    def _is_risky(self, scan: Numbers) -> bool:
        """Say whether taking the point for the decimal mark could make a number 1,000 times less.

        `1,234` parts thousands wherever fields are parted by commas or tabs, and numbers of a
        workbook always have a point. A file parted by semicolons may mean either.
        """
        if self._sheet.delimiter is None or not scan.has_open_marks:
            return scan.has_open_marks and scan.contradicts
        return scan.has_open_points or self._sheet.delimiter == ";" or scan.contradicts


def _typed(targets: Sequence[Target], types: frozenset[Type]) -> list[tuple[int, Target]]:
    return [(place, t) for place, t in enumerate(targets) if t.column.type in types]


def _with_notes(parsed: Meanings, notes: tuple[Issue, ...]) -> Meanings:
    return Meanings(parsed.meant, parsed.reasons, parsed.why, (*parsed.notes, *notes))


def _dates_question(sheet: Sheet, found: Sequence[tuple[Target, Days]]) -> list[Question]:
    if not found:
        return []
    target, scan = found[0]
    message = msg(
        "In {title} the days of {columns} fit both day first and month first ({example}).",
        title=sheet.title,
        columns=", ".join(t.mapped.column for t, _ in found),
        example=scan.example or "",
    )
    remedy = msg("Answer dates with day_first or month_first.")
    orders = (DAY_FIRST, MONTH_FIRST)
    return [Question(DATES, message, orders, target.mapped.column, remedy, DATES)]


def _decimal_question(sheet: Sheet, found: Sequence[tuple[Target, Numbers]]) -> list[Question]:
    if not found:
        return []
    target, scan = found[0]
    message = msg(
        "In {title} the numbers of {columns} may part thousands or decimals ({example}).",
        title=sheet.title,
        columns=", ".join(t.mapped.column for t, _ in found),
        example=scan.example,
    )
    remedy = msg("Answer decimal with comma or point: the sign before the decimals.")
    return [Question(DECIMAL, message, (COMMA, POINT), target.mapped.column, remedy, DECIMAL)]
