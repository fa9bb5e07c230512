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


class Cube:
    """The cube's rows of the last 60 weeks, taken by event; rows of strangers are left out."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._frame = snapshot.usage.cube
        self._n = len(snapshot.account_ids)
        self._place = places(snapshot, self._frame["account_id"])
        codes, names = coded(self._frame["event"])
        self._event = codes.astype(np.int16)
        self._number = {str(name): code for code, name in enumerate(names)}
        self._at = self._frame["day"].to_numpy().astype("datetime64[us]").view(np.int64)
        first = (snapshot.day - _EPOCH).days - HISTORY_DAYS + 1
        self._recent = (self._at >= first * _DAY_US) & (self._place >= 0)
        self._taken: dict[str, EventRows] = {}

    @property
    def recorded(self) -> frozenset[str]:
        """Every event that occurs at all, however long ago."""
        return frozenset(self._number)

    def rows(self, event: str) -> EventRows:
        """Return the rows of `ANY`, logins, API calls or data exports."""
        if event not in self._taken:
            self._taken[event] = self._rows(self._recent & self._is(event), _MEASURES[event])
        return self._taken[event]

    def nameless(self) -> EventRows:
        """Return rows of people's events (neither API calls nor exports) that name nobody."""
        chosen = self._recent & np.isnan(self._frame["users"].to_numpy())
        for event in (ANY, *MACHINES):
            chosen &= ~self._is(event)
        return self._rows(chosen, ())

    def first_days(self, event: str) -> npt.NDArray[np.datetime64]:
        """Return the first day ever on which each account had the event; NaT for never."""
        rows = self._rows(self._is(event) & (self._place >= 0), ())
        return _first_days(rows, self._n)

    def _is(self, event: str) -> Bools:
        return self._event == self._number.get(event, -1)

    def _rows(self, chosen: Bools, measures: tuple[str, ...]) -> EventRows:
        at = np.flatnonzero(chosen)
        taken = {name: self._frame[name].to_numpy()[at] for name in measures}
        return EventRows(self._place[at], self._at[at] // _DAY_US, taken)


@once_a_snapshot
def cube(snapshot: Snapshot) -> Cube:
    """Return the cube of a snapshot as numbers."""
    return Cube(snapshot)


def places(snapshot: Snapshot, account_ids: pd.Series) -> Places:
    """Return each id's position in `snapshot.account_ids`; -1 for none of them."""
    codes, names = coded(account_ids)
    found = snapshot.account_ids.get_indexer(names)
    return np.append(found, -1).astype(np.int32)[codes]  # a missing id has the code -1


def coded(texts: pd.Series) -> tuple[npt.NDArray[np.integer], pd.Index]:
    """Return texts as numbers and the texts they stand for; categories cost nothing."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return texts.cat.codes.to_numpy(), pd.Index(texts.cat.categories)
    codes, names = pd.factorize(texts)
    return codes, pd.Index(names)


def _first_days(rows: EventRows, n: int) -> npt.NDArray[np.datetime64]:
    never = np.iinfo(np.int64).max
    first = np.full(n, never)
    np.minimum.at(first, rows.place, rows.day)
    known = np.where(first == never, 0, first).astype("datetime64[D]")
    return np.where(first == never, np.datetime64("NaT", "D"), known)
