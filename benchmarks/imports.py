"""Large imports against what they cannot be faster than, in the same run.

- an event log of 10 million rows: DuckDB copying the CSV to Parquet and grouping it, and pandas
- a workbook of 200,000 x 20 cells: python-calamine reading it, and pandas

Every contender runs in a process of its own, which tells its seconds and its peak memory.
`python -m benchmarks.imports [log | workbook]`
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import python_calamine
import xlsxwriter

from lib.desk import Desk
from lib.desk.imports import Request
from lib.ingest.big.log import big_parsed, opened_big
from lib.ingest.recognise import recognised
from lib.store import opened
from lib.store.batches import Batch, added
from lib.store.dataset import dataset

LOG_ROWS = 10_000_000
BOOK_ROWS, BOOK_COLUMNS = 200_000, 20
LOG_RATIO, BOOK_RATIO = 2.0, 1.5
_MADE = """COPY (SELECT
    'e' || lpad(i::VARCHAR, 9, '0') AS event_id,
    'A-' || lpad((hash(i) % 2000)::VARCHAR, 5, '0') AS account_id,
    'u' || lpad((hash(i) % 2000 * 20 + hash(i + 3) % 20)::VARCHAR, 7, '0') AS user_id,
    ['login', 'report', 'api_call', 'data_export', 'dashboard', 'search', 'share', 'comment']
        [1 + (hash(i * 3) % 8)::INT] AS event,
    strftime(TIMESTAMP '2025-11-01' + to_seconds((i * 31536000 // {rows})::BIGINT),
             '%Y-%m-%d %H:%M:%S') AS occurred_at,
    (hash(i) % 500)::VARCHAR AS quantity
    FROM range({rows}) t(i)) TO '{path}' (HEADER)"""
_GROUPED = """CREATE TABLE cube AS SELECT account_id, date_trunc('day', occurred_at) AS day, event,
    count(*), count(DISTINCT user_id), sum(quantity) FROM '{path}' GROUP BY ALL"""


def make_log(path: Path) -> None:
    """Write the event log."""
    duckdb.connect().execute(_MADE.format(rows=LOG_ROWS, path=path))


def bare_log(path: Path, folder: Path) -> None:
    """Copy the log to Parquet and group it, as the cube is grouped, with DuckDB alone."""
    copy = folder / "bare.parquet"
    duck = duckdb.connect(config={"threads": "2", "memory_limit": "1GB",
                                  "temp_directory": str(folder / "spill")})  # fmt: skip
    duck.read_csv(str(path)).write_parquet(str(copy))
    duck.execute(_GROUPED.format(path=copy))


def pandas_log(path: Path, folder: Path) -> None:
    """Read, group and write the log with pandas."""
    rows = pd.read_csv(path, parse_dates=["occurred_at"])
    day = rows["occurred_at"].dt.floor("D").rename("day")
    groups = rows.groupby(["account_id", day, "event"])
    groups.agg(n=("user_id", "size"), users=("user_id", "nunique"), q=("quantity", "sum"))
    rows.to_parquet(folder / "pandas.parquet")


def our_log(path: Path, folder: Path) -> None:
    """Import the log into a workspace that knows its accounts, and make the cube."""
    workspace = opened(folder / "workspace")
    added(workspace, _accounts())
    began = time.perf_counter()
    big = opened_big(path.name, path, workspace.usage_folder)
    if big is None:
        raise SystemExit("The log was not recognised.")
    recognition = recognised(big.sheet)
    result = big_parsed(big, recognition)
    step = time.perf_counter() - began
    added(
        workspace,
        Batch(
            file=path.name, sheet=None, kind=result.kind, imported_at=datetime(2026, 11, 1),  # noqa: DTZ001
            known_on=date(2026, 11, 1), content_hash="0" * 64, carried=result.carried,
            counts={"read": result.n_read, "added": result.n_rows}, spans=result.spans,
            part=result.part,
        ),
    )  # fmt: skip
    if len(dataset(workspace).cube) < result.n_rows // 10:
        raise SystemExit("The cube is too small.")
    print(json.dumps({"rows_stored_after": round(step, 1)}), file=sys.stderr)


def _accounts() -> Batch:
    ids = [f"A-{n:05d}" for n in range(2000)]
    rows = pd.DataFrame({"account_id": ids, "row_key": ids, "source_row": range(2, 2002)})
    from lib.model import KINDS  # noqa: PLC0415 - only here
    from lib.model.frames import typed  # noqa: PLC0415

    kind = typed(rows.assign(batch_id=0, known_on=pd.Timestamp("2026-11-01")), KINDS["accounts"])
    return Batch(
        file="accounts.csv", sheet=None, kind="accounts", imported_at=datetime(2026, 11, 1),  # noqa: DTZ001
        known_on=date(2026, 11, 1), content_hash="1" * 64, carried=frozenset({"account_id"}),
        counts={}, rows=kind,
    )  # fmt: skip


def make_workbook(path: Path) -> None:
    """Write the workbook: contracts, of which most columns are custom fields."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("contracts")
    own = ["contract_id", "account_id", "start_date", "end_date", "mrr", "seats", "plan"]
    sheet.write_row(0, 0, [*own, *(f"field {n}" for n in range(BOOK_COLUMNS - len(own)))])
    for n in range(BOOK_ROWS):
        custom = [f"text {n % 977} {k}" if k % 2 else n % 1000 + k for k in range(13)]
        sheet.write_row(n + 1, 0, [f"C-{n}", f"A-{n % 2000:05d}", "2026-01-01", "2026-12-31",
                                   n % 900 + 0.5, n % 50, "Pro", *custom])  # fmt: skip
    book.close()


def bare_workbook(path: Path, _folder: Path) -> None:
    """Read the cells with calamine alone."""
    python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()


def pandas_workbook(path: Path, _folder: Path) -> None:
    """Read the workbook with pandas on calamine."""
    pd.read_excel(path, engine="calamine")


def our_workbook(path: Path, folder: Path) -> None:
    """Import the workbook."""
    desk = Desk(folder / "book")
    began = time.perf_counter()
    outcomes = desk.imports.commit([(path.name, path.read_bytes())], Request())
    if outcomes[0].status != "committed":
        raise SystemExit(f"The workbook was not taken in: {outcomes[0]}")
    print(json.dumps({"commit": round(time.perf_counter() - began, 1)}), file=sys.stderr)


Contender = Callable[[Path, Path], None]
CONTENDERS: dict[str, Contender] = {
    "bare_log": bare_log,
    "pandas_log": pandas_log,
    "our_log": our_log,
    "bare_workbook": bare_workbook,
    "pandas_workbook": pandas_workbook,
    "our_workbook": our_workbook,
}


def measured(name: str, path: Path, folder: Path) -> tuple[float, int]:
    """Run a contender in its own process; return its seconds and its peak of bytes."""
    command = [sys.executable, "-m", "benchmarks.imports", name, str(path), str(folder)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, peak = json.loads(told.splitlines()[-1])
    return seconds, peak


def ran(name: str, path: Path, folder: Path) -> None:
    """Run a contender here and tell what it took; children count with their own peak."""
    began = time.perf_counter()
    CONTENDERS[name](path, folder)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(json.dumps([seconds, peak + child]))


def compared(what: str, path: Path, folder: Path, bar: float, make: Callable[[Path], None]) -> None:
    """Measure the three contenders and print one line."""
    make(path)
    bare, bare_peak = measured(f"bare_{what}", path, folder)
    ours, peak = measured(f"our_{what}", path, folder)
    other, other_peak = measured(f"pandas_{what}", path, folder)
    figures = {
        "benchmark": f"import of a large {what}", "megabytes": path.stat().st_size // 1_000_000,
        "seconds": round(ours, 1), "peer_seconds": round(bare, 1), "ratio": round(ours / bare, 2),
        "bar": bar, "peak_mb": peak // 1_000_000, "peer_peak_mb": bare_peak // 1_000_000,
        "pandas_seconds": round(other, 1), "pandas_peak_mb": other_peak // 1_000_000,
    }  # fmt: skip
    print(json.dumps(figures), flush=True)


def main(only: str | None = None) -> None:
    """Run all, or only the log or the workbook."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if only in {None, "log"}:
            compared("log", folder / "events.csv", folder, LOG_RATIO, make_log)
        if only in {None, "workbook"}:
            compared("workbook", folder / "book.xlsx", folder, BOOK_RATIO, make_workbook)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        ran(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(*sys.argv[1:])
