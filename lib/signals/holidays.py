"""Holidays on which everybody does less, by the account's country.

Days of the lunar calendar are data, not arithmetic, as published by the Hong Kong
Observatory (conversion tables, 2018 to 2032): outside those years the desk knows none of
them, and only the season index can help. China shifts working days around its holidays by
a decree each year; those shifts are not kept.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from lib.model import Snapshot
from lib.signals.counts import Bools
from lib.signals.once import once_a_snapshot

Days: TypeAlias = npt.NDArray[np.datetime64]
T = TypeVar("T", bound=np.generic)

CHINA, JAPAN, UNITED_STATES, EASTER = "china", "japan", "united_states", "easter"
ELSEWHERE = "elsewhere"
GROUPS = (CHINA, JAPAN, UNITED_STATES, EASTER, ELSEWHERE)

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
_DRAGON_BOAT = ("0618", "0607", "0625", "0614", "0603", "0622", "0610", "0531", "0619", "0609",
                "0528", "0616", "0605", "0624", "0612")  # fmt: skip
_MID_AUTUMN = ("0924", "0913", "1001", "0921", "0910", "0929", "0917", "1006", "0925", "0915",
               "1003", "0922", "0912", "1001", "0919")  # fmt: skip
DRAGON_BOAT, MID_AUTUMN = (
    MappingProxyType(
        {
            year: date(year, int(day[:2]), int(day[2:]))
            for year, day in zip(LUNAR_NEW_YEAR, days, strict=True)
        }
    )
    for days in (_DRAGON_BOAT, _MID_AUTUMN)
)
_NAMES: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {
        CHINA: frozenset(
            {
                "cn", "chn", "china", "prc", "p.r. china", "pr china", "mainland china",
                "china mainland", "people's republic of china", "中国", "中國", "中国大陆",
                "中國大陸", "中华人民共和国",
            }
        ),
        JAPAN: frozenset({"jp", "jpn", "japan", "日本"}),
        UNITED_STATES: frozenset(
            {
                "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america", "美国",
                "美國",
            }
        ),
        EASTER: frozenset(
            {
                "de", "deu", "germany", "deutschland", "德国", "gb", "gbr", "uk", "united kingdom",
                "great britain", "england", "英国", "fr", "fra", "france", "法国", "at", "aut",
                "austria", "奥地利", "ch", "che", "switzerland", "瑞士", "nl", "nld", "netherlands",
                "荷兰", "it", "ita", "italy", "意大利", "es", "esp", "spain", "西班牙", "pl",
                "pol", "poland", "波兰", "se", "swe", "sweden", "瑞典", "au", "aus", "australia",
                "澳大利亚",
                "nz", "nzl", "new zealand", "新西兰", "ca", "can", "canada", "加拿大", "br", "bra",
                "brazil", "巴西", "mx", "mex", "mexico", "墨西哥",
            }
        ),
    }
)  # fmt: skip
_DAY = timedelta(days=1)
_THURSDAY = 3
_WORKING_DAYS = 2  # one free day a week is lost in the noise, two are not


def holidays(group: str, first: date, last: date) -> Days:
    """Return the group's holidays from `first` to `last`, both included, as days in order.

    China: the eve of Lunar New Year and six days from it, 1 to 5 May, 1 to 7 October, and the
    days of Qingming, Dragon Boat and Mid-Autumn. Japan: 29 April to 5 May, 13 to 16 August,
    29 December to 3 January. Elsewhere 24 December to 2 January; with it in the United
    States Independence Day, Thanksgiving and the day after, and in the countries of the
    group `EASTER` Good Friday and Easter Monday.
    """
    wanted = (
        day for year in range(first.year - 1, last.year + 2) for day in _HOLIDAYS[group](year)
    )
    return _as_days(day for day in wanted if first <= day <= last)


@once_a_snapshot
def holiday_groups(snapshot: Snapshot) -> npt.NDArray[np.str_]:
    """Return each account's group: by country, else by domain or name, else the home country's.

    A .cn domain and a Chinese name speak for China. Japanese names that mix Chinese characters
    with kana are not taken for Chinese ones.
    """
    accounts = snapshot.accounts
    country = accounts["country"].str.strip().str.casefold()
    domain = accounts["domain"].fillna("").str.strip().str.rstrip("/").str.casefold()
    name = accounts["account_name"].fillna("")
    chinese_name = name.str.contains("[\u4e00-\u9fff]") & ~name.str.contains("[\u3040-\u30ff]")
    looks = domain.str.endswith(".cn") | chinese_name
    in_china = country.isin(_NAMES[CHINA]).where(country.notna(), looks).to_numpy(dtype=bool)
    named = [country.isin(_NAMES[g]).to_numpy(dtype=bool) for g in (JAPAN, UNITED_STATES, EASTER)]
    unsaid = country.isna().to_numpy()
    found = np.select([in_china, *named], GROUPS[:-1], ELSEWHERE)
    return np.where(unsaid & ~in_china, group_of(snapshot.home_country), found)


def group_of(country: str | None) -> str:
    """Return the group of a country by one of its names; `ELSEWHERE` for others and for none."""
    name = (country or "").strip().casefold()
    return next((group for group, names in _NAMES.items() if name in names), ELSEWHERE)


def by_group(snapshot: Snapshot, work_out: Callable[[str], npt.NDArray[T]]) -> npt.NDArray[T]:
    """Return for each account, as rows, what is worked out for its group."""
    return np.stack([work_out(group) for group in GROUPS])[group_places(snapshot)]


@once_a_snapshot
def group_places(snapshot: Snapshot) -> npt.NDArray[np.int64]:
    """Return each account's group as its place in `GROUPS`."""
    groups = holiday_groups(snapshot)
    return np.select([groups == group for group in GROUPS], range(len(GROUPS)))


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
        yield from (DRAGON_BOAT[year], MID_AUTUMN[year])
    yield _qingming(year)
    yield from (date(year, 5, 1) + _DAY * n for n in range(5))
    yield from (date(year, 10, 1) + _DAY * n for n in range(7))


def _qingming(year: int) -> date:
    """Return the day on which the sun stands at 15 degrees, by the rule for 2000 to 2099."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def _japan(year: int) -> Iterator[date]:
    yield from (date(year, 4, 29) + _DAY * n for n in range(7))
    yield from (date(year, 8, 13) + _DAY * n for n in range(4))
    yield from (date(year, 12, 29) + _DAY * n for n in range(6))


def _united_states(year: int) -> Iterator[date]:
    first = date(year, 11, 1)
    thanksgiving = first + _DAY * ((_THURSDAY - first.weekday()) % 7 + 21)
    yield from (date(year, 7, 4), thanksgiving, thanksgiving + _DAY)
    yield from _year_end(year)


def _with_easter(year: int) -> Iterator[date]:
    sunday = easter_sunday(year)
    yield from (sunday - 2 * _DAY, sunday + _DAY)
    yield from _year_end(year)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday, from the age of the moon (the Gregorian rule after Butcher).

    >>> easter_sunday(2026)
    datetime.date(2026, 4, 5)
    """
    golden, century, rest = year % 19, year // 100, year % 100
    moved = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + moved + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    days = moon + sunday - 7 * late + 114
    return date(year, days // 31, days % 31 + 1)


def _year_end(year: int) -> Iterator[date]:
    yield from (date(year, 12, 24) + _DAY * n for n in range(10))


_HOLIDAYS: MappingProxyType[str, Callable[[int], Iterator[date]]] = MappingProxyType(
    {
        CHINA: _china,
        JAPAN: _japan,
        UNITED_STATES: _united_states,
        EASTER: _with_easter,
        ELSEWHERE: _year_end,
    }
)
