"""Requests in pain: open beyond their usual time, escalated, opened again or badly rated."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import Places
from lib.signals.once import once_a_snapshot
from lib.signals.placed import placed
from lib.signals.spec import Thresholds

_DAY_US = 24 * 60 * 60 * 1_000_000
_BAD = 0.4  # two of five stars
_CLOSED = (
    *(
        "closed",
        "solved",
        "resolved",
        "done",
        "completed",
        "cancelled",
        "已解决",
        "已关闭",
        "已完成",
    ),
    *("关闭", "解决", "完成", "已结束", "已解決", "已關閉", "结单", "已结单"),
)


@dataclass(frozen=True, eq=False, slots=True)
class Tickets:
    """Tickets of known accounts: `row` in the table, whose, when (microseconds), what of them.

    `took` is how long it took to close, NaN for those that are not closed. `is_open` only
    where that can be told. `hurt`: escalated, opened again, or answered with a bad rating.
    """

    row: Ints
    place: Places
    moment: Ints
    took: Floats
    is_open: Bools
    hurt: Bools


@once_a_snapshot
def tickets(snapshot: Snapshot) -> Tickets:
    """Return the tickets of known accounts as numbers."""
    rows = snapshot.table("tickets")
    place = placed(snapshot, "tickets")
    at = np.flatnonzero((place >= 0) & rows["created_at"].notna().to_numpy())
    rows, place = rows.iloc[at], place[at]
    moment = rows["created_at"].to_numpy().astype("datetime64[us]").view(np.int64)
    closed_at = rows["resolved_at"].fillna(rows["closed_at"]).to_numpy().astype("datetime64[us]")
    closed = ~np.isnat(closed_at)
    # Without a day of closing only the state can tell, and only that it is open today.
    dated = np.bincount(place[closed], minlength=len(snapshot.account_ids)) > 0
    states = pd.Series(rows["status"].dropna().unique(), dtype="str")
    closing = states[states.str.strip().str.casefold().isin(_CLOSED)]
    said_closed = rows["status"].isin(closing).to_numpy(dtype=bool)
    stated = rows["status"].notna().to_numpy()
    hurt = rows["escalated"].fillna(value=False).to_numpy(dtype=bool)
    hurt |= (rows["reopens"] > 0).to_numpy(dtype=bool)
    hurt |= (rows["satisfaction"] <= _BAD).to_numpy(dtype=bool)
    return Tickets(
        row=at,
        place=place,
        moment=moment,
        took=np.where(closed, (closed_at.view(np.int64) - moment) / _DAY_US, np.nan),
        is_open=~closed & (dated[place] | stated) & ~said_closed,
        hurt=hurt,
    )


def late(found: Tickets, snapshot: Snapshot, thresholds: Thresholds) -> Bools:
    """Say of each ticket whether it is open beyond the account's usual time to close.

    Nine of ten of its own tickets of a year were closed within that time; without ten of
    them a fixed time stands in.
    """
    n, now = len(snapshot.account_ids), moment(snapshot, 0)
    year = ~np.isnan(found.took) & (found.moment >= now - 365 * _DAY_US)
    place, took = found.place[year], found.took[year]
    order = np.lexsort((took, place))
    place, took = place[order], took[order]
    count = np.bincount(place, minlength=n)
    at = np.cumsum(count) - count + np.ceil(0.9 * count).astype(np.int64) - 1
    own = np.append(took, np.nan)[np.clip(at, 0, len(took))]
    enough = count >= thresholds["least_closed"]
    limit = np.where(
        enough, np.maximum(own, thresholds["least_open_days"]), thresholds["open_days"]
    )
    age = (now - found.moment) / _DAY_US
    asked = found.moment >= now - int(thresholds["forgotten_days"]) * _DAY_US
    return found.is_open & asked & (age > limit[found.place])


def sore(found: Tickets, snapshot: Snapshot, thresholds: Thresholds) -> Bools:
    """Say of each ticket whether it hurt somebody lately."""
    return found.hurt & (found.moment >= moment(snapshot, thresholds["pain_days"]))


def moment(snapshot: Snapshot, days: float) -> int:
    """Return the end of the day so many days back, in microseconds."""
    end = (np.datetime64(snapshot.day, "D") + 1).astype("datetime64[us]").view(np.int64)
    return int(end) - int(days) * _DAY_US
