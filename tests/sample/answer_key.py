"""What was planted in the sample, and the plainest way to read a sheet of it."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

SAMPLE = Path(__file__).parents[2] / "sample_data"


def sheet(path: Path) -> pd.DataFrame:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return pd.DataFrame(rows[1:], columns=[str(name) for name in rows[0]])


def planted() -> list[dict[str, Any]]:
    """Return every account of the answer key."""
    text = (SAMPLE / "planted.json").read_text(encoding="utf-8")
    accounts: list[dict[str, Any]] = json.loads(text)["accounts"]
    return accounts


def voices(key: str) -> list[dict[str, Any]]:
    """Return one list of the answer key to demands, interviews and touchpoints."""
    text = (SAMPLE / "planted.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)[key]
    return rows


def planted_signs(signal: str) -> list[Any]:
    """Return one test parameter an account at which the sign was planted."""
    return [
        pytest.param(
            SimpleNamespace(
                account_id=entry["account_id"],
                first=pd.Timestamp(sign["from"]),
                last=pd.Timestamp(entry["churn_date"] or "2026-10-31"),
                left=entry["churn_date"] is not None,
            ),
            id=entry["account_id"],
        )
        for entry in planted()
        for sign in entry["signs"]
        if sign["signal"] == signal
    ]


def with_quirk(quirk: str) -> set[str]:
    """Return the accounts with that quirk."""
    return {entry["account_id"] for entry in planted() if entry["quirk"] == quirk}
