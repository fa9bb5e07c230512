"""Overdue promise: the day by which something was promised has passed without an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Snapshot
from lib.model.terms import running
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import Bools, Ints
from lib.signals.cube import Places
from lib.signals.holidays import Days
from lib.signals.placed import placed
from lib.signals.spec import Example, Signal, Thresholds

PROMISED = ("accepted", "planned", "in_progress")
_DATED = re.compile(
    r"(20\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True, eq=False, slots=True)
class _Promises:
    """Promises of one kind of row: `row` is the position in its table, `due` may be missing."""

    row: Ints
    place: Places
    due: Days
    raised: Days


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge how long the oldest unkept promise is overdue, and how many there are."""
    day, n = np.datetime64(snapshot.day, "D"), len(snapshot.account_ids)
    demands, contracts = _demands(snapshot), _contracts(snapshot)
    n_demands, n_contracts = (_count(found, found.due < day, n) for found in (demands, contracts))
    overdue = n_demands + n_contracts
    oldest = np.fmin(_oldest(demands, day, n), _oldest(contracts, day, n))
    late = _days_late(oldest, demands, day, overdue)
    dated = _count(contracts, ~np.isnat(contracts.due), n)
    nothing = (overdue + dated == 0) & (not snapshot.loaded("demands"))
    undated = _count(demands, np.isnat(demands.due), n)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_promises_on_file", nothing),
            ("due_day_missing", (overdue == 0) & (undated > 0)),
        ),
        {
            "severity": _severity(late, overdue + undated, thresholds),
            "value": overdue,
            "expected": 0.0,
            "expected_low": 0.0,
            "expected_high": 0.0,
            "confidence": np.where((n_demands == 0) & (n_contracts > 0), 0.6, 0.9),
            "window_from": day_column(np.where(np.isnat(oldest), day, oldest), n),
            "window_to": day_column(day, n),
            "rows_from": day_column(np.where(np.isnat(oldest), day, oldest), n),
            "n_rows": np.where(n_demands > 0, n_demands, n_contracts),
        },
        {
            "late": np.where(np.isnat(oldest), 0, (day - oldest).astype(np.int64)),
            "by_demand": n_demands,
            "by_contract": n_contracts,
            "undated": undated,
        },
    )  # fmt: skip


def _days_late(oldest: Days, demands: _Promises, day: np.datetime64, overdue: Ints) -> Ints:
    """Return how late the oldest promise is.

    Beside an overdue one, a promise without a day was due when it was made: leaving the day
    out must not make it look better.
    """
    made = np.full(len(oldest), np.datetime64("9999-12-31", "D"))
    undated = np.isnat(demands.due) & ~np.isnat(demands.raised)
    np.minimum.at(made, demands.place[undated], demands.raised[undated])
    first = np.where(overdue > 0, np.fmin(oldest, made), day)
    return (day - first).astype(np.int64)


def _severity(late: Ints, overdue: Ints, thresholds: Thresholds) -> Ints:
    steps = [late >= thresholds[name] for name in ("high_days", "alert_days", "watch_days")]
    severity = np.select(steps, [3, 2, 1], 0)
    return np.minimum(severity + ((severity > 0) & (overdue >= thresholds["many"])), 3)


def _demands(snapshot: Snapshot) -> _Promises:
    """Return what was promised and not answered; a state left blank may be a promise."""
    rows = snapshot.table("demands")
    place = placed(snapshot, "demands")
    promised = rows["state"].isin(PROMISED) | (rows["state"].isna() & rows["due_on"].notna())
    open_ = promised & rows["answered_on"].isna()
    at = np.flatnonzero(open_.to_numpy(dtype=bool) & (place >= 0))
    days = (rows[name].to_numpy()[at].astype("datetime64[D]") for name in ("due_on", "raised_on"))
    return _Promises(at, place[at], *days)


def _contracts(snapshot: Snapshot) -> _Promises:
    """Return running contracts whose promises name a day, after which nothing was delivered."""
    rows = snapshot.table("contracts")
    place = placed(snapshot, "contracts")
    told = rows["promises"].notna() & running(rows, snapshot.day)
    at = np.flatnonzero(told.to_numpy(dtype=bool) & (place >= 0))
    due = np.array([_day_in(text) for text in rows["promises"].iloc[at]], dtype="datetime64[D]")
    kept = _delivered_since(snapshot, rows["start_date"].to_numpy()[at], place[at])
    at, due = at[~np.isnat(due) & ~kept], due[~np.isnat(due) & ~kept]
    return _Promises(at, place[at], due, due)


def _day_in(text: str) -> np.datetime64:
    """Return the last day that a text names; NaT when it names none."""
    found = [_as_day(*match.groups()) for match in _DATED.finditer(text)]
    known = [day for day in found if not np.isnat(day)]
    return max(known, default=_NO_DAY)


def _as_day(year: str, month: str, day: str) -> np.datetime64:
    try:
        return np.datetime64(date(int(year), int(month), int(day)), "D")
    except ValueError:  # 31 February in somebody's text is no day, and no error of ours
        return _NO_DAY


def _delivered_since(snapshot: Snapshot, begins: Any, place: Places) -> Bools:  # noqa: ANN401
    """Say where a demand was delivered after the contract began: that may have been it."""
    rows = snapshot.table("demands")
    done = rows[(rows["state"] == "delivered") & rows["account_id"].notna()]
    last = done.groupby("account_id")["answered_on"].max().reindex(snapshot.account_ids)
    return last.to_numpy().astype("datetime64[D]")[place] >= begins.astype("datetime64[D]")


def _count(found: _Promises, chosen: Bools, n: int) -> Ints:
    return np.bincount(found.place[chosen], minlength=n)


def _oldest(found: _Promises, day: np.datetime64, n: int) -> Days:
    late = found.due < day
    oldest = np.full(n, np.datetime64("9999-12-31", "D"))
    np.minimum.at(oldest, found.place[late], found.due[late])
    return np.where(oldest == np.datetime64("9999-12-31", "D"), _NO_DAY, oldest)


def behind(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """Return the demands that are overdue; without any, the contracts whose promise is."""
    by_demand = row["detail"]["by_demand"] > 0 or row["detail"]["by_contract"] == 0
    kind = "demands" if by_demand else "contracts"
    found = _demands(snapshot) if by_demand else _contracts(snapshot)
    place = snapshot.account_ids.get_loc(row["account_id"])
    late = (found.due < np.datetime64(snapshot.day, "D")) & (found.place == place)
    return kind, snapshot.table(kind).iloc[found.row[late]].reset_index(drop=True)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how many promises are overdue and for how long."""
    about = row["detail"]
    first, last = (pd.Timestamp(row[f"window_{end}"]).date() for end in ("from", "to"))
    if row["value"] == 0:
        return msg("No promise is overdue on {day}; expected are 0.", day=last)
    return msgs(
        "{n} promise is overdue on {day}, expected are 0; it was due {late} ({demands} from"
        " demands, {contracts} from contracts{undated}).",
        "{n} promises are overdue on {day}, expected are 0; the oldest was due {late} ({demands}"
        " from demands, {contracts} from contracts{undated}).",
        int(row["value"]),
        day=last,
        late=msgs(
            "{n} day ago, on {first}", "{n} days ago, on {first}", about["late"], first=first
        ),
        undated=_undated(about["undated"]),
        demands=Count(about["by_demand"]),
        contracts=Count(about["by_contract"]),
    )


def _undated(n: int) -> Message | str:
    if n <= 0:
        return ""
    return msgs("; {n} more has no due day", "; {n} more have no due day", n)


_DAY = date(2026, 10, 30)
_ACCOUNTS = "account_id, customer_since\nA, 2024-01-01\nB, 2024-01-01"


def _demand_rows(*rows: str) -> str:
    head = "account_id, statement, state, due_on, raised_on, answered_on"
    others = (
        "B, Their own wish, accepted, 2026-01-31, 2025-12-01,",
        "A, After the day, accepted, 2026-01-31, 2026-10-31,",
    )
    return "\n".join([head, *rows, *others])


def _contract_rows(promises: str, more: str = "") -> dict[str, str]:
    head = "account_id, contract_id, start_date, end_date, arr, promises"
    rows = [head, f"A, c1, 2026-01-01, 2026-12-31, 900, {promises}",
            "B, c2, 2026-01-01, 2026-12-31, 900, Training by 2026-02-01"]  # fmt: skip
    found = {"contracts": "\n".join(rows)}
    return {**found, "demands": _demand_rows(more)} if more else found


SIGNAL = Signal(
    key="overdue_promise",
    title=msg("Overdue promise"),
    question=msg("Have we let a day pass by which we promised something?"),
    unit=msg("overdue promises"),
    group="commercial",
    thresholds=Thresholds(
        version=1,
        values={"watch_days": 1.0, "alert_days": 30.0, "high_days": 90.0, "many": 3.0},
        rising=(("watch_days", "alert_days", "high_days"),),
        why=msg(
            "A day, a month and a quarter after the promised day; three promises at once are one"
            " more. The promised day itself is still in time. Starting values."
        ),
    ),
    needs=("demands", "contracts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_promises_on_file": msg("neither demands nor a promise with a day are on file"),
        "due_day_missing": msg("demands were accepted without a day by which they are due"),
    },
    blind_spots=msg(
        "Counts promises with a day only; what was said by word of mouth is not on file. Any"
        " answer to the customer counts as one, whatever it said. A"
        " promise in the text of a contract is taken as kept once any demand of the customer was"
        " delivered after the contract began. States are as they stand today."
    ),
    advice=msg(
        "Answer today, even if the answer is a new day or a no: a demand left lying becomes a"
        " lost renewal. Settle what is owed before talking about the next term."
    ),
    undated=("demands.state", "demands.due_on", "contracts.promises", "contracts.end_date"),
    behind=behind,
    examples=(
        Example(
            name=msg("Due yesterday"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"demands": _demand_rows("A, Single sign-on, planned, 2026-10-29, 2026-06-01,")},
            severity=1,
            value=1,
        ),
        Example(
            name=msg("Due today is still in time"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"demands": _demand_rows("A, Single sign-on, planned, 2026-10-30, 2026-06-01,")},
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Thirty days overdue"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"demands": _demand_rows("A, Audit log, accepted, 2026-09-30, 2026-06-01,")},
            severity=2,
            value=1,
        ),
        Example(
            name=msg("A quarter overdue"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"demands": _demand_rows("A, Audit log, in_progress, 2026-08-01, 2026-03-01,")},
            severity=3,
            value=1,
        ),
        Example(
            name=msg("Three promises overdue at once"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={
                "demands": _demand_rows(
                    "A, Audit log, accepted, 2026-10-20, 2026-06-01,",
                    "A, Single sign-on, planned, 2026-10-21, 2026-06-01,",
                    "A, Training, accepted, 2026-10-22, 2026-06-01,",
                )
            },
            severity=2,
            value=3,
        ),
        Example(
            name=msg("Answered, delivered or declined is not overdue"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={
                "demands": _demand_rows(
                    "A, Audit log, accepted, 2026-09-30, 2026-06-01, 2026-10-02",
                    "A, Training, delivered, 2026-09-30, 2026-06-01,",
                    "A, Black mode, declined, 2026-09-30, 2026-06-01,",
                    "A, New wish, new, 2026-09-30, 2026-06-01,",
                )
            },
            severity=0,
            value=0,
        ),
        Example(
            name=msg("The contract promised something by a day"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contract_rows("SAP interface by 2026年9月15日"),
            severity=2,
            value=1,
        ),
        Example(
            name=msg("Something was delivered since: that may have been the promise"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contract_rows(
                "SAP interface by 2026-09-15",
                "A, Interface, delivered, 2026-09-15, 2026-01-10, 2026-09-10",
            ),
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Accepted without a day"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables={"demands": _demand_rows("A, Audit log, accepted, , 2026-06-01,")},
            severity=-1,
            reason="due_day_missing",
        ),
        Example(
            name=msg("A promise without a day in a contract, and no demands"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contract_rows("Good support at any time"),
            severity=-1,
            reason="no_promises_on_file",
        ),
    ),
)
