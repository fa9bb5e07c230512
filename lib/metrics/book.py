"""ARR and the current customers on a day, and the rows that the ARR is made of.

ARR comes from the contracts that run on the day; where these do not tell, from what the
accounts state. It is 0 only when something says so: the contracts ended or have not begun,
contracts are loaded and the account has none, the customer left, is invalid, or is a
prospect by the source's own word. Otherwise it is unknown.
"""

import numpy as np
import pandas as pd

from lib.metrics.stated import (
    MONTHS_A_YEAR,
    NOT_PAYING,
    dated_as_gone,
    flagged,
    foreign,
    stated_arr,
    without_contract,
)
from lib.model import Snapshot
from lib.model.terms import begins_on, running, sold

_DAYS_A_MONTH = 365.25 / MONTHS_A_YEAR
_SLACK_DAYS = 3  # a term this close to whole months is whole: 28 to 31 days are one month
_ROW_COLUMNS = (
    "kind",
    "account_id",
    "account_name",
    "contract_id",
    "start_date",
    "end_date",
    "arr",
    "batch_id",
    "source_row",
)


def arr(snapshot: Snapshot) -> pd.Series:
    """Return the ARR of every account on the snapshot's day, by account id.

    0: nothing is paid; NaN: unknown. Amounts in another currency than the book's are
    unknown, because nothing here converts them.
    """
    kept = snapshot.worked_out
    if "arr" not in kept:  # every figure of a day begins here
        kept["arr"] = _arr(snapshot)
    found: pd.Series = kept["arr"]
    return found.copy(deep=False)


def _arr(snapshot: Snapshot) -> pd.Series:
    ids = snapshot.account_ids
    bought = _bought(snapshot)
    paid = bought["arr"].where(bought["runs"], 0.0)
    agreed = paid.groupby(bought["account_id"]).sum(skipna=False)
    found = agreed.reindex(ids).fillna(stated_arr(snapshot))
    found = found.mask(found.isna() & without_contract(snapshot), 0.0)
    return found.mask(invalid(snapshot).to_numpy(), 0.0).rename("arr")


def customers(snapshot: Snapshot) -> pd.Index:
    """Return the ids of current customers, in order.

    An account whose ARR is unknown counts, unless the source calls it a prospect, a trial,
    churned or invalid.
    """
    return snapshot.account_ids[is_customer(snapshot, arr(snapshot)).to_numpy()]


def invalid(snapshot: Snapshot) -> pd.Series:
    """Say of every account whether it is called invalid: it counts in no figure."""
    return snapshot.accounts["status"].eq("invalid").set_axis(snapshot.account_ids)


def is_customer(snapshot: Snapshot, values: pd.Series) -> pd.Series:
    """Say of every account whether it is a current customer, given the ARR that `arr` found."""
    accounts = snapshot.accounts
    said = accounts["status"].isin([*NOT_PAYING, "churned"]) | dated_as_gone(accounts)
    said |= flagged(accounts["is_churned"]) | flagged(accounts["is_trial"])
    return (values > 0) | (values.isna() & ~said.to_numpy())


def arr_rows(snapshot: Snapshot, account_ids: pd.Index) -> pd.DataFrame:
    """Return the rows that the ARR of these accounts is made of.

    Contracts where these tell, else the account's own row. The rows of an account add up
    to its ARR; `arr` is NaN in the rows that make it unknown.
    """
    values = arr(snapshot).reindex(account_ids)
    bought = _bought(snapshot)
    agreed = bought["arr"].where(bought["runs"], 0.0).groupby(bought["account_id"])
    told = agreed.sum(skipna=False).reindex(account_ids).notna() | values.isna()
    by_contract = bought[bought["runs"] & bought["account_id"].isin(account_ids[told])]
    names = snapshot.accounts.set_index("account_id")["account_name"]
    contracts = by_contract.assign(
        kind="contracts", account_name=names.reindex(by_contract["account_id"]).to_numpy()
    )
    stated = snapshot.accounts[snapshot.accounts["account_id"].isin(account_ids[~told])]
    accounts = stated.assign(
        kind="accounts",
        contract_id=np.nan,
        start_date=stated["customer_since"],
        end_date=stated["renewal_date"],
        arr=values.reindex(stated["account_id"]).to_numpy(),
    ).astype({"contract_id": "str"})
    rows = pd.concat([frame[list(_ROW_COLUMNS)] for frame in (contracts, accounts)])
    return rows.sort_values(["account_id", "start_date"], kind="stable").reset_index(drop=True)


def valued(contracts: pd.DataFrame, currency: str | None) -> pd.Series:
    """Return what each contract is worth a year; NaN when that is unknown.

    Its ARR, else twelve times its MRR, else its amount over the years of its term. A trial
    is unpaid. A negative amount and one in another currency are unknown.
    """
    total = contracts["amount"] / term_months(contracts) * MONTHS_A_YEAR
    value = contracts["arr"].fillna(contracts["mrr"] * MONTHS_A_YEAR).fillna(total)
    value = value.where(value >= 0).mask(foreign(contracts, currency))
    return value.mask(flagged(contracts["is_trial"]), 0.0)


def term_months(contracts: pd.DataFrame) -> pd.Series:
    """Return the length of each term in months; NaN without both days or ended before begun."""
    days = (contracts["end_date"] - contracts["start_date"]).dt.days + 1
    months = days / _DAYS_A_MONTH
    whole = months.round()
    is_whole = ((whole - months).abs() * _DAYS_A_MONTH <= _SLACK_DAYS) & (whole >= 1)
    return months.mask(is_whole, whole).where(days > 0)


def _bought(snapshot: Snapshot) -> pd.DataFrame:
    """Return the contracts of known accounts that say something about the ARR on the day."""
    contracts = snapshot.table("contracts")
    runs = running(contracts, snapshot.day)
    tells = runs | (sold(contracts) & begins_on(contracts).notna())
    value = valued(contracts, snapshot.currency)
    found = contracts.assign(runs=runs, arr=value)
    counted = contracts["account_id"].notna()
    void = invalid(snapshot)
    if void.any():
        counted &= ~contracts["account_id"].isin(void.index[void])
    return found[tells & counted]
