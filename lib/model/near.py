"""Pairs that may be one: accounts, names that fit no account, people. For people to decide.

Candidates come from groups that share a key, never from comparing everything with
everything: 20,000 accounts take about a second.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, takewhile

import pandas as pd
from rapidfuzz.distance import OSA

from lib.locale import Message, msg
from lib.model.company_names import core_key, name_key
from lib.model.domains import domains_of
from lib.model.identity import name_keys
from lib.model.match import mail_keys
from lib.model.words import bare_word

REASONS: Mapping[str, Message] = {
    "same_name": msg("Same name but for legal form and writing."),
    "same_domain": msg("Same web domain."),
    "same_core": msg("Same name but for place or branch."),
    "near_name": msg("One letter differs."),
    "part_of_name": msg("One name begins the other."),
    "same_mail": msg("Same mail address at the same account."),
    "same_person": msg("Same name at the same account."),
}
SCORES = {
    "same_name": 100,
    "same_mail": 95,
    "same_domain": 90,
    "same_person": 85,
    "same_core": 80,
    "near_name": 70,
    "part_of_name": 60,
}
COLUMNS = ("one", "other", "reason")
_ALL_PAIRS = 6  # of a larger group each is compared with the first only
_ONE_OWNER = 12  # a domain of more accounts than this belongs to none of them
_SHORTEST = 6  # letters; in shorter words one letter is a lot
_MOST_FITTING = 3  # a name that fits more accounts than this fits none
_SHORT_LATIN, _SHORT_CJK = 4, 2
_DIGITS = frozenset("0123456789")


def account_pairs(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of accounts that look like one company: `one, other` (ids), `reason`.

    Each pair once, for its best reason; `one` is the smaller id.
    """
    ids = accounts["account_id"]
    names = accounts["account_name"]
    domains = domains_of(accounts["domain"])
    crowded = domains.map(domains.value_counts()) > _ONE_OWNER
    cores = {name: core_key(name) for name in names.dropna().unique()}
    found = [
        *_grouped(ids, name_keys(names), "same_name"),
        *_grouped(ids, domains.mask(crowded), "same_domain"),
        *_grouped(ids, names.map(cores, na_action="ignore"), "same_core"),
        *_near_accounts(ids, names, domains),
    ]
    return _pairs(found)


def _pairs(found: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    best: dict[tuple[str, str], str] = {}
    for one, other, reason in found:
        best.setdefault((min(one, other), max(one, other)), reason)
    rows = [(one, other, reason) for (one, other), reason in best.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _grouped(ids: pd.Series, keys: pd.Series, reason: str) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of ids whose key is the same."""
    frame = pd.DataFrame({"id": ids, "key": keys}).dropna()
    frame = frame[(frame["key"] != "") & frame["key"].duplicated(keep=False)]
    for _, members in frame.sort_values("id").groupby("key", sort=True)["id"]:
        yield from ((one, other, reason) for one, other in _compared(members.tolist()))


def _compared(members: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(members) <= _ALL_PAIRS:
        return iter(combinations(members, 2))
    return ((members[0], other) for other in members[1:])


def _near_accounts(
    ids: pd.Series, names: pd.Series, domains: pd.Series
) -> Iterator[tuple[str, str, str]]:
    """Yield pairs whose names differ by a letter, unless each has a domain of its own."""
    keys = name_keys(names)
    owners = pd.DataFrame({"id": ids, "key": keys, "domain": domains}).dropna(subset=["key"])
    first = owners.fillna("").sort_values("id").drop_duplicates("key")
    owner = dict(zip(first["key"], zip(first["id"], first["domain"], strict=True), strict=True))
    for one, other in near_words(owner):
        (first_id, domain), (second_id, second) = owner[one], owner[other]
        if "" in (domain, second) or domain == second:
            yield first_id, second_id, "near_name"


def near_words(words: Iterable[str], shortest: int = _SHORTEST) -> list[tuple[str, str]]:
    """Return pairs of Latin words that differ by one letter added, left out, changed or swapped.

    Digits must be the same: customer 12 is not customer 13.

    >>> near_words(["technology", "technolgy", "team12a", "team13a"])
    [('technolgy', 'technology')]
    """
    without: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        if len(word) >= shortest and word.isascii():
            for shorter in _shortened(word):
                without[shorter].append(word)
    return sorted(
        {
            pair
            for group in without.values()
            if len(group) > 1
            for pair in _compared(group)
            if OSA.distance(*pair) == 1
        }
    )


def _shortened(word: str) -> set[str]:
    shorter = {word[:n] + word[n + 1 :] for n, sign in enumerate(word) if sign not in _DIGITS}
    shorter.add(word)
    return shorter


class Candidates:
    """Accounts that a name which fits none, or several, may mean."""

    def __init__(self, known: pd.DataFrame) -> None:
        """`known`: `account_id`, `account_name` of every version of the accounts."""
        pairs = known[["account_id", "account_name"]].dropna().drop_duplicates()
        self._by_key: defaultdict[str, set[str]] = defaultdict(set)
        self._by_core: defaultdict[str, set[str]] = defaultdict(set)
        for account, name in pairs.itertuples(index=False):
            self._by_key[name_key(name)].add(account)
            self._by_core[core_key(name)].add(account)
        self._sorted = sorted(self._by_key)

    def of(self, names: Iterable[str]) -> pd.DataFrame:
        """Return `one` (name key), `other` (account id) and `reason` of each possibility."""
        by_key = {name_key(name): core_key(name) for name in names}
        by_key.pop("", None)
        near = self._near(by_key)
        rows = [
            (key, account, reason)
            for key, core in sorted(by_key.items())
            for account, reason in self._possible(key, core, near.get(key, ()))
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")

    def _possible(self, key: str, core: str, near: Sequence[str]) -> list[tuple[str, str]]:
        ways: tuple[tuple[str, Iterable[str]], ...] = (
            ("same_name", self._by_key.get(key, ())),
            ("same_core", self._by_core.get(core, ())),
            ("near_name", near),
            ("part_of_name", self._beginning(key) or self._going_on(key)),
        )
        found: dict[str, str] = {}
        for reason, accounts in ways:
            for account in sorted(accounts):
                found.setdefault(account, reason)
            if found:
                break
        return list(found.items())[:_MOST_FITTING]

    def _near(self, wanted: Iterable[str]) -> dict[str, list[str]]:
        names = set(wanted) - set(self._by_key)
        found: defaultdict[str, list[str]] = defaultdict(list)
        if not names:
            return found
        for pair in near_words([*names, *self._by_key]):
            for name, known in (pair, pair[::-1]):
                if name in names and known in self._by_key:
                    found[name] += self._by_key[known]
        return found

    def _beginning(self, key: str) -> set[str]:
        """Return the accounts whose name begins the key, the longest such name only."""
        shortest = _SHORT_LATIN if key.isascii() else _SHORT_CJK
        for length in range(len(key) - 1, shortest - 1, -1):
            if key[:length] in self._by_key:
                return self._by_key[key[:length]]
        return set()

    def _going_on(self, key: str) -> set[str]:
        """Return the accounts whose name goes on where the key ends, if these are few."""
        if len(key) < (_SHORT_LATIN if key.isascii() else _SHORT_CJK):
            return set()
        start = bisect_left(self._sorted, key)
        longer = takewhile(lambda name: name.startswith(key), islice(self._sorted, start, None))
        names = list(islice(longer, _MOST_FITTING + 1))
        if len(names) > _MOST_FITTING:
            return set()
        return {account for name in names for account in self._by_key[name]}


def person_pairs(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of contacts of one account that look like one person: row keys, reason."""
    rows = contacts[contacts["account_id"].notna()]
    parts = rows["first_name"].fillna("") + " " + rows["last_name"].fillna("")
    names = rows["full_name"].fillna(parts)
    keys = {name: bare_word(name) for name in names.unique()}
    found = [
        *_grouped(rows["row_key"], _at(rows, mail_keys(rows["email"])), "same_mail"),
        *_grouped(rows["row_key"], _at(rows, names.map(keys)), "same_person"),
    ]
    return _pairs(found)


def _at(rows: pd.DataFrame, keys: pd.Series) -> pd.Series:
    known = keys.where(keys != "")
    return rows["account_id"].str.cat(known.astype("str"), sep="\x1f")
