"""The whole of the stored data as a `Dataset`: versions of rows, placed at their accounts."""

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import Connection

from lib.model import KINDS, Coverage, Dataset
from lib.model.history import state_on
from lib.model.identity import Places
from lib.model.match import Matched
from lib.model.usage import empty_cube
from lib.store.batches import Batch, active_batches, all_batches
from lib.store.matches import match_decisions
from lib.store.pending import numbered, with_pending
from lib.store.rows import versions
from lib.store.torn import FAILURES, torn_files
from lib.store.usage import UsageEvents, cube
from lib.store.vocabulary import spellings
from lib.store.workspace import Workspace, data_version


def dataset(workspace: Workspace, pending: Sequence[Batch] = ()) -> Dataset:
    """Read everything that stands, as one state of the database.

    With `pending`, as if those batches had been stored as well; nothing is written, and the
    usage cube stays that of what is stored.
    """
    with workspace.reading() as connection:
        version = data_version(connection)
        found = active_batches(connection)
        coming = numbered(all_batches(connection), pending)
        stored = {kind: versions(connection, kind) for kind in KINDS if kind != "usage"}
        tables = with_pending(stored, coming)
        carried = {batch.batch_id: batch.carried for batch in (*found, *coming)}
        matched = _matched(connection, tables, carried)
        words = spellings(connection)
        placed = {
            kind: matched.placed(kind, words.applied(kind, rows)) for kind, rows in tables.items()
        }
        # The cube is kept by data version, so it is always made of what is stored.
        places = _matched(connection, stored, carried).places if coming else matched.places
        usage, readable = _cube(workspace, connection, version, places)
        return Dataset(
            fingerprint=_fingerprint(workspace, version, coming),
            versions=placed,
            carried=carried,
            cube=usage,
            coverage=_coverage([b for b in (*found, *coming) if b.kind != "usage" or readable]),
            currency=_currency(placed),
            stored=tables,
            aliases=matched.aliases,
        )


def _fingerprint(workspace: Workspace, version: int, pending: Sequence[Batch]) -> str:
    known = [f"{workspace.engine.url!r}:{version}"]
    return "+".join([*known, *(f"{batch.kind}:{batch.content_hash}" for batch in pending)])


def _cube(
    workspace: Workspace, connection: Connection, version: int, places: Places
) -> tuple[pd.DataFrame, bool]:
    """Return the usage cube, and whether usage can be read.

    When a file of it is damaged all usage is unknown, and everything else is still shown;
    who asks for the rows is told which file it is.
    """
    try:
        return cube(workspace, connection, version, places), True
    except FAILURES:
        if not torn_files(workspace.usage_folder, connection):
            raise
        return empty_cube(), False


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
    tables = {kind: versions(connection, kind) for kind in ("accounts", "contacts", "contracts")}
    carried = {batch.batch_id: batch.carried for batch in found}
    return UsageEvents(workspace, connection), _matched(connection, tables, carried).places


def _coverage(found: Sequence[Batch]) -> dict[str, Coverage]:
    return {
        kind: Coverage.of(span for b in found if b.kind == kind for span in b.spans)
        for kind in KINDS
    }


def _currency(tables: Mapping[str, pd.DataFrame]) -> str | None:
    """Return the currency that most amounts are in; None when no export names one."""
    named = pd.concat([tables["contracts"]["currency"], tables["accounts"]["currency"]]).dropna()
    return None if named.empty else str(named.mode().iloc[0])
