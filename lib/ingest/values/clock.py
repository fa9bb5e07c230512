"""The time of day and the zone at the end of a text, as exports of many languages write them."""

import re
from typing import NamedTuple

PATTERN = r"""
    (?:[T\s,]*(?P<noon>上午|下午|凌晨|早上|早晨|中午|晚上|傍晚)?\s*
    (?P<hour>\d{1,2})
    (?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?
      |[时時点點:](?:\s*(?P<minute_zh>\d{1,2})分?(?:\s*(?P<second_zh>\d{1,2})秒?)?|整)?
      |(?=\s*[ap]\.?m))
    \s*(?P<half>[ap]\.?m\.?)?)?
    \s*(?P<zone>Z|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4}|北京时间|北京時間)?
    (?:\s*\[[\w/+-]+\])?(?:\s*\([^()]{1,40}\))?
"""
_ZONE = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "sgt": 8, "hkt": 8, "jst": 9,
    "kst": 9, "aest": 10, "aedt": 11, "北京时间": 8, "北京時間": 8,
}  # fmt: skip
# Names that several countries give to zones of their own: China and Chicago both say CST.
VAGUE = frozenset({"cst", "ist", "bst", "ast"})
_LATE = frozenset({"下午", "晚上", "傍晚"})
_EARLY = frozenset({"上午", "凌晨", "早上", "早晨"})
_LONGEST_OFFSET = 14 * 3600
_NOON, _MIDNIGHT, _AFTERNOON = 12, 24, 6


class Clock(NamedTuple):
    """Seconds since midnight as written, and how far east of UTC that clock stands.

    `zoned` says that the text names its zone, `vague` that it does so by a name with
    several meanings: then the time counts as written.
    """

    seconds: float
    offset: int
    zoned: bool
    vague: bool


def clock_of(match: re.Match[str]) -> Clock | None:
    """Return the time that a match of `PATTERN` says; None when there is no such time."""
    seconds, zone = _seconds(match), (match["zone"] or "").strip().lower()
    if seconds is None:
        return None
    if not zone or zone in VAGUE:
        return Clock(seconds, 0, zoned=False, vague=bool(zone))
    offset = _offset(zone)
    return None if offset is None else Clock(seconds, offset, zoned=True, vague=False)


def _seconds(match: re.Match[str]) -> float | None:
    if match["hour"] is None:
        return 0.0
    hour = _hour(int(match["hour"]), match["noon"], (match["half"] or "").lower()[:1])
    minute = int(match["minute"] or match["minute_zh"] or 0)
    second = int(match["second"] or match["second_zh"] or 0)
    return seconds_of(hour, minute, second, float(f"0.{match['fraction'] or 0}"))


def seconds_of(hour: int, minute: int, second: int, fraction: float = 0.0) -> float | None:
    """Return seconds since midnight; None when no clock shows that."""
    if minute > 59 or second > 60 or (hour, minute, second) > (_MIDNIGHT, 0, 0):  # noqa: PLR2004
        return None
    return hour * 3600 + minute * 60 + second + fraction


def _hour(hour: int, noon: str | None, half: str) -> int:
    """Return the hour of 24 that a word for the part of the day makes of it."""
    if hour > _NOON:
        return hour
    if noon == "中午":
        return hour + _NOON if hour < _AFTERNOON else hour
    if noon == "晚上" and hour == _NOON:
        return _MIDNIGHT
    if half == "a" or noon in _EARLY:
        return hour % _NOON
    if half == "p" or noon in _LATE:
        return hour % _NOON + _NOON
    return hour


def _offset(zone: str) -> int | None:
    """Return seconds east of UTC; None when no place on earth has such a zone."""
    if zone in _HOURS:
        return _HOURS[zone] * 3600
    match = _ZONE.search(zone)
    if match is None:
        return None
    seconds = int(match[2]) * 3600 + int(match[3] or 0) * 60
    if seconds > _LONGEST_OFFSET:
        return None
    return -seconds if match[1] == "-" else seconds
