"""Tables cut at a day: rows and days that lie after it are not in them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

import pandas as pd

from lib.model.kinds import KINDS
from lib.model.spec import Kind, Type

_BEGINS = {
    "accounts": ("customer_since", "created_at"),
    "contacts": ("created_at",),
    "contracts": ("start_date", "signed_on", "created_at"),
}


class LazyTables(Mapping[str, pd.DataFrame]):
    """The tables of a snapshot, each worked out when it is first asked for."""

    def __init__(self, table: Callable[[str], pd.DataFrame]) -> None:
        self._table = table
        self._found: dict[str, pd.DataFrame] = {}

    def __getitem__(self, kind: str) -> pd.DataFrame:
        """Return the rows of a kind."""
        if kind not in self._found:
            self._found[kind] = self._table(kind)
        return self._found[kind]

    def __iter__(self) -> Iterator[str]:
        """Name every kind but usage."""
        return (name for name in KINDS if name != "usage")

    def __len__(self) -> int:
        """Count them."""
        return len(KINDS) - 1


def table_on(known: Mapping[str, pd.DataFrame], kind: str, day: date) -> pd.DataFrame:
    """Return the rows of a kind on a day; accounts that did not exist yet are not among them."""
    rows = known[kind]
    return _existing(rows, known["contracts"], day) if kind == "accounts" else rows


def rows_until(rows: pd.DataFrame, kind: Kind, end: pd.Timestamp) -> pd.DataFrame:
    """Leave out rows that begin at `end` or later, and blank the days of the others that do."""
    if kind.day is not None and kind.name not in _BEGINS:
        later = rows[kind.day] >= end
    elif kind.name != "accounts":
        later = rows[list(_BEGINS[kind.name])].min(axis=1) >= end
    else:
        later = pd.Series(data=False, index=rows.index)
    rows = rows[~later] if later.any() else rows
    return _without_later_days(rows, kind, end)


def _without_later_days(rows: pd.DataFrame, kind: Kind, end: pd.Timestamp) -> pd.DataFrame:
    dated = [c.name for c in kind.columns if c.dated and c.type in {Type.DAY, Type.TIME}]
    later = [name for name in dated if name in rows and (rows[name] >= end).any()]
    return rows.assign(**{name: rows[name].mask(rows[name] >= end) for name in later})


def _existing(accounts: pd.DataFrame, contracts: pd.DataFrame, day: date) -> pd.DataFrame:
    """Leave out accounts all of whose known first days lie after `day`."""
    first_contract = contracts.groupby("account_id")["start_date"].min()
    begins = accounts[list(_BEGINS["accounts"])].assign(
        contract=first_contract.reindex(accounts["account_id"]).to_numpy()
    )
    end = pd.Timestamp(day) + timedelta(days=1)
    kept = accounts[~(begins.min(axis=1) >= end)]
    return kept.sort_values("account_id", kind="stable").reset_index(drop=True)
