"""A snapshot of a past day without what was only known later.

`Dataset.as_of` leaves out rows and days after the day. What is left are columns that carry no
day of their own and were first loaded later: they show the row as it is now. Those that
state the outcome, or are overwritten when it comes, are taken away here; the others stay, and
the signals that read them are marked as optimistic.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from lib.locale import Message, msg
from lib.model import KINDS, Snapshot
from lib.model.cut import LazyTables
from lib.model.terms import as_loaded, begins_on, sold
from lib.signals.spec import Signal

_SAYS_SO = msg("it states whether the customer left, on no day of its own")
_OVERWRITTEN = msg("it is overwritten when a customer renews or leaves")
_DECIDED_LATER = msg("it states a decision that may have come later")
_LATER = msg("a day after the observation day is left out")
_ZERO = msg("a value of 0 may be the trace of having left and is left out; others are kept")
REFUSED: Mapping[str, Message] = MappingProxyType(
    {
        "accounts.status": _SAYS_SO,
        "accounts.is_churned": _SAYS_SO,
        "accounts.churn_reason": _SAYS_SO,
        "accounts.renewal_date": _OVERWRITTEN,
        "accounts.journey_stage": _OVERWRITTEN,
        "contracts.is_churned": _SAYS_SO,
        "contracts.loss_reason": _SAYS_SO,
        "contracts.stage": _DECIDED_LATER,
        "contracts.is_won": _DECIDED_LATER,
        "contracts.is_closed": _DECIDED_LATER,
        "contracts.probability": _DECIDED_LATER,
    }
)
PARTLY_REFUSED: Mapping[str, Message] = MappingProxyType(
    {
        "accounts.arr": _ZERO,
        "accounts.mrr": _ZERO,
        "accounts.seats": _ZERO,
        "contracts.end_date": msg(
            "of contracts flagged as churned it is the day of leaving and is left out; others"
            " are kept"
        ),
        "losses.won_back_on": _LATER,
        "contacts.last_contacted_on": _LATER,
        "tickets.first_response_at": _LATER,
    }
)
_STATED_LATER = ("churned", "customer")  # a prospect of today was no customer before
_LATER_DAYS = {
    "losses": ("won_back_on",),
    "contacts": ("last_contacted_on",),
    "tickets": ("first_response_at",),
}
_OVER = frozenset(
    {
        *("terminated", "cancelled", "canceled", "churned", "expired", "ended", "inactive"),
        *("终止", "已终止", "到期", "已到期", "已过期", "已结束", "已取消", "失效", "已失效"),
    }
)


def without_outcomes(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot of a past day as it can have been known then."""
    tables = snapshot.tables
    return replace(
        snapshot,
        tables=LazyTables(lambda kind: _cleared(snapshot, kind, tables[kind])),
        past=snapshot.history.through(without_outcomes),
    )


def optimistic(signals: tuple[Signal, ...]) -> dict[str, tuple[str, ...]]:
    """Return for each signal the undated columns it reads that are not taken away."""
    return {s.key: tuple(c for c in s.undated if c not in REFUSED) for s in signals}


def _cleared(snapshot: Snapshot, kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    for name in _LATER_DAYS.get(kind, ()):
        rows = rows.assign(**{name: rows[name].mask(rows[name] >= _end(snapshot))})
    late = as_loaded(rows)
    if kind not in _CLEARED or not late.any():
        return rows
    return _CLEARED[kind](rows, late, _end(snapshot))


def _end(snapshot: Snapshot) -> pd.Timestamp:
    return pd.Timestamp(snapshot.day) + pd.Timedelta(days=1)


def _accounts(rows: pd.DataFrame, late: pd.Series, _end: pd.Timestamp) -> pd.DataFrame:
    blank = {
        name: rows[name].mask(late)
        for name in ("is_churned", "churn_reason", "renewal_date", "journey_stage")
    }
    zero = {name: rows[name].mask(late & (rows[name] <= 0)) for name in ("arr", "mrr", "seats")}
    said = late & rows["status"].isin(_STATED_LATER)
    return rows.assign(**blank, **zero, status=rows["status"].mask(said))


def _contracts(rows: pd.DataFrame, late: pd.Series, end: pd.Timestamp) -> pd.DataFrame:
    """Take what was bought and has begun for bought; what was not decided yet for open."""
    stage = rows["stage"].str.strip().str.casefold()
    ran = sold(rows) | (rows["is_won"].isna() & stage.isin(_OVER))
    begun = begins_on(rows) < end
    agreed = rows["signed_on"].notna() | rows["closed_on"].notna()
    bought, undecided = late & ran & (begun | agreed), late & ~begun & ~agreed
    flagged = rows["is_churned"].fillna(value=False).astype("bool")
    left_later = late & flagged & (rows["end_date"] >= end)
    either = bought | undecided
    return rows.assign(
        stage=rows["stage"].mask(either),
        is_won=rows["is_won"].mask(bought, other=True).mask(undecided),
        is_closed=rows["is_closed"].mask(bought, other=True).mask(undecided, other=False),
        loss_reason=rows["loss_reason"].mask(either),
        probability=rows["probability"].mask(late),
        is_churned=rows["is_churned"].mask(late),
        end_date=rows["end_date"].mask(left_later),
    )


_CLEARED: Mapping[str, Callable[[pd.DataFrame, pd.Series, pd.Timestamp], pd.DataFrame]] = (
    MappingProxyType({"accounts": _accounts, "contracts": _contracts})
)
_UNKNOWN = {
    c for c in (*REFUSED, *PARTLY_REFUSED) if c.split(".")[1] not in KINDS[c.split(".")[0]].names
}
if _UNKNOWN:
    raise LookupError(f"Refused columns that do not exist: {sorted(_UNKNOWN)}.")
