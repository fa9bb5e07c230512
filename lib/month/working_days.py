"""Working days after the end of a month, by weekends and the home country's holidays."""

from datetime import date, timedelta

import numpy as np

from lib.model import Period
from lib.signals.holidays import holidays

MOST_DAYS = 60  # of working days after a month's end; steps of a month end sooner
_CALENDAR_DAYS = 3 * MOST_DAYS  # surely holds that many working days


def due_day(period: Period, number: int, group: str) -> date:
    """Return the working day `number` after the last day of a period (1: the first one).

    >>> due_day(Period.month(2026, 10), 3, "elsewhere")
    datetime.date(2026, 11, 4)
    >>> due_day(Period.month(2026, 9), 1, "china")
    datetime.date(2026, 10, 8)
    """
    first = period.last + timedelta(days=1)
    free = holidays(group, first, first + timedelta(days=_CALENDAR_DAYS))
    found: np.datetime64 = np.busday_offset(
        np.datetime64(first, "D"), number - 1, roll="forward", holidays=free
    )
    return date.fromisoformat(str(found))
