"""Holidays: whose, and which weeks they take."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from dateutil.easter import easter  # type: ignore[import-untyped]

from lib.signals.holidays import (
    CHINA,
    DRAGON_BOAT,
    EASTER,
    ELSEWHERE,
    JAPAN,
    LUNAR_NEW_YEAR,
    MID_AUTUMN,
    UNITED_STATES,
    easter_sunday,
    holiday_groups,
    holiday_weeks,
    holidays,
)
from tests.metrics.made import snapshot
from tests.signals.made import DAY, dataset, table


@pytest.mark.parametrize(
    ("table_of_days", "age", "first", "last"),
    [
        (LUNAR_NEW_YEAR, 0, (1, 21), (2, 20)),
        (DRAGON_BOAT, 4, (5, 26), (6, 25)),
        (MID_AUTUMN, 14, (9, 7), (10, 8)),
    ],
)
def test_days_of_the_lunar_calendar_have_their_moon(
    table_of_days: Mapping[int, date], age: int, first: tuple[int, int], last: tuple[int, int]
) -> None:
    new_moon, month = date(2000, 1, 6), 29.530588853  # a new moon at 18:14 UT, 7 January in China
    for year, day in table_of_days.items():
        assert date(year, *first) <= day <= date(year, *last)
        off = ((day - new_moon).days - 0.4 - age) % month
        assert min(off, month - off) < 1.3


def test_easter_follows_the_rule_of_another_library() -> None:
    assert all(easter_sunday(year) == easter(year) for year in range(1900, 2100))


@pytest.mark.parametrize(
    ("group", "days"),
    [
        (UNITED_STATES, [date(2026, 7, 4), date(2026, 11, 26), date(2026, 11, 27)]),
        (EASTER, [date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 24)]),
        (JAPAN, [date(2026, 4, 29), date(2026, 8, 13), date(2026, 12, 31)]),
    ],
)
def test_holidays_of_other_countries(group: str, days: list[date]) -> None:
    found = holidays(group, date(2026, 1, 1), date(2026, 12, 31)).tolist()
    assert set(days) <= set(found)


def test_each_group_has_its_own_holidays() -> None:
    china = holidays(CHINA, date(2026, 1, 1), date(2026, 12, 31))
    elsewhere = holidays(ELSEWHERE, date(2025, 12, 1), date(2026, 1, 31))
    assert china.tolist() == [
        *(date(2026, 2, 16) + timedelta(days=n) for n in range(8)),
        date(2026, 4, 5),
        *(date(2026, 5, n) for n in range(1, 6)),
        *(date(2026, 6, 19), date(2026, 9, 25)),
        *(date(2026, 10, 1) + timedelta(days=n) for n in range(7)),
    ]
    assert elsewhere.tolist() == [date(2025, 12, 24) + timedelta(days=n) for n in range(10)]


def test_years_outside_the_table_have_no_lunar_new_year() -> None:
    assert len(holidays(CHINA, date(2040, 1, 1), date(2040, 3, 31))) == 0


def test_a_week_is_a_holiday_week_from_two_free_working_days_on() -> None:
    mondays = np.array(["2026-02-09", "2026-02-16", "2026-02-23"], dtype="datetime64[D]")
    free = holidays(CHINA, date(2026, 2, 1), date(2026, 3, 31))
    assert holiday_weeks(mondays, free).tolist() == [False, True, False]


def test_groups_follow_country_then_domain_then_name() -> None:
    rows = [
        {"account_id": "a", "country": " China "},
        {"account_id": "b", "country": "中国"},
        {"account_id": "c", "country": "Germany", "account_name": "云杉科技"},
        {"account_id": "d", "domain": "https://spruce.com.cn/"},
        {"account_id": "e", "account_name": "云杉科技（北京）有限公司"},
        {"account_id": "f", "account_name": "株式会社スプルース"},
        {"account_id": "g", "account_name": "Spruce Inc"},
    ]
    groups = holiday_groups(dataset(table("accounts", rows)).as_of(DAY))
    assert groups.tolist() == [CHINA, CHINA, EASTER, CHINA, CHINA, ELSEWHERE, ELSEWHERE]


def test_accounts_that_name_no_country_keep_the_holidays_of_the_chosen_one() -> None:
    rows = [
        {"account_id": "A", "account_name": "Tarn Ltd"},
        {"account_id": "B", "account_name": "Tarn GmbH", "country": "Brunei"},
        {"account_id": "C", "account_name": "海蓝科技"},
    ]
    chosen = replace(snapshot("2026-10-31", accounts=rows), home_country="usa")
    assert holiday_groups(chosen).tolist() == [UNITED_STATES, ELSEWHERE, CHINA]
    none = snapshot("2026-10-31", accounts=rows)
    assert holiday_groups(none).tolist() == [ELSEWHERE, ELSEWHERE, CHINA]
