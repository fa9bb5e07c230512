"""Texts of customers as a report may show them: without the names of people of either side."""

import pandas as pd

from lib.model import Snapshot
from lib.themes.quotes import without_names

_NAMES = ("account_id", "contact_id", "full_name", "first_name", "last_name")


def unnamed(rows: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Return `text` of rows (`account_id, text`) without names; NaN where there is no text.

    Hidden are the people of the account and who of ours owns it.
    """
    told = rows[rows["text"].notna()]
    people = snapshot.table("contacts")
    people = people.loc[people["account_id"].isin(told["account_id"]), list(_NAMES)]
    owners = snapshot.accounts.rename(columns={"owner": "full_name"})
    owners = owners.loc[owners["account_id"].isin(told["account_id"]), ["account_id", "full_name"]]
    known = pd.concat([people, owners.dropna()], ignore_index=True)
    return without_names(told, known).reindex(rows.index)
