"""Small registers and snapshots for the gap, conflicts, breaks and promises."""

from datetime import date, timedelta

import pandas as pd

from lib.demand.product import COLUMNS
from lib.demand.register import register
from lib.model import ANY, Coverage, Snapshot, Span, Usage
from lib.model.usage import CUBE_COLUMNS, empty_cube
from tests.metrics.made import Row, accounts, snapshot

DAY = "2026-10-31"
ON = date.fromisoformat(DAY)


def said(key: str, account: str, theme: str | None, role: str | None, **more: object) -> Row:
    """Return a demand of somebody in a role on a theme, raised a month ago."""
    return {
        "row_key": key, "demand_id": key, "account_id": account, "theme": theme,
        "buying_role": role, "statement": f"Wish {key}", "direction": "wants",
        "raised_on": "2026-10-01", **more,
    }  # fmt: skip


def made(demands: list[Row], ids: str = "AB", **tables: list[Row]) -> Snapshot:
    """Return a snapshot with these demands."""
    return snapshot(DAY, None, accounts=accounts(*ids), demands=demands, **tables)


def of(found: Snapshot) -> pd.DataFrame:
    """Return its register."""
    return register(found)


def with_use(found: Snapshot, *uses: tuple[str, str, int], days: int = 365) -> Snapshot:
    """Add usage: account, feature, days ago; the export covers the last `days`."""
    rows = [(account, pd.Timestamp(ON - timedelta(days=ago)), event, 1.0, 1.0, 0.0)
            for account, event, ago in uses]  # fmt: skip
    rows += [(account, day, ANY, 1.0, 1.0, 0.0) for account, day, *_ in rows]
    cube = pd.DataFrame(rows, columns=list(CUBE_COLUMNS)).astype(dict(empty_cube().dtypes))
    span = Coverage((Span(ON - timedelta(days=days - 1), ON),))
    return Snapshot(
        found.day, found.tables, Usage(ON, cube, span), {**found.coverage, "usage": span}
    )


def mapped(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return a map of the product: feature, themes, plans, boundary."""
    return pd.DataFrame([(*row, "") for row in rows], columns=list(COLUMNS)).astype("str")
