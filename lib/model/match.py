"""Accounts and people known under several ids, as one: by decisions, and by one plain rule.

The rule: a person without an id who has the same mail address as a person with one, at the
same account, is that person. Everything else waits for people to decide.
"""

import json
from collections.abc import Mapping

import pandas as pd

from lib.model.decisions import NONE, Decisions
from lib.model.frames import TAG_SEPARATOR, tags_of
from lib.model.identity import Places
from lib.model.spec import Kind, Type
from lib.model.words import bare_word

# Boxes that several people read: there, another name is another person.
_SHARED_BOXES = frozenset(
    {
        *("info", "contact", "contacts", "office", "sales", "support", "service", "admin", "hr"),
        *("hello", "mail", "team", "it", "finance", "billing", "accounts", "purchasing", "kf"),
    }
)


class Matched:
    """Where rows belong, and which rows of accounts and contacts are one.

    `tables` are the newest rows of accounts, contacts and contracts; `known_names` the names
    of all versions of accounts. `aliases` gives for each kind row key → row key it counts for.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], known_names: pd.DataFrame, decisions: Decisions
    ) -> None:
        self.places = Places(tables, decisions, known_names)
        contacts = tables["contacts"].assign(account_id=self.places.of(tables["contacts"]))
        people = {**same_people(contacts, decisions), **decided_people(contacts, decisions)}
        self.aliases: Mapping[str, Mapping[str, str]] = {
            "accounts": self.places.kept,
            "contacts": people,
        }
        ids = contacts.set_index("row_key")["contact_id"]
        pairs = ((ids.get(one), ids.get(other)) for one, other in people.items())
        self._person = {one: other for one, other in pairs if pd.notna(one) and pd.notna(other)}

    def placed(self, kind: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows with the account, and the person, that they speak of."""
        if kind != "accounts":
            rows = rows.assign(account_id=self.places.of(rows))
        if kind != "contacts" and "contact_id" in rows and self._person:
            known = rows["contact_id"]
            rows = rows.assign(contact_id=known.map(self._person).fillna(known).astype("str"))
        return rows


def decided_people(contacts: pd.DataFrame, decisions: Decisions) -> dict[str, str]:
    """Return the row keys of contacts that people said are another contact of that account."""
    found = decisions.kept("contact", contacts["row_key"])
    if not found:
        return found
    at = contacts.set_index("row_key")["account_id"]
    return {one: other for one, other in found.items() if _same(at.get(one), at.get(other))}


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and one == other


def same_people(contacts: pd.DataFrame, decisions: Decisions = NONE) -> dict[str, str]:
    """Return the row keys of contacts without id that are surely a contact with one."""
    rows = contacts[["row_key", "account_id", "contact_id", "full_name"]].assign(
        mail=mail_keys(contacts["email"]), named=contacts["contact_id"].notna()
    )
    rows = rows[rows["mail"].notna() & rows["account_id"].notna()]
    rows = rows[rows.duplicated(["account_id", "mail"], keep=False)]
    if rows.empty:
        return {}
    groups = rows.groupby(["account_id", "mail"])
    rows = rows[groups["named"].transform("sum") == 1]
    known = rows[rows["named"]].set_index(["account_id", "mail"])[["row_key", "full_name"]]
    known = known.add_suffix("_known")
    pairs = rows[~rows["named"]].join(known, on=["account_id", "mail"])
    return {
        str(row.row_key): str(row.row_key_known)
        for row in pairs.itertuples()
        if _one_reader(str(row.mail), row.full_name, row.full_name_known)
        and not decisions.are_apart(f"contact:{row.row_key}", f"contact:{row.row_key_known}")
    }


def mail_keys(mails: pd.Series) -> pd.Series:
    """Return each mail address as it is compared; NaN where there is none."""
    keys = mails.str.normalize("NFKC").str.strip().str.casefold()
    return keys.where(keys.str.contains("@", na=False)).astype("str")


def _one_reader(mail: str, one: object, other: object) -> bool:
    shared = mail.partition("@")[0] in _SHARED_BOXES
    if not shared or not isinstance(one, str) or not isinstance(other, str):
        return True
    return bare_word(one) == bare_word(other)


def folded(rows: pd.DataFrame, aliases: Mapping[str, str], kind: Kind) -> pd.DataFrame:
    """Return rows with those that are one row as one: what the kept row says, else the others.

    Tags and columns of their own are united. A kept row that is not there leaves its place
    to the first of the others.
    """
    own = rows["account_id" if kind.name == "accounts" else "row_key"]
    if not aliases or not own.isin(aliases).any():
        return rows
    target = own.map(lambda key: aliases.get(key, key)).astype("str")
    touched = target.isin(target[target != own])
    mine = rows[touched].assign(_target=target, _is_other=target != own)
    mine = mine.sort_values(["_target", "_is_other", "row_key"], kind="stable")
    places = mine.reset_index().drop_duplicates("_target")["index"].to_numpy()
    groups = mine.drop(columns="_is_other").groupby("_target", sort=False)
    one = groups.first()
    for name in (c.name for c in kind.columns if c.type is Type.TAGS):
        one[name] = groups[name].agg(_united_tags)
    one["custom"] = groups["custom"].agg(_united_customs)
    if kind.name == "accounts":
        one["account_id"] = one.index
    one.index = pd.Index(places)
    whole = pd.concat([rows[~touched], one[list(rows.columns)].astype(dict(rows.dtypes))])
    return whole.sort_index(kind="stable").reset_index(drop=True)


def _united_tags(texts: pd.Series) -> object:
    tags = dict.fromkeys(tag for cell in tags_of(texts) for tag in cell)
    return TAG_SEPARATOR.join(tags) or None


def _united_customs(texts: pd.Series) -> object:
    united: dict[str, object] = {}
    for text in texts.dropna():
        united = {**json.loads(text), **united}
    return json.dumps(united, ensure_ascii=False) if united else None
