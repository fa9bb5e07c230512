"""A regular text to Parquet by DuckDB, with SQL that the server has put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

import duckdb

from lib.duck import engine, watched
from lib.foreign.logs.told import Share
from lib.foreign.refusal import Refused

ROW_GROUP = 100_000
_MAX_LINE_BYTES = 4_000_000
# The file exists, and no other may be made beside it to take its place.
_COPY = """COPY ($rows) TO $$part
    (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE $row_group, USE_TMP_FILE false)"""


@dataclass(frozen=True)
class Staging:
    """How the text is to be read, under the name `raw`, and what is to be written of it.

    `tables` are words with their values, each under its name; `variables` are texts of SQL.
    """

    columns: Sequence[str]
    delimiter: str
    quote: str
    skipped: int
    variables: Mapping[str, str]
    tables: Mapping[str, Mapping[str, str]]
    sql: str


def staged(text: Path, part: Path, staging: Staging, share: Share) -> None:
    """Write the part; Refused when the memory does not suffice, OSError when the disk is full."""
    try:
        with engine(None, (text, part)) as duck:
            _prepared(duck, text, staging)
            copy = Template(_COPY).substitute(rows=staging.sql, row_group=ROW_GROUP)
            watched(duck, lambda: duck.execute(copy, {"part": str(part)}), share)
    except duckdb.OutOfMemoryException:
        raise Refused("too_much") from None


def _prepared(duck: duckdb.DuckDBPyConnection, text: Path, staging: Staging) -> None:
    for name, value in staging.variables.items():
        duck.execute(f"SET VARIABLE {name} = ?", [value])
    for name, words in staging.tables.items():
        duck.execute(
            f"CREATE TEMP TABLE {name} AS SELECT unnest($words::VARCHAR[]) AS text,"
            " unnest($values::VARCHAR[]) AS value",
            {"words": list(words), "values": list(words.values())},
        )
    duck.read_csv(
        str(text),
        columns=dict.fromkeys(staging.columns, "VARCHAR"),
        header=False,
        skiprows=staging.skipped,
        sep=staging.delimiter,
        quotechar=staging.quote,
        escapechar=staging.quote,
        auto_detect=False,
        strict_mode=True,
        null_padding=False,
        max_line_size=_MAX_LINE_BYTES,
    ).create_view("raw")
