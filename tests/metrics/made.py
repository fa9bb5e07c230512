"""Small snapshots written by hand, and RavenStack's files as a snapshot."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.model import KINDS, Coverage, Snapshot, Type, Usage
from lib.model.frames import empty_frame, typed

Row = dict[str, Any]
RAVENSTACK = Path(__file__).parents[3] / "shared/data/exports/ravenstack_saas"

_EMPTY = {kind: empty_frame(KINDS[kind]) for kind in KINDS}


def table(kind: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows of a kind with every column; days may be written as text."""
    if not rows:
        return _EMPTY[kind]
    frame = pd.DataFrame([{"batch_id": 1, "source_row": n + 2, **r} for n, r in enumerate(rows)])
    for column in KINDS[kind].columns:
        if column.name in frame and column.type in {Type.DAY, Type.TIME}:
            frame[column.name] = pd.to_datetime(frame[column.name], format="ISO8601")
    late = frame.get("as_loaded", pd.Series(data=False, index=frame.index)).eq(other=True)
    return typed(frame, KINDS[kind]).assign(as_loaded=late)


def snapshot(day: str, currency: str | None = None, **rows: Sequence[Row]) -> Snapshot:
    """Return a snapshot with these rows; accounts are ordered by id as the store does."""
    tables = {kind: table(kind, rows.get(kind, ())) for kind in KINDS if kind != "usage"}
    accounts = tables["accounts"].sort_values("account_id").reset_index(drop=True)
    on = date.fromisoformat(day)
    return Snapshot(on, {**tables, "accounts": accounts}, Usage(on), {}, currency)


def contract(account_id: str, arr: float | None, start: str | None, **more: object) -> Row:
    """Return a subscription of an account."""
    return {"account_id": account_id, "arr": arr, "start_date": start, **more}


def row_of(frame: pd.DataFrame, key: str) -> pd.Series:
    """Return the row with that index as a series."""
    return frame.loc[[key]].iloc[0]


def accounts(*ids: str) -> list[Row]:
    """Return accounts of which only id and name are known."""
    return [{"account_id": i, "account_name": f"{i} Ltd"} for i in ids]


@cache
def ravenstack() -> Snapshot:
    """Return RavenStack's files on the last day of 2024; the test is skipped without them."""
    if not RAVENSTACK.is_dir():
        pytest.skip(f"third-party data are not here: {RAVENSTACK}")
    tables = {
        "accounts": _read(
            "accounts", "accounts", churn_flag="is_churned", signup_date="customer_since"
        ),
        "contracts": _read(
            "subscriptions",
            "contracts",
            subscription_id="contract_id",
            plan_tier="plan",
            arr_amount="arr",
            mrr_amount="mrr",
            churn_flag="is_churned",
            auto_renew_flag="auto_renew",
        ),
        "tickets": _read("supports_ticket", "tickets", submitted_at="created_at"),
        "losses": _read("churn_events", "losses", churn_event_id="loss_id", reason_code="reason"),
    }
    rest = {kind: rows for kind, rows in _EMPTY.items() if kind not in tables}
    accounts = tables["accounts"].sort_values("account_id").reset_index(drop=True)
    day = date(2024, 12, 31)
    return Snapshot(day, {**tables, **rest, "accounts": accounts}, Usage(day), {"x": Coverage()})


@cache
def ravenstack_links() -> pd.DataFrame:
    """Return RavenStack's usage rows joined to the subscription that each names."""
    contracts = ravenstack().table("contracts")
    usage = _raw("feature_usage").rename(columns={"subscription_id": "contract_id"})
    usage = usage.assign(occurred_at=pd.to_datetime(usage["usage_date"], format="%d-%m-%Y"))
    links = usage.merge(
        contracts[["contract_id", "account_id", "start_date", "end_date"]], on="contract_id"
    )
    rows = links.assign(
        usage_row_key=links["usage_id"], batch_id=5, source_row=range(2, len(links) + 2)
    )
    wanted = ["usage_row_key", "batch_id", "source_row", "account_id", "contract_id"]
    return rows[[*wanted, "occurred_at", "start_date", "end_date"]]


def _raw(file: str) -> pd.DataFrame:
    return pd.read_csv(RAVENSTACK / f"ravenstack_{file}.csv", dtype="str", encoding="utf-8-sig")


def _read(file: str, kind: str, **names: str) -> pd.DataFrame:
    """Return a file as rows of a kind; days are written day first."""
    raw = _raw(file).rename(columns=names)
    frame = raw[[name for name in KINDS[kind].names if name in raw]].copy()
    for column in KINDS[kind].columns:
        if column.name not in frame:
            continue
        text = frame[column.name]
        if column.type in {Type.DAY, Type.TIME}:
            frame[column.name] = pd.to_datetime(text.str[:10], format="%d-%m-%Y")
        elif column.type == Type.FLAG:
            frame[column.name] = text.eq("TRUE")
        elif column.type in {Type.AMOUNT, Type.COUNT, Type.SHARE}:
            frame[column.name] = pd.to_numeric(text)
    rows = frame.assign(batch_id=1, source_row=range(2, len(frame) + 2))
    return typed(rows, KINDS[kind]).assign(as_loaded=False)
