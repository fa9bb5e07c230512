"""Periods without a day: months, quarters and weeks, by the day on which they begin."""

import re
from datetime import date
from typing import Final, NamedTuple

DAY, WEEK, MONTH, QUARTER = 0, 1, 2, 3  # how much time a text names
_CENTURY = r"(?P<y>(?:19|20)\d{2})"
_MONTH = re.compile(rf"{_CENTURY}\s*(?:[-/.年]\s*)?(?P<m>0?[1-9]|1[0-2])月?(?:份)?")
# `Jan-26` is how spreadsheets show a month; `Jan 26` would be a day.
_NAMED_MONTH = re.compile(
    r"(?P<m>[a-z]{3,9})\.?(?:[-\s,']*(?P<y>(?:19|20)\d{2})|(?:-|\s?')(?P<y2>\d{2}))", re.IGNORECASE
)
_CENTURY_TURN = 70  # 69 is 2069, 70 is 1970, as in POSIX
_QUARTER = re.compile(
    rf"{_CENTURY}\s*[-/.年]?\s*(?:Q(?P<q>[1-4])|第?(?P<zh>[1-4一二三四])季度?)"
    r"|Q(?P<q2>[1-4])\s*[-/.,']?\s*(?P<y2>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_WEEK = re.compile(
    rf"{_CENTURY}\s*[-/.年]?\s*(?:(?:W|wk|week)\s*-?\s*(?P<w>\d{{1,2}})|第(?P<zh>\d{{1,2}})周)"
    r"|(?:W|wk|week)\s*(?P<w2>\d{1,2})\s*[-/.,']?\s*(?P<y2>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_CHINESE: Final = {"一": 1, "二": 2, "三": 3, "四": 4}
_FULL: Final = tuple(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTHS: Final = {name[:3]: number for number, name in enumerate(_FULL, 1)}


class Start(NamedTuple):
    """The first day of a period, and how long the period is."""

    day: date
    grain: int


def month_named(word: str) -> int | None:
    """Return the number of a month by its English name or the first three letters of it."""
    return _MONTHS.get(word[:3].lower())


def month_of(word: str) -> int | None:
    """Return the number of a month by its English name or its usual abbreviation, else None.

    >>> month_of("Sept"), month_of("market")
    (9, None)
    """
    month = month_named(word)
    is_name = month is not None and word.lower() in {_FULL[month - 1][:3], _FULL[month - 1], "sept"}
    return month if is_name else None


def full_year(digits: str) -> int:
    """Return the year that four digits name, or two.

    >>> full_year("26"), full_year("98"), full_year("2031")
    (2026, 1998, 2031)
    """
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)


def start_of(text: str) -> Start | None:
    """Return when the period begins that a text names; None when it names none.

    >>> start_of("2026Q2"), start_of("2026-W01")
    (Start(day=datetime.date(2026, 4, 1), grain=3), Start(day=datetime.date(2025, 12, 29), grain=1))
    """
    return _month(text) or _quarter(text) or _week(text)


def _month(text: str) -> Start | None:
    match = _MONTH.fullmatch(text)
    if match is not None:
        return Start(date(int(match["y"]), int(match["m"]), 1), MONTH)
    match = _NAMED_MONTH.fullmatch(text)
    month = month_of(match["m"]) if match else None
    if match is None or month is None:
        return None
    return Start(date(full_year(match["y"] or match["y2"]), month, 1), MONTH)


def _quarter(text: str) -> Start | None:
    match = _QUARTER.fullmatch(text)
    if match is None:
        return None
    said = match["q"] or match["zh"] or match["q2"]
    number = _CHINESE.get(said) or int(said)
    return Start(date(int(match["y"] or match["y2"]), 3 * number - 2, 1), QUARTER)


def _week(text: str) -> Start | None:
    """Take weeks as ISO 8601 counts them: from Monday, week 1 holds the year's first Thursday."""
    match = _WEEK.fullmatch(text)
    if match is None:
        return None
    number = int(match["w"] or match["zh"] or match["w2"])
    try:
        return Start(date.fromisocalendar(int(match["y"] or match["y2"]), number, 1), WEEK)
    except ValueError:
        return None
