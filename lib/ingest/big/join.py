"""The second pass over a large text: what was left over is joined back, bad rows stay out."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

import duckdb
import pandas as pd
import pyarrow as pa

from lib.foreign.logs.rewrite import MOST_LISTED
from lib.foreign.logs.stage import ROW_GROUP
from lib.ingest.big.meanings import Bad, Meanings
from lib.ingest.big.plain import Field
from lib.ingest.big.rows import CLOCK, Left, Plan
from lib.ingest.sheet import Reject
from lib.ingest.tables.wrapped import unwrapped
from lib.ingest.values.cells import Cells
from lib.locale import msg

_BASE = "2000-01-01"
_REFERENCE = "account_id"
MISSING = -1

_quoted = json.JSONEncoder(ensure_ascii=False).encode


@dataclass
class Joins:
    """SQL pieces of the second pass; `reasons` holds what `why` counts."""

    joins: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    reasons: list[Bad] = field(default_factory=list)


def joined(
    duck: duckdb.DuckDBPyConnection, plan: Plan, left: Left, found: tuple[Meanings, Meanings]
) -> Joins:
    """Make the tables of meanings; `found` are those of texts and those of times of day."""
    joins = Joins()
    for each in plan.fields:
        meant, clocks = found
        known = _table(each, meant, joins)
        duck.register(f"m_{each.name}", known)
        if each.column in left.clocks:
            duck.register(f"t_{each.name}", _table(each, clocks, joins))
            _join_moments(each, joins)
        else:
            _join_values(each, joins)
    _join_customs(duck, plan, joins)
    return joins


def _table(each: Field, meant: Meanings, joins: Joins) -> pa.Table:
    """Return text, value and number of the reason for all texts of a column."""
    values = meant.known.get(each.column, pd.DataFrame(columns=["text", each.name]))
    bad = [b for b in meant.bad if b.column == each.column]
    first = len(joins.reasons)
    joins.reasons += bad
    good = pa.Table.from_pandas(
        pd.DataFrame({"text": values["text"].astype("str"), "value": values[each.name]}),
        preserve_index=False,
    ).append_column("bad", pa.nulls(len(values), pa.int32()))
    wrong = pa.table(
        {
            "text": pa.array([b.text for b in bad], pa.string()),
            "value": pa.nulls(len(bad), good.schema.field("value").type),
            "bad": pa.array(range(first, first + len(bad)), pa.int32()),
        }
    )
    schema = good.schema.set(0, pa.field("text", pa.string()))
    return pa.concat_tables([good.cast(schema), wrong.cast(schema)])


def _join_values(each: Field, joins: Joins) -> None:
    n = each.name
    joins.joins.append(f"LEFT JOIN m_{n} ON m_{n}.text = s.left_{n}")
    joins.fields[n] = f"coalesce(s.{n}, m_{n}.value)"
    joins.why.append(f"m_{n}.bad")
    joins.texts.append(f"WHEN m_{n}.bad IS NOT NULL THEN s.left_{n}")


def _join_moments(each: Field, joins: Joins) -> None:
    n = each.name
    words = {"n": n, "clock": CLOCK, "base": _BASE}
    joins.joins += [
        Template(
            "LEFT JOIN m_$n ON m_$n.text = CASE WHEN regexp_matches(s.left_$n, '$clock')"
            " THEN regexp_extract(s.left_$n, '$clock', 1) ELSE s.left_$n END"
        ).substitute(words),
        Template(
            "LEFT JOIN t_$n ON t_$n.text ="
            " '$base' || nullif(regexp_extract(s.left_$n, '$clock', 2), '')"
        ).substitute(words),
    ]
    joins.fields[n] = Template(
        "coalesce(s.$n, m_$n.value + coalesce(t_$n.value - TIMESTAMP '$base', INTERVAL 0 SECOND))"
    ).substitute(words)
    joins.why.append(f"coalesce(m_{n}.bad, t_{n}.bad)")
    joins.texts.append(f"WHEN coalesce(m_{n}.bad, t_{n}.bad) IS NOT NULL THEN s.left_{n}")


def _join_customs(duck: duckdb.DuckDBPyConnection, plan: Plan, joins: Joins) -> None:
    pieces = []
    for number, (_, name) in enumerate(plan.customs, 1):
        sql = Template(
            "SELECT DISTINCT left_custom[$n] AS text FROM stage"
            " WHERE left_custom IS NOT NULL AND left_custom[$n] IS NOT NULL"
        ).substitute(n=number)
        texts = [str(text) for (text,) in duck.execute(sql).fetchall()]
        duck.register(f"p_{number}", _pieces(name, texts))
        joins.joins.append(f"LEFT JOIN p_{number} ON p_{number}.text = s.left_custom[{number}]")
        pieces.append(f"p_{number}.piece")
    whole = f"nullif('{{' || concat_ws(', ', {', '.join(pieces)}) || '}}', '{{}}')"
    if pieces:
        joins.fields["custom"] = f"coalesce(s.custom, {whole})"


def _pieces(name: str, raw: list[str]) -> pa.Table:
    """Return what each text of a custom column is in JSON, as for small files."""
    cells = Cells.of(unwrapped(pd.Series(raw, dtype="str")))
    start = _quoted(name)
    written = [f"{start}: {_quoted(text)}" if text else None for text in cells.texts]
    pieces = [written[code] for code in cells.codes]
    return pa.table({"text": pa.array(raw, pa.string()), "piece": pa.array(pieces, pa.string())})


def prepared(duck: duckdb.DuckDBPyConnection, plan: Plan, joins: Joins, last_row: int) -> None:
    """Make the view `judged`: each row with its values, and `why` it stays out if it does.

    Rows after `last_row` are totals and the like, no data.
    """
    values = [f"{value} AS {name}" for name, value in joins.fields.items()]
    if plan.has_period_only:
        values.append(f"{joins.fields['period']} AS {plan.kind.day}")
    values.append("s.source_row")
    texts = f"CASE {' '.join(joins.texts)} END" if joins.texts else "NULL"
    inner = Template(
        "SELECT $values, coalesce($why) AS bad, $texts AS bad_text FROM stage s $joins"
        " WHERE NOT s.is_blank AND s.source_row <= $last"
    ).substitute(
        values=", ".join(values),
        why=", ".join([*joins.why, "NULL"]),
        texts=texts,
        joins=" ".join(joins.joins),
        last=last_row,
    )
    sql = Template(
        "CREATE TEMP VIEW judged AS SELECT *, coalesce(bad, CASE WHEN $missing THEN -1 END) AS why"
        " FROM ($inner)"
    )
    duck.execute(sql.substitute(missing=missing(plan), inner=inner))


def missing(plan: Plan) -> str:
    """Return SQL for rows that lack what every row needs, but for the account."""
    groups = [group for group in plan.kind.needs if _REFERENCE not in group]
    found = [[name for name in group if name in plan.names] for group in groups]
    return " OR ".join(f"coalesce({', '.join([*names, 'NULL'])}) IS NULL" for names in found)


def written(duck: duckdb.DuckDBPyConnection, plan: Plan, path: Path) -> None:
    """Write the rows that go in."""
    sql = f"SELECT {', '.join(plan.names)} FROM judged WHERE why IS NULL"  # noqa: S608 - names of our own
    duck.sql(sql).write_parquet(str(path), compression="snappy", row_group_size=ROW_GROUP)


def rejected(duck: duckdb.DuckDBPyConnection, plan: Plan, joins: Joins) -> list[Reject]:
    """Return the first thousand rows that stay out, with the first thing that is wrong."""
    found = duck.execute(
        "SELECT source_row, why, bad_text FROM judged WHERE why IS NOT NULL"
        " ORDER BY source_row LIMIT $most",
        {"most": MOST_LISTED},
    ).fetchall()
    return [_reject(plan, joins, *row) for row in found]


def _reject(plan: Plan, joins: Joins, row: int, why: int, text: str | None) -> Reject:
    if why == MISSING:
        group = next(group for group in plan.kind.needs if _REFERENCE not in group)
        headings = {each.name: each.column for each in plan.fields}
        names = [headings[name] for name in group if name in headings]
        reason = msg("The row has no {names}.", names=" / ".join(names or group))
        return row, names[0] if names else None, None, reason
    bad = joins.reasons[why]
    return row, bad.column, text, bad.reason
