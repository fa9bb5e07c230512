"""The whole of the stored data as a `Dataset`: versions of rows, placed at their accounts."""

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection

from lib.model import KINDS, Coverage, Dataset
from lib.model.history import state_on
from lib.model.identity import Places
from lib.store.batches import Batch, active_batches
from lib.store.rows import versions
from lib.store.usage import UsageEvents, cube
from lib.store.workspace import Workspace, data_version


def dataset(workspace: Workspace) -> Dataset:
    """Read everything that stands, as one state of the database."""
    with workspace.reading() as connection:
        version = data_version(connection)
        found = active_batches(connection)
        tables = {kind: versions(connection, kind) for kind in KINDS if kind != "usage"}
        carried = {batch.batch_id: batch.carried for batch in found}
        places = Places(current(tables, carried))
        placed = {
            kind: rows.assign(account_id=places.of(rows)) if kind != "accounts" else rows
            for kind, rows in tables.items()
        }
        return Dataset(
            fingerprint=f"{workspace.engine.url!r}:{version}",
            versions=placed,
            carried=carried,
            cube=cube(workspace, connection, version, places),
            coverage=_coverage(found),
            currency=_currency(placed),
            stored=tables,
        )


def current(
    tables: Mapping[str, pd.DataFrame], carried: Mapping[int, frozenset[str]]
) -> dict[str, pd.DataFrame]:
    """Return the newest state of each kind."""
    return {kind: state_on(rows, carried) for kind, rows in tables.items()}


def usage_places(workspace: Workspace, connection: Connection) -> tuple[UsageEvents, Places]:
    """Return the usage events and the ways from them to accounts."""
    found = active_batches(connection)
    tables = {kind: versions(connection, kind) for kind in ("accounts", "contacts", "contracts")}
    places = Places(current(tables, {batch.batch_id: batch.carried for batch in found}))
    return UsageEvents(workspace, connection), places


def _coverage(found: tuple[Batch, ...]) -> dict[str, Coverage]:
    return {
        kind: Coverage.of(span for b in found if b.kind == kind for span in b.spans)
        for kind in KINDS
    }


def _currency(tables: Mapping[str, pd.DataFrame]) -> str | None:
    """Return the currency that most amounts are in; None when no export names one."""
    named = pd.concat([tables["contracts"]["currency"], tables["accounts"]["currency"]]).dropna()
    return None if named.empty else str(named.mode().iloc[0])
