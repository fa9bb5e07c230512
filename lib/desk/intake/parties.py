"""Accounts and contacts as people decide about them: by their addresses, before any merge."""

import pandas as pd

from lib.desk.data import Data
from lib.model.decisions import address, key_of
from lib.model.history import state_on


class Parties:
    """Who there is to decide about."""

    def __init__(self, data: Data) -> None:
        """Take the data of the workspace."""
        self._data = data

    def names(self) -> dict[str, str]:
        """Return what each account and contact is called, by its address."""
        accounts, contacts = self.state("accounts"), self.state("contacts")
        return {
            **addressed("account", accounts["account_id"], accounts["account_name"]),
            **addressed("contact", contacts["row_key"], person(contacts)),
        }

    def state(self, kind: str) -> pd.DataFrame:
        """Return the newest rows of a kind, placed, before people's merges of these rows."""
        data = self._data.dataset()
        return self._data.once(
            ("unfolded", kind), lambda: state_on(data.versions[kind], data.carried)
        )

    def are_colleagues(self, one: str, other: str) -> bool:
        """Say whether two contacts belong to one account."""
        at = self.state("contacts").set_index("row_key")["account_id"]
        return bool(at.get(key_of(one)) == at.get(key_of(other)))


def person(contacts: pd.DataFrame) -> pd.Series:
    """Return the full name of each contact, put together from its parts where needed."""
    parts = contacts["first_name"].fillna("") + " " + contacts["last_name"].fillna("")
    return contacts["full_name"].fillna(parts.str.strip().replace("", None))


def addressed(kind: str, keys: pd.Series, texts: pd.Series) -> dict[str, str]:
    """Return the filled texts by the address of their row."""
    pairs = zip(keys.tolist(), texts.tolist(), strict=True)
    return {address(kind, key): text for key, text in pairs if isinstance(text, str)}
