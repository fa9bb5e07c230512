"""A large text to a Parquet file of typed rows, in one pass where every cell is plainly written.

The first pass writes the value of each plain cell, and the text of every other. What is
left over is understood by its different texts and joined back in a second pass. Rows keep
their order, so the row of the source is told from the place in the file: `FIRST_ROW` holds
where the first one stood. (Numbers given while reading would force a single thread.)
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from string import Template

import duckdb

from lib.errors import DeskError
from lib.foreign.logs.stage import Staging
from lib.ingest.big.plain import Field, plain, plain_custom
from lib.ingest.big.source import Source
from lib.locale import msg
from lib.model import Kind
from lib.model.spec import Type

MOST_TEXTS = 1_200_000  # different texts of one column that are not plain
FIRST_ROW = "first_row"
_SPLIT = 100_000  # more than so many moments are taken apart into days and times of day
CLOCK = (
    r"^(.*?)([T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[AaPp][Mm])?"
    r"(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)$"
)


@dataclass(frozen=True)
class Plan:
    """Which columns become which fields of the kind, and which go into `custom`, by place."""

    kind: Kind
    fields: tuple[Field, ...]
    customs: tuple[tuple[int, str], ...]
    choices: Mapping[str, Mapping[str, str]]

    @property
    def has_period_only(self) -> bool:
        """Say whether a period says when rows happened, and nothing else does."""
        names = {each.name for each in self.fields}
        return "period" in names and self.kind.day not in names

    @property
    def names(self) -> list[str]:
        """The columns that the part has; all others are blank."""
        day = [str(self.kind.day)] if self.has_period_only else []
        customs = ["custom"] if self.customs else []
        return [*(each.name for each in self.fields), *day, *customs, "source_row"]


@dataclass
class Left:
    """Texts that are not plain: by column, with the number of rows; `split` into day and time."""

    texts: dict[str, dict[str, int]] = field(default_factory=dict)
    clocks: dict[str, dict[str, int]] = field(default_factory=dict)


def staging(source: Source, plan: Plan) -> dict[str, object]:
    """Return how the first pass is to be made: plain values, the text of every other cell."""
    quote = '"' if source.scan.quoted or source.numbered else ""
    tables = {
        f"known{each.place}": dict(plan.choices.get(each.column, {}))
        for each in plan.fields
        if each.target.type is Type.CHOICE
    }
    return asdict(
        Staging(
            columns=[*(["line"] if source.numbered else []), *_cells(source)],
            delimiter=source.delimiter,
            quote=quote,
            skipped=0 if source.numbered else source.first - 1,
            variables={f"n{place}": _start(name) for place, name in plan.customs},
            tables=tables,
            sql=_stage_sql(source, plan),
        )
    )


def _cells(source: Source) -> list[str]:
    return [f"c{n}" for n in range(source.width)]


def _start(name: str) -> str:
    """Return what stands before the text of a custom column in JSON."""
    return json.dumps(name, ensure_ascii=False) + ': "'


def _stage_sql(source: Source, plan: Plan) -> str:
    line = "CAST(line AS BIGINT)" if source.numbered else f"CAST({source.first} AS BIGINT)"
    line_name = "source_row" if source.numbered else FIRST_ROW
    values = [f"{plain(each, source.scan)} AS v_{each.name}" for each in plan.fields]
    joins = [
        f"LEFT JOIN known{f.place} AS k{f.place} ON k{f.place}.text = {f.cell}"
        for f in plan.fields
        if f.target.type is Type.CHOICE
    ]
    inner = Template(
        "SELECT $cells, $values $line AS $line_name, $blank AS is_blank FROM raw $joins"
    ).substitute(
        cells=", ".join(_cells(source)),
        values="".join(f"{value}, " for value in values),
        line=line,
        line_name=line_name,
        blank=_blank(source.width),
        joins=" ".join(joins),
    )
    outer = [f"v_{each.name} AS {each.name}" for each in plan.fields]
    if plan.has_period_only:
        outer.append(f"v_period AS {plan.kind.day}")
    left = [f"CASE WHEN v_{f.name} IS NULL THEN {f.cell} END AS left_{f.name}" for f in plan.fields]
    return Template("SELECT $outer FROM ($inner)").substitute(
        outer=", ".join([*outer, *_customs(source, plan), line_name, *left, "is_blank"]),
        inner=inner,
    )


def _blank(width: int) -> str:
    """Return SQL for a row without anything in it; most rows are known by their first sign."""
    cells = ", ".join(f"c{n}" for n in range(width))
    first = f"coalesce({cells}, '')"
    bare = f"trim(concat({cells}), ' \t\n\r\u00a0\u3000') = ''"
    return f"CASE WHEN {first} > ' ~' THEN false ELSE {bare} END"


def _customs(source: Source, plan: Plan) -> list[str]:
    """Return SQL for `custom` where all its cells are plain, and for their texts where not."""
    if not plan.customs:
        return []
    cells = [(f"c{place}", f"getvariable('n{place}')") for place, _ in plan.customs]
    checks = [f"({x} IS NULL OR ({plain_custom(x, source.scan)}))" for x, _ in cells]
    pieces = ", ".join(f"{name} || {x} || '\"'" for x, name in cells)
    whole = f"nullif('{{' || concat_ws(', ', {pieces}) || '}}', '{{}}')"
    fine = " AND ".join(checks)
    texts = ", ".join(x for x, _ in cells)
    return [
        f"CASE WHEN {fine} THEN {whole} END AS custom",
        f"CASE WHEN NOT ({fine}) THEN [{texts}] END AS left_custom",
    ]


def opened_stage(duck: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Make the first pass readable as `stage`; return how many rows it has."""
    with_row_numbers(duck, path, "stage")
    return number(duck, "SELECT count(*) FROM stage")


def with_row_numbers(duck: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Make a file of rows readable under a name, each with its `source_row`."""
    found = duck.read_parquet(str(path), file_row_number=True)
    counted = FIRST_ROW in found.columns
    row = f"{FIRST_ROW} + file_row_number AS source_row" if counted else "source_row"
    gone = [FIRST_ROW if counted else "source_row", "file_row_number"]
    sql = Template("* EXCLUDE ($gone), $row").substitute(gone=", ".join(gone), row=row)
    found.project(sql).create_view(name, replace=True)


def number(duck: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return the one number that a query gives."""
    return int(duck.execute(sql).fetchall()[0][0])


def left_over(duck: duckdb.DuckDBPyConnection, plan: Plan, title: str) -> Left:
    """Return the different texts that are to be understood, one plain one of each column too."""
    left = Left()
    sizes = _sizes(duck, plan)
    for each in plan.fields:
        texts = _representatives(duck, each)
        sql = Template(
            "SELECT left_$n AS text, count(*) AS n FROM stage WHERE left_$n IS NOT NULL GROUP BY 1"
        ).substitute(n=each.name)
        n = sizes[each.name]
        if n > _SPLIT and each.target.type is Type.TIME:
            whole, clocks = _taken_apart(duck, each)
            texts |= whole
            left.clocks[each.column] = clocks
        elif n > MOST_TEXTS:
            raise _too_many(title, each.column)
        elif n > 0:
            texts |= _counted(duck, sql)
        left.texts[each.column] = texts
    return left


def _sizes(duck: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, int]:
    """Return about how many different texts are left over in each column."""
    counts = [f"approx_count_distinct(left_{each.name})" for each in plan.fields]
    sql = Template("SELECT $counts FROM stage").substitute(counts=", ".join(counts))
    found = duck.execute(sql).fetchall()[0]
    return {each.name: int(n) for each, n in zip(plan.fields, found, strict=True)}


def _counted(duck: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    found = duck.execute(sql).fetchnumpy()
    return {str(text): int(n) for text, n in zip(found["text"], found["n"], strict=True)}


def _taken_apart(
    duck: duckdb.DuckDBPyConnection, each: Field
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the days of moments, with the texts that are none; and the times of day."""
    words = {"n": f"left_{each.name}", "clock": CLOCK}
    days = _counted(duck, Template(_DAYS_OF).substitute(words))
    return days, _counted(duck, Template(_CLOCKS_OF).substitute(words))


_DAYS_OF = """SELECT CASE WHEN regexp_matches($n, '$clock') THEN regexp_extract($n, '$clock', 1)
    ELSE $n END AS text, count(*) AS n FROM stage WHERE $n IS NOT NULL GROUP BY 1"""
_CLOCKS_OF = """SELECT regexp_extract($n, '$clock', 2) AS text, count(*) AS n FROM stage
    WHERE $n IS NOT NULL AND regexp_matches($n, '$clock') GROUP BY 1"""


def _representatives(duck: duckdb.DuckDBPyConnection, each: Field) -> dict[str, int]:
    """Return texts that stand for the plain cells of a column, with how many there are.

    They weigh in wherever the whole column decides: which sort of value it holds, and how
    far its days reach.
    """
    sql = _REPRESENTATIVES[each.target.type]
    found = duck.execute(Template(sql).substitute(n=each.name, scale=repr(each.scale)))
    texts = found.fetchall()[0]
    return {str(text): int(n) for text, n in zip(texts[::2], texts[1::2], strict=True) if text}


_OF_WORDS = "SELECT min($n), count($n) FROM stage"
_OF_MOMENTS = """SELECT strftime(max($n), '%Y-%m-%d %H:%M:%S'), 0,
    strftime(min($n), '%Y-%m-%d %H:%M:%S'), count($n) FROM stage"""
_OF_DAYS = """SELECT strftime(max($n), '%Y-%m-%d'), 0, strftime(min($n), '%Y-%m-%d'), count($n)
    FROM stage"""
_OF_NUMBERS = """SELECT CASE WHEN count($n) > 0 THEN '1' END, count($n) - count(f),
    CASE WHEN count(f) > 0 THEN '1.5' END, count(f)
    FROM (SELECT $n, CASE WHEN $n / $scale <> floor($n / $scale) THEN 1 END AS f FROM stage)"""
_REPRESENTATIVES = {
    Type.ID: _OF_WORDS,
    Type.TEXT: _OF_WORDS,
    Type.TAGS: _OF_WORDS,
    Type.FLAG: _OF_WORDS,
    Type.CHOICE: _OF_WORDS,
    Type.TIME: _OF_MOMENTS,
    Type.DAY: _OF_DAYS,
    Type.AMOUNT: _OF_NUMBERS,
    Type.COUNT: _OF_NUMBERS,
    Type.SHARE: _OF_NUMBERS,
}


def _too_many(title: str, column: str) -> DeskError:
    return DeskError(
        "too_large",
        msg(
            "{title}: '{column}' holds more than {n} different values in forms that are not plain.",
            title=title,
            column=column,
            n=f"{MOST_TEXTS:,}",
        ),
        msg("Export moments as 2026-01-31 09:30:00 and numbers without signs."),
    )
