"""Which account a row speaks of: by id, else contract, contact or mail, else company name.

Files arrive in any order and name accounts in different ways, so rows are stored as they
came and placed when they are read. Nothing is merged: a name that fits two accounts fits
none.
"""

import re
import unicodedata
from collections.abc import Mapping

import pandas as pd

_LEGAL_FORMS = re.compile(
    r"(\b(inc|incorporated|ltd|limited|llc|llp|corp|corporation|co|company|gmbh|ag|sa|sas|bv|nv|plc"
    r"|pty|oy|ab|srl|spa|kk|pte)\b\.?|股份有限公司|有限责任公司|有限責任公司|集团有限公司|集團有限公司|有限公司"
    r"|股份公司|集团|集團|公司)"
)
_NOT_WORD = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """Return a company name without legal form, width, case and punctuation.

    >>> name_key("ACME Corp., Ltd."), name_key("Ａｃｍｅ"), name_key("云杉科技（北京）有限公司")
    ('acme', 'acme', '云杉科技北京')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = _NOT_WORD.sub("", _LEGAL_FORMS.sub(" ", folded))
    return bare or _NOT_WORD.sub("", folded)


def name_keys(names: pd.Series) -> pd.Series:
    """Return `name_key` of each name; NaN stays NaN."""
    keys = {name: name_key(name) for name in names.dropna().unique()}
    return names.map(keys, na_action="ignore").astype("str")


def _lookup(keys: pd.Series, account_ids: pd.Series) -> pd.Series:
    """Return key → account id for keys that point at exactly one account."""
    pairs = pd.DataFrame({"key": keys, "account_id": account_ids}).dropna().drop_duplicates()
    pairs = pairs[pairs["key"] != ""]
    return pairs.drop_duplicates("key", keep=False).set_index("key")["account_id"]


class Places:
    """Ways from what a row carries to the account it speaks of."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        accounts = tables["accounts"]
        self.ids = pd.Series(accounts["account_id"].dropna().unique(), dtype="str")
        self.names = _lookup(name_keys(accounts["account_name"]), accounts["account_id"])
        contacts = tables["contacts"].assign(account_id=self.of(tables["contacts"]))
        self.contacts = _lookup(contacts["contact_id"], contacts["account_id"])
        self.mails = _lookup(contacts["email"].str.casefold(), contacts["account_id"])
        contracts = tables["contracts"].assign(account_id=self.of(tables["contracts"]))
        self.contracts = _lookup(contracts["contract_id"], contracts["account_id"])

    def of(self, rows: pd.DataFrame) -> pd.Series:
        """Return the account id of each row; NaN when it names no known account."""
        found = rows["account_id"].where(rows["account_id"].isin(self.ids))
        for column, lookup in (
            ("contract_id", "contracts"),
            ("contact_id", "contacts"),
            ("user_email", "mails"),
            ("requester_email", "mails"),
        ):
            if column in rows and hasattr(self, lookup):
                keys = rows[column].str.casefold() if lookup == "mails" else rows[column]
                found = found.fillna(_mapped(keys, getattr(self, lookup)))
        return found.fillna(_mapped(name_keys(rows["account_name"]), self.names))


def _mapped(keys: pd.Series, lookup: pd.Series) -> pd.Series:
    return keys.map(lookup, na_action="ignore").astype("str")
