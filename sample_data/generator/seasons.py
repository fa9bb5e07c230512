"""Weekends and holidays as factors on what happens on a day."""

from datetime import date, timedelta

import numpy as np

from sample_data.generator.streams import DAYS, place

_SATURDAY = 5
_NEW_YEARS = (date(2025, 1, 29), date(2026, 2, 17))  # first day of the lunar year
_LUNAR = ((-9, -3, 0.75), (-2, 6, 0.18), (7, 13, 0.6))  # from day, to day, factor
_CHINESE_HOLIDAYS = (
    (date(2025, 5, 1), 5, 0.3),
    (date(2025, 10, 1), 8, 0.22),
    (date(2026, 5, 1), 5, 0.3),
    (date(2026, 10, 1), 7, 0.22),
)
_YEAR_ENDS = (date(2024, 12, 23), date(2025, 12, 22))
_YEAR_END_DAYS = 12
_AUGUST_DAYS = 31


def season(*, chinese: bool, weekend: float) -> np.ndarray:
    """Return one factor a day of `DAYS`; `weekend` is the level of Saturday and Sunday."""
    factors = np.where(DAYS.day_of_week >= _SATURDAY, weekend, 1.0)
    return factors * holidays(chinese=chinese)


def holidays(*, chinese: bool) -> np.ndarray:
    """Return the holiday factor of each day of `DAYS`, without weekends."""
    factors = np.ones(len(DAYS))
    year_end = 0.88 if chinese else 0.4
    for first in _YEAR_ENDS:
        _scale(factors, first, _YEAR_END_DAYS, year_end)
    for year in (2025, 2026):
        _scale(factors, date(year, 8, 1), _AUGUST_DAYS, 0.94 if chinese else 0.86)
    if chinese:
        _scale_chinese(factors)
    return factors


def _scale_chinese(factors: np.ndarray) -> None:
    for first, days, factor in _CHINESE_HOLIDAYS:
        _scale(factors, first, days, factor)
    for new_year in _NEW_YEARS:
        for begins, ends, factor in _LUNAR:
            _scale(factors, new_year + timedelta(days=begins), ends - begins + 1, factor)


def _scale(factors: np.ndarray, first: date, days: int, factor: float) -> None:
    factors[place(first) : place(first) + days] *= factor
