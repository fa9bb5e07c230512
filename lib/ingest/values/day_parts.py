"""One text of a day taken apart, whichever way round its day and month stand."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from lib.ingest.values.clock import PATTERN, Clock, clock_of, seconds_of
from lib.ingest.values.day_periods import full_year, month_named, start_of

_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_FLAGS = re.VERBOSE | re.IGNORECASE
_NUMERIC = re.compile(
    rf"""{_WEEKDAY}(?P<a>\d{{1,4}})\s*(?P<mark>[-/.年])\s*(?P<b>\d{{1,2}})\s*[-/.月]\s*
    (?P<c>\d{{1,4}})\s*[日号]?\s*(?:(?:星期|周)[一二三四五六日天])?{PATTERN}""",
    _FLAGS,
)
_NAMED = re.compile(
    rf"""{_WEEKDAY}(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[-\s./]*(?P<m1>[a-z]{{3,9}})\.?|
    (?P<m2>[a-z]{{3,9}})\.?[-\s./]*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)[-\s,./]+(?P<y>\d{{4}}|\d{{2}}){PATTERN}""",
    _FLAGS,
)
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<t>\d{4}(?:\d{2})?))?(?P<z>Z)?"
)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_SECONDS = re.compile(r"[12]\d{9}(?:\.\d{1,6})?")
_MILLISECONDS = re.compile(r"[12]\d{12}")
_REPUBLIC = re.compile(r"(?:中華)?民[國国]\s*(?P<y>\d{1,3})(?=\s*[年/.-])")  # 1912 is its year 1
_REPUBLIC_BEFORE_ONE = 1911
_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()
_DAY_SECONDS = 86_400
MOST_DAYS, MOST_MONTHS = 31, 12
_MAX_PAIR = 99
_LONGEST = 64  # characters; patterns with many blanks must not meet a page of them


class Parts(NamedTuple):
    """One text taken apart. Numbers `a`, `b` are day and month in an order still open.

    `grain` is how much time the text names (`day_periods`), `zoned` and `vague` are as in
    `clock.Clock`.
    """

    year: int
    a: int
    b: int
    is_open: bool
    dotted: bool = False
    seconds: float = 0.0
    offset: int = 0
    grain: int = 0
    zoned: bool = False
    vague: bool = False

    @property
    def months_only(self) -> bool:
        """Say whether the text names a longer time than a day."""
        return self.grain > 0


NOTHING = Parts(0, 0, 0, is_open=False)


def parts_of(text: str) -> Parts | None:
    """Take one text apart; None when it is no day in any form we know."""
    if len(text) > _LONGEST:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return _from_digits(text) or _from_period(text)
    if not text.isascii():
        text = _REPUBLIC.sub(lambda m: str(int(m["y"]) + _REPUBLIC_BEFORE_ONE), text)
    return _from_numeric(text) or _from_named(text) or _from_period(text) or _from_iso(text)


def _from_digits(text: str) -> Parts | None:
    if match := _COMPACT.fullmatch(text):
        return _from_compact(match)
    if _SERIAL.fullmatch(text):
        whole, _, rest = text.partition(".")
        day = date.fromordinal(_EXCEL_DAY_ZERO + int(whole))
        return _of_day(day, round(float(f"0.{rest or 0}") * _DAY_SECONDS))
    if _SECONDS.fullmatch(text) or _MILLISECONDS.fullmatch(text):
        instant = float(text) / (1000 if _MILLISECONDS.fullmatch(text) else 1)
        days, seconds = divmod(instant, _DAY_SECONDS)
        day = date.fromordinal(date(1970, 1, 1).toordinal() + int(days))
        return _of_day(day, seconds)._replace(zoned=True)
    return None


def _from_compact(match: re.Match[str]) -> Parts | None:
    clock = f"{match['t'] or '':0<6}"
    seconds = seconds_of(int(clock[:2]), int(clock[2:4]), int(clock[4:]))
    if seconds is None:
        return None
    parts = Parts(int(match["y"]), int(match["d"]), int(match["m"]), is_open=False, seconds=seconds)
    return parts._replace(zoned=bool(match["z"]))


def _of_day(day: date, seconds: float = 0.0) -> Parts:
    return Parts(day.year, day.day, day.month, is_open=False, seconds=seconds)


def _at(parts: Parts, clock: Clock) -> Parts:
    return parts._replace(**clock._asdict())


def _from_numeric(text: str) -> Parts | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    year_first = a > MOST_DAYS or match["mark"] == "年" or len(match["a"]) > 2  # noqa: PLR2004
    if year_first:
        year, day, month, is_open = full_year(match["a"]), c, b, False
    else:
        year, day, month, is_open = full_year(match["c"]), a, b, True
    clock = clock_of(match)
    if day > _MAX_PAIR or clock is None:
        return None
    return _at(Parts(year, day, month, is_open, match["mark"] == "."), clock)


def _from_named(text: str) -> Parts | None:
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    month = month_named(match["m1"] or match["m2"])
    clock = clock_of(match)
    if month is None or clock is None:
        return None
    day = int(match["d1"] or match["d2"])
    return _at(Parts(full_year(match["y"]), day, month, is_open=False), clock)


def _from_period(text: str) -> Parts | None:
    start = start_of(text)
    return None if start is None else _of_day(start.day)._replace(grain=start.grain)


def _from_iso(text: str) -> Parts | None:
    """Take what is left of ISO 8601: a day of a week, the basic form with a zone."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = instant.utcoffset()
    clock = instant.hour * 3600 + instant.minute * 60 + instant.second
    parts = _of_day(instant.date(), clock)
    return parts if offset is None else parts._replace(offset=_seconds(offset), zoned=True)


def _seconds(offset: timedelta) -> int:
    return round(offset.total_seconds())
