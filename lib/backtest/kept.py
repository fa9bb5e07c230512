"""A panel as one Parquet file: replaying is the dear part, the rest is made of it in a second."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib.risk.panel import Panel

_ABOUT = b"panel"
_PARTS = ("severity", "confidence")


def write_panel(panel: Panel, path: Path) -> None:
    """Write the panel."""
    parts = {
        f"{part}:{signal}": getattr(panel, part)[:, place]
        for part in _PARTS
        for place, signal in enumerate(panel.signals)
    }
    table = pa.Table.from_pandas(panel.rows.assign(**parts), preserve_index=False)
    about = {
        "horizon_days": panel.horizon_days,
        "gap_days": panel.gap_days,
        "days": [day.isoformat() for day in panel.days],
        "signals": panel.signals,
    }
    meta = {**(table.schema.metadata or {}), _ABOUT: json.dumps(about).encode()}
    pq.write_table(table.replace_schema_metadata(meta), path)


def read_panel(path: Path) -> Panel | None:
    """Return the panel in a file; None when there is none, or none that can be read."""
    try:
        table = pq.read_table(path)
        about = json.loads(table.schema.metadata[_ABOUT])
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError):
        return None
    rows = table.to_pandas()
    signals = tuple(about["signals"])
    severity, confidence = (
        np.stack([rows.pop(f"{part}:{signal}") for signal in signals], axis=1)
        if signals
        else np.empty((len(rows), 0))
        for part in _PARTS
    )
    return Panel(
        horizon_days=about["horizon_days"],
        gap_days=about["gap_days"],
        days=tuple(date.fromisoformat(day) for day in about["days"]),
        signals=signals,
        rows=typed(rows),
        severity=severity.astype(np.int8),
        confidence=confidence.astype(np.float32),
    )


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a panel with the types of their columns, also when there are none."""
    days = dict.fromkeys(("observed_on", "churned_on", "noticed_on"), "datetime64[us]")
    texts = dict.fromkeys(("account_id", "maturity_level", "segment_label"), "str")
    return rows.astype({**days, **texts, "auto_renew": "boolean", "churned": "bool"})
