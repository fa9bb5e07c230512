"""Texts of customers as a report may show them: without the names of people of either side."""

import pandas as pd

from lib.model import Snapshot
from lib.themes.quotes import HIDDEN, without_names

_NAMES = ("account_id", "contact_id", "full_name", "first_name", "last_name")


def unnamed(rows: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Return `text` of rows (`account_id, text`) without names; NaN where there is no text.

    Hidden are the people of the account, who of ours owns it, and what the company is called:
    who agrees to be quoted agrees without both.
    """
    told = rows[rows["text"].notna()]
    people = snapshot.table("contacts")
    people = people.loc[people["account_id"].isin(told["account_id"]), list(_NAMES)]
    owners = snapshot.accounts.rename(columns={"owner": "full_name"})
    owners = owners.loc[owners["account_id"].isin(told["account_id"]), ["account_id", "full_name"]]
    known = pd.concat([people, owners.dropna()], ignore_index=True)
    hidden = without_names(told, known)
    companies = snapshot.accounts.set_index("account_id")["account_name"]
    named = told["account_id"].map(companies)
    found = [
        text.replace(name, HIDDEN) if isinstance(name, str) and name else text
        for text, name in zip(hidden, named, strict=True)
    ]
    return pd.Series(found, index=told.index, dtype="str").reindex(rows.index)
