"""Pairs that may be one: which are to be asked about, and what is shown of both sides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.intake.parties import Parties, addressed, person
from lib.metrics.book import arr
from lib.model.company_names import name_key
from lib.model.decisions import Decisions, address, key_of, kind_of
from lib.model.near import REASONS, SCORES, Candidates, account_pairs, person_pairs
from lib.store.dataset import usage_places
from lib.store.matches import match_decisions
from lib.store.usage import UsageEvents, placed_references

_PAIRS = ("kind", "subject", "other", "reason", "score")
_SIDE = ("name", "id", "domain", "arr")


@dataclass(frozen=True)
class MatchReview:
    """What people should decide.

    `pairs`: one row a question, the surest first: `kind` (account, name, contact), `subject`
    and `other` (addresses for `decide`; a merge makes the subject count for the other),
    `subject_name|id|domain|arr`, `other_name|id|domain|arr`, `reason` and `why` (a Message),
    `n_rows` (rows that speak of the subject), `score`.
    `by_rule`: contacts without an id that were united with one that has the same mail at the
    same account: `subject, other, account_id, person, mail`.
    """

    pairs: pd.DataFrame
    by_rule: pd.DataFrame
    currency: str | None = None


class Review:
    """Gathers the questions from what is stored."""

    def __init__(self, data: Data) -> None:
        """Take the data of the workspace."""
        self._data = data
        self._parties = Parties(data)

    def on(self, day: date) -> MatchReview:
        """Return what people should decide, with the amounts of a day."""
        with self._data.workspace.reading() as connection:
            standing = match_decisions(connection)
        accounts, contacts = self._parties.state("accounts"), self._parties.state("contacts")
        aliases = self._data.dataset().aliases
        single = accounts[~accounts["account_id"].isin(aliases["accounts"])]
        people = contacts[~contacts["row_key"].isin(aliases["contacts"])]
        n_rows, strays = self._n_rows(), self._strays()
        found = pd.concat(
            [
                _asked("account", self._directed(account_pairs(single), n_rows)),
                self._name_pairs(strays, standing),
                _asked("contact", _with_id_last(person_pairs(people), people)),
            ],
            ignore_index=True,
        )
        rows_by_address = {
            **{address("account", str(key)): int(n) for key, n in n_rows.items()},
            **{address("name", name_key(str(name))): 0 for name in strays.index},
        }
        for name, n in strays.items():
            rows_by_address[address("name", name_key(str(name)))] += int(n)
        still_open = [not _settled(standing, one, other) for one, other in _both(found)]
        found = found.loc[pd.Series(still_open, index=found.index, dtype="bool")]
        found = found.assign(n_rows=found["subject"].map(rows_by_address).fillna(1).astype("int64"))
        pairs = self._described(found, day, strays)
        # Of equal reasons accounts come first ("account" < "name"): they settle the names.
        order = ["score", "kind", "n_rows", "subject", "other"]
        rising = [False, True, False, True, True]
        pairs = pairs.sort_values(order, ascending=rising, kind="stable")
        return MatchReview(
            pairs.reset_index(drop=True),
            _by_rule(contacts, aliases["contacts"], standing),
            self._data.snapshot(day).currency,
        )

    def _n_rows(self) -> pd.Series:
        """Return how many stored rows speak of each account."""
        tables = self._data.dataset().versions
        ids = [rows["account_id"].dropna() for kind, rows in tables.items() if kind != "accounts"]
        return pd.concat(ids).value_counts()

    def _strays(self) -> pd.Series:
        """Return the names under which rows speak of no account, with how many rows do."""
        tables = self._data.dataset().versions
        named = [
            rows.loc[rows["account_id"].isna(), "account_name"].dropna().value_counts()
            for kind, rows in tables.items()
            if kind != "accounts"
        ]
        counts = pd.concat([*named, self._stray_usage()])
        return counts.groupby(level=0).sum().sort_index()

    def _stray_usage(self) -> pd.Series:
        with self._data.workspace.reading() as connection:
            if not UsageEvents(self._data.workspace, connection):
                return pd.Series(dtype="int64", index=pd.Index([], dtype="str"))
            events, places = usage_places(self._data.workspace, connection)
            references = placed_references(events, places)
        lost = references[references["place"].isna()].dropna(subset=["account_name"])
        return lost.groupby("account_name")["n_rows"].sum()

    def _name_pairs(self, strays: pd.Series, standing: Decisions) -> pd.DataFrame:
        known = self._data.dataset().versions["accounts"]
        found = Candidates(known).of(map(str, strays.index))
        ends = found["other"].map(lambda one: key_of(standing.end(address("account", one))))
        found = found.assign(other=ends).drop_duplicates(["one", "other"])
        return _asked("name", found, other_kind="account")

    def _directed(self, pairs: pd.DataFrame, n_rows: pd.Series) -> pd.DataFrame:
        """Turn pairs so that the account with more rows is the one that is kept."""
        more = pairs["one"].map(n_rows).fillna(0) >= pairs["other"].map(n_rows).fillna(0)
        return pairs.assign(
            one=pairs["other"].where(more, pairs["one"]),
            other=pairs["one"].where(more, pairs["other"]),
        )

    def _described(self, found: pd.DataFrame, day: date, strays: pd.Series) -> pd.DataFrame:
        names = self._parties.names() | {
            address("name", name_key(str(n))): str(n) for n in strays.index
        }
        accounts, contacts = self._parties.state("accounts"), self._parties.state("contacts")
        domains = {
            **addressed("account", accounts["account_id"], accounts["domain"]),
            **addressed("contact", contacts["row_key"], contacts["email"]),
        }
        ids = addressed("contact", contacts["row_key"], contacts["account_id"])
        amounts = arr(self._data.snapshot(day))
        for side in ("subject", "other"):
            keys = found[side]
            own = keys.map(key_of).where(keys.map(kind_of) == "account", keys.map(ids))
            found = found.assign(
                **{
                    f"{side}_name": keys.map(names).fillna(keys.map(key_of)),
                    f"{side}_id": own.astype("str"),
                    f"{side}_domain": keys.map(domains).astype("str"),
                    f"{side}_arr": own.where(keys.map(kind_of) == "account").map(amounts),
                }
            )
        return found.assign(why=found["reason"].map(dict(REASONS)).astype("object"))


def _settled(standing: Decisions, subject: str, other: str) -> bool:
    """Say whether people have decided on a pair, be it about what the two were merged into."""
    return standing.are_apart(subject, other) or standing.end(subject) == standing.end(other)


def _both(found: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(found["subject"], found["other"], strict=True)


def _asked(kind: str, pairs: pd.DataFrame, other_kind: str | None = None) -> pd.DataFrame:
    """Return pairs of keys as questions between addresses."""
    return pd.DataFrame(
        {
            "kind": pd.Series(kind, index=pairs.index, dtype="str"),
            "subject": pairs["one"].map(lambda key: address(kind, key)).astype("str"),
            "other": pairs["other"].map(lambda key: address(other_kind or kind, key)).astype("str"),
            "reason": pairs["reason"],
            "score": pairs["reason"].map(SCORES).astype("int64"),
        }
    )


def _with_id_last(pairs: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Turn pairs of contacts so that one with an id is the one that is kept."""
    has_id = people.set_index("row_key")["contact_id"].notna()
    turn = pairs["one"].map(has_id).astype("bool") & ~pairs["other"].map(has_id).astype("bool")
    return pairs.assign(
        one=pairs["other"].where(turn, pairs["one"]), other=pairs["one"].where(turn, pairs["other"])
    )


def _by_rule(
    contacts: pd.DataFrame, aliases: Mapping[str, str], standing: Decisions
) -> pd.DataFrame:
    """Return the contacts that the rule of the same mail united."""
    rows = contacts[contacts["row_key"].isin(aliases)]
    rows = rows[~rows["row_key"].map(lambda key: address("contact", key)).isin(standing.merged)]
    return pd.DataFrame(
        {
            "subject": rows["row_key"].map(lambda key: address("contact", key)),
            "other": rows["row_key"].map(lambda key: address("contact", aliases[key])),
            "account_id": rows["account_id"],
            "person": person(rows),
            "mail": rows["email"],
        }
    ).reset_index(drop=True)


def nothing_to_ask() -> MatchReview:
    """Return the review of a workspace without data."""
    sides = [f"{side}_{name}" for side in ("subject", "other") for name in _SIDE]
    columns = [*_PAIRS, "n_rows", *sides, "why"]
    return MatchReview(pd.DataFrame(columns=columns), pd.DataFrame())
