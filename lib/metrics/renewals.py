"""Running terms that end soon."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.metrics.book import arr, invalid, is_customer, valued
from lib.metrics.stated import among
from lib.model import Snapshot
from lib.model.terms import notice_by, running

HORIZON_DAYS = 365
_COLUMNS = (
    "account_id",
    "account_name",
    "contract_id",
    "ends_on",
    "days_left",
    "arr",
    "auto_renew",
    "notice_on",
    "days_to_notice",
    "batch_id",
    "source_row",
)


def renewals(snapshot: Snapshot) -> pd.DataFrame:
    """Return the running terms that end within 365 days, soonest first; today's end is 0 days.

    One row a term: `account_id, account_name, contract_id, ends_on, days_left, arr,
    auto_renew, notice_on, days_to_notice, batch_id, source_row`. `notice_on` is the last day for
    notice (NaT unknown; `days_to_notice` NaN, below 0 once it has passed). Where no running
    contract of a customer states its end, the account's renewal date stands for all of its ARR
    (`contract_id` is NaN).
    Trials are left out, and rows flagged as churned: their end is the day of leaving, not
    one on which they could renew (and before it, nobody knew that day).
    """
    ends = terms_ending(snapshot)
    return ends[ends["days_left"] <= HORIZON_DAYS].reset_index(drop=True)


def terms_ending(snapshot: Snapshot) -> pd.DataFrame:
    """Return the same rows as `renewals`, however far ahead the term ends."""
    values = arr(snapshot)
    contracts = _contract_terms(snapshot)
    stated = _account_terms(snapshot, values, contracts["account_id"])
    rows = pd.concat([frame for frame in (contracts, stated) if len(frame)] or [contracts])
    names = snapshot.accounts.set_index("account_id")["account_name"]
    rows = rows.assign(
        account_name=names.reindex(rows["account_id"]).to_numpy(),
        days_left=(rows["ends_on"] - pd.Timestamp(snapshot.day)).dt.days,
        days_to_notice=(rows["notice_on"] - pd.Timestamp(snapshot.day)).dt.days.astype("float64"),
    )
    ordered = rows.sort_values(["ends_on", "account_id", "contract_id"], kind="stable")
    return ordered[list(_COLUMNS)].reset_index(drop=True)


def most_urgent_first(terms: pd.DataFrame) -> pd.DataFrame:
    """Order by expected `loss`; of equal ones first where the day for notice, or the end, is near.

    Where the day for notice has passed, nothing can be won any more before it.
    """
    ahead = terms["days_to_notice"].fillna(terms["days_left"])
    return (
        terms.assign(to_decide=ahead.mask(ahead < 0))
        .sort_values(
            ["loss", "to_decide", "arr", "account_id"],
            ascending=[False, True, False, True],
            na_position="last",
        )
        .drop(columns="to_decide")
        .reset_index(drop=True)
    )


def next_terms(snapshot: Snapshot, values: pd.Series) -> pd.Series:
    """Return for every account the day on which its next term ends; NaT when it is unknown.

    `values` is what `arr` found.
    """
    contracts = _contract_terms(snapshot)
    ends = contracts.groupby("account_id")["ends_on"].min().reindex(snapshot.account_ids)
    stated = _stated(snapshot, values, ends.notna().to_numpy())
    return ends.fillna(snapshot.accounts["renewal_date"].where(stated).set_axis(ends.index))


def _contract_terms(snapshot: Snapshot) -> pd.DataFrame:
    contracts = snapshot.table("contracts")
    flagged = contracts["is_churned"].fillna(value=False).astype("bool")
    trial = contracts["is_trial"].fillna(value=False).astype("bool")
    known = contracts["account_id"].notna() & contracts["end_date"].notna()
    void = invalid(snapshot)
    if void.any():
        known &= ~contracts["account_id"].isin(void.index[void])
    rows = contracts[running(contracts, snapshot.day) & known & ~flagged & ~trial]
    return rows.assign(
        ends_on=rows["end_date"], notice_on=notice_by(rows), arr=valued(rows, snapshot.currency)
    )


def _account_terms(snapshot: Snapshot, values: pd.Series, told: pd.Series) -> pd.DataFrame:
    """Return the accounts' own renewal dates, where no contract tells."""
    by_contract = among(pd.Index(told), snapshot.account_ids)
    rows = snapshot.accounts[_stated(snapshot, values, by_contract)]
    return rows.assign(
        contract_id=pd.Series(np.nan, index=rows.index, dtype="str"),
        ends_on=rows["renewal_date"],
        arr=values.reindex(rows["account_id"]).to_numpy(),
        auto_renew=pd.Series(pd.NA, index=rows.index, dtype="boolean"),
        notice_on=pd.Series(pd.NaT, index=rows.index, dtype=rows["renewal_date"].dtype),
    )


def _stated(
    snapshot: Snapshot, values: pd.Series, by_contract: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Say of each account whether its own renewal date counts."""
    ahead = snapshot.accounts["renewal_date"] >= pd.Timestamp(snapshot.day)
    return is_customer(snapshot, values).to_numpy() & ahead.to_numpy() & ~by_contract
