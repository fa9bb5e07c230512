"""Rows of usage files as DuckDB sees them, and which of them are the same event.

A row is the same as another of a later file when both have the same id of their source, or
count the same of the same period or moment, or are events that agree in everything but
custom columns (the n-th of equal rows of one file is the same as the n-th of the other). Then
the later file's counts.
"""

from collections.abc import Sequence
from pathlib import Path
from string import Template

import duckdb
import pyarrow as pa

from lib.model import KINDS
from lib.model.frames import DTYPES
from lib.store.big_files import UsageFile, overlapping

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
