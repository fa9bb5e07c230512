"""What is said about the rows of a large file, as it is said about those of a small one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from string import Template

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lib.ingest.big.meanings import Bad
from lib.ingest.big.rows import Left, Plan, number
from lib.ingest.issues import Issue, note
from lib.ingest.rows.rejects import MOST_TOLD
from lib.ingest.sheet import Reject
from lib.locale import msg, msgs

Hashes = npt.NDArray[np.uint64]
_IDS_AT_ONCE = 20_000_000
_REFERENCE = "account_id"


def bad_cells(rejects: Sequence[Reject], bad: Sequence[Bad], left: Left) -> list[Issue]:
    """Tell of bad cells in file order, the first of each sort, and how many more there are."""
    codes = {(b.column, b.text): b.code for b in bad}
    told: Counter[tuple[str, str | None]] = Counter()
    issues = []
    for row, column, value, reason in rejects:
        code = "blank" if value is None else codes.get((column or "", value), "bad_value")
        told[code, column] += 1
        if told[code, column] <= MOST_TOLD:
            issues.append(Issue(code, "error", row, column, value, reason))
    n_bad: Counter[tuple[str, str | None]] = Counter()
    for b in bad:
        n_bad[b.code, b.column] += left.texts.get(b.column, {}).get(b.text, 0)
    return issues + [
        _rest(sort, total - min(told[sort], MOST_TOLD))
        for sort, total in n_bad.items()
        if total > MOST_TOLD
    ]


def _rest(sort: tuple[str, str | None], n: int) -> Issue:
    message = msg(
        "The same is wrong in {n} more rows; the first thousand rejected rows are listed.",
        n=str(n),
    )
    return Issue(sort[0], "error", None, sort[1], None, message)


def about_rows(duck: duckdb.DuckDBPyConnection, plan: Plan) -> list[Issue]:
    """Warn of ids that several rows share, and of rows that name nobody."""
    name = plan.kind.keys[0][0]
    issues = _shared(duck, name) if name in {each.name for each in plan.fields} else []
    group = next(group for group in plan.kind.needs if _REFERENCE in group)
    names = [name for name in group if name in plan.names]
    sql = Template("SELECT count(*) FROM part WHERE coalesce($names) IS NULL")
    n = number(duck, sql.substitute(names=", ".join([*names, "NULL"])))
    if n == 0:
        return issues
    message = msgs(
        "{n} row names no customer; it was taken in, but counts for nobody.",
        "{n} rows name no customer; they were taken in, but count for nobody.",
        n,
    )
    return [*issues, note("no_customer", "warning", message)]


def _repeated(duck: duckdb.DuckDBPyConnection, name: str) -> Iterator[Hashes]:
    """Yield the hashes of ids that stand in several rows, of some ids after the other.

    Hashes of 64 bits for ids: no two of 10 million ids meet by chance, and to sort numbers
    takes a third of the time of grouping texts.
    """
    parts = 1 + number(duck, "SELECT count(*) FROM part") // _IDS_AT_ONCE
    sql = Template(
        "SELECT hash($name) AS id FROM part"
        " WHERE $name IS NOT NULL AND hash($name) % $parts = $$turn"
    )
    sql_of_name = sql.substitute(name=name, parts=parts)
    for turn in range(parts):
        found = duck.sql(sql_of_name, params={"turn": turn}).to_arrow_table()
        ids = np.sort(found["id"].to_numpy())
        yield np.unique(ids[1:][ids[1:] == ids[:-1]])


def _shared(duck: duckdb.DuckDBPyConnection, name: str) -> list[Issue]:
    shared = np.concatenate([*_repeated(duck, name)])
    n = len(shared)
    if n == 0:
        return []
    duck.register("shared", pa.table({"id": shared}))
    sql = f"SELECT min({name}) FROM part SEMI JOIN shared ON hash({name}) = shared.id"  # noqa: S608 - names of our own
    example = str(duck.execute(sql).fetchall()[0][0])
    message = msgs(
        "{n} id stands in more than one row ({example}); events are kept as often as listed.",
        "{n} ids stand in more than one row, such as {example}; events are kept as often as "
        "listed.",
        n,
        example=example,
    )
    return [note("repeated_event_id", "warning", message, name, example)]
