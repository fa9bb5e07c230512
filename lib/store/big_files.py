"""Which usage files stand, which of them speak of the same days, and which rows count.

A row is the same as another of a later file when both have the same id of their source, or
count the same of the same period, or are events that agree in everything but custom columns
(the n-th of equal rows of one file is the same as the n-th of the other). Then the later
file's counts. It is worked out when rows are read, from what stands, so taking a file back
gives exactly what was without it. Files that share no day share no row: nothing is compared.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from lib.model import KINDS
from lib.model.frames import DTYPES
from lib.store.atomic import folder_synced
from lib.store.schema import batches, usage_files

_EVER = (date.min, date.max)
_ARROW = {"str": pa.string(), "float64": pa.float64(), "datetime64[us]": pa.timestamp("us")}
_PERIOD = (
    "coalesce(account_id, lower(account_name)), contract_id, user_id, user_email, event, feature,"
    " period, unit"
)
_NAMES = KINDS["usage"].names
COLUMNS = (*_NAMES, "custom", "source_row", "batch_id")
_CONTENT = f"hash({', '.join(_NAMES)})"
IDENTITY = f"""CASE WHEN usage_id IS NOT NULL THEN hash(1, usage_id)
    WHEN period IS NOT NULL THEN hash(2, {_PERIOD}) ELSE {_CONTENT} END"""
# Equal rows of one file are numbered by what they say, not by where they stand.
KEYED = Template(
    """SELECT *, row_number() OVER (PARTITION BY batch_id, identity ORDER BY content, custom)
        AS turn FROM (SELECT *, $identity AS identity, $content AS content FROM $source)"""
)


def keyed(source: str) -> str:
    """Return SQL for the rows of a table of ours with `identity` and `turn`."""
    return KEYED.substitute(identity=IDENTITY, content=_CONTENT, source=source)


@dataclass(frozen=True, slots=True)
class UsageFile:
    """One file of a batch that stands, and the days of which it speaks."""

    path: Path
    batch_id: int
    first: date
    last: date

    def meets(self, first: date, last: date) -> bool:
        """Say whether the file speaks of a day from `first` to `last`."""
        return self.first <= last and first <= self.last


def standing(folder: Path, connection: Connection) -> tuple[UsageFile, ...]:
    """Return the files of all batches that are not undone, oldest first."""
    rows = connection.execute(
        select(usage_files)
        .join(batches, batches.c.batch_id == usage_files.c.batch_id)
        .where(batches.c.undone_at.is_(None))
        .order_by(usage_files.c.batch_id, usage_files.c.name)
    )
    return tuple(
        UsageFile(
            (folder / row.name).absolute(),
            row.batch_id,
            row.first_day or _EVER[0],
            row.last_day or _EVER[1],
        )
        for row in rows
    )


def overlapping(files: Sequence[UsageFile]) -> tuple[UsageFile, ...]:
    """Return the files that share a day with another."""
    ordered = sorted(files, key=lambda file: (file.first, file.last))
    found: set[Path] = set()
    reaching: UsageFile | None = None
    for file in ordered:
        if reaching is not None and file.first <= reaching.last:
            found |= {file.path, reaching.path}
        if reaching is None or file.last > reaching.last:
            reaching = file
    return tuple(file for file in files if file.path in found)


def registered(duck: duckdb.DuckDBPyConnection, name: str, files: Sequence[UsageFile]) -> None:
    """Make the rows of files readable under `name`, with the batch of each."""
    duck.register(f"{name}_empty", _empty())
    if not files:
        duck.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {name}_empty")  # noqa: S608 - a name of ours
        return
    manifest = pa.table(
        {
            "filename": [str(file.path) for file in files],
            "of_batch": pa.array([file.batch_id for file in files], pa.int64()),
        }
    )
    duck.register(f"{name}_manifest", manifest)
    paths = [str(file.path) for file in files]
    duck.read_parquet(paths, filename=True, union_by_name=True).create_view(f"{name}_raw")
    sql = Template(
        """CREATE TEMP VIEW $name AS SELECT $columns FROM (
            SELECT * FROM $raw UNION ALL BY NAME SELECT * FROM $empty)"""
    )
    batch_of = Template(
        "(SELECT r.* EXCLUDE ($gone), m.of_batch AS batch_id FROM ${name}_raw r"
        " JOIN ${name}_manifest m USING (filename))"
    )
    stored = set(duck.view(f"{name}_raw").columns)
    gone = [c for c in ("batch_id", "filename") if c in stored]
    duck.execute(
        sql.substitute(
            name=name,
            columns=", ".join(COLUMNS),
            raw=batch_of.substitute(name=name, gone=", ".join(gone)),
            empty=f"{name}_empty",
        )
    )


def _empty() -> pa.Table:
    types = {c.name: _ARROW.get(DTYPES[c.type], pa.string()) for c in KINDS["usage"].columns}
    types |= {"custom": pa.string(), "source_row": pa.int64(), "batch_id": pa.int64()}
    return pa.table({name: pa.array([], kind) for name, kind in types.items()})


def stored_made(duck: duckdb.DuckDBPyConnection, files: Sequence[UsageFile]) -> None:
    """Make the view `stored`: the rows of the files, each with its batch."""
    registered(duck, "stored", files)


def events_made(duck: duckdb.DuckDBPyConnection, files: Sequence[UsageFile]) -> None:
    """Make the view `events`: of rows that several files have, the latest file's."""
    stored_made(duck, files)
    shared = overlapping(files)
    if not shared:
        duck.execute("CREATE TEMP VIEW events AS SELECT * FROM stored")
        return
    registered(duck, "shared", shared)
    duck.execute(
        Template(
            """CREATE TEMP TABLE outdated AS SELECT batch_id, source_row FROM (
                SELECT batch_id, source_row,
                       max(batch_id) OVER (PARTITION BY identity, turn) AS newest
                FROM ($keyed)) WHERE batch_id < newest"""
        ).substitute(keyed=keyed("shared"))
    )
    duck.execute(
        "CREATE TEMP VIEW events AS SELECT * FROM stored"
        " ANTI JOIN outdated USING (batch_id, source_row)"
    )


def fresh_made(duck: duckdb.DuckDBPyConnection, fresh: pd.DataFrame | Path) -> None:
    """Make the tables `fresh`, of rows that are not stored, and `met`, of what they meet.

    `fresh` has the number of each row as `place`; each row of `met` is what is stored of the
    event whose row is at `place`.
    """
    if isinstance(fresh, Path):
        duck.read_parquet(str(fresh)).create_view("given")
    else:
        rows = fresh.drop(columns=["batch_id"], errors="ignore")
        duck.register("given", pa.Table.from_pandas(rows, preserve_index=False))
    duck.register("given_empty", _empty())
    duck.execute(
        Template(
            """CREATE TEMP VIEW new_rows AS
            SELECT $columns, 0 AS batch_id, row_number() OVER () - 1 AS place FROM (
                SELECT * FROM given
                UNION ALL BY NAME SELECT * EXCLUDE (batch_id) FROM given_empty)"""
        ).substitute(columns=", ".join(COLUMNS[:-1]))
    )
    duck.execute(f"CREATE TEMP VIEW fresh AS {keyed('new_rows')}")
    duck.execute(
        Template(
            """CREATE TEMP TABLE met AS SELECT o.*, n.place FROM (
                SELECT * FROM (SELECT * FROM ($old) k SEMI JOIN fresh USING (identity))
                QUALIFY row_number() OVER (PARTITION BY identity, turn ORDER BY batch_id DESC) = 1
            ) o JOIN fresh n USING (identity, turn)"""
        ).substitute(old=keyed("stored"))
    )


def change_counts(duck: duckdb.DuckDBPyConnection, carried: Sequence[str]) -> tuple[int, int]:
    """Return how many of the fresh rows meet a stored one, and how many of these say otherwise."""
    names = [name for name in (*_NAMES, "custom") if name in carried]
    differs = " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in names) or "false"
    counted = duck.execute(
        Template(
            "SELECT count(*), count(*) FILTER ($differs) FROM met o JOIN fresh n USING (place)"
        ).substitute(differs=differs)
    ).fetchall()[0]
    return int(counted[0]), int(counted[1])


def taken_over(part: Path, target: Path) -> None:
    """Put a finished file in its place in the usage folder, whole or not at all."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder_synced(target.parent)


def facts_of(path: Path) -> dict[str, object]:
    """Return what the manifest says of a file: how many rows, from which day to which."""
    about = pq.read_metadata(path)
    place = about.schema.to_arrow_schema().get_field_index("occurred_at")
    groups = [about.row_group(n) for n in range(about.num_row_groups)]
    found = [group.column(place).statistics for group in groups if place >= 0]
    days = [s for s in found if s is not None and s.has_min_max]
    return {
        "n_rows": about.num_rows,
        "first_day": min((s.min.date() for s in days), default=None),
        "last_day": max((s.max.date() for s in days), default=None),
    }
