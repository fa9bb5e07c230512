"""The ARR bridge of a segment over days: one way of counting for every page and program."""

from datetime import date, timedelta

from lib.desk.data import Data
from lib.desk.segments import ALL, Segments
from lib.metrics.bridge import Bridge, bridge


def moved(data: Data, segments: Segments, rule: str, days: tuple[date, date]) -> Bridge:
    """Return the ARR bridge of a segment over `days`, first and last both included.

    Members are those of the segment on either side: a customer that left still counts.
    """
    first, last = days
    before = first - timedelta(days=1)
    members = None
    if rule != ALL:
        members = segments.members(rule, before).union(segments.members(rule, last))
    return data.once(
        ("moved", rule, first, last),
        lambda: bridge(data.snapshot(before), data.snapshot(last), members),
    )
