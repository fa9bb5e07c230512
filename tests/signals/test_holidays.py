"""Holidays: whose, and which weeks they take."""

from datetime import date, timedelta

import numpy as np

from lib.signals.holidays import (
    CHINA,
    ELSEWHERE,
    LUNAR_NEW_YEAR,
    holiday_groups,
    holiday_weeks,
    holidays,
)
from tests.signals.made import DAY, dataset, table


def test_lunar_new_year_falls_on_a_new_moon_between_21_january_and_20_february() -> None:
    new_moon, month = date(2000, 1, 6), 29.530588853  # a new moon at 18:14 UT, 7 January in China
    for year, day in LUNAR_NEW_YEAR.items():
        assert date(year, 1, 21) <= day <= date(year, 2, 20)
        age = ((day - new_moon).days - 0.4) % month
        assert min(age, month - age) < 1.3


def test_each_group_has_its_own_holidays() -> None:
    china = holidays(CHINA, date(2026, 1, 1), date(2026, 12, 31))
    elsewhere = holidays(ELSEWHERE, date(2025, 12, 1), date(2026, 1, 31))
    assert china.tolist() == [
        *(date(2026, 2, 16) + timedelta(days=n) for n in range(8)),
        *(date(2026, 10, 1) + timedelta(days=n) for n in range(7)),
    ]
    assert elsewhere.tolist() == [date(2025, 12, 24) + timedelta(days=n) for n in range(10)]


def test_years_outside_the_table_have_no_lunar_new_year() -> None:
    assert len(holidays(CHINA, date(2040, 1, 1), date(2040, 6, 30))) == 0


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
    assert groups.tolist() == [CHINA, CHINA, ELSEWHERE, CHINA, CHINA, ELSEWHERE, ELSEWHERE]
