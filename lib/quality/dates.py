"""Days that cannot all be right."""

import pandas as pd

from lib.locale import msg
from lib.model.terms import account_losses
from lib.quality.finding import DataFinding, Material, counts, looked_up


def usage_outside_contract(material: Material) -> DataFinding | None:
    """Find usage dated before the contract that it names began or after it ended.

    Rows are counted against all that name a contract of which a first or last day is known.
    """
    links = material.usage_links
    if links.empty:
        return None
    day = links["occurred_at"].dt.normalize()
    judged = day.notna() & (links["start_date"].notna() | links["end_date"].notna())
    outside = judged & ((day < links["start_date"]) | (day > links["end_date"]))
    if not outside.any():
        return None
    message = msg(
        "{n} of {total} usage rows ({share}) lie outside the dates of the contract they name.",
        **counts(int(outside.sum()), int(judged.sum())),
    )
    rows = links[outside].assign(kind="usage")
    return DataFinding("usage_outside_contract", "warning", message, rows)


def tickets_before_customer(material: Material) -> DataFinding | None:
    """Find tickets asked before the first day as a customer."""
    rows = material.rows("tickets", ("ticket_id", "account_id", "created_at"))
    since = looked_up(material.accounts("customer_since")["customer_since"], rows["account_id"])
    judged = since.notna() & rows["created_at"].notna()
    early = rows.assign(customer_since=since)[rows["created_at"].dt.normalize() < since]
    if early.empty:
        return None
    message = msg(
        "{n} of {total} tickets ({share}) were asked before the account became a customer.",
        **counts(len(early), int(judged.sum())),
    )
    return DataFinding("tickets_before_customer", "warning", message, early)


def losses_before_customer(material: Material) -> DataFinding | None:
    """Find accounts that left before their first day as a customer."""
    rows = material.rows("losses", ("loss_id", "account_id", "churn_date"))
    since = looked_up(material.accounts("customer_since")["customer_since"], rows["account_id"])
    judged = since.notna() & rows["churn_date"].notna()
    early = rows.assign(customer_since=since)[rows["churn_date"] < since]
    if early.empty:
        return None
    message = msg(
        "{n} of {total} churn events ({share}) are dated before the account became a customer.",
        **counts(len(early), int(judged.sum())),
    )
    return DataFinding("losses_before_customer", "warning", message, early)


def contract_ends_before_start(material: Material) -> DataFinding | None:
    """Find contracts whose last day lies before their first."""
    rows = material.rows("contracts", ("contract_id", "account_id", "start_date", "end_date"))
    judged = rows["start_date"].notna() & rows["end_date"].notna()
    wrong = rows[rows["end_date"] < rows["start_date"]]
    if wrong.empty:
        return None
    message = msg(
        "{n} of {total} contracts ({share}) end before they start.",
        **counts(len(wrong), int(judged.sum())),
    )
    return DataFinding("contract_ends_before_start", "warning", message, wrong)


def several_churn_dates(material: Material) -> DataFinding | None:
    """Find accounts that left on more than one day, in the churn events or against the account.

    A return that is on file between two losses explains them.
    """
    columns = ("account_id", "churn_date")
    losses = account_losses(material.snapshot.table("losses"))
    final = losses[losses["won_back_on"].isna()]
    events = material.rows("losses", columns).loc[final.index]
    stated = material.rows("accounts", columns)
    stated = stated[stated["churn_date"].notna()]
    rows = pd.concat([events, stated])
    days = rows.groupby("account_id")["churn_date"].transform("nunique")
    twice = rows[days > 1].sort_values(["account_id", "churn_date"], kind="stable")
    if twice.empty:
        return None
    message = msg(
        "{n} of {total} accounts that left ({share}) carry more than one day of leaving.",
        **counts(twice["account_id"].nunique(), rows["account_id"].nunique()),
    )
    return DataFinding("several_churn_dates", "warning", message, twice)
