"""Alarms that stand at one reading after another are one alarm (scoring.md 3.0).

Signals of one group speak of the same cause; alarms of one account and cause within 28 days
belong together, and the alarm is armed again only after two readings in a row without it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.signals.registry import all_signals

SAME_ALARM_DAYS = 28
CLEAR_READINGS = 2
COLUMNS = ("account_id", "cause", "begun_on", "last_on", "stands", "signals", "severity")


@dataclass(frozen=True, slots=True)
class _Span:
    """From the first to the last reading at which an alarm stood; both are places of days."""

    first: int
    last: int


def causes() -> dict[str, str]:
    """Return the cause (the group) of each signal by its key."""
    return {signal.key: signal.group for signal in all_signals()}


def episodes(read: Mapping[date, pd.DataFrame]) -> pd.DataFrame:
    """Return one row an alarm from the readings of several days.

    Columns: `account_id, cause, begun_on` and `last_on` (first and last day on which it was
    read), `stands` (it was read on the last of the days), `signals` ("a|b": those on alert in
    it), `severity` (the highest). Ordered by account, cause and day.
    """
    days = sorted(read)
    whole = pd.concat(
        [
            read[day][["account_id", "signal", "grade", "severity"]].assign(place=place)
            for place, day in enumerate(days)
        ]
        or [pd.DataFrame(columns=["account_id", "signal", "grade", "severity", "place"])]
    )
    whole = whole.assign(cause=whole["signal"].map(causes()))
    alarms = whole[whole["grade"] == "alert"]
    if alarms.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    whole = whole[whole["account_id"].isin(alarms["account_id"])]
    judged = whole[whole["severity"] >= 0].groupby(["account_id", "cause"])["place"]
    known = {key: np.unique(places.to_numpy()) for key, places in judged}
    rows = [
        row
        for key, mine in alarms.groupby(["account_id", "cause"], sort=True)
        for row in _alarms((str(key[0]), str(key[1])), mine, known[key], days)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _alarms(
    key: tuple[str, str], mine: pd.DataFrame, known: np.ndarray, days: Sequence[date]
) -> Iterator[dict[str, object]]:
    places = sorted(set(mine["place"]))
    for span in _spans(places, set(known.tolist()), days):
        inside = mine[mine["place"].between(span.first, span.last)]
        yield {
            "account_id": key[0],
            "cause": key[1],
            "begun_on": days[span.first],
            "last_on": days[span.last],
            "stands": span.last == len(days) - 1,
            "signals": "|".join(sorted(set(inside["signal"]))),
            "severity": int(inside["severity"].max()),
        }


def _spans(places: Sequence[int], known: set[int], days: Sequence[date]) -> Iterator[_Span]:
    """Join readings with an alarm unless enough days and clear readings lie between them."""
    first = last = places[0]
    for place in places[1:]:
        clear = sum(between in known for between in range(last + 1, place))
        apart = (days[place] - days[last]).days > SAME_ALARM_DAYS
        if apart and clear >= CLEAR_READINGS:
            yield _Span(first, last)
            first = place
        last = place
    yield _Span(first, last)
