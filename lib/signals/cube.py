"""The usage cube as numbers: read once a snapshot, so that signals never touch text again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import ANY, Snapshot
from lib.model.usage import in_order_of_days
from lib.signals.company import in_company
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


@dataclass(frozen=True, eq=False, slots=True)
class EventRows:
    """Rows of one event: account's `place`, `day` as days since 1970, and the measures."""

    place: Places
    day: Ints
    measures: Mapping[str, Floats]


class Cube:
    """The cube's rows of the last 60 weeks, taken by event; rows of strangers are left out."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        whole = in_order_of_days(snapshot.usage.cube)
        at = whole["day"].to_numpy()
        first = np.datetime64(snapshot.day, "D") - (HISTORY_DAYS - 1)
        self._begins = int(np.searchsorted(at, first.astype(at.dtype)))
        self._whole, self._recent = whole, whole.iloc[self._begins :]
        codes, names = coded(whole["event"])
        self._event = codes.astype(np.int16)
        self._number = {str(name): code for code, name in enumerate(names)}
        accounts, ids = coded(whole["account_id"])
        self._place = _placed(snapshot, ids)[accounts[self._begins :]]
        self._earlier = _placed(snapshot, ids), accounts[: self._begins]
        self._day = at[self._begins :].astype("datetime64[D]").view(np.int64)
        self._taken: dict[str, EventRows] = {}

    def recorded(self, event: str) -> Bools:
        """Say for whom the event is recorded at all, however long ago: else absence is no news.

        Its own rows say so, or those of accounts in the company of others.
        """
        n = len(self._snapshot.account_ids)
        mine = np.zeros(n + 1, dtype=bool)
        placed, earlier = self._earlier
        mine[self._place[self._chosen(event)]] = True
        mine[placed[earlier[self._event[: self._begins] == self._number.get(event, -1)]]] = True
        return mine[:n] | bool((mine[:n] & in_company(self._snapshot)).any())

    def features(self) -> tuple[EventRows, npt.NDArray[np.int16], pd.Index]:
        """Return rows of events that are neither logins nor a program's, their number, names."""
        names = pd.Index(sorted(self._number))
        chosen = self._place >= 0
        for event in (ANY, LOGIN, *MACHINES):
            chosen &= ~self._is(event)
        at = np.flatnonzero(chosen)
        ranks = names.get_indexer(pd.Index(list(self._number))).astype(np.int16)
        return self._rows(at, ()), ranks[self._event[self._begins :][at]], names

    def rows(self, event: str) -> EventRows:
        """Return the rows of `ANY`, logins, API calls or data exports."""
        if event not in self._taken:
            self._taken[event] = self._rows(self._chosen(event), _MEASURES[event])
        return self._taken[event]

    def nameless(self) -> EventRows:
        """Return rows of people's events (neither API calls nor exports) that name nobody."""
        chosen = (self._place >= 0) & np.isnan(self._recent["users"].to_numpy())
        for event in (ANY, *MACHINES):
            chosen &= ~self._is(event)
        return self._rows(np.flatnonzero(chosen), ())

    def first_days(self, event: str) -> npt.NDArray[np.datetime64]:
        """Return the first day ever on which each account had the event; NaT for never."""
        placed, earlier = self._earlier
        old = np.flatnonzero(self._event[: self._begins] == self._number.get(event, -1))
        place = placed[earlier[old]]
        days = self._whole["day"].to_numpy()[old].astype("datetime64[D]").view(np.int64)
        recent = self._rows(self._chosen(event), ())
        rows = EventRows(
            np.concatenate([place[place >= 0], recent.place]),
            np.concatenate([days[place >= 0], recent.day]),
            {},
        )
        return _first_days(rows, len(self._snapshot.account_ids))

    def _is(self, event: str) -> Bools:
        return self._event[self._begins :] == self._number.get(event, -1)

    def _chosen(self, event: str) -> Ints:
        return np.flatnonzero(self._is(event) & (self._place >= 0))

    def _rows(self, at: Ints, measures: tuple[str, ...]) -> EventRows:
        taken = {name: self._recent[name].to_numpy()[at] for name in measures}
        return EventRows(self._place[at], self._day[at], taken)


@once_a_snapshot
def cube(snapshot: Snapshot) -> Cube:
    """Return the cube of a snapshot as numbers."""
    return Cube(snapshot)


def places(snapshot: Snapshot, account_ids: pd.Series) -> Places:
    """Return each id's position in `snapshot.account_ids`; -1 for none of them."""
    codes, names = coded(account_ids)
    return _placed(snapshot, names)[codes]


def _placed(snapshot: Snapshot, names: pd.Index) -> Places:
    """Return each name's position among the accounts, and -1 for the code -1: no name."""
    return np.append(snapshot.account_ids.get_indexer(names), -1).astype(np.int32)


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
