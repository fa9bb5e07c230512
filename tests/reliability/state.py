"""A workspace's whole content as one hash: equal hashes mean that nothing differs."""

import hashlib
import json
from collections.abc import Iterator

import pandas as pd
import pyarrow.parquet as pq
from sqlalchemy import Connection, DateTime, Table, select

from lib.store import Workspace
from lib.store.batches import all_batches
from lib.store.dataset import dataset
from lib.store.schema import kind_tables, metadata, usage_files

_APART = {"batches", "usage_files", "meta", *(table.name for table in kind_tables.values())}


def state(workspace: Workspace) -> str:
    """Return the hash of everything stored, with what is undone, but for clocks and ids."""
    with workspace.reading() as connection:
        return _hash([*_batches(workspace, connection), *_people(connection)])


def standing(workspace: Workspace) -> str:
    """Return the hash of everything that counts: what stands, and what it adds up to."""
    data = dataset(workspace)
    with workspace.reading() as connection:
        order = [b.batch_id for b in all_batches(connection) if b.undone_at is None]
        return _hash(
            [
                *(_frame(_numbered(rows, order)) for _, rows in sorted(data.versions.items())),
                *(_frame(_numbered(rows, order)) for _, rows in sorted(data.stored.items())),
                [[order.index(batch), sorted(names)] for batch, names in data.carried.items()],
                _frame(data.cube),
                repr(sorted(data.coverage.items())),
                data.currency,
                *_people(connection),
            ]
        )


def _hash(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _numbered(rows: pd.DataFrame, order: list[int]) -> pd.DataFrame:
    """Replace batch ids, which never come again, by the batch's place in the history."""
    return rows.assign(batch_id=rows["batch_id"].map(order.index))


def _frame(rows: pd.DataFrame) -> object:
    return [list(rows.columns), rows.astype(object).where(rows.notna(), None).to_numpy().tolist()]


def _batches(workspace: Workspace, connection: Connection) -> Iterator[object]:
    for batch in all_batches(connection):
        named = {
            key: value
            for key, value in vars(batch).items()
            if key not in {"batch_id", "imported_at", "undone_at", "rows", "carried"}
        }
        yield [named, sorted(batch.carried), batch.undone_at is not None]
        for table in (table for table in kind_tables.values() if table.name.endswith(batch.kind)):
            columns = [c for c in table.columns if c.name not in {"row_id", "batch_id"}]
            query = select(*columns).where(table.c.batch_id == batch.batch_id)
            yield [list(row) for row in connection.execute(query.order_by(table.c.row_id))]
        for name in connection.scalars(
            select(usage_files.c.name).where(usage_files.c.batch_id == batch.batch_id)
        ):
            rows = pq.read_table(workspace.usage_folder / name).to_pandas()
            yield _frame(rows.drop(columns="batch_id", errors="ignore"))


def _people(connection: Connection) -> Iterator[object]:
    for table in metadata.sorted_tables:
        if table.name not in _APART:
            yield [table.name, sorted(_rows(connection, table), key=repr)]


def _rows(connection: Connection, table: Table) -> list[list[object]]:
    told = [
        column
        for column in table.columns
        if not isinstance(column.type, DateTime) and not column.primary_key
    ]
    clocks = [c.is_not(None) for c in table.columns if isinstance(c.type, DateTime)]
    return [list(row) for row in connection.execute(select(*told, *clocks))]
