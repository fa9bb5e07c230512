"""Amounts and answers that cannot be added up as they are."""

import pandas as pd

from lib.locale import Count, joined, msg
from lib.model.terms import running, sold
from lib.quality.finding import DataFinding, Material, counts

_EXPLAINED = ("prospect", "trial", "invalid", "churned")  # nobody expects a contract of these
MAX_POINTS = 4  # anchor answers run from 0 to 4


def mixed_currencies(material: Material) -> DataFinding | None:
    """Find amounts in another currency than most: nothing converts them."""
    rows = pd.concat(
        [
            material.rows("contracts", ("account_id", "contract_id", "currency")),
            material.rows("accounts", ("account_id", "currency")),
        ]
    )
    found = rows["currency"].dropna()
    names = sorted(found.unique())
    if len(names) < 2:  # noqa: PLR2004
        return None
    main = material.snapshot.currency or str(found.mode().iloc[0])
    other = rows[rows["currency"].notna() & rows["currency"].ne(main)]
    message = msg(
        "Amounts come in {n} currencies ({names}). Nothing converts them: the {rows} rows that"
        " are not in {main} make the ARR of their accounts unknown.",
        n=Count(len(names)),
        names=joined(names),
        rows=Count(len(other)),
        main=main,
    )
    return DataFinding("mixed_currencies", "warning", message, other)


def accounts_without_contract(material: Material) -> DataFinding | None:
    """Find accounts without any contract although contracts are loaded: they pay nothing.

    Often prospects; but a contract export that lacks some customers looks the same.
    """
    contracts = material.snapshot.table("contracts")
    buyers = contracts.loc[sold(contracts), "account_id"].dropna().unique()
    columns = ("account_id", "account_name", "status", "arr", "mrr")
    rows = material.rows("accounts", columns)
    silent = rows["arr"].isna() & rows["mrr"].isna() & ~rows["status"].isin(_EXPLAINED)
    shown = rows[silent & ~rows["account_id"].isin(buyers)]
    if shown.empty or not len(buyers):
        return None
    message = msg(
        "{n} of {total} accounts ({share}) have no contract and state no ARR; unless the source"
        " calls them customers, they count as not paying.",
        **counts(len(shown), len(rows)),
    )
    return DataFinding("accounts_without_contract", "info", message, shown)


def negative_amounts(material: Material) -> DataFinding | None:
    """Find contracts with a negative amount: their ARR is unknown."""
    columns = ("contract_id", "account_id", "arr", "mrr", "amount")
    rows = material.rows("contracts", columns)
    amounts = rows[["arr", "mrr", "amount"]]
    shown = rows[(amounts < 0).any(axis="columns")]
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} contracts ({share}) state a negative amount; their ARR is unknown.",
        **counts(len(shown), int(amounts.notna().any(axis="columns").sum())),
    )
    return DataFinding("negative_amounts", "warning", message, shown)


def paid_trials(material: Material) -> DataFinding | None:
    """Find trials that state an ARR: a trial is unpaid and counts 0."""
    rows = material.rows("contracts", ("contract_id", "account_id", "is_trial", "arr", "mrr"))
    trial = rows["is_trial"].fillna(value=False).astype("bool")
    shown = rows[trial & ((rows["arr"] > 0) | (rows["mrr"] > 0))]
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} trials ({share}) state an ARR; a trial is unpaid and counts as 0.",
        **counts(len(shown), int(trial.sum())),
    )
    return DataFinding("paid_trials", "warning", message, shown)


def several_at_once(material: Material) -> DataFinding | None:
    """Find accounts with several running contracts for one product (or plan): ARR adds up."""
    contracts = material.snapshot.table("contracts")
    alive = running(contracts, material.snapshot.day) & contracts["account_id"].notna()
    columns = ("account_id", "contract_id", "start_date", "end_date")
    rows = material.rows("contracts", columns).assign(
        product=contracts["product"].fillna(contracts["plan"])
    )[alive]
    shown = rows[rows.duplicated(["account_id", "product"], keep=False) & rows["product"].notna()]
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} accounts with a running contract ({share}) run several for the same"
        " product or plan at once; their ARR is added up.",
        **counts(shown["account_id"].nunique(), rows["account_id"].nunique()),
    )
    return DataFinding("several_at_once", "info", message, shown)


def points_out_of_range(material: Material) -> DataFinding | None:
    """Find assessment answers that are not between 0 and 4: they are not used."""
    columns = ("account_id", "scheme", "criterion", "points", "assessed_on")
    rows = material.rows("assessments", columns)
    shown = rows[(rows["points"] < 0) | (rows["points"] > MAX_POINTS)]
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} assessment answers ({share}) are not between 0 and 4 and are not used.",
        **counts(len(shown), int(rows["points"].notna().sum())),
    )
    return DataFinding("points_out_of_range", "warning", message, shown)
