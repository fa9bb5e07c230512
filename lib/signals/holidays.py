"""Holidays on which everybody does less: Lunar New Year, National Day, the year's end.

Lunar New Year is data, not arithmetic: the first day of the first lunar month in China
as published by the Hong Kong Observatory (conversion tables, 2018 to 2032). Outside those
years the desk knows no Lunar New Year, and only the season index can help.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lib.model import Snapshot
from lib.signals.counts import Bools
from lib.signals.once import once_a_snapshot

Days: TypeAlias = npt.NDArray[np.datetime64]

CHINA = "china"
ELSEWHERE = "elsewhere"
GROUPS = (CHINA, ELSEWHERE)

LUNAR_NEW_YEAR = MappingProxyType(
    {
        2018: date(2018, 2, 16),
        2019: date(2019, 2, 5),
        2020: date(2020, 1, 25),
        2021: date(2021, 2, 12),
        2022: date(2022, 2, 1),
        2023: date(2023, 1, 22),
        2024: date(2024, 2, 10),
        2025: date(2025, 1, 29),
        2026: date(2026, 2, 17),
        2027: date(2027, 2, 6),
        2028: date(2028, 1, 26),
        2029: date(2029, 2, 13),
        2030: date(2030, 2, 3),
        2031: date(2031, 1, 23),
        2032: date(2032, 2, 11),
    }
)
_CHINA_NAMES = {
    "cn", "chn", "china", "prc", "p.r. china", "pr china", "mainland china", "china mainland",
    "people's republic of china", "中国", "中國", "中国大陆", "中國大陸", "中华人民共和国",
}  # fmt: skip
_DAY = timedelta(days=1)
_WORKING_DAYS = 2  # one free day a week is lost in the noise, two are not


def holidays(group: str, first: date, last: date) -> Days:
    """Return the group's holidays from `first` to `last`, both included, as days in order.

    China: the eve of Lunar New Year and six days from it, 1 to 7 October. Elsewhere: 24
    December to 2 January.
    """
    wanted = (
        day
        for year in range(first.year - 1, last.year + 2)
        for day in (_china(year) if group == CHINA else _year_end(year))
    )
    return _as_days(day for day in wanted if first <= day <= last)


@once_a_snapshot
def holiday_groups(snapshot: Snapshot) -> npt.NDArray[np.str_]:
    """Return each account's group: by country, else by a .cn domain, else by a Chinese name.

    Japanese names that mix Chinese characters with kana are not taken for Chinese ones.
    """
    accounts = snapshot.accounts
    country = accounts["country"].str.strip().str.casefold()
    domain = accounts["domain"].fillna("").str.strip().str.rstrip("/").str.casefold()
    name = accounts["account_name"].fillna("")
    chinese_name = name.str.contains("[\u4e00-\u9fff]") & ~name.str.contains("[\u3040-\u30ff]")
    looks = domain.str.endswith(".cn") | chinese_name
    in_china = country.isin(_CHINA_NAMES).where(country.notna(), looks)
    return np.where(in_china.to_numpy(dtype=bool), CHINA, ELSEWHERE)


def around_holidays(group: str, first: date, last: date) -> Days:
    """Return the group's holidays and, in China, the slow days before and after New Year."""
    slow = _around_new_year(range(-7, 13), first, last) if group == CHINA else []
    return np.unique(np.concatenate([holidays(group, first, last), _as_days(slow)]))


def season_days(first: date, last: date) -> Days:
    """Return days on which a fall of everybody's use is no news, whatever the group."""
    both = [holidays(group, first, last) for group in GROUPS]
    return np.unique(
        np.concatenate([*both, _as_days(_around_new_year(range(-7, 15), first, last))])
    )


def holiday_weeks(mondays: Days, days: Days) -> Bools:
    """Say of each week, named by its Monday, whether two or more working days are in `days`."""
    working = days[np.is_busday(days)] if len(days) else days
    starts = working - (working.astype("int64") + 3) % 7  # 1 January 1970 was a Thursday
    found, n = np.unique(starts, return_counts=True)
    return np.isin(mondays, found[n >= _WORKING_DAYS])


def _around_new_year(offsets: range, first: date, last: date) -> Iterator[date]:
    days = (day + _DAY * n for day in LUNAR_NEW_YEAR.values() for n in offsets)
    return (day for day in days if first <= day <= last)


def _as_days(days: Iterable[date]) -> Days:
    return np.array(sorted(set(days)), dtype="datetime64[D]")


def _china(year: int) -> Iterator[date]:
    if year in LUNAR_NEW_YEAR:
        yield from (LUNAR_NEW_YEAR[year] + _DAY * n for n in range(-1, 7))
    yield from (date(year, 10, 1) + _DAY * n for n in range(7))


def _year_end(year: int) -> Iterator[date]:
    yield from (date(year, 12, 24) + _DAY * n for n in range(10))
