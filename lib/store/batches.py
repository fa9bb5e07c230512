"""Import batches: one sheet taken in, undoable as a whole."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Row, insert, select, update

from lib.errors import NotFoundError
from lib.locale import msg
from lib.model import KINDS, Span
from lib.model.frames import typed
from lib.store.atomic import written_whole
from lib.store.schema import batches, kind_tables, usage_files
from lib.store.workspace import Workspace, raise_data_version


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One imported sheet. `counts`: rows read, added, changed, unchanged, rejected.

    `rows` (only when it is written) has the columns of the kind, `custom`, `row_key`
    and `source_row`.
    """

    file: str
    sheet: str | None
    kind: str
    imported_at: datetime
    known_on: date
    content_hash: str
    carried: frozenset[str]
    counts: Mapping[str, int]
    spans: tuple[Span, ...] = ()
    mapping: tuple[Mapping[str, object], ...] = ()
    issues: tuple[Mapping[str, object], ...] = ()
    batch_id: int = 0
    undone_at: datetime | None = None
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)


def added(workspace: Workspace, batch: Batch) -> int:
    """Store a batch and its rows in one transaction; return its id.

    The Parquet file of a usage batch counts only once its line in the manifest is
    committed; a file that is left over from a crash is never read.
    """
    with workspace.writing() as connection:
        batch_id = _batch_row(connection, batch)
        if batch.kind == "usage":
            name = _usage_written(workspace, batch, batch_id)
            connection.execute(
                insert(usage_files).values(name=name, batch_id=batch_id, n_rows=len(batch.rows))
            )
        else:
            _insert_rows(connection, batch, batch_id)
        raise_data_version(connection)
    return batch_id


def undone(workspace: Workspace, batch_id: int, at: datetime) -> None:
    """Take a batch out of sight; NotFoundError when there is none or it is undone already."""
    with workspace.writing() as connection:
        found = connection.execute(
            update(batches)
            .where(batches.c.batch_id == batch_id, batches.c.undone_at.is_(None))
            .values(undone_at=at)
        )
        if found.rowcount != 1:
            raise NotFoundError(
                "unknown_batch",
                msg("There is no import batch {id} that could be undone.", id=str(batch_id)),
                tuple(str(b.batch_id) for b in all_batches(connection) if b.undone_at is None),
            )
        raise_data_version(connection)


def all_batches(connection: Connection) -> tuple[Batch, ...]:
    """Return every batch without its rows, oldest first."""
    rows = connection.execute(select(batches).order_by(batches.c.batch_id))
    return tuple(_batch(row) for row in rows)


def active_batches(connection: Connection) -> tuple[Batch, ...]:
    """Return the batches that are not undone, oldest first."""
    return tuple(batch for batch in all_batches(connection) if batch.undone_at is None)


def _batch_row(connection: Connection, batch: Batch) -> int:
    spans = [[span.first.isoformat(), span.last.isoformat()] for span in batch.spans]
    result = connection.execute(
        insert(batches).values(
            file=batch.file,
            sheet=batch.sheet,
            kind=batch.kind,
            imported_at=batch.imported_at,
            known_on=batch.known_on,
            content_hash=batch.content_hash,
            carried=json.dumps(sorted(batch.carried)),
            mapping=json.dumps(batch.mapping, ensure_ascii=False),
            spans=json.dumps(spans),
            counts=json.dumps(batch.counts),
            issues=json.dumps(batch.issues, ensure_ascii=False),
        )
    )
    key = result.inserted_primary_key
    if key is None:
        raise RuntimeError("The database gave no id for a new batch.")
    return int(key[0])


def _batch(row: Row[tuple[object, ...]]) -> Batch:
    named = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    return Batch(
        batch_id=named["batch_id"],
        file=named["file"],
        sheet=named["sheet"],
        kind=named["kind"],
        imported_at=named["imported_at"],
        known_on=named["known_on"],
        content_hash=named["content_hash"],
        carried=frozenset(json.loads(named["carried"])),
        counts=json.loads(named["counts"]),
        spans=tuple(
            Span(date.fromisoformat(first), date.fromisoformat(last))
            for first, last in json.loads(named["spans"])
        ),
        mapping=tuple(json.loads(named["mapping"])),
        issues=tuple(json.loads(named["issues"])),
        undone_at=named["undone_at"],
    )


def _insert_rows(connection: Connection, batch: Batch, batch_id: int) -> None:
    table = kind_tables[batch.kind]
    rows = batch.rows.assign(batch_id=batch_id)
    wanted = [column.name for column in table.columns if column.name != "row_id"]
    connection.execute(insert(table), list(_records(rows[wanted])))


def _records(rows: pd.DataFrame) -> Iterable[dict[str, object]]:
    """Yield rows as plain Python values, None where blank."""
    plain = rows.astype(object).where(rows.notna(), None)
    names = list(plain.columns)
    columns = [
        [v.to_pydatetime() if isinstance(v, pd.Timestamp) else v for v in plain[name]]
        for name in names
    ]
    return (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))


def _usage_written(workspace: Workspace, batch: Batch, batch_id: int) -> str:
    name = f"{uuid.uuid4().hex}.parquet"
    rows = typed(batch.rows.assign(batch_id=batch_id), KINDS["usage"]).drop(columns=["known_on"])
    table = pa.Table.from_pandas(rows, preserve_index=False)
    written_whole(workspace.usage_folder / name, lambda path: pq.write_table(table, path))
    return name
