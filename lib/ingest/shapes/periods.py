"""Headings that are periods: `2026-01`, `Jan 2026`, `2026年1月`, `W12 2026`, `2026/01/05`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from lib.ingest.values.cells import folded
from lib.ingest.values.day_parts import MOST_MONTHS, parts_of
from lib.ingest.values.days import DAY_FIRST, MONTH_FIRST

QUARTER, MONTH, WEEK, DAY = "quarter", "month", "week", "day"
_WEEK_DAYS = 7
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_WEEKS = re.compile(
    rf"""(?:{_YEAR}\s*年?\s*[-_/ ]?\s*(?:w|wk|week|cw|kw|第)\.?
        \s*[-_ ]?(?P<week>\d{{1,2}})\s*(?:周|週)?
    |(?:w|wk|week|cw|kw)\.?\s*[-_ ]?(?P<week2>\d{{1,2}})
        (?:\s*[-_/, ]?\s*(?P<year2>(?:19|20)\d{{2}}))?
    |第?\s*(?P<week3>\d{{1,2}})\s*(?:周|週))""",
    re.VERBOSE | re.IGNORECASE,
)
_QUARTERS = re.compile(
    rf"""{_YEAR}\s*年?\s*[-_/. ]?\s*(?:Q(?P<q>[1-4])|第?(?P<zh>[1-4一二三四])\s*季度?)
    |Q(?P<q2>[1-4])(?:\s*[-_/., ']*\s*(?P<year2>(?:19|20)\d{{2}}|\d{{2}}))?
    |第?(?P<zh2>[1-4一二三四])\s*季度?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_FULL = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_CHINESE = "一二三四五六七八九十"
_MONTH_NAME = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})[-\s/,.]*)?(?P<name>[a-z]{3,9})\.?(?:[-\s/,.']*(?P<year2>\d{4}|\d{2}))?",
    re.IGNORECASE,
)
_MONTH_FIGURE = re.compile(r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_MONTH_SLASH = re.compile(r"(?P<month>0?[1-9]|1[0-2])\s*[-/.]\s*(?P<year>(?:19|20)\d{2})")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_EXPORTED = re.compile(
    r"export|generat|print|creat|download|导出|打印|制表|生成|下载|匯出", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A heading read as a period: its first day in either order of day and month."""

    first: date
    length: str
    month_first: date | None = None

    def day(self, order: str | None) -> date:
        """Return the first day; the order counts where the heading leaves it open."""
        return self.month_first if order == MONTH_FIRST and self.month_first else self.first


def year_of(texts: Sequence[str]) -> int | None:
    """Return the one year that a title or name of sheet or file gives; None when unsure."""
    for text in texts:
        years = set(_YEARS.findall(text))
        if len(years) == 1 and not _EXPORTED.search(text):
            return int(years.pop())
    return None


def spelled(heading: str, year: int | None = None) -> Spelled | None:
    """Read a heading as a period; `year` is that of headings which name none."""
    text = folded(heading.strip()).strip()
    if not text or (text.isdecimal() and len(text) < 6):  # noqa: PLR2004 - a number, or a serial
        return None
    return _quarter(text, year) or _week(text, year) or _named(text, year) or _day_or_month(text)


def _week(text: str, year: int | None) -> Spelled | None:
    match = _WEEKS.fullmatch(text)
    if match is None:
        return None
    number = int(match["week"] or match["week2"] or match["week3"])
    said = match["year"] or match["year2"]
    of = int(said) if said else year
    if of is None:
        return None
    try:
        return Spelled(date.fromisocalendar(of, number, 1), WEEK)
    except ValueError:
        return None


def _quarter(text: str, year: int | None) -> Spelled | None:
    match = _QUARTERS.fullmatch(text)
    if match is None:
        return None
    number = _figure(next(match[name] for name in ("q", "zh", "q2", "zh2") if match[name]))
    of = _full_year(match["year"] or match["year2"]) or year
    return None if of is None else Spelled(date(of, 3 * number - 2, 1), QUARTER)


def _named(text: str, year: int | None) -> Spelled | None:
    if match := _MONTH_SLASH.fullmatch(text):
        return Spelled(date(int(match["year"]), int(match["month"]), 1), MONTH)
    if match := _MONTH_FIGURE.fullmatch(text):
        month = _figure(match["month"])
        return _month(year, month)
    match = _MONTH_NAME.fullmatch(text)
    if match is None:
        return None
    name = match["name"].lower()
    month = _NAMES.index(name[:3]) + 1 if name[:3] in _NAMES else 0
    if not month or name not in {_NAMES[month - 1], _FULL[month - 1], "sept"}:
        return None
    return _month(_full_year(match["year"] or match["year2"]) or year, month)


def _month(year: int | None, month: int) -> Spelled | None:
    if year is None or not 1 <= month <= MOST_MONTHS:
        return None
    return Spelled(date(year, month, 1), MONTH)


def _full_year(digits: str | None) -> int | None:
    if not digits:
        return None
    return int(digits) if len(digits) > 2 else 2000 + int(digits)  # noqa: PLR2004


def _figure(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if len(text) == 1:
        return _CHINESE.index(text) + 1
    return 10 + _CHINESE.index(text[1]) + 1 if text[0] == "十" else 0


def _day_or_month(text: str) -> Spelled | None:
    parts = parts_of(text)
    if parts is None:
        return None
    first = _date(parts.year, parts.b, parts.a)
    if parts.months_only:
        return Spelled(first, MONTH) if first else None
    other = _date(parts.year, parts.a, parts.b) if parts.is_open else None
    if first is None:
        return Spelled(other, DAY) if other else None
    return Spelled(first, DAY, other if other != first else None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def order_of(found: Sequence[Spelled], said: str | None) -> str | None:
    """Return day first or month first for headings; None when both could be meant."""
    if not any(each.month_first for each in found):
        return DAY_FIRST
    if said is not None:
        return said
    steady = [order for order in (DAY_FIRST, MONTH_FIRST) if step_of(days_of(found, order))]
    return steady[0] if len(steady) == 1 else None


def days_of(found: Sequence[Spelled], order: str) -> list[date]:
    """Return the first days of the periods."""
    return [each.day(order) for each in found]


def text_of(day: date, length: str) -> str:
    """Return a period by its first day, in a form that says how long it is."""
    if length == QUARTER:
        return f"{day.year}Q{(day.month + 2) // 3}"
    return day.isoformat()[:7] if length == MONTH else day.isoformat()


def step_of(days: Sequence[date]) -> str | None:
    """Return what length periods have that begin on these days; None when they have none.

    Days on the first of different months are months; days seven apart are weeks.
    """
    ordered = sorted(set(days))
    gaps = [(b - a) for a, b in pairwise(ordered)]
    if len(ordered) < len(days) or not gaps:
        return None
    if all(day.day == 1 for day in ordered):
        return MONTH
    if all(gap.days % _WEEK_DAYS == 0 for gap in gaps):
        return WEEK
    return DAY if all(gap <= timedelta(days=_WEEK_DAYS) for gap in gaps) else None
