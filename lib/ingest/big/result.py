"""What came of a large text, counted and put into words."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from lib.foreign.logs.rewrite import MOST_LISTED
from lib.ingest.big.join import Joins, rejected
from lib.ingest.big.meanings import Meanings
from lib.ingest.big.remarks import about_rows, bad_cells
from lib.ingest.big.rows import Left, Plan, number, with_row_numbers
from lib.ingest.big.sample import Sample
from lib.ingest.big.source import Source
from lib.ingest.issues import Issue
from lib.ingest.sheet import Reject
from lib.model import Kind
from lib.model.frames import DTYPES


@dataclass(frozen=True)
class Converted:
    """What came of a large text."""

    meant: Meanings
    n_read: int
    issues: tuple[Issue, ...] = ()
    rejects: tuple[Reject, ...] = ()
    n_rejected: int = 0
    n_rows: int = 0
    preview: pd.DataFrame = field(default_factory=pd.DataFrame)
    part: Path | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Stage:
    """The first pass: where it lies, how many rows it has, and what is left over."""

    source: Source
    sample: Sample
    plan: Plan
    n_rows: int
    left: Left
    meant: Meanings
    clocks: Meanings


def counted(duck: duckdb.DuckDBPyConnection, stage: Stage, joins: Joins, part: Path) -> Converted:
    """Count the rows of the finished part and tell what is to be said of them."""
    with_row_numbers(duck, part, "part")
    kind, source, sheet = stage.plan.kind, stage.source, stage.sample.sheet
    n_rows, first, last = duck.execute(
        "SELECT count(*), min(occurred_at)::DATE, max(occurred_at)::DATE FROM part"
    ).fetchall()[0]
    n_read = number(duck, "SELECT count(*) FROM stage WHERE NOT is_blank")
    n_read += source.n_misfits - stage.sample.n_dropped
    n_out = n_read - n_rows
    wrong = rejected(duck, stage.plan, joins) if n_out > source.n_misfits else []
    first_rows = duck.sql("SELECT * FROM part ORDER BY source_row LIMIT 50").df()
    return Converted(
        meant=stage.meant,
        n_read=n_read,
        issues=(
            *sheet.issues,
            *(Issue("field_count", "error", r[0], None, r[2], r[3]) for r in source.misfits),
            *stage.meant.issues,
            *(i for i in stage.clocks.issues if i.code.endswith("zone")),
            *bad_cells(wrong, joins.reasons, stage.left),
            *about_rows(duck, stage.plan),
        ),
        rejects=(*source.misfits, *wrong)[:MOST_LISTED],
        n_rejected=n_out,
        n_rows=n_rows,
        preview=_preview(first_rows, kind),
        part=part,
        first_day=first,
        last_day=last,
    )


def _preview(rows: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Return rows as `Parsed.rows` has them."""
    types = {column.name: DTYPES[column.type] for column in kind.columns}
    types |= {"custom": "str", "source_row": "int64"}
    return rows.reindex(columns=list(types)).astype(types)
