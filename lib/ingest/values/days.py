"""Days and times: day first or month first is decided by the column, then by the whole file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from lib.ingest.values.cells import Cells, Meanings
from lib.locale import msg

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
ORDERS = (DAY_FIRST, MONTH_FIRST)

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
_FIRST_YEAR = 1900
_EPOCH_YEAR = 1970
_MOST_DAYS, _MOST_MONTHS = 31, 12
_LONGEST_OFFSET = 14 * 3600
_MAX_PAIR = 99


class Order(NamedTuple):
    """How many rows can only be read day first, and only month first."""

    day_first: int
    month_first: int

    @property
    def said(self) -> str | None:
        """What the evidence says; None when it is silent or contradicts itself.

        A few slips among many clear rows do not make a contradiction; they are rejected.
        """
        less, more = sorted(self)
        if more == 0 or less * 10 > more:
            return None
        return DAY_FIRST if self.day_first > self.month_first else MONTH_FIRST


class _Parts(NamedTuple):
    """One text taken apart. Numbers `a`, `b` are day and month in an order still open."""

    year: int
    a: int
    b: int
    is_open: bool
    dotted: bool = False
    seconds: float = 0.0
    offset: int = 0
    months_only: bool = False


_NOTHING = _Parts(0, 0, 0, is_open=False)


@dataclass(frozen=True)
class Days:
    """A column of texts taken apart, and what the rows tell of the order of day and month.

    `parts` has one row a distinct text, columns as `_Parts`; `known` says which texts are
    days at all. `n_open` rows name the month in figures beside the day, as `example` does;
    `witness` is a text that can be read in one order only.
    """

    cells: Cells
    parts: np.ndarray
    known: np.ndarray
    order: Order
    n_open: int
    example: str | None
    witness: str | None

    def field(self, name: str) -> np.ndarray:
        """Return one part of every text as whole numbers."""
        return self.parts[:, _Parts._fields.index(name)].astype("int64")

    @property
    def months_only(self) -> bool:
        """Say whether most filled rows name a month and no day."""
        named = self.known & (self.field("months_only") == 1)
        return bool(self.cells.counts[named].sum() * 2 > self.cells.n_filled)


def scanned(cells: Cells) -> Days:
    """Take the distinct texts apart and count what they tell of the order."""
    found = [parts_of(text) for text in cells.folded]
    known = np.array([part is not None for part in found], dtype=bool)
    parts = np.array([part or _NOTHING for part in found], dtype="float64").reshape(
        -1, len(_NOTHING)
    )
    days = Days(cells, parts, known, Order(0, 0), 0, None, None)
    a, b, counts = days.field("a"), days.field("b"), cells.counts
    is_open = known & (days.field("is_open") == 1) & (a != b)
    both = is_open & (a <= _MOST_MONTHS) & (b <= _MOST_MONTHS)
    order = Order(
        int(counts[is_open & (a > _MOST_MONTHS)].sum()),
        int(counts[is_open & (a <= _MOST_MONTHS) & (b > _MOST_MONTHS)].sum()),
    )
    if order == (0, 0):  # nobody writes 10.15.2026
        order = Order(int(counts[both & (days.field("dotted") == 1)].sum()), 0)
    example = min(cells.texts[both], default=min(cells.texts[is_open], default=None))
    witness = min(cells.texts[is_open & ~both & (np.minimum(a, b) <= _MOST_MONTHS)], default=None)
    return Days(cells, parts, known, order, int(counts[is_open].sum()), example, witness)


def together(evidence: Iterable[Order]) -> Order:
    """Add up what several columns tell."""
    found = list(evidence)
    return Order(sum(e.day_first for e in found), sum(e.month_first for e in found))


def parts_of(text: str) -> _Parts | None:
    """Take one text apart; None when it is no day in any form we know."""
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return _from_digits(text)
    return _from_numeric(text) or _from_named(text) or _from_month(text) or _from_iso(text)


def _from_digits(text: str) -> _Parts | None:
    if match := _COMPACT.fullmatch(text):
        clock = match["t"] or "000000"
        seconds = float(int(clock[:2]) * 3600 + int(clock[2:4]) * 60 + int(clock[4:]))
        return _Parts(
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


def _of_day(day: date, seconds: float = 0.0, offset: int = 0) -> _Parts:
    return _Parts(day.year, day.day, day.month, is_open=False, seconds=seconds, offset=offset)


def _from_numeric(text: str) -> _Parts | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    year_first = a > _MOST_DAYS or match["mark"] == "年" or len(match["a"]) > 2  # noqa: PLR2004
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
    return _Parts(year, day, month, is_open, dotted, seconds, _offset(match["zone"]))


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)


def _from_named(text: str) -> _Parts | None:
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    month = _MONTHS.get((match["m1"] or match["m2"])[:3].lower())
    seconds = _clock(match)
    if month is None or seconds is None:
        return None
    day = int(match["d1"] or match["d2"])
    return _Parts(
        _year(match["y"]), day, month, is_open=False, seconds=seconds, offset=_offset(match["zone"])
    )


def _from_month(text: str) -> _Parts | None:
    match = _MONTH_ONLY.fullmatch(text)
    if match is not None:
        return _Parts(int(match["y"]), 1, int(match["m"]), is_open=False, months_only=True)
    match = _NAMED_MONTH.fullmatch(text)
    month = _MONTHS.get(match["m"][:3].lower()) if match else None
    if match is None or month is None:
        return None
    return _Parts(int(match["y"]), 1, month, is_open=False, months_only=True)


def _from_iso(text: str) -> _Parts | None:
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


def parsed(days: Days, order: str | None, *, with_time: bool, months: bool = False) -> Meanings:
    """Return instants as `datetime64[us]`: to UTC when `with_time`, else the day as written.

    Texts that could be read in both orders are NaT when `order` is None. A month without
    a day counts as its first day where `months`, and is bad elsewhere.
    """
    texts = days.cells.texts
    is_day = days.known & (months | (days.field("months_only") == 0))
    instants, exists = _instants(days, order, with_time=with_time)
    left_open = (
        (days.field("is_open") == 1) & (days.field("a") != days.field("b")) & (order is None)
    )
    values = np.where(is_day & exists & ~left_open, instants, np.datetime64("NaT", "us"))
    reasons = np.full(len(texts), "", dtype=object)
    reasons[~is_day & ~days.cells.nothing] = "not_a_day"
    reasons[is_day & ~exists & ~left_open] = "no_such_day"
    why = {
        "not_a_day": msg("This is not a day in any form that we know."),
        "no_such_day": msg("There is no such day."),
    }
    return Meanings(values, reasons, why)


def _instants(days: Days, order: str | None, *, with_time: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return each text's instant, and whether the calendar has such a day."""
    a, b, year = days.field("a"), days.field("b"), days.field("year")
    swapped = (days.field("is_open") == 1) & (order == MONTH_FIRST)
    day, month = np.where(swapped, b, a), np.where(swapped, a, b)
    exists = (year >= _FIRST_YEAR) & (month >= 1) & (month <= _MOST_MONTHS) & (day >= 1)
    months = np.where(exists, (year - _EPOCH_YEAR) * _MOST_MONTHS + month - 1, 0)
    first = months.astype("datetime64[M]")
    whole = first.astype("datetime64[D]") + (np.where(exists, day, 1) - 1).astype("timedelta64[D]")
    exists = exists & (whole.astype("datetime64[M]") == first)
    instants = whole.astype("datetime64[us]")
    if with_time:
        offset = days.field("offset")
        offset = np.where(np.abs(offset) <= _LONGEST_OFFSET, offset, 0)
        seconds = days.parts[:, _Parts._fields.index("seconds")] - offset
        instants = instants + np.round(seconds * 1e6).astype("timedelta64[us]")
    return instants, exists
