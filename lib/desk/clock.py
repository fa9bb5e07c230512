"""The only clock of the desk: when something was imported, written or acknowledged.

Scores and reports never see it; their day comes from the data or the user.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present instant in UTC, without zone, to the second."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)  # noqa: TID251
