"""Months and days: the only calendar arithmetic the desk needs."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from lib.errors import DeskError
from lib.locale import Month, msg

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One or more whole calendar months; `first` and `last` day both belong to it."""

    first: date
    last: date

    @classmethod
    def month(cls, year: int, month: int, months: int = 1) -> "Period":
        """Return the period of `months` months that ends with the given one.

        >>> Period.month(2026, 2).last
        datetime.date(2026, 2, 28)
        >>> Period.month(2026, 1, months=2).first
        datetime.date(2025, 12, 1)
        """
        start = year * 12 + month - months
        return cls(
            date(start // 12, start % 12 + 1, 1), date(year, month, monthrange(year, month)[1])
        )

    @classmethod
    def parse(cls, text: str, months: int = 1) -> "Period":
        """Return the period written as `2026-10`; DeskError when it is not a month."""
        match = _MONTH.fullmatch(text.strip())
        if match is None or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004
            raise DeskError(
                "bad_period",
                msg("The period must be a month such as 2026-10. Got '{text}'.", text=text),
            )
        return cls.month(int(match[1]), int(match[2]), months)

    @classmethod
    def of(cls, day: date) -> "Period":
        """Return the month that `day` lies in."""
        return cls.month(day.year, day.month)

    @property
    def months(self) -> int:
        """How many months the period has."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def before(self) -> "Period":
        """Return the period of the same length directly before."""
        day = self.first - timedelta(days=1)
        return Period.month(day.year, day.month, self.months)

    @property
    def key(self) -> str:
        """The month in which it ends, as `2026-10`."""
        return f"{self.last:%Y-%m}"

    @property
    def label(self) -> Month:
        """The last month, to be shown in words."""
        return Month(self.last.replace(day=1))


def parsed_day(text: str) -> date:
    """Return the day written as `2026-10-31`; DeskError when it is not a day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DeskError(
            "bad_day", msg("The day must be written as 2026-10-31. Got '{text}'.", text=text)
        ) from None


def last_full_week_end(day: date) -> date:
    """Return the latest Sunday that is not after `day`: weeks run Monday to Sunday.

    >>> last_full_week_end(date(2026, 11, 22)), last_full_week_end(date(2026, 11, 21))
    (datetime.date(2026, 11, 22), datetime.date(2026, 11, 15))
    """
    return day - timedelta(days=(day.weekday() + 1) % DAYS_A_WEEK)
