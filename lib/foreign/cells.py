"""Cells of a workbook as texts: every digit kept, days in ISO form."""

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

_MILLISECOND = 1000
_MOST_REMEMBERED = 200_000
NOT_A_NUMBER = "\0"  # no cell holds it; the row that does is looked at again


def number_text(value: float) -> str:
    """Return a number with all its digits: no `.0`, no exponent."""
    text = repr(value)
    if text.endswith(".0"):
        text = text[:-2]
        return "0" if text == "-0" else text
    if "e" in text:
        return format(Decimal(text), "f")
    return text if math.isfinite(value) else NOT_A_NUMBER


class Numbers(dict[float, str]):
    """Numbers and their texts: columns repeat themselves, and a look is faster than writing."""

    def __missing__(self, value: float) -> str:
        """Write a number that is seen for the first time."""
        text = number_text(value)
        if len(self) < _MOST_REMEMBERED:
            self[value] = text
        return text


class _Days(dict[int, str]):
    """Days by their ordinal as texts: writing a time stamp anew takes three times as long."""

    def __missing__(self, ordinal: int) -> str:
        text = dt.date.fromordinal(ordinal).isoformat()
        if len(self) < _MOST_REMEMBERED:
            self[ordinal] = text
        return text


class _Clock(dict[int, str]):
    """Times of the day by their second, as they stand behind a day; nothing at midnight."""

    def __missing__(self, second: int) -> str:
        hour, minute = second // 3600, second // 60 % 60
        self[second] = f" {hour:02}:{minute:02}:{second % 60:02}" if second else ""
        return self[second]


_DAYS, _CLOCK = _Days(), _Clock()


def time_text(value: dt.datetime) -> str:
    """Return a time stamp in ISO form, as a bare day at midnight.

    >>> [time_text(dt.datetime(2026, 11, 1, 9, m, 0, n)) for m, n in ((5, 0), (5, 999_999))]
    ['2026-11-01 09:05:00', '2026-11-01 09:05:01']
    """
    rest = value.microsecond % _MILLISECOND  # noise of the day fraction that Excel stores
    if rest:
        up = rest * 2 >= _MILLISECOND
        value += dt.timedelta(microseconds=_MILLISECOND - rest if up else -rest)
    if value.microsecond:
        return value.isoformat(sep=" ")
    second = value.hour * 3600 + value.minute * 60 + value.second
    return _DAYS[value.toordinal()] + _CLOCK[second]


def duration_text(value: dt.timedelta) -> str:
    """Return a duration as Excel shows it: hours, however many, minutes and seconds.

    >>> duration_text(dt.timedelta(days=10, hours=15, minutes=10, seconds=10))
    '255:10:10'
    """
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: number_text,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.datetime: time_text,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: duration_text,
}


def column_letters(place: int) -> str:
    """Return what a spreadsheet calls the column at a place counted from 0.

    >>> [column_letters(n) for n in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's name; row and column count from 0."""
    return f"{column_letters(column)}{row + 1}"
