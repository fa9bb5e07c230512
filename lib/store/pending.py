"""Batches that are not stored yet, read as if they were: what a rehearsal looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from lib.model import KINDS
from lib.model.frames import typed
from lib.store.batches import Batch
from lib.store.big_files import EVER, UsageFile, days_in


def numbered(stored: Sequence[Batch], pending: Sequence[Batch]) -> tuple[Batch, ...]:
    """Give pending batches ids that come after all stored ones, as they would get."""
    last = max((batch.batch_id for batch in stored), default=0)
    return tuple(replace(batch, batch_id=last + i) for i, batch in enumerate(pending, start=1))


def with_pending(
    tables: Mapping[str, pd.DataFrame], pending: Sequence[Batch]
) -> dict[str, pd.DataFrame]:
    """Return the versions of each kind with those of the pending batches among them."""
    return {
        kind: _joined(kind, rows, [batch for batch in pending if batch.kind == kind])
        for kind, rows in tables.items()
    }


def usage_coming(pending: Sequence[Batch]) -> tuple[UsageFile, ...]:
    """Return the rows of pending usage batches, to be read beside what is stored."""
    return tuple(_usage_file(batch) for batch in pending if batch.kind == "usage")


def _usage_file(batch: Batch) -> UsageFile:
    if batch.part is not None:
        reach = days_in(batch.part) or EVER
        return UsageFile(batch.part.absolute(), batch.batch_id, *reach)
    rows = typed(batch.rows.assign(batch_id=0), KINDS["usage"])
    rows = rows.drop(columns=["known_on", "batch_id", "row_key"])
    days = rows["occurred_at"].dropna()
    reach = (days.min().date(), days.max().date()) if len(days) else EVER
    table = pa.Table.from_pandas(rows, preserve_index=False)
    return UsageFile(Path(f"pending-{batch.batch_id}"), batch.batch_id, *reach, table)


def _joined(kind: str, rows: pd.DataFrame, pending: Sequence[Batch]) -> pd.DataFrame:
    if not pending:
        return rows
    new = [
        typed(
            batch.rows.assign(batch_id=batch.batch_id, known_on=pd.Timestamp(batch.known_on)),
            KINDS[kind],
        )
        for batch in pending
    ]
    together = pd.concat([rows, *new], ignore_index=True)
    # As the database gives them: by the day on which they were known, then by batch.
    return together.sort_values(["known_on", "batch_id"], kind="stable", ignore_index=True)
