"""The process that observes some days of a data set in a folder, and writes what it saw."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lib.backtest.crew import write_part
from lib.backtest.observed import observed
from lib.backtest.refused import without_outcomes
from lib.backtest.shared import read_dataset
from lib.signals.registry import signal_of
from lib.signals.spec import Thresholds


def main() -> None:
    """Do the one job in the arguments."""
    work(json.loads(sys.argv[1]))


def work(job: Mapping[str, Any]) -> None:
    """Observe the job's days and write each one's part into its folder."""
    folder = Path(job["folder"])
    dataset = read_dataset(folder)
    signals = [signal_of(key) for key in job["signals"]]
    judged_by = {key: _thresholds(key, said) for key, said in job["judged_by"].items()}
    for text in job["days"]:
        day = date.fromisoformat(text)
        snapshot = without_outcomes(dataset.as_of(day))
        write_part(observed(snapshot, signals, judged_by), folder, day)


def _thresholds(key: str, said: Mapping[str, Any]) -> Thresholds:
    return replace(signal_of(key).thresholds, version=said["version"], values=said["values"])
