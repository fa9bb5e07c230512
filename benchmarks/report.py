"""The whole draft of a large segment, and its six formats; beside their limits, in CPU time."""

import json
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks.portfolio import LAST, portfolio
from lib.desk import Desk
from lib.desk.data import Days
from lib.desk.reporting import exports
from lib.model import Dataset, Period
from lib.report.blocks import Report

N_ACCOUNTS, N_DAYS = 2_000, 730
BAR_DRAFT, BAR_FORMATS = 5.0, 20.0
_SEGMENT = "all"
T = TypeVar("T")


def _timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Return what a piece of work gives, its CPU seconds and those on the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    made = work()
    return made, time.process_time() - cpu, time.perf_counter() - wall


def _desk(folder: Path, data: Dataset) -> Desk:
    """Return a desk that reads a portfolio made in memory as if it had been imported."""
    desk = Desk(folder)
    whole = replace(data, stored=dict(data.versions))
    months = tuple(Period.of(date(LAST.year - n // 12, 12 - n % 12, 1)) for n in range(2, 26))
    days = Days(months[-1].first, LAST, months)
    desk.data.dataset = lambda: whole  # type: ignore[method-assign]
    desk.data.days = lambda: days  # type: ignore[method-assign]
    return desk


def _warmed(desk: Desk, period: Period, day: date) -> None:
    """Have the desk know what every page of the month asks for: the report adds nothing to it."""
    for seen in (day, *_ends_before(period)):
        desk.data.book(seen)
        desk.segments.members(_SEGMENT, seen)
    desk.backtests.learnt(day)
    desk.risk.of_all(day, wait=True)
    desk.alarms.said_of(day)
    desk.comparing.average(_SEGMENT, day)
    desk.quality.findings()


def _ends_before(period: Period) -> tuple[date, date]:
    """Return the last days of the two periods before."""
    before = period.before()
    return before.last, before.before().last


def main() -> None:
    """Print one JSON document: seconds of the draft in each language, of each format, limits."""
    period = Period.of(LAST)
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(Path(folder), portfolio(N_ACCOUNTS, N_DAYS))
        _, warm_cpu, warm_wall = _timed(lambda: _warmed(desk, period, LAST))
        said: dict[str, object] = {
            "accounts": N_ACCOUNTS,
            "warm_caches": "book, readings, back-test, risk and average of the day",
            "warming": {"cpu": round(warm_cpu, 2), "wall": round(warm_wall, 2)},
        }
        report = None
        for lang in ("en", "zh"):
            stored, cpu, wall = _timed(lambda lang=lang: desk.reports.draft(_SEGMENT, period, lang))  # type: ignore[misc]
            report = stored.report
            said[f"draft_{lang}"] = _against(cpu, wall, BAR_DRAFT)
            said[f"figures_{lang}"] = len(report.register)
        if report is not None:
            said["formats"] = _formats(report)
    said["peak_mib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(said, indent=1))


def _against(cpu: float, wall: float, bar: float) -> dict[str, float]:
    return {"cpu": round(cpu, 2), "wall": round(wall, 2), "of_limit": round(cpu / bar, 2)}


def _formats(report: Report) -> dict[str, object]:
    told: dict[str, object] = {}
    whole_cpu = whole_wall = 0.0
    for ending in exports.FORMATS:
        content, cpu, wall = _timed(lambda ending=ending: exports.exported(report, ending))  # type: ignore[misc]
        told[ending] = {"cpu": round(cpu, 2), "wall": round(wall, 2), "bytes": len(content)}
        whole_cpu, whole_wall = whole_cpu + cpu, whole_wall + wall
    return {**told, "all": _against(whole_cpu, whole_wall, BAR_FORMATS)}


if __name__ == "__main__":
    main()
