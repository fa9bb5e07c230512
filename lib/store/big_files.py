"""Which usage files stand, which of them speak of the same days, and which rows count.

A row is the same as another of a later file when both have the same id of their source, or
count the same of the same period or moment, or are events that agree in everything but
custom columns (the n-th of equal rows of one file is the same as the n-th of the other). Then
the later file's counts. It is worked out when rows are read, from what stands, so taking a
file back gives exactly what was without it. Files that share no day and whose ids lie apart
share no row: nothing is compared.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Template

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from lib.model import KINDS
from lib.model.frames import DTYPES
from lib.store.atomic import folder_synced
from lib.store.schema import batches, usage_files

Reach = tuple[str, str]  # the first and the last of what is ordered as texts are

EVER = (date.min, date.max)
_ANY_ID = ("", "\U0010ffff")
_ARROW = {"str": pa.string(), "float64": pa.float64(), "datetime64[us]": pa.timestamp("us")}
_COUNTED = (
    "coalesce(account_id, lower(account_name)), contract_id, user_id, user_email, event, feature,"
    " period, CASE WHEN period IS NULL THEN occurred_at END, unit"
)
_NAMES = KINDS["usage"].names
COLUMNS = (*_NAMES, "custom", "source_row", "batch_id")
_CONTENT = f"hash({', '.join(_NAMES)})"
IDENTITY = f"""CASE WHEN usage_id IS NOT NULL THEN hash(1, usage_id)
    WHEN period IS NOT NULL OR count IS NOT NULL OR users IS NOT NULL
    THEN hash(2, {_COUNTED}) ELSE {_CONTENT} END"""
# Equal rows of one file are numbered by what they say, not by where they stand.
KEYED = Template(
    """SELECT *, row_number() OVER (PARTITION BY batch_id, identity ORDER BY content, custom)
        AS turn FROM (SELECT *, $identity AS identity, $content AS content FROM $source)"""
)


def keyed(source: str) -> str:
    """Return SQL for the rows of a table of ours with `identity` and `turn`."""
    return KEYED.substitute(identity=IDENTITY, content=_CONTENT, source=source)


@dataclass(frozen=True)
class UsageFile:
    """The rows of a batch that stands or is to be stored, and the days of which they speak.

    They lie in a file or, before they are stored, may be at hand as `rows`.
    """

    path: Path
    batch_id: int
    first: date
    last: date
    rows: pa.Table | None = None

    @property
    def days(self) -> Reach:
        """The first and the last day, as they are compared."""
        return self.first.isoformat(), self.last.isoformat()

    @property
    def ids(self) -> Reach | None:
        """The least and the greatest id of rows; None when none has an id."""
        return ids_of(self.path if self.rows is None else self.rows)

    def meets(self, days: Reach | None, ids: Reach | None) -> bool:
        """Say whether a row of the file may be the same as one of these days, or of these ids."""
        return days is None or _meet(self.days, days) or _meet(self.ids, ids)


def ids_of(rows: pa.Table | Path) -> Reach | None:
    """Return the least and the greatest id of rows; None when none has an id."""
    if isinstance(rows, Path):
        return _ids_in(rows)
    found = pc.min_max(rows["usage_id"].cast(pa.string())).as_py()
    return None if found["min"] is None else (found["min"], found["max"])


@lru_cache(maxsize=4096)
def _ids_in(path: Path) -> Reach | None:
    """Ask the footer of a file, whose content never changes."""
    about = pq.read_metadata(path)
    place = about.schema.to_arrow_schema().get_field_index("usage_id")
    if place < 0:
        return None
    found = [about.row_group(n).column(place).statistics for n in range(about.num_row_groups)]
    if any(each is None for each in found):
        return _ANY_ID
    filled = [each for each in found if each.num_values > 0]
    if not all(each.has_min_max for each in filled):
        return _ANY_ID
    return (min(f.min for f in filled), max(f.max for f in filled)) if filled else None


def _meet(one: Reach | None, other: Reach | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


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
            row.first_day or EVER[0],
            row.last_day or EVER[1],
        )
        for row in rows
    )


def overlapping(files: Sequence[UsageFile]) -> tuple[UsageFile, ...]:
    """Return the files that share a day with another, or may share an id: its day may move."""
    found = _sharing([(file.days, file) for file in files])
    found |= _sharing([(ids, file) for file in files if (ids := file.ids) is not None])
    return tuple(file for file in files if file.path in found)


def _sharing(reaches: Sequence[tuple[Reach, UsageFile]]) -> set[Path]:
    found: set[Path] = set()
    end, reaching = "", None
    for (first, last), file in sorted(reaches, key=lambda pair: pair[0]):
        if reaching is not None and first <= end:
            found |= {file.path, reaching.path}
        if reaching is None or last > end:
            end, reaching = last, file
    return found


def registered(duck: duckdb.DuckDBPyConnection, name: str, files: Sequence[UsageFile]) -> None:
    """Make the rows of files readable under `name`, with the batch of each."""
    duck.register(f"{name}_empty", _empty())
    parts = [f"SELECT * FROM {name}_empty"]  # noqa: S608 - names of ours
    stored = [file for file in files if file.rows is None]
    if stored:
        parts.append(_stored_part(duck, name, stored))
    for file in files:
        if file.rows is not None:
            duck.register(f"{name}_{file.batch_id}", file.rows)
            parts.append(f"SELECT *, {file.batch_id} AS batch_id FROM {name}_{file.batch_id}")  # noqa: S608 - names of ours
    sql = Template("CREATE TEMP VIEW $name AS SELECT $columns FROM ($parts)")
    union = " UNION ALL BY NAME ".join(parts)
    duck.execute(sql.substitute(name=name, columns=", ".join(COLUMNS), parts=union))


def _stored_part(duck: duckdb.DuckDBPyConnection, name: str, files: Sequence[UsageFile]) -> str:
    """Return SQL for the rows of files on disk, each with its batch."""
    manifest = pa.table(
        {
            "filename": [str(file.path) for file in files],
            "of_batch": pa.array([file.batch_id for file in files], pa.int64()),
        }
    )
    duck.register(f"{name}_manifest", manifest)
    paths = [str(file.path) for file in files]
    found = duck.read_parquet(paths, filename=True, file_row_number=True, union_by_name=True)
    _numbered(found).create_view(f"{name}_raw")
    sql = Template(
        "SELECT r.*, m.of_batch AS batch_id"
        " FROM ${name}_raw r JOIN ${name}_manifest m USING (filename)"
    )
    return sql.substitute(name=name)


def _numbered(found: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return stored rows with the `source_row` of each.

    Rows of a large log that all went in have no number of their own: they lie as they stood,
    the first of them in `first_row` of the source.
    """
    stored = set(found.columns)
    counted = "first_row + file_row_number"
    row = {
        (True, True): f"coalesce(source_row, {counted}) AS source_row",
        (True, False): f"{counted} AS source_row",
        (False, True): "source_row",
        (False, False): "CAST(NULL AS BIGINT) AS source_row",
    }["first_row" in stored, "source_row" in stored]
    gone = {"first_row", "source_row", "file_row_number", "batch_id"} & stored
    return found.project(f"* EXCLUDE ({', '.join(sorted(gone))}), {row}")


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
        """CREATE TEMP TABLE repeated AS SELECT id FROM (
            SELECT hash(usage_id) AS id, batch_id FROM shared WHERE usage_id IS NOT NULL)
        GROUP BY id HAVING min(batch_id) < max(batch_id)"""
    )
    duck.execute(
        """CREATE TEMP VIEW repeatable AS SELECT * FROM shared
        WHERE usage_id IS NULL OR hash(usage_id) IN (SELECT id FROM repeated)"""
    )
    duck.execute(
        Template(
            """CREATE TEMP TABLE outdated AS SELECT batch_id, source_row FROM (
                SELECT batch_id, source_row,
                       max(batch_id) OVER (PARTITION BY identity, turn) AS newest
                FROM ($keyed)) WHERE batch_id < newest"""
        ).substitute(keyed=keyed("repeatable"))
    )
    duck.execute(
        "CREATE TEMP VIEW events AS SELECT * FROM stored"
        " ANTI JOIN outdated USING (batch_id, source_row)"
    )


def fresh_made(duck: duckdb.DuckDBPyConnection, fresh: pa.Table | Path) -> None:
    """Make the tables `fresh`, of rows that may be stored already, and `met`, of what they meet.

    `fresh` has the number of each row as `place`; each row of `met` is what is stored of the
    event whose row is at `place`.
    """
    if isinstance(fresh, Path):
        rows = _numbered(duck.read_parquet(str(fresh), file_row_number=True))
        rows.project("*, source_row AS place").create_view("given")
    else:
        places = pa.array(range(len(fresh)), pa.int64())
        duck.register("given", fresh.append_column("place", places))
    duck.register("given_empty", _empty())
    duck.execute(
        Template(
            """CREATE TEMP VIEW new_rows AS SELECT $columns, 0 AS batch_id, place FROM (
                SELECT * FROM given
                UNION ALL BY NAME SELECT * EXCLUDE (batch_id) FROM given_empty)"""
        ).substitute(columns=", ".join(COLUMNS[:-1]))
    )
    duck.execute(Template(_COMMON).substitute(identity=IDENTITY))
    for name, source in (("fresh", "new_rows"), ("old", "stored")):
        duck.execute(
            Template(
                "CREATE TEMP VIEW common_$source AS SELECT * FROM $source"
                " WHERE $identity IN (SELECT identity FROM common)"
            ).substitute(identity=IDENTITY, source=source)
        )
        duck.execute(f"CREATE TEMP VIEW {name} AS {keyed(f'common_{source}')}")
    duck.execute(
        """CREATE TEMP TABLE met AS SELECT o.*, n.place FROM (
            SELECT * FROM old
            QUALIFY row_number() OVER (PARTITION BY identity, turn ORDER BY batch_id DESC) = 1
        ) o JOIN fresh n USING (identity, turn)"""
    )


# Only what is there twice is numbered: most rows of a large file are not.
_COMMON = """CREATE TEMP TABLE common AS SELECT identity FROM (
        SELECT DISTINCT $identity AS identity FROM stored
    ) SEMI JOIN (SELECT $identity AS identity FROM new_rows) USING (identity)"""


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
    first, last = days_in(path) or (None, None)
    return {"n_rows": pq.read_metadata(path).num_rows, "first_day": first, "last_day": last}


def days_in(path: Path) -> tuple[date, date] | None:
    """Return the first and the last day of which a file speaks; None when no row has a day."""
    about = pq.read_metadata(path)
    place = about.schema.to_arrow_schema().get_field_index("occurred_at")
    groups = [about.row_group(n) for n in range(about.num_row_groups)]
    found = [group.column(place).statistics for group in groups if place >= 0]
    days = [s for s in found if s is not None and s.has_min_max]
    if not days:
        return None
    return min(s.min.date() for s in days), max(s.max.date() for s in days)
