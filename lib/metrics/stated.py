"""What the accounts' own rows say of their ARR, where no contract tells."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot
from lib.model.terms import account_losses, as_loaded, left_on, sold

MONTHS_A_YEAR = 12
NOT_PAYING = ("prospect", "trial", "invalid")


def stated_arr(snapshot: Snapshot) -> pd.Series:
    """Return the ARR by the accounts' own rows, by account id; NaN where they do not say.

    0 for whoever is not a customer on the day by the source's own word.
    """
    accounts = snapshot.accounts.drop(columns="account_id").set_axis(snapshot.account_ids)
    left = left_on(snapshot.table("losses"), snapshot.day)
    value = accounts["arr"].fillna(accounts["mrr"] * MONTHS_A_YEAR)
    value = value.where(value >= 0).mask(foreign(accounts, snapshot.currency))
    gone = dated_as_gone(accounts) | among(left.index, snapshot.account_ids)
    later = accounts["customer_since"] > pd.Timestamp(snapshot.day)
    unpaid = accounts["status"].isin(NOT_PAYING) | flagged(accounts["is_trial"])
    churned = accounts["status"].eq("churned") | flagged(accounts["is_churned"])
    # A row first loaded after the day says that the customer left, not that it had left by then.
    # Its ARR stands only if the days of leaving are on file: this one then lies after the day.
    known = ~as_loaded(accounts)
    days_on_file = bool(accounts["churn_date"].notna().any()) or snapshot.loaded("losses")
    unclear = churned & ~known & ~((value > 0) & days_on_file)
    zero = gone | later | (churned & known) | (unpaid & value.isna())
    return value.mask(unclear).mask(zero, 0.0)


def without_contract(snapshot: Snapshot) -> pd.Series:
    """Say which accounts state no ARR and never had a contract although contracts are loaded.

    Their silence means that they pay nothing, unless the source called them a customer by
    then. Open and lost deals alone do not count as loaded contracts.
    """
    contracts = snapshot.table("contracts")
    buyers = pd.Index(contracts.loc[sold(contracts), "account_id"]).dropna()
    accounts = snapshot.accounts.set_axis(snapshot.account_ids)
    called = accounts["status"].eq("customer") & ~as_loaded(accounts)
    silent = accounts["arr"].isna() & accounts["mrr"].isna() & ~called
    return silent & ~among(buyers, snapshot.account_ids) & bool(len(buyers))


def among(some: pd.Index, ids: pd.Index) -> npt.NDArray[np.bool_]:
    """Say which of the (unique) ids occur in `some`; many times faster than `isin` on text."""
    found = np.zeros(len(ids) + 1, dtype=bool)
    found[ids.get_indexer(some)] = True
    return found[:-1]  # what is not found was marked at -1


def dated_as_gone(accounts: pd.DataFrame) -> pd.Series:
    """Say who has a day of leaving behind it and is not called a customer again."""
    return accounts["churn_date"].notna() & accounts["status"].ne("customer")


def foreign(rows: pd.DataFrame, currency: str | None) -> pd.Series:
    """Say which rows are in another currency than the book's."""
    if currency is None:
        return pd.Series(data=False, index=rows.index)
    return rows["currency"].notna() & rows["currency"].ne(currency)


def flagged(values: pd.Series) -> pd.Series:
    """Say where a flag is set; a blank one is not."""
    return values.fillna(value=False).astype("bool")


def stated_days_of_leaving(snapshot: Snapshot) -> pd.Series:
    """Return the last day of leaving that a loss or the account's own row states, by account."""
    losses = account_losses(snapshot.table("losses"))
    by_loss = losses.groupby("account_id")["churn_date"].max()
    accounts = snapshot.accounts
    own = accounts.set_axis(snapshot.account_ids)["churn_date"].dropna()
    both = pd.concat([by_loss, own])
    return both.groupby(level=0).max()
