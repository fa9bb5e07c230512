"""One text of a day taken apart, whichever way round its day and month stand."""

import re
from datetime import date, datetime
from typing import NamedTuple

_TIME = r"""
    (?:[T\s,]*(?P<noon>上午|下午|凌晨|早上|中午|晚上)?\s*
    (?P<hour>\d{1,2})[:时点.](?P<minute>\d{2})(?:[:分.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?[分秒]?
    \s*(?P<half>[ap]\.?m\.?)?)?
    \s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?)?(?:\s*\[[\w/+-]+\])?
"""
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_FLAGS = re.VERBOSE | re.IGNORECASE
_NUMERIC = re.compile(
    rf"""{_WEEKDAY}(?P<a>\d{{1,4}})\s*(?P<mark>[-/.年])\s*(?P<b>\d{{1,2}})\s*[-/.月]\s*
    (?P<c>\d{{1,4}})\s*[日号]?\s*(?:(?:星期|周)[一二三四五六日天])?{_TIME}""",
    _FLAGS,
)
_NAMED = re.compile(
    rf"""{_WEEKDAY}(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[-\s./]*(?P<m1>[a-z]{{3,9}})\.?|
    (?P<m2>[a-z]{{3,9}})\.?[-\s./]*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)[-\s,./]+(?P<y>\d{{4}}|\d{{2}}){_TIME}""",
    _FLAGS,
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<t>\d{6}))?Z?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_SECONDS = re.compile(r"[12]\d{9}(?:\.\d{1,6})?")
_MILLISECONDS = re.compile(r"[12]\d{12}")
_MONTH_ONLY = re.compile(r"(?P<y>(?:19|20)\d{2})\s*(?:[-/.年]\s*)?(?P<m>0?[1-9]|1[0-2])月?(?:份)?")
_NAMED_MONTH = re.compile(r"(?P<m>[a-z]{3,9})\.?[-\s,]*(?P<y>(?:19|20)\d{2})", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()
_DAY_SECONDS = 86_400
_LATE = frozenset({"下午", "晚上"})
_CENTURY_TURN = 70  # 69 is 2069, 70 is 1970, as in POSIX
MOST_DAYS, MOST_MONTHS = 31, 12
_MAX_PAIR = 99
_LONGEST = 64  # characters; patterns with many blanks must not meet a page of them


class Parts(NamedTuple):
    """One text taken apart. Numbers `a`, `b` are day and month in an order still open."""

    year: int
    a: int
    b: int
    is_open: bool
    dotted: bool = False
    seconds: float = 0.0
    offset: int = 0
    months_only: bool = False


NOTHING = Parts(0, 0, 0, is_open=False)


def parts_of(text: str) -> Parts | None:
    """Take one text apart; None when it is no day in any form we know."""
    if len(text) > _LONGEST:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return _from_digits(text)
    return _from_numeric(text) or _from_named(text) or _from_month(text) or _from_iso(text)


def _from_digits(text: str) -> Parts | None:
    if match := _COMPACT.fullmatch(text):
        clock = match["t"] or "000000"
        seconds = float(int(clock[:2]) * 3600 + int(clock[2:4]) * 60 + int(clock[4:]))
        return Parts(
            int(match["y"]), int(match["d"]), int(match["m"]), is_open=False, seconds=seconds
        )
    if _SERIAL.fullmatch(text):
        whole, _, rest = text.partition(".")
        day = date.fromordinal(_EXCEL_DAY_ZERO + int(whole))
        return _of_day(day, round(float(f"0.{rest or 0}") * _DAY_SECONDS))
    if _SECONDS.fullmatch(text) or _MILLISECONDS.fullmatch(text):
        instant = float(text) / (1000 if _MILLISECONDS.fullmatch(text) else 1)
        days, seconds = divmod(instant, _DAY_SECONDS)
        return _of_day(date.fromordinal(date(1970, 1, 1).toordinal() + int(days)), seconds)
    return _from_month(text)


def _of_day(day: date, seconds: float = 0.0, offset: int = 0) -> Parts:
    return Parts(day.year, day.day, day.month, is_open=False, seconds=seconds, offset=offset)


def _from_numeric(text: str) -> Parts | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    year_first = a > MOST_DAYS or match["mark"] == "年" or len(match["a"]) > 2  # noqa: PLR2004
    if year_first:
        year, day, month, is_open = _year(match["a"]), c, b, False
    else:
        year, day, month, is_open = _year(match["c"]), a, b, True
    if day > _MAX_PAIR:
        return None
    seconds = _clock(match)
    if seconds is None:
        return None
    dotted = match["mark"] == "."
    return Parts(year, day, month, is_open, dotted, seconds, _offset(match["zone"]))


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)


def _from_named(text: str) -> Parts | None:
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    month = _MONTHS.get((match["m1"] or match["m2"])[:3].lower())
    seconds = _clock(match)
    if month is None or seconds is None:
        return None
    day = int(match["d1"] or match["d2"])
    return Parts(
        _year(match["y"]), day, month, is_open=False, seconds=seconds, offset=_offset(match["zone"])
    )


def _from_month(text: str) -> Parts | None:
    match = _MONTH_ONLY.fullmatch(text)
    if match is not None:
        return Parts(int(match["y"]), 1, int(match["m"]), is_open=False, months_only=True)
    match = _NAMED_MONTH.fullmatch(text)
    month = _MONTHS.get(match["m"][:3].lower()) if match else None
    if match is None or month is None:
        return None
    return Parts(int(match["y"]), 1, month, is_open=False, months_only=True)


def _from_iso(text: str) -> Parts | None:
    """Take what is left of ISO 8601: weeks, basic form with a zone."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = instant.utcoffset()
    clock = instant.hour * 3600 + instant.minute * 60 + instant.second
    return _of_day(instant.date(), clock, round(offset.total_seconds()) if offset else 0)


def _clock(match: re.Match[str]) -> float | None:
    """Return seconds since midnight; None when there is no such time."""
    if match["hour"] is None:
        return 0.0
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").lower()[:1]
    if (half == "p" or match["noon"] in _LATE) and hour < 12:  # noqa: PLR2004
        hour += 12
    elif half == "a" and hour == 12:  # noqa: PLR2004
        hour = 0
    if hour > 24 or minute > 59 or second > 60:  # noqa: PLR2004
        return None
    return hour * 3600 + minute * 60 + second + float(f"0.{match['fraction'] or 0}")


def _offset(zone: str | None) -> int:
    """Return seconds east of UTC."""
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone or "")
    if match is None:
        return 0
    seconds = int(match[2]) * 3600 + int(match[3] or 0) * 60
    return -seconds if match[1] == "-" else seconds
