"""What stands beside a churn flag: the attributes of accounts in data that have no dates."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.model import Snapshot
from lib.model.terms import account_losses

# Names, people and days of the record itself say who an account is, not how it fares.
_NOT_ATTRIBUTES = frozenset(
    {
        *("account_id", "account_name", "parent_account_id", "domain", "owner", "owner_team"),
        *("currency", "tags", "notes", "created_at", "updated_at", "is_churned", "custom"),
        *("customer_since", "row_key", "batch_id", "source_row", "known_on", "as_loaded"),
    }
)
TENURE_DAYS = "tenure_days"


@dataclass(frozen=True, eq=False)
class Undated:
    """Attributes by account, who left, and when (NaT: not known)."""

    attributes: pd.DataFrame
    churned: pd.Series
    churned_on: pd.Series = field(default_factory=lambda: pd.Series(dtype="datetime64[us]"))


def without_dates(snapshot: Snapshot) -> bool:
    """Say whether the data only say who left, not when: a flag, and no day of any end."""
    accounts = snapshot.accounts
    ends = (accounts["churn_date"], snapshot.table("contracts")["end_date"])
    if any(days.notna().any() for days in ends):
        return False
    if not account_losses(snapshot.table("losses")).empty:
        return False
    return churn_flag(snapshot).dropna().nunique() == 2  # noqa: PLR2004 - some left, some stayed


def churn_flag(snapshot: Snapshot) -> pd.Series:
    """Return by account whether it left: its flag, else its status, else unknown."""
    accounts = snapshot.accounts.set_index("account_id")
    status = accounts["status"]
    by_status = status.eq("churned").astype("boolean").mask(status.isna())
    return accounts["is_churned"].astype("boolean").fillna(by_status)


def undated(snapshot: Snapshot, called: Mapping[str, str] | None = None) -> Undated:
    """Return the attributes of the accounts whose flag is known, custom columns among them.

    `called` gives the heading that a field had in the source (see `headings`): columns of the
    answer, and so leaks, are named as the user knows them. A status that the flag was taken
    from is not an attribute.
    """
    accounts = snapshot.accounts.set_index("account_id", drop=False)
    flag = churn_flag(snapshot)
    left_out = set(_NOT_ATTRIBUTES)
    if accounts["is_churned"].isna().all():
        left_out.add("status")
    known = [name for name in accounts.columns if name not in left_out]
    own = accounts[[name for name in known if accounts[name].notna().any()]]
    whole = pd.concat([own, _tenure(accounts, snapshot), _custom(accounts)], axis="columns")
    whole = whole.rename(columns=dict(called or {}))
    there = flag.notna()
    return Undated(
        attributes=whole.loc[there, ~whole.columns.duplicated()],
        churned=flag[there].astype("bool"),
        churned_on=accounts.loc[there, "churn_date"],
    )


def headings(mapping: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Return the source's heading of each field of accounts, from the mappings of batches.

    The newest comes last and wins.
    """
    table = "accounts."
    return {
        str(one["field"]).removeprefix(table): str(one["column"])
        for one in mapping
        if str(one["field"]).startswith(table)
    }


def _tenure(accounts: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    since = accounts["customer_since"]
    days = (pd.Timestamp(snapshot.day) - since).dt.days
    return days.to_frame(TENURE_DAYS) if since.notna().any() else pd.DataFrame(index=days.index)


def _custom(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that fitted no field of ours, as texts, under their own names."""
    texts = accounts["custom"]
    filled = texts[texts.notna() & texts.ne("")]
    rows = json.loads(f"[{','.join(filled)}]")
    return pd.DataFrame.from_records(rows, index=filled.index).reindex(accounts.index)
