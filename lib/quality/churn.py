"""Labels of churn that contradict each other."""

import pandas as pd

from lib.locale import msg
from lib.model.terms import account_losses, begins_on, left_on, running
from lib.quality.finding import DataFinding, Material, counts, looked_up


def churn_flag_disagrees(material: Material) -> DataFinding | None:
    """Find accounts flagged as churned without a churn event, and the reverse.

    The flag is the account's own, or its status where there is no flag. Not judged until
    churn events are loaded: their absence would then say nothing.
    """
    losses = material.snapshot.table("losses")
    if losses.empty:
        return None
    rows = material.rows("accounts", ("account_id", "account_name", "is_churned", "status"))
    by_status = rows["status"].eq("churned").astype("boolean").mask(rows["status"].isna())
    flagged = rows["is_churned"].fillna(by_status)
    back = rows["account_id"].isin(account_losses(losses)["account_id"])
    left = rows["account_id"].isin(left_on(losses, material.snapshot.day).index)
    # Someone who left and came back may be flagged either way.
    judged = flagged.notna() & (left | ~back)
    differs = judged & flagged.ne(left).fillna(value=False).astype("bool")
    if not differs.any():
        return None
    total = int(judged.sum())
    message = msg(
        "The churn flag of the accounts agrees with the churn events for {n} of {total} accounts"
        " ({share}).",
        **counts(total - int(differs.sum()), total),
    )
    shown = rows.assign(flag=flagged, in_losses=left)[differs].drop(columns=["is_churned"])
    return DataFinding("churn_flag_disagrees", "warning", message, shown)


def lost_but_running(material: Material) -> DataFinding | None:
    """Find accounts that have left but still have a contract that began before and runs on."""
    day = material.snapshot.day
    left = left_on(material.snapshot.table("losses"), day)
    contracts = material.snapshot.table("contracts")
    gone = looked_up(left, contracts["account_id"])
    still = running(contracts, day) & (begins_on(contracts) <= gone)
    rows = material.rows("contracts", ("contract_id", "account_id", "start_date", "end_date"))
    shown = rows.assign(churn_date=gone)[still]
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} accounts that left ({share}) still have a contract that runs;"
        " its ARR is counted.",
        **counts(shown["account_id"].nunique(), len(left)),
    )
    return DataFinding("lost_but_running", "warning", message, shown)


def churned_contract_without_end(material: Material) -> DataFinding | None:
    """Find contracts flagged as churned that have no last day, so that they count as running."""
    columns = ("contract_id", "account_id", "start_date", "end_date", "is_churned")
    rows = material.rows("contracts", columns)
    flagged = rows["is_churned"].fillna(value=False).astype("bool")
    shown = rows[flagged & rows["end_date"].isna()]
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} contracts flagged as churned ({share}) have no last day and count as"
        " running.",
        **counts(len(shown), int(flagged.sum())),
    )
    return DataFinding("churned_contract_without_end", "warning", message, shown)


def ended_though_renewing(material: Material) -> DataFinding | None:
    """Find accounts whose last contract ended although it renews by itself.

    Often the export keeps the old last day of a term that went on.
    """
    day = material.snapshot.day
    columns = ("contract_id", "account_id", "end_date", "auto_renew", "is_churned")
    rows = material.rows("contracts", columns)
    contracts = material.snapshot.table("contracts")
    alive = contracts.loc[running(contracts, day), "account_id"]
    left = left_on(material.snapshot.table("losses"), day)
    silent = ~rows["account_id"].isin(alive) & ~rows["account_id"].isin(left.index)
    ended = rows["end_date"] < pd.Timestamp(day)
    renews = rows["auto_renew"].fillna(value=False).astype("bool")
    flagged = rows["is_churned"].fillna(value=False).astype("bool")
    shown = rows[silent & ended & renews & ~flagged & rows["account_id"].notna()]
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} accounts with contracts ({share}) count as ended although their contract"
        " renews by itself and nothing says that they left.",
        **counts(shown["account_id"].nunique(), rows["account_id"].nunique()),
    )
    return DataFinding("ended_though_renewing", "info", message, shown)
