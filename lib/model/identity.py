"""Which account a row speaks of: by id, else contract, contact or mail, else name, else domain.

Files arrive in any order and name accounts in different ways, so rows are stored as they
came and placed when they are read. Nothing is merged on its own: a name or domain that fits
two accounts fits none, until people decide.
"""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from lib.model.company_names import name_key
from lib.model.decisions import NONE, Decisions
from lib.model.domains import domains_of
from lib.model.ids import id_keys

__all__ = ["Places", "name_key", "name_keys"]

_MAILS = ("user_email", "requester_email")
_ADDRESSES = ("email", *_MAILS)


def name_keys(names: pd.Series) -> pd.Series:
    """Return `name_key` of each name; NaN stays NaN."""
    keys = {name: name_key(name) for name in names.dropna().unique()}
    return names.map(keys, na_action="ignore").astype("str")


class Places:
    """Ways from what a row carries to the account it speaks of.

    `tables` are the newest rows of accounts, contacts and contracts; `known_names` holds the
    `account_id` and `account_name` of every version: a renamed account keeps its old names.
    `kept` leads from each account that people merged into another to that other one.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        decisions: Decisions = NONE,
        known_names: pd.DataFrame | None = None,
    ) -> None:
        accounts, contacts = tables["accounts"], tables["contacts"]
        self.ids = pd.Series(accounts["account_id"].dropna().unique(), dtype="str")
        self.kept = decisions.kept("account", self.ids)
        self._keys = self._lookup(id_keys(self.ids), self.ids)
        self._contacts = self._mails = self._contracts = self._domains = _nothing()
        self.names = self._names(accounts if known_names is None else known_names, decisions)
        self._domains = self._lookup(
            pd.concat([domains_of(accounts["domain"]), domains_of(contacts["email"])]),
            pd.concat([accounts["account_id"], self.of(contacts)]),
        )
        at = self.of(contacts)
        self._contacts = self._lookup(id_keys(contacts["contact_id"]), at)
        self._mails = self._lookup(_folded(contacts["email"]), at)
        contracts = tables["contracts"]
        self._contracts = self._lookup(id_keys(contracts["contract_id"]), self.of(contracts))

    def of(self, rows: pd.DataFrame) -> pd.Series:
        """Return the account id of each row; NaN when it names no known account."""
        found = self._merged(rows["account_id"].where(rows["account_id"].isin(self.ids)))
        for column, keys, lookup in self._ways():
            if column in rows and found.isna().any():
                found = found.fillna(
                    keys(rows[column]).map(lookup, na_action="ignore").astype("str")
                )
        return found

    def _ways(self) -> Iterator[tuple[str, Callable[[pd.Series], pd.Series], pd.Series]]:
        """Yield what leads to an account, the surest first: column, how it is read, lookup."""
        yield "account_id", id_keys, self._keys
        yield "contract_id", id_keys, self._contracts
        yield "contact_id", id_keys, self._contacts
        yield from ((column, _folded, self._mails) for column in _MAILS)
        yield "account_name", name_keys, self.names
        yield from ((column, domains_of, self._domains) for column in _ADDRESSES)

    def _names(self, known: pd.DataFrame, decisions: Decisions) -> pd.Series:
        """Return the account of each name that is one account's alone, or that people gave one."""
        pairs = pd.DataFrame(
            {"key": name_keys(known["account_name"]), "account_id": known["account_id"]}
        ).drop_duplicates()
        refused = decisions.apart_names()
        if refused:
            refusals = pd.MultiIndex.from_tuples(sorted(refused))
            pairs = pairs[~pd.MultiIndex.from_frame(pairs).isin(refusals)]
        alone = self._lookup(pairs["key"], pairs["account_id"])
        decided = decisions.names(self.ids)
        if not decided:
            return alone
        given = self._merged(pd.Series(decided, dtype="str"))
        return pd.concat([alone[~alone.index.isin(given.index)], given])

    def _merged(self, account_ids: pd.Series) -> pd.Series:
        if not self.kept:
            return account_ids
        return account_ids.map(lambda one: self.kept.get(one, one), na_action="ignore").astype(
            "str"
        )

    def _lookup(self, keys: pd.Series, account_ids: pd.Series) -> pd.Series:
        """Return key → account id for keys that point at exactly one account."""
        frame = pd.DataFrame({"key": keys, "account_id": self._merged(account_ids)})
        pairs = frame.dropna().drop_duplicates()
        pairs = pairs[pairs["key"] != ""]
        return pairs.drop_duplicates("key", keep=False).set_index("key")["account_id"]


def _nothing() -> pd.Series:
    return pd.Series(dtype="str", index=pd.Index([], dtype="str"))


def _folded(mails: pd.Series) -> pd.Series:
    return mails.str.casefold()
