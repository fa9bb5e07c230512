"""Large imports against what they cannot be faster than, in the same run.

- an event log of 10 million rows: DuckDB copying the CSV to Parquet and grouping it, and pandas
- workbooks of 200,000 x 20 cells (tickets, events, contracts with many custom columns):
  python-calamine reading them, and pandas; the middle ratio is the one that counts

Every contender runs in a process of its own, which tells its seconds, those of the processors
(its own and its children's) and its peak memory; what a process imports at its start is not
counted. The bare one and ours take turns, and the middle of the rounds counts: `ratio` of
the seconds, `cpu_ratio` of the processors' seconds, which other work on the machine moves less.
`python -m benchmarks.imports [log | workbook]`; all of it takes about ten minutes, and 3 GB of
disk in TMPDIR.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from statistics import median

import duckdb
import pandas as pd
import python_calamine

from benchmarks.books import BOOKS, made
from lib.desk import Desk
from lib.desk.intake.imports import Request
from lib.store.batches import Batch, added

LOG_ROWS = 10_000_000
LOG_RATIO, BOOK_RATIO = 2.0, 1.5
ROUNDS = 3
_EVERYBODY = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
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
    desk = Desk(folder / "workspace")
    added(desk.data.workspace, _accounts())
    began = time.perf_counter()
    (outcome,) = desk.imports.commit([(path.name, path)], Request())
    step = time.perf_counter() - began
    if outcome.counts.added != LOG_ROWS:
        raise SystemExit(f"The log was not taken in: {outcome}")
    if len(desk.data.dataset().cube) < LOG_ROWS // 10:
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


def bare_workbook(path: Path, _folder: Path) -> None:
    """Read the cells with calamine alone."""
    python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()


def pandas_workbook(path: Path, _folder: Path) -> None:
    """Read the workbook with pandas on calamine."""
    pd.read_excel(path, engine="calamine")


def our_workbook(path: Path, folder: Path) -> None:
    """Import the workbook."""
    desk = Desk(folder / path.stem)
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


@dataclass(frozen=True)
class Run:
    """What one run of a contender took."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def measured(name: str, path: Path, folder: Path) -> Run:
    """Run a contender in its own process and in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        command = [sys.executable, "-m", "benchmarks.imports", name, str(path), own]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Run(*json.loads(told.splitlines()[-1]))


def ran(name: str, path: Path, folder: Path) -> None:
    """Run a contender here and tell what it took; children count with their own peak."""
    began, cpu = time.perf_counter(), _cpu_seconds()
    CONTENDERS[name](path, folder)
    seconds, cpu = time.perf_counter() - began, _cpu_seconds() - cpu
    peak = sum(resource.getrusage(who).ru_maxrss for who in _EVERYBODY) * 1024
    print(json.dumps([seconds, cpu, peak]))


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in _EVERYBODY]
    return sum(one.ru_utime + one.ru_stime for one in used)


def compared(what: str, path: Path, folder: Path, bar: float, make: Callable[[Path], None]) -> None:
    """Measure the three contenders and print one line."""
    make(path)
    pairs = [
        (measured(f"bare_{what}", path, folder), measured(f"our_{what}", path, folder))
        for _ in range(ROUNDS)
    ]
    other = measured(f"pandas_{what}", path, folder)
    bare, ours = (sorted(runs, key=lambda run: run.seconds) for runs in zip(*pairs, strict=True))
    ratio = median(one.seconds / peer.seconds for peer, one in pairs)
    cpu_ratio = median(one.cpu_seconds / peer.cpu_seconds for peer, one in pairs)
    figures = {
        "benchmark": f"import of a large {what}", "file": path.name,
        "megabytes": path.stat().st_size // 1_000_000, "rounds": ROUNDS,
        "seconds": round(ours[ROUNDS // 2].seconds, 1),
        "peer_seconds": round(bare[ROUNDS // 2].seconds, 1),
        "ratio": round(ratio, 2), "cpu_ratio": round(cpu_ratio, 2), "bar": bar,
        "peak_mb": max(run.peak_bytes for run in ours) // 1_000_000,
        "peer_peak_mb": max(run.peak_bytes for run in bare) // 1_000_000,
        "pandas_seconds": round(other.seconds, 1), "pandas_peak_mb": other.peak_bytes // 1_000_000,
    }  # fmt: skip
    print(json.dumps(figures), flush=True)
    path.unlink()


def main(only: str | None = None) -> None:
    """Run all, or only the log or the workbook."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if only in {None, "log"}:
            compared("log", folder / "events.csv", folder, LOG_RATIO, make_log)
        if only in {None, "workbook"}:
            for what in BOOKS:
                book = folder / f"{what}.xlsx"
                compared("workbook", book, folder, BOOK_RATIO, partial(made, what=what))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        ran(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(*sys.argv[1:])
