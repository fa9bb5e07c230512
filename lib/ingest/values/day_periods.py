"""Periods without a day: months, quarters and weeks, by the day on which they begin."""

import re
from datetime import date
from typing import Final, NamedTuple

DAY, WEEK, MONTH, QUARTER = 0, 1, 2, 3  # how much time a text names
_CENTURY = r"(?P<y>(?:19|20)\d{2})"
_MONTH = re.compile(rf"{_CENTURY}\s*(?:[-/.年]\s*)?(?P<m>0?[1-9]|1[0-2])月?(?:份)?")
_NAMED_MONTH = re.compile(r"(?P<m>[a-z]{3,9})\.?[-\s,']*(?P<y>(?:19|20)\d{2})", re.IGNORECASE)
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
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


class Start(NamedTuple):
    """The first day of a period, and how long the period is."""

    day: date
    grain: int


def month_named(word: str) -> int | None:
    """Return the number of a month by its English name or the first three letters of it."""
    return _MONTHS.get(word[:3].lower())


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
    month = month_named(match["m"]) if match else None
    return Start(date(int(match["y"]), month, 1), MONTH) if match and month else None


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
