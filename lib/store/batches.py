"""Import batches: one sheet taken in, undoable as a whole."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Row, insert, select

from lib.locale import msg
from lib.model import KINDS, Span
from lib.model.frames import typed
from lib.store.atomic import written_whole
from lib.store.big_files import facts_of, taken_over
from lib.store.decisions import kept, taken_back
from lib.store.lock import importing
from lib.store.many import inserted
from lib.store.schema import batches, kind_tables, usage_files
from lib.store.sweep import discarded, names_in
from lib.store.workspace import Workspace, raise_data_version

ENTERED = "entered in the app"  # the file of what people enter
_N_ROWS = "stored"  # kept beside the counts, so that a batch can be checked for wholeness


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One imported sheet. `counts`: rows read, added, changed, unchanged, rejected.

    `rows` (only when it is written) has the columns of the kind, `custom`, `row_key`
    and `source_row`; `n_rows` (only when it is read) is how many there were. `author` is who
    took it in, `signature` that of the sheet's headings. A large log's rows lie in `part`, a
    finished Parquet file that is moved into the workspace.
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
    author: str | None = None
    signature: str | None = None
    batch_id: int = 0
    n_rows: int | None = None
    undone_at: datetime | None = None
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    part: Path | None = None

    @property
    def was_entered(self) -> bool:
        """Whether people entered it in the app."""
        return self.file == ENTERED

    @property
    def n_written(self) -> int:
        """How many rows are to be stored."""
        return len(self.rows) if self.part is None else int(pq.read_metadata(self.part).num_rows)


def added(workspace: Workspace, batch: Batch) -> int:
    """Store a batch and its rows in one transaction; return its id."""
    return all_added(workspace, (batch,))[0]


def all_added(workspace: Workspace, found: Sequence[Batch]) -> tuple[int, ...]:
    """Store batches and their rows in one transaction, all or none; return their ids.

    The Parquet file of a usage batch counts only once its line in the manifest is
    committed; a file that is left over from a crash is never read. Files are written by one
    import at a time, so that what nobody lists is known to be left over.
    """
    if not found:
        return ()
    if all(batch.kind != "usage" for batch in found):
        return _committed(workspace, found)
    with importing(workspace.folder):
        before = names_in(workspace.usage_folder)
        try:
            return _committed(workspace, found)
        except BaseException:
            discarded(workspace, before)
            raise


def _committed(workspace: Workspace, found: Sequence[Batch]) -> tuple[int, ...]:
    with workspace.writing(importing=True) as connection:
        ids = tuple(_stored(workspace, connection, batch) for batch in found)
        raise_data_version(connection)
    return ids


def _stored(workspace: Workspace, connection: Connection, batch: Batch) -> int:
    batch_id = _batch_row(connection, batch)
    if batch.kind == "usage":
        connection.execute(
            insert(usage_files).values(batch_id=batch_id, **_usage_written(workspace, batch))
        )
    else:
        _insert_rows(connection, batch, batch_id)
    return batch_id


def undone(workspace: Workspace, batch_id: int, at: datetime) -> None:
    """Take a batch out of sight; NotFoundError when there is none or it is undone already."""
    with workspace.writing() as connection:
        message = msg("There is no import batch {id} that could be undone.", id=str(batch_id))
        taken_back(connection, batches, batch_id, at, ("unknown_batch", message))
        raise_data_version(connection)


def all_batches(connection: Connection) -> tuple[Batch, ...]:
    """Return every batch without its rows, oldest first."""
    rows = connection.execute(select(batches).order_by(batches.c.batch_id))
    return tuple(_batch(row) for row in rows)


def active_batches(connection: Connection) -> tuple[Batch, ...]:
    """Return the batches that are not undone, oldest first."""
    return tuple(batch for batch in all_batches(connection) if batch.undone_at is None)


def imported_before(connection: Connection, content_hash: str) -> Batch | None:
    """Return the newest batch that stands and came from the very same bytes, or None."""
    row = connection.execute(
        select(batches)
        .where(batches.c.content_hash == content_hash, batches.c.undone_at.is_(None))
        .order_by(batches.c.batch_id.desc())
        .limit(1)
    ).first()
    return None if row is None else _batch(row)


def _batch_row(connection: Connection, batch: Batch) -> int:
    spans = [[span.first.isoformat(), span.last.isoformat()] for span in batch.spans]
    values = {
        "file": batch.file,
        "sheet": batch.sheet,
        "kind": batch.kind,
        "imported_at": batch.imported_at,
        "known_on": batch.known_on,
        "content_hash": batch.content_hash,
        "carried": json.dumps(sorted(batch.carried)),
        "mapping": json.dumps(batch.mapping, ensure_ascii=False),
        "spans": json.dumps(spans),
        "counts": json.dumps({**batch.counts, _N_ROWS: batch.n_written}),
        "issues": json.dumps(batch.issues, ensure_ascii=False),
        "author": batch.author,
        "signature": batch.signature,
    }
    return kept(connection, batches, values)


def _batch(row: Row[tuple[object, ...]]) -> Batch:
    named = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    counts = json.loads(named["counts"])
    return Batch(
        batch_id=named["batch_id"],
        file=named["file"],
        sheet=named["sheet"],
        kind=named["kind"],
        imported_at=named["imported_at"],
        known_on=named["known_on"],
        content_hash=named["content_hash"],
        carried=frozenset(json.loads(named["carried"])),
        n_rows=counts.pop(_N_ROWS, None),
        counts=counts,
        author=named["author"],
        signature=named["signature"],
        spans=tuple(
            Span(date.fromisoformat(first), date.fromisoformat(last))
            for first, last in json.loads(named["spans"])
        ),
        mapping=tuple(json.loads(named["mapping"])),
        issues=tuple(json.loads(named["issues"])),
        undone_at=named["undone_at"],
    )


def _insert_rows(connection: Connection, batch: Batch, batch_id: int) -> None:
    inserted(connection, kind_tables[batch.kind], batch.rows.assign(batch_id=batch_id))


def _usage_written(workspace: Workspace, batch: Batch) -> dict[str, object]:
    """Write the file of a usage batch; return its line in the manifest, but for the batch."""
    name = f"{uuid.uuid4().hex}.parquet"
    path = workspace.usage_folder / name
    if batch.part is not None:
        taken_over(batch.part, path)
    else:
        rows = typed(batch.rows.assign(batch_id=0), KINDS["usage"])
        rows = rows.drop(columns=["known_on", "batch_id", "row_key"])
        table = pa.Table.from_pandas(rows, preserve_index=False)
        written_whole(path, lambda part: pq.write_table(table, part))
    return {"name": name, **facts_of(path)}
