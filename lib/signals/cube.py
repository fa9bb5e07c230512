"""The usage cube as numbers: read once a snapshot, so that signals never touch text again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import ANY, Snapshot
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.once import once_a_snapshot

Places: TypeAlias = npt.NDArray[np.int32]

HISTORY_DAYS = 420  # sixty weeks: further back no signal looks, but for an account's first call
LOGIN, API_CALL, DATA_EXPORT = "login", "api_call", "data_export"
MACHINES = (API_CALL, DATA_EXPORT)  # rows without a person are natural for these
_MEASURES: Mapping[str, tuple[str, ...]] = {
    ANY: ("events", "users"),
    LOGIN: ("events",),
    API_CALL: ("events",),
    DATA_EXPORT: ("events", "quantity"),
}
_DAY_US = 24 * 60 * 60 * 1_000_000
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, eq=False, slots=True)
class EventRows:
    """Rows of one event: account's `place`, `day` as days since 1970, and the measures."""

    place: Places
    day: Ints
    measures: Mapping[str, Floats]


@dataclass(frozen=True, eq=False, slots=True)
class Cube:
    """What the cube holds of the last 60 weeks.

    `nameless` are rows of people's events (neither API calls nor exports) that name nobody.
    `recorded` are all events that ever occur, `first_call` each account's first API call.
    """

    rows: Mapping[str, EventRows]
    nameless: EventRows
    recorded: frozenset[str]
    first_call: npt.NDArray[np.datetime64]


@once_a_snapshot
def cube(snapshot: Snapshot) -> Cube:
    """Return the cube of a snapshot as numbers. Rows of accounts we do not know are left out."""
    frame = snapshot.usage.cube
    place = places(snapshot, frame["account_id"])
    codes, names = pd.factorize(frame["event"])
    event = codes.astype(np.int16)
    number = {name: code for code, name in enumerate(names)}
    at = frame["day"].to_numpy().astype("datetime64[us]").view(np.int64)
    first = (snapshot.day - _EPOCH).days - HISTORY_DAYS + 1
    recent = (at >= first * _DAY_US) & (place >= 0)

    def rows(chosen: Bools, measures: tuple[str, ...]) -> EventRows:
        where = np.flatnonzero(chosen)
        taken = {name: frame[name].to_numpy()[where] for name in measures}
        return EventRows(place[where], at[where] // _DAY_US, taken)

    nobody = recent & np.isnan(frame["users"].to_numpy())
    for name in (ANY, *MACHINES):
        nobody &= event != number.get(name, -1)
    calls = rows((event == number.get(API_CALL, -1)) & (place >= 0), ())
    return Cube(
        rows={
            name: rows(recent & (event == number.get(name, -1)), measures)
            for name, measures in _MEASURES.items()
        },
        nameless=rows(nobody, ()),
        recorded=frozenset(number),
        first_call=_first_days(calls, len(snapshot.account_ids)),
    )


def places(snapshot: Snapshot, account_ids: pd.Series) -> Places:
    """Return each id's position in `snapshot.account_ids`; -1 for none of them."""
    codes, names = pd.factorize(account_ids)
    found = snapshot.account_ids.get_indexer(pd.Index(names))
    return np.append(found, -1).astype(np.int32)[codes]  # a missing id has the code -1


def _first_days(rows: EventRows, n: int) -> npt.NDArray[np.datetime64]:
    never = np.iinfo(np.int64).max
    first = np.full(n, never)
    np.minimum.at(first, rows.place, rows.day)
    known = np.where(first == never, 0, first).astype("datetime64[D]")
    return np.where(first == never, np.datetime64("NaT", "D"), known)
