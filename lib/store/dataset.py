"""The whole of the stored data as a `Dataset`: versions of rows, placed at their accounts."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd
from sqlalchemy import Connection

from lib.model import KINDS, Coverage, Dataset
from lib.model.history import state_on
from lib.model.identity import Places
from lib.model.match import Matched
from lib.model.usage import empty_cube, empty_people
from lib.model.vocabulary import Vocabulary
from lib.store.batches import Batch, active_batches, all_batches
from lib.store.files import invalid_accounts
from lib.store.matches import match_decisions
from lib.store.mentioned import with_mentioned
from lib.store.pending import numbered, usage_coming, with_pending
from lib.store.rows import versions
from lib.store.torn import FAILURES, torn_files
from lib.store.usage import (
    UsageEvents,
    active_people,
    active_people_of,
    cube,
    cube_of,
    is_counted,
    placed_references,
    rows_with_categories,
)
from lib.store.vocabulary import spellings
from lib.store.workspace import Workspace, data_version

_Counted: TypeAlias = tuple[pd.DataFrame, pd.DataFrame]  # the cube, and people of four weeks


def dataset(workspace: Workspace, pending: Sequence[Batch] = ()) -> Dataset:
    """Read everything that stands, as one state of the database.

    With `pending`, as if those batches had been stored as well; nothing is written.
    """
    with workspace.reading() as connection:
        version = data_version(connection)
        found = active_batches(connection)
        coming = numbered(all_batches(connection), pending)
        stored = {kind: versions(connection, kind) for kind in KINDS if kind != "usage"}
        tables = with_pending(stored, coming)
        carried = {batch.batch_id: batch.carried for batch in (*found, *coming)}
        events = UsageEvents(workspace, connection, usage_coming(coming))
        known = with_mentioned(tables, events, (*found, *coming))
        matched = _matched(connection, known, carried)
        words = spellings(connection)
        placed = {
            kind: matched.placed(kind, words.applied(kind, rows)) for kind, rows in known.items()
        }
        reading = _Reading(workspace, connection, version, words)
        if coming:
            before = with_mentioned(stored, UsageEvents(workspace, connection), found)
            places = _matched(connection, before, carried).places
            (usage, people), readable = reading.expected(coming, (places, matched.places))
        else:
            (usage, people), readable = reading.counted(matched.places)
        return Dataset(
            fingerprint=_fingerprint(workspace, version, coming),
            versions=placed,
            carried=carried,
            cube=usage,
            coverage=_coverage([b for b in (*found, *coming) if b.kind != "usage" or readable]),
            currency=_currency(placed),
            stored=tables,
            aliases=matched.aliases,
            people=people,
            home_country=workspace.home_country,
            invalid=invalid_accounts(connection),
            entered={b.batch_id: b.spans[0].first for b in found if b.was_entered and b.spans},
        )


def _fingerprint(workspace: Workspace, version: int, pending: Sequence[Batch]) -> str:
    known = [f"{workspace.engine.url!r}:{version}:{workspace.home_country}"]
    return "+".join([*known, *(f"{batch.kind}:{batch.content_hash}" for batch in pending)])


@dataclass(frozen=True)
class _Reading:
    """One state of the database, of which the usage cube is made.

    When a file of usage is damaged all usage is unknown, and everything else is still shown;
    who asks for the rows is told which file it is.
    """

    workspace: Workspace
    connection: Connection
    version: int
    words: Vocabulary

    def counted(self, places: Places) -> tuple[_Counted, bool]:
        """Return the usage cube and people of what is stored, and whether usage can be read."""
        return self._readable(lambda: self._kept(places))

    def expected(
        self, coming: Sequence[Batch], places: tuple[Places, Places]
    ) -> tuple[_Counted, bool]:
        """Return cube and people as they would be; `places` are those of now and of then.

        The kept one is right where nothing comes in that moves usage.
        """
        events = UsageEvents(self.workspace, self.connection, usage_coming(coming))
        return self._readable(lambda: self._expected(events, coming, places))

    def _expected(
        self, events: UsageEvents, coming: Sequence[Batch], places: tuple[Places, Places]
    ) -> _Counted:
        now, then = places
        if any(batch.kind == "usage" for batch in coming) or not _placed_alike(events, places):
            people = rows_with_categories(active_people_of(events, then))
            return cube_of(events, then, self.words), people
        return self._kept(now)

    def _kept(self, places: Places) -> _Counted:
        events = UsageEvents(self.workspace, self.connection)
        known = (self.workspace, events, self.version, places)
        if not events or is_counted(self.workspace, self.version):
            return cube(*known, self.words), active_people(*known)
        _ = events.references  # asked for once, before two need them
        with ThreadPoolExecutor(1) as beside:  # one counts while the other writes
            people = beside.submit(active_people, *known)
            return cube(*known, self.words), people.result()

    def _readable(self, made: Callable[[], _Counted]) -> tuple[_Counted, bool]:
        try:
            return made(), True
        except FAILURES:
            if not torn_files(self.workspace.usage_folder, self.connection):
                raise
            return (empty_cube(), empty_people()), False


def _placed_alike(events: UsageEvents, places: tuple[Places, Places]) -> bool:
    """Say whether usage belongs to the same accounts both ways."""
    now, then = (placed_references(events, each)["place"] for each in places)
    return now.equals(then)


def _matched(
    connection: Connection,
    tables: Mapping[str, pd.DataFrame],
    carried: Mapping[int, frozenset[str]],
) -> Matched:
    """Return where rows belong, by what the files say and what people decided."""
    names = tables["accounts"][["account_id", "account_name"]]
    return Matched(current(tables, carried), names, match_decisions(connection))


def current(
    tables: Mapping[str, pd.DataFrame], carried: Mapping[int, frozenset[str]]
) -> dict[str, pd.DataFrame]:
    """Return the newest state of each kind."""
    return {kind: state_on(rows, carried) for kind, rows in tables.items()}


def usage_places(workspace: Workspace, connection: Connection) -> tuple[UsageEvents, Places]:
    """Return the usage events and the ways from them to accounts."""
    found = active_batches(connection)
    tables = {kind: versions(connection, kind) for kind in KINDS if kind != "usage"}
    carried = {batch.batch_id: batch.carried for batch in found}
    events = UsageEvents(workspace, connection)
    known = with_mentioned(tables, events, found)
    return events, _matched(connection, known, carried).places


def _coverage(found: Sequence[Batch]) -> dict[str, Coverage]:
    return {
        kind: Coverage.of(span for b in found if b.kind == kind for span in b.spans)
        for kind in KINDS
    }


def _currency(tables: Mapping[str, pd.DataFrame]) -> str | None:
    """Return the currency that most amounts are in; None when no export names one."""
    named = pd.concat([tables["contracts"]["currency"], tables["accounts"]["currency"]]).dropna()
    return None if named.empty else str(named.mode().iloc[0])
