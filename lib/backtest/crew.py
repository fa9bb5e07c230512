"""Days observed by two processes at once, where the data are large enough to pay for it.

The processes are started anew (nothing is forked or pickled), so it does not matter what the
caller is: a page's thread, a command, a test. Days that a process did not live to answer are
left to the caller.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import numpy as np

from lib.backtest.observed import Observed
from lib.backtest.shared import read_frame, write_dataset, write_frame
from lib.model import Dataset
from lib.signals.spec import Signal, Thresholds

PROCESSES = 2
_LEAST_ROWS = 3_000_000  # of the cube; below, starting costs more than it saves
_LEAST_DAYS = 4
_LOOK_SECONDS = 0.2
_ROOT = str(Path(__file__).parents[2])
_PROGRAM = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); from lib.backtest.worker import main; main()"
)


def pays(dataset: Dataset, days: Sequence[date]) -> bool:
    """Say whether there is enough to do for two processes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) > 1 and len(days) >= _LEAST_DAYS and len(dataset.cube) >= _LEAST_ROWS


def observed_by_crew(
    dataset: Dataset,
    days: Sequence[date],
    asked: tuple[Sequence[Signal], Mapping[str, Thresholds]],
    tell: Callable[[int], None],
) -> dict[date, Observed]:
    """Return what two processes observed; `tell` hears how many days are done, and may raise.

    `dataset` must be coded (`replay.coded`). Whatever `tell` raises ends the processes.
    """
    with tempfile.TemporaryDirectory(prefix="backtest-") as name:
        folder = Path(name)
        write_dataset(dataset, folder)
        crew = [_started(folder, days[n::PROCESSES], asked) for n in range(PROCESSES)]
        try:
            _watched(crew, folder, tell)
        finally:
            for process in crew:
                process.kill()
                process.wait()
        return {day: found for day in days if (found := read_part(folder, day)) is not None}


def write_part(found: Observed, folder: Path, day: date) -> None:
    """Write what was observed on a day."""
    np.save(folder / f"{day}-severity.npy", found.severity)
    np.save(folder / f"{day}-confidence.npy", found.confidence)
    write_frame(found.rows, folder / f"{day}.rows")  # last: it says that the day is done


def read_part(folder: Path, day: date) -> Observed | None:
    """Return what was observed on a day; None when it was not."""
    path = folder / f"{day}.rows"
    if not path.exists():
        return None
    severity, confidence = (
        np.load(folder / f"{day}-{part}.npy") for part in ("severity", "confidence")
    )
    return Observed(read_frame(path), severity, confidence)


def _started(
    folder: Path,
    days: Sequence[date],
    asked: tuple[Sequence[Signal], Mapping[str, Thresholds]],
) -> "subprocess.Popen[bytes]":
    signals, judged_by = asked
    job = {
        "folder": str(folder),
        "days": [day.isoformat() for day in days],
        "signals": [signal.key for signal in signals],
        "judged_by": {
            key: {"version": one.version, "values": dict(one.values)}
            for key, one in judged_by.items()
        },
    }
    return subprocess.Popen(  # noqa: S603 - our own interpreter and program, no shell
        [sys.executable, "-I", "-B", "-c", _PROGRAM, json.dumps(job)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"OMP_NUM_THREADS": "1"},
    )


def _watched(
    crew: Sequence["subprocess.Popen[bytes]"], folder: Path, tell: Callable[[int], None]
) -> None:
    for process in crew:
        while process.poll() is None:
            tell(len(list(folder.glob("*.rows"))))
            with suppress(subprocess.TimeoutExpired):  # it is still at work
                process.wait(_LOOK_SECONDS)
